"""Training pictures: random windows of photographs, mirrored, turned and sometimes resized."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image


def load_folder(folders):
    files = sorted(file for folder in folders for file in Path(folder).glob("*.png"))
    return [np.asarray(Image.open(file).convert("RGB")) for file in files]


class Windows:
    """Endless batches of `count` windows of `size` squared, N x 3 x size x size in 0..255."""

    def __init__(self, pictures, size, count, seed):
        self.pictures, self.size, self.count = pictures, size, count
        self.random = np.random.default_rng(seed)

    def window(self):
        picture = self.pictures[self.random.integers(len(self.pictures))]
        height, width = picture.shape[:2]
        smallest = self.size / min(height, width)
        zoom = max(smallest, self.random.choice([1.0, self.random.uniform(0.6, 1.25)]))
        side = int(round(self.size / zoom))
        top = self.random.integers(height - side + 1)
        left = self.random.integers(width - side + 1)
        window = picture[top : top + side, left : left + side]
        if side != self.size:
            window = np.asarray(Image.fromarray(window).resize((self.size, self.size), Image.BICUBIC))
        if self.random.random() < 0.5:
            window = window[:, ::-1]
        if self.random.random() < 0.5:
            window = window.transpose(1, 0, 2)
        return window

    def batch(self):
        windows = np.stack([self.window() for _ in range(self.count)]).transpose(0, 3, 1, 2)
        return torch.from_numpy(np.ascontiguousarray(windows)).float()
