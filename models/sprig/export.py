"""Writes sprig's graphs, its distributions and its card out of the checkpoints of train.py.

    python export.py --checkpoints FOLDER --data FOLDER [--out models/sprig]

Compares the graphs with PyTorch before anything is written: the transforms within a tolerance, every
pass of the entropy model exactly.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx.utils import Extractor

from context import CLASSES, LEVELS, Context, Distributions, checkerboard
from contextgraph import EXACT, check_exact, context_graph
from data import load_folder
from quantise import COARSEST_STEP, OCTAVES, OFFSET, quantise_pyramid, step_of
from restore import Restore
from table import integer_shares
from table_file import table_bytes
from transforms import analysis_graph, band_names, band_shapes, synthesis_graph
from wavelet import from_opponent, join, pyramid, synthesise

LARGEST = 2047
HERE = Path(__file__).parent
RDOQ = 0.1


def median_residuals(band):
    """What JPEG-LS's median predictor leaves of a N x C x H x W band."""
    left = torch.nn.functional.pad(band, (1, 0))[..., :-1]
    up = torch.nn.functional.pad(band, (0, 0, 1, 0))[..., :-1, :]
    corner = torch.nn.functional.pad(band, (1, 0, 1, 0))[..., :-1, :-1]
    low, high = torch.minimum(left, up), torch.maximum(left, up)
    middle = torch.where(corner >= high, low, torch.where(corner <= low, high, left + up - corner))
    return band - middle


def lowest_class(first, growth, rate):
    """The class of a channel of the low band at a rate index."""
    return min(CLASSES - 1, int(np.floor(first + growth * rate / 1000 + 0.5)))


def fit_lowest(table, pictures):
    """The class of each channel of the low band at the coarsest step, and its growth over the rates."""
    bits = table.bits_table(LARGEST)
    growth = OCTAVES / Distributions.OCTAVES
    totals = torch.zeros(3, CLASSES)
    for picture in pictures:
        low, _ = pyramid(picture, LEVELS)
        for rate in range(0, 1001, 125):
            residual = median_residuals(torch.round(low / step_of(torch.tensor(float(rate)))))
            magnitudes = residual.abs().clamp_max(LARGEST).long()
            for first in range(CLASSES):
                row = lowest_class(first, growth, rate)
                totals[:, first] += bits[row][magnitudes].sum((0, 2, 3))
    return [int(i) for i in totals.argmin(1)], growth


def hold_to_pytorch(analysis, synthesis, net, picture):
    """The largest differences of both transforms."""
    run = lambda model: onnxruntime.InferenceSession(model.SerializeToString())
    step = np.asarray([20.0], np.float32)
    found = dict(zip(band_names(), run(analysis).run(band_names(), {"image": picture.numpy(), "step": step})))
    low, bands = pyramid(picture, LEVELS)
    wanted = dict(zip(band_names(), [low] + [part for band in bands for part in band]))
    analysed = max(np.abs(found[name] - (wanted[name] / 20).numpy()).max() for name in wanted)
    symbols = {name: np.round(value) for name, value in found.items()}
    decoded = run(synthesis).run(["image"], {**symbols, "step": step})[0]
    x = torch.from_numpy(symbols["low"]) * 20
    for level in range(LEVELS, 0, -1):
        details = join(*(torch.from_numpy(symbols[f"{part}{level}"]) for part in "yc")) * 20
        if level > 1:
            x = synthesise(x, details)
    twin = from_opponent(synthesise(*net(x, details, torch.tensor(20.0).view(1, 1, 1, 1))))
    return {"analysis": float(analysed), "synthesis": float(np.abs(decoded - twin.numpy()).max())}


