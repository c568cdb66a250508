"""sprig's transforms as ONNX graphs: the wavelets as convolutions, and the decoder's network."""

import numpy as np
import torch

from context import LEVELS
from graph import Graph
from wavelet import OPPONENT, lift, synthesise

REACH = 4  # samples on each side that a coefficient depends on
REACH_BACK = 2  # coefficients on each side that a sample depends on


def band_names():
    """Groups in coding order: the low band, then luma and chroma of each level, coarsest first."""
    return ["low"] + [f"{part}{level}" for level in range(LEVELS, 0, -1) for part in "yc"]


def band_shapes():
    shapes = {"low": [1, 3, f"h/{2**LEVELS}", f"w/{2**LEVELS}"]}
    for level in range(LEVELS, 0, -1):
        for part, channels in (("y", 3), ("c", 6)):
            shapes[f"{part}{level}"] = [1, channels, f"h/{2**level}", f"w/{2**level}"]
    return shapes


def analysis_taps():
    """2 x 9: what one sample of a row adds to its low and high band, of stride 2."""
    size = 32
    taps = torch.zeros(2, 2 * REACH + 1, dtype=torch.float64)
    for d in range(2 * REACH + 1):
        x = torch.zeros(1, 1, 1, size, dtype=torch.float64)
        x[..., 16 + d - REACH] = 1
        low, high = lift(x[..., 0::2], x[..., 1::2], -1)
        taps[:, d] = torch.stack([low[0, 0, 0, 8], high[0, 0, 0, 8]])
    return taps


def synthesis_kernel():
    """12 x 12 x 5 x 5: from (LL, HL, LH, HH) of three planes to four phases of three planes."""
    side = 2 * REACH_BACK + 1
    kernel = torch.zeros(12, 12, side, side, dtype=torch.float64)
    for band in range(12):
        for dy in range(side):
            for dx in range(side):
                bands = torch.zeros(1, 12, 16, 16, dtype=torch.float64)
                bands[0, band, 8 + dy - REACH_BACK, 8 + dx - REACH_BACK] = 1
                x = synthesise(bands[:, :3], bands[:, 3:])[0, :, 16:18, 16:18]
                kernel[:, band, dy, dx] = x.permute(1, 2, 0).reshape(-1)
    return kernel


def f32(tensor):
    return tensor.detach().cpu().numpy().astype(np.float32)


def analysis_graph():
    """image (0..255), step -> every band over the step."""
    g = Graph("sprig analysis")
    taps = f32(analysis_taps())
    across = np.tile(taps[:, None, None, :], (3, 1, 1, 1))  # 6 x 1 x 1 x 9: low, high of each plane
    down = np.tile(taps[:, None, :, None], (6, 1, 1, 1))  # 12 x 1 x 9 x 1
    pads = g.value(np.asarray([0, 0, REACH, REACH, 0, 0, REACH, REACH], np.int64))
    inverse = g.op("Reciprocal", "step")
    opponent = OPPONENT.double()
    x = g.conv("image", f32(opponent)[:, :, None, None], f32(-127.5 * opponent.sum(1)))
    for level in range(1, LEVELS + 1):
        padded = g.op("Pad", x, pads, mode="reflect")
        rows = g.conv(padded, across, pads=[0] * 4, strides=[1, 2], group=3)
        bands = g.conv(rows, down, pads=[0] * 4, strides=[2, 1], group=6)
        # Channels of each plane: LL, LH, HL, HH.
        x = g.pick(bands, 1, [0, 4, 8])
        scaled = g.op("Mul", bands, inverse)
        for part, channels in (("y", [2, 1, 3]), ("c", [6, 5, 7, 10, 9, 11])):
            indices = g.value(np.asarray(channels, np.int64))
            g.op("Gather", scaled, indices, axis=1, to_name=f"{part}{level}")
    g.op("Mul", x, inverse, to_name="low")
    return g.model({"image": [1, 3, "h", "w"], "step": [1]}, band_shapes())


# Rows of (luma 3, chroma 6) put back as HL, LH, HH of three planes.
JOINED = [0, 3, 6, 1, 4, 7, 2, 5, 8]


