"""Trains CompressAI's scale hyperprior with small widths, one rate point after the other.

Class, loss and lambdas are CompressAI's (1.2.8): lambda · 255² · mean squared error + bits per pixel. Each
point begins with the weights of the one before. A point's checkpoint is replaced whole every two minutes
and a run that is started again goes on from it; the learning rate falls in the last minutes of a point.

    python train.py --data FOLDER [--data FOLDER …] --out FOLDER --points 3:80,5:20 [--decay 8]

trains the levels 3 and 5 for so many minutes each; `3@20:10` trains until ten past eight (UTC). It leaves
`level-N.pth.tar`, whose `state_dict` is the running mean of the weights, for
`export.py --quality N --checkpoint FILE`.
"""

import argparse
import datetime
import hashlib
import json
import math
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from compressai.losses import RateDistortionLoss
from compressai.models import ScaleHyperprior
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from write_whole import write_whole  # noqa: E402

WIDTHS = (48, 80)
# CompressAI's, by its levels.
LAMBDAS = {1: 0.0018, 2: 0.0035, 3: 0.0067, 4: 0.0130, 5: 0.0250, 6: 0.0483}
TILE, SIZE, COUNT = 512, 128, 4
PEAK, AUXILIARY = 1e-3, 1e-3
# Of what is learnt at a point that begins with another's weights.
WARM = 0.5
MEAN = 0.998
SAVE_SECONDS = 120


def tiles_of(folders, file):
    """All pictures in tiles of 512 squared, decoded once: count x 512 x 512 x 3, 8 bits, read from the disk."""
    names = sorted(each for folder in folders for each in Path(folder).iterdir() if each.suffix in (".png", ".jpg"))
    if not file.exists():
        tiles, listed = [], []
        for name in names:
            data = name.read_bytes()
            picture = Image.open(name).convert("RGB")
            size = picture.size
            # Photographs of many megapixels are blurred and noisy at their own size.
            if min(size) > 3 * TILE:
                shrink = 2.5 * TILE / min(size)
                picture = picture.resize([round(side * shrink) for side in size], Image.BICUBIC)
            array = np.asarray(picture)
            for top in range(0, array.shape[0] - TILE + 1, TILE):
                for left in range(0, array.shape[1] - TILE + 1, TILE):
                    tiles.append(array[top : top + TILE, left : left + TILE])
            listed.append({"file": name.name, "sha256": hashlib.sha256(data).hexdigest(), "width": size[0], "height": size[1]})
        part = file.with_suffix(".part.npy")
        np.save(part, np.stack(tiles))
        os.replace(part, file)
        write_whole(file.with_suffix(".json"), (json.dumps({"tiles": len(tiles), "pictures": listed}, indent=1) + "\n").encode())
    return np.load(file, mmap_mode="r")


class Windows:
    """Endless batches of random windows, mirrored and turned: N x 3 x 128 x 128 in 0..1."""

    def __init__(self, tiles, seed):
        self.tiles, self.random = tiles, np.random.default_rng(seed)

    def window(self):
        tile = self.tiles[self.random.integers(len(self.tiles))]
        top, left = self.random.integers(TILE - SIZE + 1, size=2)
        window = tile[top : top + SIZE, left : left + SIZE]
        if self.random.random() < 0.5:
            window = window[:, ::-1]
        if self.random.random() < 0.5:
            window = window.transpose(1, 0, 2)
        return window

    def batch(self):
        windows = np.stack([self.window() for _ in range(COUNT)]).transpose(0, 3, 1, 2)
        return torch.from_numpy(np.ascontiguousarray(windows)).float().div(255).contiguous(memory_format=torch.channels_last)


def forward(net, image, half):
    """The class's own forward; the wide transforms in bfloat16 where `half`, the entropy model never."""
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        y = net.g_a(image)
    y = y.float()
    z_hat, z_likelihoods = net.entropy_bottleneck(net.h_a(torch.abs(y)))
    y_hat, y_likelihoods = net.gaussian_conditional(y, net.h_s(z_hat))
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        x = net.g_s[:-1](y_hat)
    return {"x_hat": net.g_s[-1](x.float()), "likelihoods": {"y": y_likelihoods, "z": z_likelihoods}}


