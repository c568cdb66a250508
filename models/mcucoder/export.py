"""Makes the graphs of MCUCoder out of its published weights, compares them with PyTorch, and writes
them only where they agree.

    export.py                                   the weights of Zenodo 14988203, which it downloads
    export.py --checkpoint FILE                 a training run of the same class
    export.py --weights random:1                random weights of the full size, with a card
    export.py --tiny --seed 1                   a small model of random weights, with a card, and what
                                                PyTorch gives for a picture
    export.py --card                            the card of the project
"""

import hashlib
import json
import sys
import tempfile
import urllib.request
from pathlib import Path

import torch
from compressai.layers import AttentionBlock, conv1x1, conv3x3
from compressai.models.utils import deconv
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[1]))
from exporting import (  # noqa: E402
    OPSET, checked, compare, export_arguments, export_graph, graph, listed, picture_of, port, smooth, stretch,
    write_json, write_torch,
)
from write_whole import write_whole  # noqa: E402

ID = "mcucoder"
FILTERS = 12
MOST, STEP = 255, 4
WIDTH = 196
ZENODO = "https://zenodo.org/api/records/14988203"
SIZES = ((64, 64), (128, 320), (320, 192))
INPUTS = {"analysis": [("image", 3, 1)], "synthesis": [("y", FILTERS, 8)]}
OUTPUTS = {"analysis": ["y"], "synthesis": ["image"]}


