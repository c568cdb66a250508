"""A small writer of ONNX graphs: each method adds a node and answers the name of its output."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Graph:
    def __init__(self, name):
        self.name, self.nodes, self.values, self.count = name, [], {}, 0

    def value(self, array, half=False):
        """An initializer; `half` stores it in 16 bits."""
        array = np.asarray(array)
        key = (array.dtype.str, array.shape, array.tobytes(), half)
        if key not in self.values:
            name = f"v{len(self.values)}"
            stored = array.astype(np.float16) if half else array
            self.values[key] = numpy_helper.from_array(stored, name)
        name = self.values[key].name
        return self.op("Cast", name, to=TensorProto.FLOAT) if half else name

    def number(self, value):
        return self.value(np.asarray(value, np.float32))

    def op(self, kind, *inputs, to_name=None, **attributes):
        self.count += 1
        name = to_name or f"t{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"{kind}{self.count}", **attributes))
        return name

    def conv(self, x, weight, bias=None, half=False, pads=None, **attributes):
        """Keeps the size unless told otherwise."""
        side = weight.shape[-1] // 2
        inputs = [x, self.value(weight, half)] + ([] if bias is None else [self.value(bias, half)])
        return self.op("Conv", *inputs, kernel_shape=list(weight.shape[-2:]), pads=pads or [side] * 4, **attributes)

    def slice(self, x, axis, begin, end):
        return self.op("Slice", x, *(self.value(np.asarray([i], np.int64)) for i in (begin, end, axis)))

    def pick(self, x, axis, indices):
        return self.op("Gather", x, self.value(np.asarray(indices, np.int64)), axis=axis)

    def clip(self, x, low, high):
        return self.op("Clip", x, self.number(low), self.number(high))

    def model(self, inputs, outputs):
        """inputs and outputs: by name, the shape."""
        port = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        graph = helper.make_graph(
            self.nodes,
            self.name,
            [port(*each) for each in inputs.items()],
            [port(*each) for each in outputs.items()],
            list(self.values.values()),
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="paretobench")
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        return model
