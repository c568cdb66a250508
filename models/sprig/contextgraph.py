"""sprig's entropy model as one ONNX graph, of which the codec runs one pass after the other.

Tensors by name: the bands (symbols known so far, zero where none is), `rate`, the states f5..f1 and
h5..h1, and the classes low_classes, a5, b5, k5, d5 … of the passes.
"""

import numpy as np
import torch

from context import CEILING, CLASSES, LEVELS, QUANTUM, ExactConv
from graph import Graph
from transforms import band_shapes, f32

# The largest magnitude that float32 holds exactly, in units of the last place of a sum.
EXACT = 2**24


class ContextWriter(Graph):
    def __init__(self):
        super().__init__("sprig context")

    def exact_conv(self, module, x):
        weight, bias = module.rounded()
        return self.conv(x, f32(weight), f32(bias))

    def activate(self, x):
        steps = self.op("Floor", self.op("Add", self.op("Mul", x, self.number(32)), self.number(0.5)))
        return self.clip(self.op("Mul", steps, self.number(QUANTUM)), 0, CEILING)

    def magnitude(self, x):
        m = self.op("Abs", x)
        parts = [self.clip(m, 0, 1)]
        for begin, length, slope in ((1, 2, 0.5), (3, 12, 0.125), (15, 64, 0.03125)):
            over = self.clip(self.op("Sub", m, self.number(begin)), 0, length)
            parts.append(self.op("Mul", over, self.number(slope)))
        over = self.clip(self.op("Sub", m, self.number(79)), 0, 496)
        eighths = self.op("Floor", self.op("Mul", over, self.number(0.125)))
        parts.append(self.op("Mul", eighths, self.number(0.03125)))
        total = parts[0]
        for part in parts[1:]:
            total = self.op("Add", total, part)
        return total

    def classes(self, head, x, name):
        out = self.exact_conv(head.out, self.activate(self.exact_conv(head.mix, x)))
        rounded = self.op("Floor", self.op("Add", self.op("Mul", out, self.number(8)), self.number(0.5)))
        return self.op("Clip", rounded, self.number(0), self.number(CLASSES - 1), to_name=name)

    def state(self, *summands, name):
        x = summands[0]
        for other in summands[1:]:
            x = self.op("Add", x, other)
        return self.op("Identity", self.activate(x), to_name=name)

    def before(self, x, axis):
        """Differences to the one before, 0 for the first."""
        first = self.slice(x, axis, 0, 1)
        return self.op("Sub", x, self.op("Concat", first, self.slice(x, axis, 0, -1), axis=axis))


def context_graph(net, lowest):
    """The graph, its passes (name, inputs, outputs, group, part of it), and its outputs' shapes.

    lowest: (first, by_rate): class of a channel of the low band = first + by_rate * rate / 1000, rounded.
    """
    g = ContextWriter()
    first, by_rate = lowest
    plane = g.op("Add", g.value(np.asarray(first, np.float32).reshape(1, 3, 1, 1)),
                 g.op("Mul", "rate", g.number(by_rate / 1000)))
    whole = g.op("Add", g.op("Mul", "low", g.number(0)), g.op("Floor", g.op("Add", plane, g.number(0.5))))
    g.op("Clip", whole, g.number(0), g.number(CLASSES - 1), to_name="low_classes")
    passes = [("l0", ["low", "rate"], ["low_classes"], "low", "all")]

    rate = g.op("Mul", g.op("Floor", g.op("Mul", "rate", g.number(0.125))), g.number(QUANTUM))
    rate = g.op("Reshape", rate, g.value(np.asarray([1, 1, 1, 1], np.int64)))
    steps = [g.magnitude(g.before("low", 3)), g.magnitude(g.before("low", 2))]
    state = g.activate(g.exact_conv(net.start, g.op("Concat", *steps, axis=1)))
    reads = ["low", "rate"]
    states = {}
    for module, level in zip(net.levels, range(LEVELS, 0, -1)):
        y, c, f, h = (f"{name}{level}" for name in "ycfh")
        a, b, k, d = (f"{name}{level}" for name in "abkd")
        g.state(g.exact_conv(module.first, state), g.exact_conv(module.rate, rate), name=f)
        g.classes(module.head_a, f, a)
        near = g.exact_conv(module.near_b, g.magnitude(y))
        mixed = g.activate(g.op("Add", near, g.exact_conv(module.mix_b, f)))
        g.classes(module.head_b, mixed, b)
        g.state(g.exact_conv(module.near_c, g.magnitude(y)), g.exact_conv(module.mix_c, f), name=h)
        g.classes(module.head_c, h, k)
        near = g.exact_conv(module.near_d, g.magnitude(c))
        mixed = g.activate(g.op("Add", near, g.exact_conv(module.mix_d, h)))
        g.classes(module.head_d, mixed, d)
        states[f] = states[h] = module.first.out_channels
        passes += [
            (f"l{level}a", reads, [f, a], y, "even"),
            (f"l{level}b", [y, f], [b], y, "odd"),
            (f"l{level}c", [y, f], [h, k], c, "even"),
            (f"l{level}d", [c, h], [d], c, "odd"),
        ]
        reads = [y, c, f, "rate"]
        if level > 1:
            known = g.op("Concat", g.magnitude(y), g.magnitude(c), f, axis=1)
            spread = g.activate(g.exact_conv(module.spread, g.activate(g.exact_conv(module.gather, known))))
            state = g.op("DepthToSpace", spread, blocksize=2, mode="CRD")
    inputs = {**band_shapes(), "rate": [1]}
    side = lambda name: [f"h/{2 ** int(name[-1])}", f"w/{2 ** int(name[-1])}"]
    channels = {"a": 3, "b": 3, "k": 6, "d": 6}
    outputs = {"low_classes": band_shapes()["low"]}
    for _, _, gives, _, _ in passes[1:]:
        for name in gives:
            outputs[name] = [1, states.get(name) or channels[name[0]], *side(name)]
    return g.model(inputs, outputs), passes, outputs


def check_exact(net):
    """Every sum stays below 2^24 units of its last place, so that float32 holds it exactly."""
    worst = 0
    sums = []
    for module in net.levels:
        sums += [(module.first, module.rate), (module.near_b, module.mix_b), (module.near_c, module.mix_c)]
        sums += [(module.near_d, module.mix_d)]
        for head in (module.head_a, module.head_b, module.head_c, module.head_d):
            sums += [(head.mix,), (head.out,)]
        if hasattr(module, "gather"):
            sums += [(module.gather,), (module.spread,)]
    sums.append((net.start,))
    for convs in sums:
        bound, unit = 0, 1.0
        for conv in convs:
            assert isinstance(conv, ExactConv)
            weight, bias = (x.detach().double() for x in conv.rounded())
            bound = bound + weight.abs().sum((1, 2, 3)) * CEILING + bias.abs()
            for values, quantum in ((weight.flatten(1), QUANTUM), (bias[:, None], 1.0)):
                shift = torch.zeros(len(values), dtype=torch.float64)
                while True:
                    whole = (values * quantum * 2**shift[:, None]) % 1 == 0
                    if whole.all():
                        break
                    shift = shift + (~whole.all(1)).double()
                unit = torch.minimum(torch.as_tensor(unit).double(), 2.0**-shift)
        worst = max(worst, (bound / unit).max().item())
    return worst
