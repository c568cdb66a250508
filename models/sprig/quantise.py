"""Quantisation of sprig: one step for all bands, a dead zone, the rate index."""

import torch

COARSEST_STEP, OCTAVES = 320.0, 7.0
OFFSET = 0.38


def step_of(rate):
    """The step of a rate index 0..1000: 320 down to 2.5."""
    return COARSEST_STEP * 2 ** (-OCTAVES * rate / 1000)


def quantise(x, step, offset=OFFSET):
    scaled = x / step
    return torch.sign(scaled) * torch.floor(scaled.abs() + offset)


def quantise_pyramid(low, bands, step, offset=OFFSET):
    return torch.round(low / step), [(quantise(y, step, offset), quantise(c, step, offset)) for y, c in bands]