class Point:
    """One rate point: net, optimisers, running mean of the weights."""

    def __init__(self, level, seed, init):
        torch.manual_seed(seed + level)
        self.level, self.warm = level, init is not None
        self.net = ScaleHyperprior(*WIDTHS).train()
        if init:
            self.net.load_state_dict(init)
        self.net = self.net.to(memory_format=torch.channels_last)
        weights = [each for name, each in self.net.named_parameters() if not name.endswith("quantiles")]
        quantiles = [each for name, each in self.net.named_parameters() if name.endswith("quantiles")]
        self.weights = weights
        self.peak = PEAK * (WARM if self.warm else 1)
        self.optimiser = torch.optim.Adam(weights, self.peak)
        self.auxiliary = torch.optim.Adam(quantiles, AUXILIARY)
        self.loss = RateDistortionLoss(lmbda=LAMBDAS[level])
        self.mean = {name: each.detach().clone() for name, each in self.net.named_parameters()}
        self.step, self.spent, self.cpu = 0, 0.0, 0.0

    def restore(self, file):
        stored = torch.load(file, map_location="cpu", weights_only=True)
        self.net.load_state_dict(stored["net"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.auxiliary.load_state_dict(stored["auxiliary"])
        for name, each in self.mean.items():
            each.copy_(stored["state_dict"][name])
        self.step, self.spent, self.cpu = stored["step"], stored["spent"], stored["cpu"]

    def learn(self, image, fallen):
        """One step; fallen: 0 at the full learning rate, 1 at the end."""
        rate = self.peak * min(1, (self.step + 1) / 200) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * fallen)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        out = forward(self.net, image, half=fallen < 0.7)
        figures = self.loss(out, image)
        self.optimiser.zero_grad(set_to_none=True)
        figures["loss"].backward()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimiser.step()
        self.auxiliary.zero_grad(set_to_none=True)
        aside = self.net.aux_loss()
        aside.backward()
        self.auxiliary.step()
        keep = min(MEAN, (self.step + 1) / (self.step + 20))
        with torch.no_grad():
            for name, each in self.net.named_parameters():
                self.mean[name].lerp_(each, 1 - keep)
        self.step += 1
        decibels = -10 * math.log10(figures["mse_loss"].item())
        return {"loss": figures["loss"].item(), "bpp": figures["bpp_loss"].item(), "psnr": decibels, "aux": aside.item()}

    def averaged(self):
        return {**self.net.state_dict(), **self.mean}

    def save(self, file, facts):
        stored = {
            "state_dict": self.averaged(), "net": self.net.state_dict(), "optimiser": self.optimiser.state_dict(),
            "auxiliary": self.auxiliary.state_dict(), "step": self.step, "spent": self.spent, "cpu": self.cpu, "facts": facts,
        }
        torch.save(stored, f"{file}.part")
        os.replace(f"{file}.part", file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", action="append", required=True, help="folder of photographs, PNG or JPEG")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoints and curves")
    parser.add_argument("--points", default="3:80,5:20", help="level:minutes or level@HH:MM, in order")
    parser.add_argument("--decay", type=float, default=8, help="minutes at a point's end in which the learning rate falls")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tiles = tiles_of(args.data, args.out / "tiles.npy")
    init, before = None, None
    for point in args.points.split(","):
        level, when = point[0], point[1:]
        init = train(int(level), (before, init), tiles, clock_of(when), args)
        before = int(level)


def clock_of(when):
    """What is left, in seconds, of what a point has spent; when: `:minutes` or `@HH:MM`."""
    if when.startswith(":"):
        return lambda spent: max(0.0, 60 * float(when[1:]) - spent)
    end = datetime.datetime.combine(
        datetime.datetime.now(datetime.timezone.utc).date(), datetime.time.fromisoformat(when[1:]), datetime.timezone.utc
    )
    return lambda _: max(0.0, (end - datetime.datetime.now(datetime.timezone.utc)).total_seconds())


def train(level, begin, tiles, clock, args):
    """Trains a point to its end, beginning with another's level and weights or None; gives its weights."""
    before, init = begin
    file, curve = args.out / f"level-{level}.pth.tar", args.out / f"level-{level}.jsonl"
    point = Point(level, args.seed, init)
    if file.exists():
        point.restore(file)
    windows = Windows(tiles, args.seed + 1000 * level + point.step)
    facts = {"level": level, "from": before, "lambda": LAMBDAS[level], "widths": list(WIDTHS), "windows": [COUNT, SIZE], "seed": args.seed, "tiles": len(tiles)}
    begun, begun_cpu = time.monotonic() - point.spent, time.process_time() - point.cpu
    saved, summed = time.monotonic(), {}
    left = clock(point.spent)
    while left > 0:
        point.spent, point.cpu = time.monotonic() - begun, time.process_time() - begun_cpu
        left = clock(point.spent)
        fallen = 1 - min(1.0, left / (60 * args.decay))
        for name, value in point.learn(windows.batch(), fallen).items():
            summed.setdefault(name, []).append(value)
        if left == 0 or time.monotonic() - saved >= SAVE_SECONDS:
            means = {name: round(sum(values) / len(values), 4) for name, values in summed.items()}
            line = {"step": point.step, "seconds": round(point.spent), "cpuSeconds": round(point.cpu), "fallen": round(fallen, 3), **means}
            with curve.open("a") as log:
                log.write(json.dumps(line) + "\n")
            print(level, line, flush=True)
            point.save(file, facts)
            saved, summed = time.monotonic(), {}
    return point.averaged()


if __name__ == "__main__":
    main()
