"""The entropy model of sprig: which distribution each symbol is coded by, from what is known before.

Bands come from the coarsest level to the finest; within a level luma before chroma, each in two
halves of a checkerboard. Small convolutions turn the magnitudes known so far into a class for each
symbol, 0..63, that is a row of the table of distributions.

All of it is exact in float32, whatever the order of the sums: activations are multiples of 1/32 in
0..255/32, weights dyadic with at most 7 bits and a sign, so every partial sum is a multiple of a
power of two below 2^24 of it. No machine can get another class than the one that encoded. The class
of the coarsest band does round, but never across a class (docs/sprig.md).
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

CLASSES = 64
LEVELS = 5
QUANTUM = 1 / 32
CEILING = 255 / 32


def floor_ste(x):
    return x + (torch.floor(x) - x).detach()


def activate(x, exact):
    """Clipped rectifier, rounded to multiples of 1/32."""
    if exact:
        x = floor_ste(x * 32 + 0.5) * QUANTUM
    return x.clamp(0, CEILING)


def magnitude(symbols):
    """Magnitudes companded piecewise linearly: 0, 1, 1.5, 2, then slower; 255/32 at most."""
    m = symbols.abs()
    return (
        m.clamp(0, 1)
        + (m - 1).clamp(0, 2) * 0.5
        + (m - 3).clamp(0, 12) * 0.125
        + (m - 15).clamp(0, 64) * 0.03125
        + torch.floor((m - 79).clamp(0, 496) * 0.125) * 0.03125
    )


class ExactConv(nn.Conv2d):
    """A convolution whose weights are rounded to k / 2^m, |k| <= 127, m by output channel."""

    exact = False

    def __init__(self, inputs, outputs, size):
        super().__init__(inputs, outputs, size, padding=size // 2)

    def rounded(self):
        largest = self.weight.detach().abs().amax((1, 2, 3), keepdim=True).clamp_min(2**-6)
        scale = torch.exp2(torch.floor(torch.log2(127 / largest)).clamp(0, 9))
        weight = self.weight + (torch.round(self.weight * scale) / scale - self.weight).detach()
        bias_scale = scale.flatten() * 32
        bias = self.bias + (torch.round(self.bias * bias_scale) / bias_scale - self.bias).detach()
        return weight, bias

    def forward(self, x):
        weight, bias = self.rounded() if self.exact else (self.weight, self.bias)
        return F.conv2d(x, weight, bias, padding=self.padding)


class Head(nn.Module):
    """Features to classes."""

    def __init__(self, width, outputs):
        super().__init__()
        self.mix = ExactConv(width, width, 1)
        self.out = ExactConv(width, outputs, 1)
        nn.init.constant_(self.out.bias, 1.0)

    def forward(self, x, exact):
        return self.out(activate(self.mix(x), exact))


class Level(nn.Module):
    """The four passes of one level, and the features for the next finer one."""

    def __init__(self, state, width, finer):
        super().__init__()
        self.first = ExactConv(state, width, 3)
        self.rate = ExactConv(1, width, 1)
        self.head_a = Head(width, 3)
        self.near_b = ExactConv(3, width, 5)
        self.mix_b = ExactConv(width, width, 1)
        self.head_b = Head(width, 3)
        self.near_c = ExactConv(3, width, 3)
        self.mix_c = ExactConv(width, width, 1)
        self.head_c = Head(width, 6)
        self.near_d = ExactConv(6, width, 3)
        self.mix_d = ExactConv(width, width, 1)
        self.head_d = Head(width, 6)
        if finer:
            self.gather = ExactConv(9 + width, 32, 3)
            self.spread = ExactConv(32, 4 * finer, 1)

    # Each pass answers what `to_class` makes classes of, and where others need them its features.
    def pass_a(self, state, rate, exact):
        f = activate(self.first(state) + self.rate(rate), exact)
        return self.head_a(f, exact), f

    def pass_b(self, luma_even, f, exact):
        g = activate(self.near_b(magnitude(luma_even)) + self.mix_b(f), exact)
        return self.head_b(g, exact)

    def pass_c(self, luma, f, exact):
        h = activate(self.near_c(magnitude(luma)) + self.mix_c(f), exact)
        return self.head_c(h, exact), h

    def pass_d(self, chroma_even, h, exact):
        k = activate(self.near_d(magnitude(chroma_even)) + self.mix_d(h), exact)
        return self.head_d(k, exact)

    def finer(self, luma, chroma, f, exact):
        known = torch.cat([magnitude(luma), magnitude(chroma), f], 1)
        return F.pixel_shuffle(activate(self.spread(activate(self.gather(known), exact)), exact), 2)


def rate_plane(rate):
    """The rate index 0..1000 as a multiple of 1/32 in 0..3.91: N x 1 x 1 x 1."""
    return torch.floor(rate * 0.125) * QUANTUM


def checkerboard(x):
    """1 where (column + row) is even, as a plane like x's."""
    h, w = x.shape[-2:]
    rows = torch.arange(h, device=x.device).view(h, 1)
    columns = torch.arange(w, device=x.device).view(1, w)
    return ((rows + columns) % 2 == 0).to(x.dtype)