class Bottleneck(nn.Module):
    """A residual block: 1x1 to half the width, 3x3, 1x1."""

    def __init__(self, width):
        super().__init__()
        self.conv1 = conv1x1(width, width // 2)
        self.conv2 = conv3x3(width // 2, width // 2)
        self.conv3 = conv1x1(width // 2, width)

    def forward(self, x):
        return x + self.conv3(torch.relu(self.conv2(torch.relu(self.conv1(x)))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 7, stride=2, padding=3)
        self.conv2 = nn.Conv2d(16, 16, 5, stride=4, padding=1)
        self.conv3 = nn.Conv2d(16, FILTERS, 3, padding=1)

    def forward(self, image):
        return self.conv3(torch.relu(self.conv2(torch.relu(self.conv1(image)))))


class Decoder(nn.Module):
    def __init__(self, width):
        super().__init__()
        three = lambda: [Bottleneck(width) for _ in range(3)]
        attention = lambda: AttentionBlock(width)
        self.dec = nn.Sequential(
            AttentionBlock(FILTERS), deconv(FILTERS, width, kernel_size=5, stride=2),
            *three(), attention(), *three(), attention(), *three(),
            deconv(width, width, kernel_size=5, stride=2),
            attention(), *three(), attention(), *three(), attention(), *three(),
            deconv(width, 3, kernel_size=5, stride=2),
        )

    def forward(self, y):
        return torch.sigmoid(self.dec(y))


class Net(nn.Module):
    """MCUCoder with the names of its own parameters."""

    def __init__(self, width):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder(width)


def upstream(net):
    """The published class with these weights, where a package has it; else None."""
    try:
        from compressors.mcucoder.model import MCUCoder
    except ImportError:
        return None
    twin = MCUCoder(net.decoder.dec[1].out_channels)
    twin.load_state_dict(net.state_dict())
    return twin.eval()


def quantised(y):
    """What MCUCoder makes of latents, by the range of each filter in this picture: symbols, values."""
    least, greatest = y.amin((2, 3), keepdim=True), y.amax((2, 3), keepdim=True)
    whole = ((y - least) / (greatest - least) * MOST).type(torch.uint8)
    symbols = (whole / STEP).type(torch.uint8)
    return symbols, symbols * STEP / float(MOST) * (greatest - least) + least


def restored(file):
    state = torch.load(file, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state)
    state = {name.removeprefix("module.").removeprefix("model."): each for name, each in state.items()}
    state = {name: each for name, each in state.items() if name.startswith(("encoder.", "decoder."))}
    try:
        net = Net(state["decoder.dec.1.weight"].shape[1])
        net.load_state_dict(state)
    except (KeyError, RuntimeError) as error:
        sys.exit(f"{file} is expected to be of {ID}: {str(error).splitlines()[0]}")
    return net.eval()


def official():
    """The largest checkpoint of the record; its MD5 is published there."""
    with urllib.request.urlopen(ZENODO, timeout=60) as answer:
        found = json.load(answer)["files"]
    found = [each for each in found if each["key"].endswith((".ckpt", ".pth"))] or found
    chosen = max(found, key=lambda each: each["size"])
    with urllib.request.urlopen(chosen["links"]["self"], timeout=600) as answer:
        data = answer.read()
    kind, _, digits = chosen["checksum"].rpartition(":")
    if kind == "md5" and hashlib.md5(data).hexdigest() != digits:
        sys.exit(f"{chosen['key']} is not the file that is published: its MD5 differs")
    with tempfile.NamedTemporaryFile(suffix=".pth") as file:
        file.write(data)
        file.flush()
        return restored(file.name), f"Zenodo 14988203, {chosen['key']}, SHA-256 {hashlib.sha256(data).hexdigest()}"


@torch.no_grad()
def random_model(width, seed):
    """Random weights whose latents and pictures are about as large as trained ones'."""
    torch.manual_seed(seed)
    net = Net(width).eval()
    image = smooth((256, 256), seed)
    stretch(net.encoder.conv3, net.encoder(image), 1.0)
    y = net.encoder(image)
    stretch(net.decoder.dec[-1], net.decoder.dec(y), 1.0)
    return net


def graphs_of(net):
    """The bytes of both graphs, and how near they came."""
    twin = upstream(net) or net
    modules = {"analysis": (net.encoder, twin.encoder), "synthesis": (net.decoder, twin.decoder)}
    found, differences = {}, {}
    given = lambda name, shape, numbers: (torch.rand if name == "image" else torch.randn)(shape, generator=numbers)
    for name, (module, theirs) in modules.items():
        data = export_graph(module, INPUTS[name], OUTPUTS[name], (192, 256))
        difference = compare(data, theirs, INPUTS[name], OUTPUTS[name], SIZES, given)
        differences[name] = checked(name, difference)
        found[name] = (f"{name}.onnx", data)
    print("compared with " + ("the restated class" if twin is net else "the published class"))
    return found, differences


def card(files, note):
    image = port("image", [1, 3, "H", "W"], "RGB, sides multiples of 8", [0, 1])
    latents = port("y", [1, FILTERS, "h", "w"], "latents, the most important filter first")
    return {
        "id": ID,
        "title": "MCUCoder (Hojjat et al. 2025)",
        "kind": "codec",
        "source": "Hojjat, Haberer, Landsiedel: MCUCoder: adaptive bitrate learned video compression for IoT devices, DAGM-GCPR 2025; weights of Zenodo 14988203, layers of ds-kiel/MCUCoder@22489094",
        "sourceUrls": ["https://github.com/ds-kiel/MCUCoder", "https://zenodo.org/records/14988203"],
        "licence": "MIT",
        "opset": OPSET,
        "graphs": {
            "analysis": graph([image], [latents], files.get("analysis")),
            "synthesis": graph([latents], [image], files.get("synthesis")),
        },
        "codec": {
            "input": {"multiple": 8, "minSide": 8},
            "rate": {"levels": [
                {"quality": kept, "tuned": "ms-ssim", "channels": {"y": kept}} for kept in range(1, FILTERS + 1)
            ]},
            "quality": {"default": 6, "sweep": list(range(1, FILTERS + 1))},
            "units": "steps",
            "groups": [{
                "id": "y", "channels": FILTERS, "filters": FILTERS, "scale": 8, "limit": MOST // STEP,
                "ranged": {"most": MOST, "step": STEP},
            }],
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": [{"group": "y", "base": 0}],
            "distributions": "measured",
            "entropy": "huffman",
            "tiles": None,
            "bytesPerPixel": 3000,
        },
        "verified": "architecture",
        "requirements": "requirements-compressai.txt",
        "weights": [{"name": "official", "what": "the checkpoint of Zenodo 14988203", "megabytes": 30}],
        "published": "Kodak at its own size, tuned for MS-SSIM, by UT-SysML/FRAPPE (results/mcucoder, e43c8282): 0.085 bit a pixel and 20.55 dB with 1 filter, 0.155 and 23.69 with 2, 0.608 and 27.53 with 10, 0.713 and 27.84 with 12. Its ranges and Huffman codes were fitted to these very pictures and are not counted; here they are sent with each picture. Not compared, since the weights were not at hand",
        "checks": [],
        "notes": [note],
    }


@torch.no_grad()
def tiny(seed, out):
    net = random_model(8, seed)
    files, _ = graphs_of(net)
    write_model(files, out, f"A small model of random weights, seed {seed}, for tests.")
    twin = upstream(net) or net
    picture = (50, 41, 7)
    y = twin.encoder(picture_of(*picture, 8))
    symbols, values = quantised(y)
    kept = 5
    values[:, kept:] = 0
    write_torch(out / "torch.json", picture, kept=kept, tensors={
        "y": y, "symbols": symbols, "values": values, "image": twin.decoder(values),
    })


def write_model(files, out, note):
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.values():
        write_whole(out / name, data)
    write_json(out / "card.json", card(files, note))
    print(f"wrote {out}, {sum(len(data) for _, data in files.values())} bytes")


def write_levels(net, origin, out):
    """The graphs beside the project's card, and a note that all levels have them."""
    files, differences = graphs_of(net)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.values():
        write_whole(out / name, data)
    write_json(out / "levels.json", {"id": ID, "random": False, "levels": {
        f"ms-ssim-{kept}": {
            "weights": origin, "channels": {"y": kept}, "files": listed(files), "largestDifference": differences,
        } for kept in range(1, FILTERS + 1)
    }})
    print(f"wrote {out}, weights: {origin}")


def main():
    here = Path(__file__).parent
    args = export_arguments(ID, "those of Zenodo, which are downloaded", levels=range(1, FILTERS + 1), tuned=("ms-ssim",))
    torch.set_num_threads(1)
    if args.card:
        note = ("Compared with the published class in PyTorch stage by stage, with random weights "
                f"(test/fixtures/models/{ID}); the official weights were not at hand.")
        write_json(here / "card.json", card({}, note))
    elif args.tiny:
        tiny(args.seed, args.out)
    elif args.random:
        files, _ = graphs_of(random_model(WIDTH, args.seed))
        write_model(files, args.out, f"Random weights, seed {args.seed}: no real model.")
    elif args.checkpoint:
        write_levels(restored(args.checkpoint), f"checkpoint {args.checkpoint.name}", args.out)
    else:
        write_levels(*official(), args.out)


main()
