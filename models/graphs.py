"""Builds the ONNX graphs of LPIPS and DISTS out of weights.

Node by node rather than by tracing PyTorch: the same weights give the same bytes with every version
of PyTorch, so that the cards can state the SHA-256 of what an export must give.
"""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from backbones import BACKBONES

OPSET = 13
IR_VERSION = 7


class Graph:
    """Nodes and weights, added one after the other."""

    def __init__(self):
        self.nodes = []
        self.weights = {}

    def add(self, op, *inputs, **attributes):
        output = f"{op.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [output], **attributes))
        return output

    def weight(self, name, array):
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def constant(self, name, *values, shape=None, dtype=np.float32):
        return self.weight(name, np.array(values, dtype=dtype).reshape(shape or [len(values)]))

    def square(self, tensor):
        return self.add("Mul", tensor, tensor)

    def mean_over_picture(self, tensor, keep):
        return self.add("ReduceMean", tensor, axes=[2, 3], keepdims=keep)

    def conv(self, tensor, weights, name, stride, padding):
        weight = self.weight(f"{name}.weight", weights[f"{name}.weight"])
        bias = self.weight(f"{name}.bias", weights[f"{name}.bias"])
        size = list(weights[f"{name}.weight"].shape[2:])
        out = self.add("Conv", tensor, weight, bias, kernel_shape=size,
                       strides=[stride] * 2, pads=[padding] * 4)
        return self.add("Relu", out)

    def model(self, output):
        self.nodes[-1].output[0] = output
        picture = ["N", 3, "H", "W"]
        graph = helper.make_graph(
            self.nodes,
            "distance",
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, picture) for name in "ab"],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N"])],
            list(self.weights.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)],
                                 ir_version=IR_VERSION, producer_name="paretobench")


def taps_of(graph, net, weights, tensor, pool):
    """The tensors that are compared, from the first layer to the last."""
    taps = []
    for kind, *rest in BACKBONES[net]:
        if kind == "tap":
            taps.append(tensor)
        elif kind == "pool":
            tensor = pool(tensor, *rest)
        elif kind == "conv":
            index, stride, padding = rest
            tensor = graph.conv(tensor, weights, f"features.{index}", stride, padding)
        else:
            name = f"features.{rest[0]}"
            squeezed = graph.conv(tensor, weights, f"{name}.squeeze", 1, 0)
            expanded = [graph.conv(squeezed, weights, f"{name}.expand1x1", 1, 0),
                        graph.conv(squeezed, weights, f"{name}.expand3x3", 1, 1)]
            tensor = graph.add("Concat", *expanded, axis=1)
    return taps


def lpips_graph(net, weights, linear):
    """LPIPS v0.1. linear: one array of 1 x channels x 1 x 1 for every tap."""
    graph = Graph()

    def features(picture):
        shift = graph.constant("shift", -0.030, -0.088, -0.188, shape=[1, 3, 1, 1])
        scale = graph.constant("scale", 0.458, 0.448, 0.450, shape=[1, 3, 1, 1])
        scaled = graph.add("Div", graph.add("Sub", picture, shift), scale)
        taps = taps_of(graph, net, weights, scaled, lambda tensor, size, ceil: graph.add(
            "MaxPool", tensor, kernel_shape=[size] * 2, strides=[2, 2], ceil_mode=ceil))
        return [unit_length(tap) for tap in taps]

    def unit_length(tap):
        channels = graph.constant("channels", 1, dtype=np.int64)
        length = graph.add("Sqrt", graph.add("ReduceSum", graph.square(tap), channels, keepdims=1))
        return graph.add("Div", tap, graph.add("Add", length, graph.constant("epsilon", 1e-10)))

    total = None
    for index, (a, b) in enumerate(zip(features("a"), features("b"), strict=True)):
        kernel = graph.weight(f"lin{index}", linear[index])
        layer = graph.add("Conv", graph.square(graph.add("Sub", a, b)), kernel, kernel_shape=[1, 1])
        mean = graph.mean_over_picture(layer, 0)
        total = mean if total is None else graph.add("Add", total, mean)
    graph.add("Squeeze", total, graph.constant("channels", 1, dtype=np.int64))
    return graph.model("distance")