def to_class(out, exact):
    """A head's output to a class: 8 classes for each 1."""
    value = out * 8
    if exact:
        value = floor_ste(value + 0.5)
    return value.clamp(0, CLASSES - 1)


class Context(nn.Module):
    """All levels. `exact` rounds as the exported graphs do."""

    def __init__(self, widths=(32, 32, 32, 26, 19)):
        super().__init__()
        self.start = ExactConv(6, widths[0], 3)
        self.levels = nn.ModuleList(
            Level(width, width, widths[i + 1] if i + 1 < LEVELS else 0) for i, width in enumerate(widths)
        )

    def set_exact(self, exact):
        for module in self.modules():
            if isinstance(module, ExactConv):
                module.exact = exact

    def first_state(self, low, exact):
        """From the differences of neighbours in the coarsest band."""
        right = low - torch.cat([low[..., :1], low[..., :-1]], -1)
        down = low - torch.cat([low[..., :1, :], low[..., :-1, :]], -2)
        return activate(self.start(torch.cat([magnitude(right), magnitude(down)], 1)), exact)

    def forward(self, low, bands, rate, exact):
        """Classes of all bands, as those bands are given: a list of (luma, chroma)."""
        rate = rate_plane(rate)
        state = self.first_state(low, exact)
        classes = []
        for level, (luma, chroma) in zip(self.levels, bands):
            even = checkerboard(luma)
            a, f = level.pass_a(state, rate, exact)
            b = level.pass_b(luma * even, f, exact)
            c, h = level.pass_c(luma, f, exact)
            d = level.pass_d(chroma * even, h, exact)
            classes.append((to_class(torch.where(even > 0, a, b), exact), to_class(torch.where(even > 0, c, d), exact)))
            if level is not self.levels[-1]:
                state = level.finer(luma, chroma, f, exact)
        return classes


class Distributions(nn.Module):
    """A row for each class: a mixture of two discrete Laplacians with a zero of its own weight."""

    SMALLEST, OCTAVES = 0.05, 0.21

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(CLASSES))
        self.wide = nn.Parameter(torch.full((CLASSES,), math.log(1.6)))
        self.narrow = nn.Parameter(torch.full((CLASSES,), math.log(0.7)))
        self.zero = nn.Parameter(torch.zeros(CLASSES))

    def probabilities(self, largest):
        """Shares of 0, ±1, ±2 …: CLASSES x (largest + 1); those but the first stand for one sign."""
        device = self.weight.device
        scale = self.SMALLEST * 2 ** (self.OCTAVES * torch.arange(CLASSES, device=device).double())
        k = torch.arange(largest + 1, device=device).double()
        share = torch.sigmoid(self.weight.double())[:, None]

        def laplacian(log_factor):
            decay = torch.exp(-1 / (scale * log_factor.double().exp()))[:, None]
            half = torch.sqrt(decay)
            rest = 0.5 * half * (1 - decay) * decay ** (k - 1).clamp_min(0)
            return torch.where(k == 0, 1 - half, rest)

        mixed = share * laplacian(self.wide) + (1 - share) * laplacian(self.narrow)
        factor = torch.where(k == 0, self.zero.double().exp()[:, None], 1.0)
        weighted = mixed * factor
        return weighted / (weighted[:, :1] + 2 * weighted[:, 1:].sum(1, keepdim=True))

    def bits_table(self, largest):
        return -torch.log2(self.probabilities(largest).clamp_min(1e-12)).float()


def bits_of(table, classes, symbols):
    """Bits of all symbols, classes between two rows interpolated: for training, a scalar per picture."""
    largest = table.shape[1] - 1
    magnitudes = symbols.abs().clamp_max(largest).long()
    below = classes.detach().floor().clamp(0, CLASSES - 2)
    part = classes - below
    at = below.long() * (largest + 1) + magnitudes
    flat = table.flatten()
    low = flat[at]
    high = flat[at + largest + 1]
    return (low + part * (high - low)).flatten(1).sum(1)
