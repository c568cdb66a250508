"""Trains sprig: `context` (the entropy model) and `restore` (the decoder's network), each alone.

The transform is fixed, so what the two learn from is exact: real quantised symbols, real bits, real
decoded pictures; nothing stands in for rounding. Each part writes a checkpoint every hundred
steps and goes on from it when started again; the learning rate follows the part's own schedule.

    python train.py context --data FOLDER --out FOLDER [--steps 12000] [--threads 1] [--device cpu]
    python train.py restore --data FOLDER --out FOLDER [--steps 20000]

and once more from those checkpoints with --rdoq 0.1, so that both see the symbols that the encoder
will choose.
"""

import argparse
import json
import math
import os
import time
from pathlib import Path

import torch

from context import LEVELS, Context, Distributions, bits_of
from data import Windows, load_folder
from quantise import step_of
from rdoq import choose_pyramid
from restore import Restore
from wavelet import from_opponent, join, pyramid, synthesise


class ContextPart:
    """Loss: bits per pixel of all bands but the coarsest, relative to a plain guess of the rate."""

    size, count, peak = 512, 1, 3e-3

    def __init__(self, args):
        self.net, self.table = Context(), Distributions()
        self.modules = torch.nn.ModuleList([self.net, self.table])
        self.exact_from, self.rdoq = 0.0 if args.init else 0.6, args.rdoq

    def loss(self, image, rate, done):
        exact = done >= self.exact_from
        self.net.set_exact(exact)
        with torch.no_grad():
            coefficients = pyramid(image, LEVELS)
        low, bands = choose_pyramid(self.net, self.table, *coefficients, step_of(rate), rate, self.rdoq, exact)
        classes = self.net(low, bands, rate, exact)
        table = self.table.bits_table(2047)
        bits = sum(
            bits_of(table, c, s) for band, cls in zip(bands, classes) for s, c in zip(band, cls)
        ) / (image.shape[-1] * image.shape[-2])
        # Relative to a typical rate, so that a low rate counts as much as a high one.
        typical = 0.05 + 4.0 * torch.exp2(-(1000 - rate.flatten()) / 1000 * 6)
        return (bits / typical).mean(), {"bpp": bits.mean().item()}


class RestorePart:
    """Loss: decibels. The entropy model matters only for which symbols are chosen."""

    size, count, peak = 192, 8, 1.5e-3

    def __init__(self, args):
        self.context, self.table, self.rdoq = Context(), Distributions(), args.rdoq
        chooser = torch.nn.ModuleList([self.context, self.table]).to(args.device)
        if args.context:
            chooser.load_state_dict(torch.load(args.context, map_location=args.device, weights_only=True)["modules"])
            self.context.set_exact(True)
        self.net = Restore()
        self.modules = self.net.to(memory_format=torch.channels_last)
        self.half = args.bfloat16

    def loss(self, image, rate, done):
        step = step_of(rate)
        with torch.no_grad():
            coefficients = pyramid(image, LEVELS)
            low, bands = choose_pyramid(self.context, self.table, *coefficients, step, rate, self.rdoq, True)
            x = low * step
            for luma, chroma in bands[:-1]:
                x = synthesise(x, join(luma, chroma) * step)
            details = join(*bands[-1]) * step
            before = ((from_opponent(synthesise(x, details)) - image) ** 2).mean((1, 2, 3))
        device = image.device.type
        with torch.autocast(device, torch.bfloat16, enabled=self.half):
            out_low, out_details = self.net(
                x.contiguous(memory_format=torch.channels_last),
                details.contiguous(memory_format=torch.channels_last),
                step,
            )
        decoded = from_opponent(synthesise(out_low.float(), out_details.float()))
        after = ((decoded - image) ** 2).mean((1, 2, 3))
        gain = 10 * (torch.log10(before + 0.05) - torch.log10(after + 0.05))
        return -gain.mean(), {"gain_db": gain.mean().item()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["context", "restore"])
    parser.add_argument("--data", action="append", required=True, help="folder of PNG photographs")
    parser.add_argument("--out", required=True, help="folder of checkpoints and curves")
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rdoq", type=float, default=0.0, help="weight of a bit when symbols are chosen; 0: dead zone")
    parser.add_argument("--context", help="checkpoint of the entropy model that chooses, for restore with --rdoq")
    parser.add_argument("--init", help="checkpoint whose weights to begin with")
    parser.add_argument("--peak", type=float, help="greatest learning rate")
    parser.add_argument("--bfloat16", action="store_true")
    parser.add_argument("--hours", type=float, help="end the schedule after so long, whatever the steps")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)

    part = {"context": ContextPart, "restore": RestorePart}[args.part](args)
    part.modules.to(args.device)
    before = {"step": 0, "spent": 0.0}
    if args.init:
        initial = torch.load(args.init, map_location=args.device, weights_only=True)
        part.modules.load_state_dict(initial["modules"])
        before = {name: initial[name] + initial["before"][name] for name in before}
    peak = args.peak or part.peak
    optimiser = torch.optim.Adam(part.modules.parameters(), lr=peak)
    checkpoint = out / f"{args.part}.pt"
    first, spent = 0, 0.0
    if checkpoint.exists():
        stored = torch.load(checkpoint, map_location=args.device, weights_only=True)
        part.modules.load_state_dict(stored["modules"])
        optimiser.load_state_dict(stored["optimiser"])
        first, spent, before = stored["step"], stored["spent"], stored["before"]
    windows = Windows(load_folder(args.data), part.size, part.count, args.seed + first)
    random = torch.Generator().manual_seed(args.seed + first)

    begun, summed, curve = time.monotonic() - spent, {}, out / f"{args.part}.jsonl"
    for step in range(first, args.steps + 1):
        spent = time.monotonic() - begun
        done = step / args.steps
        if args.hours is not None:
            done = max(done, spent / 3600 / args.hours)
        for group in optimiser.param_groups:
            warm = min(1.0, (step + 1) / 200)
            group["lr"] = peak * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, done))))
        image = windows.batch().to(args.device)
        rate = torch.rand((part.count, 1, 1, 1), generator=random).mul(1000).floor().to(args.device)
        loss, figures = part.loss(image, rate, done)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(part.modules.parameters(), 1.0)
        optimiser.step()
        for name, value in {"loss": loss.item(), **figures}.items():
            summed.setdefault(name, []).append(value)
        if step % 100 == 0 or done >= 1:
            line = {name: sum(values) / len(values) for name, values in summed.items()}
            line = {"step": step, "seconds": round(spent, 1), "done": round(done, 4), **line}
            with curve.open("a") as file:
                file.write(json.dumps(line) + "\n")
            print(line, flush=True)
            summed = {}
            stored = {
                "modules": part.modules.state_dict(),
                "optimiser": optimiser.state_dict(),
                "step": step + 1,
                "spent": spent,
                "before": before,
            }
            torch.save(stored, f"{checkpoint}.part")
            os.replace(f"{checkpoint}.part", checkpoint)
        if done >= 1:
            break


if __name__ == "__main__":
    main()
