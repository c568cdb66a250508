"""The decoder's network: from the dequantised bands to better ones.

It works on the twelve planes of the finest level (low band and details of three colours, half the
size) and again at a quarter, and answers a correction in units of the quantisation step.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.one = nn.Conv2d(width, width, 3, padding=1)
        self.two = nn.Conv2d(width, width, 3, padding=1)
        self.scale = nn.Linear(3, width)
        self.shift = nn.Linear(3, width)
        with torch.no_grad():
            self.two.weight.mul_(0.1)
            for linear in (self.scale, self.shift):
                linear.weight.zero_()
                linear.bias.zero_()

    def forward(self, x, condition):
        scale = self.scale(condition)[:, :, None, None]
        shift = self.shift(condition)[:, :, None, None]
        y = F.relu(self.one(x) * (1 + scale) + shift)
        return x + self.two(y)


class Restore(nn.Module):
    def __init__(self, half=48, quarter=112, blocks=4):
        super().__init__()
        self.inward = nn.Conv2d(12, half, 3, padding=1)
        self.before = Block(half)
        self.down = nn.Conv2d(half, quarter, 3, stride=2, padding=1)
        self.blocks = nn.ModuleList(Block(quarter) for _ in range(blocks))
        self.up = nn.Conv2d(quarter, 4 * half, 1)
        self.after = nn.Conv2d(half, half, 3, padding=1)
        self.outward = nn.Conv2d(half, 12, 3, padding=1)
        nn.init.zeros_(self.outward.weight)
        nn.init.zeros_(self.outward.bias)

    def forward(self, low, details, step):
        """low N x 3, details N x 9, both dequantised, step N x 1 x 1 x 1; the same, corrected."""
        octave = torch.log2(step.flatten(1)) / 3 - 1.3
        condition = torch.cat([octave, octave * octave, torch.exp2(-octave) * 0.5], 1)
        x = torch.cat([low / 128, (details / step / 4).clamp(-4, 4)], 1)
        first = F.relu(self.inward(x))
        near = self.before(first, condition)
        far = F.relu(self.down(near))
        for block in self.blocks:
            far = block(far, condition)
        near = near + F.pixel_shuffle(self.up(far), 2)
        correction = self.outward(F.relu(self.after(near))) * step
        return low + correction[:, :3], details + correction[:, 3:]