def differing_passes(model, passes, context, lowest, picture):
    """Names of the passes that give any class other than PyTorch's, run one by one as a decoder does."""
    whole = Extractor(onnx.shape_inference.infer_shapes(model))
    sessions = {
        name: onnxruntime.InferenceSession(whole.extract_model(reads, gives).SerializeToString())
        for name, reads, gives, _, _ in passes
    }
    found = set()
    for rate in (0.0, 300.0, 515.0, 1000.0):
        low, bands = quantise_pyramid(*pyramid(picture, LEVELS), step_of(torch.tensor(rate)))
        wanted = context(low, bands, torch.tensor(rate).view(1, 1, 1, 1), True)
        first, growth = lowest
        lowest_classes = torch.tensor([float(lowest_class(each, growth, rate)) for each in first])
        symbols, classes = {"low": low}, {"low": lowest_classes.view(1, 3, 1, 1).expand_as(low)}
        for level, band, answer in zip(range(LEVELS, 0, -1), bands, wanted):
            for part, each, of in zip("yc", band, answer):
                symbols[f"{part}{level}"], classes[f"{part}{level}"] = each, of
        known = {name: np.zeros_like(each.numpy()) for name, each in symbols.items()}
        known.update(low=low.numpy(), rate=np.asarray([rate], np.float32))
        for name, reads, gives, group, part in passes:
            known.update(zip(gives, sessions[name].run(gives, {read: known[read] for read in reads})))
            even = checkerboard(symbols[group]).numpy()
            coded = {"all": np.ones_like(even), "even": even, "odd": 1 - even}[part]
            if ((known[gives[-1]] - classes[group].numpy()) * coded).any():
                found.add(name)
            if group != "low":
                known[group] = known[group] + symbols[group].numpy() * coded
    return sorted(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoints", required=True)
    parser.add_argument("--data", required=True, help="folder of training photographs, to fit the coarsest band")
    parser.add_argument("--out", default=str(HERE))
    args = parser.parse_args()
    torch.set_grad_enabled(False)
    stored = {part: torch.load(Path(args.checkpoints) / f"{part}.pt", map_location="cpu", weights_only=True) for part in ("context", "restore")}
    context, table, restore = Context(), Distributions(), Restore()
    torch.nn.ModuleList([context, table]).load_state_dict(stored["context"]["modules"])
    restore.load_state_dict(stored["restore"]["modules"])
    context.set_exact(True)
    worst = check_exact(context)
    if worst >= EXACT:
        sys.exit(f"a sum of the entropy model may reach {worst:g} units: float32 holds {EXACT} exactly")
    pictures = [
        torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float() for picture in load_folder([args.data])[:40]
    ]
    graphs = {
        "analysis": analysis_graph(),
        "synthesis": synthesis_graph(restore),
    }
    largest = hold_to_pytorch(*graphs.values(), restore, pictures[0])
    print("largest differences from PyTorch:", largest)
    if largest["analysis"] > 1e-3 or largest["synthesis"] > 0.05:
        sys.exit("the graphs are off: nothing was written")
    lowest = fit_lowest(table, pictures)
    graphs["context"], passes, ports = context_graph(context, lowest)
    differing = differing_passes(graphs["context"], passes, context, lowest, pictures[0])
    if differing:
        sys.exit(f"passes of the context graph are not those of PyTorch: {', '.join(differing)}; nothing was written")
    print(f"all {len(passes)} passes of the entropy model are PyTorch's")
    rows = [integer_shares(row) for row in table.probabilities(LARGEST).numpy()]

    out = Path(args.out)
    files = {}
    for name, model in graphs.items():
        files[f"{name}.onnx"] = model.SerializeToString(deterministic=True)
    files["distributions.bin"] = table_bytes(rows)
    for name, data in files.items():
        (out / name).write_bytes(data)
    steps = {part: {key: each[key] + each["before"][key] for key in each["before"]} for part, each in stored.items()}
    (out / "card.json").write_text(json.dumps(card(files, passes, ports, largest, steps), indent=2) + "\n")
    print({name: len(data) for name, data in files.items()})


def card(files, passes, ports, largest, steps):
    def listed(name, source):
        data = files[name]
        return {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), **source}

    made = {"from": "train.py and export.py of this folder"}
    shapes = {**band_shapes(), **ports, "image": [1, 3, "h", "w"], "step": [1], "rate": [1]}

    def meaning(name):
        if name == "image":
            return "RGB, sides multiples of 32"
        if name == "step":
            return "the quantisation step"
        if name == "rate":
            return "the rate index, 0..1000"
        if name == "low" or name[0] in "yc" and name[1:].isdigit():
            what = {"l": "low band", "y": "HL, LH and HH of luma", "c": "HL, LH and HH of both chroma planes"}[name[0]]
            return f"{what}, in quantisation steps"
        return "features" if name[0] in "fh" else "classes of symbols, rows of the table of distributions"

    def port(name):
        shape = {"name": name, "shape": shapes[name], "meaning": meaning(name)}
        return {**shape, "range": [0, 255]} if name == "image" else shape

    def graph(file, reads, gives):
        return {
            "inputs": [port(name) for name in reads],
            "outputs": [port(name) for name in gives],
            "files": [listed(f"{file}.onnx", made)],
        }

    bands = band_names()
    groups = []
    for name in bands:
        level = LEVELS if name == "low" else int(name[1])
        group = {"id": name, "channels": {"l": 3, "y": 3, "c": 6}[name[0]], "scale": 2**level}
        group.update({"predict": "median"} if name == "low" else {"rounding": OFFSET})
        groups.append(group)
    return {
        "id": "sprig",
        "title": "sprig, a small learned wavelet codec",
        "kind": "codec",
        "source": "This project: a 9/7 wavelet pyramid, a learned entropy model that is exact in integers, and a learned decoder",
        "sourceUrls": ["https://cloudinary.com/labs/cid22", "https://creativecommons.org/licenses/by-sa/4.0/"],
        "licence": "MIT; trained on the Cloudinary Image Dataset '22 (CC BY-SA 4.0)",
        "opset": 17,
        "graphs": {
            "analysis": graph("analysis", ["image", "step"], bands),
            "synthesis": graph("synthesis", [*bands, "step"], ["image"]),
            **{name: graph("context", reads, gives) for name, reads, gives, _, _ in passes},
        },
        "codec": {
            "input": {"multiple": 2**LEVELS, "minSide": 3 * 2**LEVELS},
            "rate": {"first": COARSEST_STEP, "ratio": 2**-OCTAVES},
            "quality": {"default": 50, "sweep": [10, 20, 30, 40, 50, 60, 70, 80]},
            "units": "steps",
            "groups": groups,
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": [
                {"graph": name, "group": group, "part": part, "indexes": gives[-1]}
                for name, _, gives, group, part in passes
            ],
            "distributions": listed("distributions.bin", {}),
            "rdoq": RDOQ,
            "entropy": "rans",
            "tiles": {"size": 1024, "overlap": 256},
            "bytesPerPixel": 1600,
        },
        "published": "None: this project's own, measured in results/ and docs/sprig.md.",
        "checks": [],
        "notes": [
            f"Largest differences from PyTorch: {', '.join(f'{name} {value:.1g}' for name, value in largest.items())}.",
            *(
                f"{part}: {values['step']} steps of training, {values['spent'] / 3600:.2f} hours."
                for part, values in steps.items()
            ),
        ],
    }


if __name__ == "__main__":
    main()
