"""The pair of pictures that the cards' check values are for; the same as src/models/synthetic.ts."""

import numpy as np


def synthetic_pair(width, height, seed):
    """Two arrays of 1 x 3 x height x width in 0..1, float32."""
    state = seed

    def numbers():
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return state >> 16

    a = np.empty((1, 3, height, width), np.float32)
    b = np.empty_like(a)
    for channel in range(3):
        for y in range(height):
            for x in range(width):
                value = (3 * x + 2 * y + 40 * channel) % 180 + numbers() % 48
                other = min(255, max(0, value + numbers() % 61 - 30))
                a[0, channel, y, x] = np.float32(value / 255)
                b[0, channel, y, x] = np.float32(other / 255)
    return a, b
