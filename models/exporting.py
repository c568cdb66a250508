"""What the exports of learned codecs share: graphs of any size out of PyTorch, compared with it, and
their files, cards and notes."""

import argparse
import base64
import hashlib
import io
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from synthetic import synthetic_pair
from write_whole import write_whole

HERE = Path(__file__).parent
OPSET = 17
TOLERANCE = 1e-5
# Beyond this a graph is wrong, however a network may round.
MOST_ROUNDING = 1e-4


def export_arguments(id, official, *, levels=None, tuned=("mse",), checkpoint="a training run of the same class, in place of them", one_level=False, more=None):
    """The arguments of an export of a codec, checked.

    official: what the official weights are, None where there are none; levels: numbers of those that
    there are, all of which are made unless told; one_level: a checkpoint is one of them; more: further
    options, flag -> what argparse is told of it.
    """
    parser = argparse.ArgumentParser(description=f"Makes the graphs of {id}")
    known = f"official: {official}; " if official else "checkpoint: none are published; "
    source = known.partition(":")[0]
    parser.add_argument("--out", type=Path, default=HERE / id, help="folder to write to")
    parser.add_argument("--weights", default=source, help=f"{known}random:SEED: random ones of the full size, to measure")
    parser.add_argument("--checkpoint", type=Path, help=checkpoint)
    if levels is not None:
        first, last = min(levels), max(levels)
        parser.add_argument("--quality", type=lambda text: [int(each) for each in text.split(",")],
                            default=list(levels), help=f"levels, {first} to {last}")
        parser.add_argument("--tuned", choices=tuned, default=tuned[0], help="what the weights were trained for")
    parser.add_argument("--tiny", action="store_true", help="a small model of random weights, for tests")
    parser.add_argument("--card", action="store_true", help="writes the project's card alone")
    parser.add_argument("--seed", type=int, default=1, help="of a small model")
    for flag, told in (more or {}).items():
        parser.add_argument(flag, **told)
    args = parser.parse_args()
    name, _, seed = args.weights.partition(":")
    args.random = name == "random"
    if args.random and seed.isdecimal():
        args.seed = int(seed)
    elif args.weights != source:
        parser.error(f"--weights takes {source} or random:SEED, got {args.weights}")
    wrong = [each for each in args.quality if each not in levels] if levels is not None else []
    if wrong:
        parser.error(f"{id} has the levels {first} to {last}, got {wrong[0]}")
    if one_level and args.checkpoint and len(args.quality) != 1:
        parser.error("a checkpoint is one level: --quality N says which")
    return args


