"""Rate-distortion optimised quantisation as the codec does it (src/codecs/learned/choose.ts)."""

import torch

from context import LEVELS, checkerboard, rate_plane, to_class
from quantise import quantise_pyramid

DEPTH = 2


def choose(coefficients, classes, bits, weight):
    """Of each coefficient, in steps, the symbol k of least (c - k)^2 + weight * bits(k)."""
    rows = classes.long() * bits.shape[1]
    flat = bits.flatten()
    magnitude = coefficients.abs()
    best = torch.floor(magnitude + 0.5).clamp_max(bits.shape[1] - 1)
    nearest = best
    cost = (magnitude - best) ** 2 + weight * flat[rows + best.long()]
    for below in range(1, DEPTH + 1):
        k = (nearest - below).clamp_min(0)
        other = (magnitude - k) ** 2 + weight * flat[rows + k.long()]
        best = torch.where(other < cost, k, best)
        cost = torch.minimum(cost, other)
    return torch.sign(coefficients) * best


@torch.no_grad()
def choose_pyramid(net, table, low, bands, step, rate, weight, exact):
    """Symbols of all bands, chosen in coding order; with weight 0 a plain dead zone."""
    if weight == 0:
        return quantise_pyramid(low, bands, step)
    bits = table.bits_table(2047)
    low = torch.round(low / step)
    state = net.first_state(low, exact)
    plane = rate_plane(rate)
    chosen = []
    for level, (luma, chroma) in zip(net.levels, bands):
        luma, chroma = luma / step, chroma / step
        even = checkerboard(luma)
        pick = lambda x, out: choose(x, to_class(out, True), bits, weight)
        a, f = level.pass_a(state, plane, exact)
        y = pick(luma, a) * even
        y = torch.where(even > 0, y, pick(luma, level.pass_b(y, f, exact)))
        c, h = level.pass_c(y, f, exact)
        k = pick(chroma, c) * even
        k = torch.where(even > 0, k, pick(chroma, level.pass_d(k, h, exact)))
        chosen.append((y, k))
        if len(chosen) < LEVELS:
            state = level.finer(y, k, f, exact)
    return low, chosen
