"""Wavelet packets by bior4.4 as plain convolutions, so that graphs of any size can be made of them:
those of pytorch_wavelets (periodization), which WaLLoC has, and of tft, which LiVeAction has. The two
give the same.

A level takes c channels to 4c of half the sides, in the order c x (LL, HL, LH, HH); the picture goes on
around at its edges.
"""

import pywt
import torch
import torch.nn.functional as F
from torch import nn

WAVELET = pywt.Wavelet("bior4.4")
BANDS = ("LL", "HL", "LH", "HH")
TAPS = len(WAVELET.dec_lo)
# Places that a level needs beyond each edge.
AROUND = TAPS // 2 - 1
AROUND_BANDS = 3


def kernels(low, high):
    taps = {"L": torch.tensor(low), "H": torch.tensor(high)}
    return torch.stack([torch.outer(taps[a], taps[b]) for a, b in BANDS]).float().unsqueeze(1)


def around(x, places):
    """The picture with so many places of its other side at each edge."""
    x = torch.cat([x[:, :, x.shape[2] - places :], x, x[:, :, :places]], 2)
    return torch.cat([x[:, :, :, x.shape[3] - places :], x, x[:, :, :, :places]], 3)


class Level(nn.Module):
    """One picture of any channels, which are gone through as if they were pictures of their own."""

    def __init__(self, channels):
        super().__init__()
        self.channels = channels
        self.register_buffer("kernels", kernels(WAVELET.dec_lo[::-1], WAVELET.dec_hi[::-1]))

    def forward(self, x):
        bands = F.conv2d(around(x, AROUND).transpose(0, 1), self.kernels, stride=2)
        return bands.reshape(1, 4 * self.channels, bands.shape[2], bands.shape[3])


class Inverse(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels
        self.register_buffer("kernels", kernels(WAVELET.rec_lo, WAVELET.rec_hi))

    def forward(self, bands):
        height, width = bands.shape[2], bands.shape[3]
        wider = around(bands, AROUND_BANDS)
        wider = wider.reshape(self.channels, 4, height + 2 * AROUND_BANDS, width + 2 * AROUND_BANDS)
        x = F.conv_transpose2d(wider, self.kernels, stride=2).transpose(0, 1)
        first = 2 * AROUND_BANDS + AROUND
        return x[:, :, first : first + 2 * height, first : first + 2 * width]


def analysis(levels, channels=3):
    return nn.Sequential(*[Level(channels * 4**level) for level in range(levels)])


def synthesis(levels, channels=3):
    return nn.Sequential(*[Inverse(channels * 4**level) for level in reversed(range(levels))])