def dists_graph(weights, alpha, beta):
    """DISTS. alpha, beta: 1 x channels x 1 x 1, of the picture and then of the five taps of VGG16.

    Where the authors take 1 - sum(alpha S1 + beta S2), with the weights adding up to 1, this takes
    sum(alpha (1 - S1) + beta (1 - S2)) with each 1 - S as a quotient of squares. It is the same
    number, but exact where it is small: 0 for two equal pictures.
    """
    graph = Graph()
    total_weight = np.float32(alpha.sum(dtype=np.float64) + beta.sum(dtype=np.float64))
    tiny = graph.constant("c", 1e-6)

    def pool(tensor, _size, _ceil):
        """L2 pooling: the root of the mean of squares under a Hann window."""
        hann = np.hanning(5)[1:-1]
        window = np.outer(hann, hann).astype(np.float32)
        window /= window.sum(dtype=np.float32)
        channels = channels_of[tensor]
        kernel = graph.weight(f"hann{channels}", np.tile(window, (channels, 1, 1, 1)))
        pooled = graph.add("Conv", graph.square(tensor), kernel, kernel_shape=[3, 3],
                           strides=[2, 2], pads=[1] * 4, group=channels)
        return graph.add("Sqrt", graph.add("Add", pooled, graph.constant("root", 1e-12)))

    channels_of = ChannelCount(graph, weights)

    def statistics(tap):
        mean = graph.mean_over_picture(tap, 1)
        centred = graph.add("Sub", tap, mean)
        variance = graph.mean_over_picture(graph.square(centred), 1)
        return mean, graph.square(mean), centred, variance

    def features(picture):
        average = graph.constant("mean", 0.485, 0.456, 0.406, shape=[1, 3, 1, 1])
        spread = graph.constant("std", 0.229, 0.224, 0.225, shape=[1, 3, 1, 1])
        scaled = graph.add("Div", graph.add("Sub", picture, average), spread)
        return [statistics(tap) for tap in [picture, *taps_of(graph, "vgg", weights, scaled, pool)]]

    def share(difference, sum_of_squares, weight):
        quotient = graph.add("Div", difference, graph.add("Add", sum_of_squares, tiny))
        return graph.add("Mul", quotient, weight)

    last_convs = [steps[0][1] for steps in zip(BACKBONES["vgg"], BACKBONES["vgg"][1:], strict=False)
                  if steps[1] == ("tap",)]
    sizes = [3, *(weights[f"features.{index}.weight"].shape[0] for index in last_convs)]
    total, start = None, 0
    for index, (a, b) in enumerate(zip(features("a"), features("b"), strict=True)):
        end = start + sizes[index]
        (mean_a, square_a, centred_a, variance_a) = a
        (mean_b, square_b, centred_b, variance_b) = b
        texture = share(
            graph.square(graph.add("Sub", mean_a, mean_b)),
            graph.add("Add", square_a, square_b),
            graph.weight(f"alpha{index}", (alpha[:, start:end] / total_weight).astype(np.float32)))
        structure = share(
            graph.mean_over_picture(graph.square(graph.add("Sub", centred_a, centred_b)), 1),
            graph.add("Add", variance_a, variance_b),
            graph.weight(f"beta{index}", (beta[:, start:end] / total_weight).astype(np.float32)))
        axes = graph.constant("all", 1, 2, 3, dtype=np.int64)
        layer = graph.add("ReduceSum", graph.add("Add", texture, structure), axes, keepdims=0)
        total = layer if total is None else graph.add("Add", total, layer)
        start = end
    return graph.model("distance")


class ChannelCount:
    """How many channels a tensor has that a convolution made."""

    def __init__(self, graph, weights):
        self.graph = graph
        self.weights = weights

    def __getitem__(self, tensor):
        relu = next(node for node in self.graph.nodes if node.output[0] == tensor)
        conv = next(node for node in self.graph.nodes if node.output[0] == relu.input[0])
        return self.weights[conv.input[1]].shape[0]