def export_graph(module, inputs, outputs, size):
    """The bytes of a graph with free sides, traced at one size; inputs: (name, channels, scale)."""
    height, width = size
    example = tuple(torch.randn(1, channels, height // scale, width // scale) for _, channels, scale in inputs)
    names = [name for name, _, _ in inputs]
    dynamic = {name: {2: f"h_{name}", 3: f"w_{name}"} for name in [*names, *outputs]}
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(), example, stream, input_names=names, output_names=outputs,
            dynamic_axes=dynamic, opset_version=OPSET, dynamo=False,
        )
    model = onnx.load_from_string(stream.getvalue())
    onnx.checker.check_model(model, full_check=True)
    model.producer_version = ""
    return model.SerializeToString(deterministic=True)


def compare(data, twin, inputs, outputs, sizes, given):
    """Largest difference from PyTorch over the largest value, at sizes of pictures.

    twin: what gives the outputs in PyTorch, the original where there is one; given(name, shape,
    numbers): an input of that shape, out of a generator.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    worst = 0.0
    for height, width in sizes:
        fed = fed_at(height, width, inputs, given)
        with torch.no_grad():
            wanted = twin(*fed)
        wanted = wanted if isinstance(wanted, (tuple, list)) else (wanted,)
        found = session.run(outputs, {name: each.numpy() for (name, _, _), each in zip(inputs, fed)})
        for ours, theirs in zip(found, wanted, strict=True):
            theirs = theirs.numpy()
            if ours.shape != theirs.shape:
                sys.exit(f"a graph gives {ours.shape} for {height}x{width}, PyTorch {theirs.shape}")
            worst = max(worst, float(np.abs(ours - theirs).max() / max(1e-9, np.abs(theirs).max())))
    return worst


def fed_at(height, width, inputs, given):
    """The inputs of a graph for a picture of that size, the same ones each time."""
    numbers = torch.Generator().manual_seed(height)
    return [given(name, (1, channels, height // scale, width // scale), numbers)
            for name, channels, scale in inputs]


def rounding(twin, exact, inputs, sizes, given):
    """Largest difference of PyTorch in float32 from itself in float64, over the largest value.

    twin, exact: one network in both; the rest as `compare` takes it.
    """
    worst = 0.0
    for height, width in sizes:
        fed = fed_at(height, width, inputs, given)
        with torch.no_grad():
            found, wanted = twin(*fed), exact(*(each.double() for each in fed))
        if not isinstance(wanted, (tuple, list)):
            found, wanted = (found,), (wanted,)
        for ours, theirs in zip(found, wanted, strict=True):
            worst = max(worst, float((ours.double() - theirs).abs().max() / theirs.abs().max().clamp(min=1e-9)))
    return worst


def checked(name, difference, own_rounding=None):
    """Prints how near a graph came, and ends the program where it is too far off.

    own_rounding: gives what `rounding` says of the network, asked where the graph is farther off than
    TOLERANCE. Two programs that each round as PyTorch does may be twice that apart.
    """
    print(f"{name}: largest relative difference from PyTorch {difference:.2g}")
    allowed = TOLERANCE
    if difference > TOLERANCE and own_rounding is not None:
        own = own_rounding()
        print(f"{name}: PyTorch itself is {own:.2g} from the same network in float64")
        allowed = max(TOLERANCE, min(2 * own, MOST_ROUNDING))
    if not difference <= allowed:
        sys.exit(f"{name} is off by {difference:.2g}, more than {allowed:.2g}: nothing was written")
    return difference


@torch.no_grad()
def stretch(layer, values, spread, middle=0.0):
    """Scales a last layer so that what it gave, `values`, has this spread around this middle."""
    factor = spread / values.std()
    layer.weight.mul_(factor)
    if layer.bias is not None:
        layer.bias.mul_(factor)
        layer.bias.add_(middle - (factor * values).mean())


def smooth(size, seed):
    """A smooth picture of values 0..1."""
    numbers = torch.Generator().manual_seed(seed)
    return nn.functional.interpolate(
        torch.rand(1, 3, 16, 16, generator=numbers), size=size, mode="bicubic").clamp(0, 1)


def listed(files):
    """name -> (file, bytes), as cards and notes have them."""
    return {
        name: {"file": file, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, (file, data) in files.items()
    }


def write_json(file, value):
    write_whole(file, (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def packed(tensor):
    data = tensor.detach().contiguous().numpy()
    return {"dims": list(data.shape), "base64": base64.b64encode(data.tobytes()).decode()}


def write_torch(file, picture, **values):
    """What PyTorch gives for a picture of `synthetic_pair`: tensors and whatever else."""
    width, height, seed = picture
    note = {"width": width, "height": height, "seed": seed}
    for name, value in values.items():
        note[name] = {key: packed(each) for key, each in value.items()} if isinstance(value, dict) else value
    write_whole(file, (json.dumps(note) + "\n").encode())


def picture_of(width, height, seed, multiple):
    """A picture of 8 bits, 0..1, with its sides repeated up to multiples."""
    a, _ = synthetic_pair(width, height, seed)
    image = torch.from_numpy(np.float32(np.round(np.float64(a) * 255)) / np.float32(255))
    return nn.functional.pad(image, (0, -width % multiple, 0, -height % multiple), mode="replicate")


def port(name, shape, meaning, range=None):
    return {"name": name, "shape": shape, "meaning": meaning, **({"range": range} if range else {})}


def graph(inputs, outputs, files=None, what="a small model of random weights"):
    """A graph of a card; files: name, bytes."""
    own = [] if files is None else [{**listed({"": files})[""], "from": what}]
    return {"inputs": inputs, "outputs": outputs, "files": own}