def mirrored(g, x, whole_before, axis):
    """Two more coefficients on each side, by the symmetry of the band."""
    before, after = ([2, 1], [-1, -2]) if whole_before else ([1, 0], [-2, -3])
    return g.op("Concat", g.pick(x, axis, before), x, g.pick(x, axis, after), axis=axis)


def inverse_level(g, low, details, weight, bias=None):
    """Low band and nine planes of details to the next finer low band."""
    across_low = g.op("Concat", low, g.slice(details, 1, 3, 6), axis=1)  # LL, LH: low along the rows
    across_high = g.op("Concat", g.slice(details, 1, 0, 3), g.slice(details, 1, 6, 9), axis=1)  # HL, HH
    wide = g.op("Concat", mirrored(g, across_low, True, 3), mirrored(g, across_high, False, 3), axis=1)
    lows = g.op("Concat", g.slice(wide, 1, 0, 3), g.slice(wide, 1, 6, 9), axis=1)  # LL, HL
    highs = g.op("Concat", g.slice(wide, 1, 3, 6), g.slice(wide, 1, 9, 12), axis=1)  # LH, HH
    padded = g.op("Concat", mirrored(g, lows, True, 2), mirrored(g, highs, False, 2), axis=1)
    phases = g.conv(padded, weight, bias, pads=[0] * 4)
    return g.op("DepthToSpace", phases, blocksize=2, mode="DCR")


def synthesis_graph(restore):
    """Every band over the step, step -> image, not yet clipped."""
    g = Graph("sprig synthesis")
    kernel = synthesis_kernel()
    weight = f32(kernel)
    x = g.op("Mul", "low", "step")
    for level in range(LEVELS, 0, -1):
        both = g.op("Concat", f"y{level}", f"c{level}", axis=1)
        symbols = g.pick(both, 1, JOINED)
        if level > 1:
            x = inverse_level(g, x, g.op("Mul", symbols, "step"), weight)
    low, details = restored(g, restore, x, symbols)
    colour = torch.einsum("ao,pobyx->pabyx", OPPONENT.double().T, kernel.reshape(4, 3, 12, 5, 5))
    image = inverse_level(g, low, details, f32(colour.reshape(12, 12, 5, 5)), np.full(12, 127.5, np.float32))
    g.op("Identity", image, to_name="image")
    return g.model({**band_shapes(), "step": [1]}, {"image": [1, 3, "h", "w"]})


def restored(g, net, low, symbols):
    """As Restore.forward, of low band and symbols; the weights of its convolutions in 16 bits."""
    octave = g.op("Sub", g.op("Mul", g.op("Log", "step"), g.number(1 / (3 * np.log(2)))), g.number(1.3))
    fine = g.op("Mul", g.op("Exp", g.op("Mul", octave, g.number(-np.log(2)))), g.number(0.5))
    parts = g.op("Concat", octave, g.op("Mul", octave, octave), fine, axis=0)
    condition = g.op("Reshape", parts, g.value(np.asarray([1, 3, 1, 1], np.int64)))

    def conv(module, x, **attributes):
        return g.conv(x, f32(module.weight), f32(module.bias), half=True, **attributes)

    def modulation(linear):
        return g.conv(condition, f32(linear.weight)[:, :, None, None], f32(linear.bias), pads=[0] * 4)

    def block(module, x):
        scale = g.op("Add", modulation(module.scale), g.number(1))
        y = g.op("Relu", g.op("Add", g.op("Mul", conv(module.one, x), scale), modulation(module.shift)))
        return g.op("Add", x, conv(module.two, y))

    inward = g.op(
        "Concat",
        g.op("Mul", low, g.number(1 / 128)),
        g.clip(g.op("Mul", symbols, g.number(0.25)), -4, 4),
        axis=1,
    )
    near = block(net.before, g.op("Relu", conv(net.inward, inward)))
    far = g.op("Relu", conv(net.down, near, strides=[2, 2]))
    for module in net.blocks:
        far = block(module, far)
    near = g.op("Add", near, g.op("DepthToSpace", conv(net.up, far), blocksize=2, mode="CRD"))
    correction = conv(net.outward, g.op("Relu", conv(net.after, near)))
    better = g.op("Mul", g.op("Add", correction, g.op("Concat", g.op("Div", low, "step"), symbols, axis=1)), "step")
    return g.slice(better, 1, 0, 3), g.slice(better, 1, 3, 12)
