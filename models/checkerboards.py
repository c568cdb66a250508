"""Makes the graphs of CompressAI's models with checkerboard contexts, which have no official weights:
`cheng2020-anchor-checkerboard` and `elic2022-official`.

Called by models/<id>/export.py:

    export.py --quality 3 --checkpoint FILE    a training run of the same class
    export.py --weights random:1               random weights of the full size, with a card
    export.py --tiny --seed 1                  a small model of random weights, with a card, and what
                                               PyTorch and CompressAI give for a picture
    export.py --card                           the card of the project

    analysis     image -> y0, y1, … z    groups of channels of the latents; one of cheng2020
    hyper        z -> params
    channel<k>   y0 … y<k-1> -> ch<k>    what earlier groups tell of group k
    anchor<k>    params, ch<k> -> scales, means           of the even squares of group k
    context<k>   y<k>, params, ch<k> -> scales, means     of the odd ones
    synthesis    y0, y1, … -> image
"""

import json
import sys
from pathlib import Path

import torch
from compressai.models.sensetime import Cheng2020AnchorCheckerboard, Elic2022Official
from compressai.models.utils import conv
from torch import nn

from exporting import (
    OPSET, TOLERANCE, compare, export_arguments, export_graph, listed, picture_of, port, stretch, write_json,
    write_torch,
)
from hyperpriors import SCALES, SIZES, TRACED, distributions_of, given, plain
from write_whole import write_whole

HERE = Path(__file__).parent
QUALITIES = range(1, 9)
PICTURE = (50, 41, 7)

MODELS = {
    "cheng2020-anchor-checkerboard": {
        "class": Cheng2020AnchorCheckerboard,
        "title": "Anchor of Cheng et al. 2020 with a checkerboard context (He et al. 2021)",
        "source": "Cheng, Sun, Takeuchi, Katto, CVPR 2020; He, Zheng, Sun, Wang, Qin: Checkerboard context model for efficient learned image compression, CVPR 2021",
        "groups": [192],
        "hyper": 192,
        "bytes": 3500,
        "published": "results/image/kodak/compressai-cheng2020-anchor-checkerboard and the paper's own of CompressAI; not compared with them, since no weights are published",
    },
    "elic2022-official": {
        "class": Elic2022Official,
        "title": "ELIC (He et al. 2022)",
        "source": "He, Yang, Peng, Ma, Qin, Wang: ELIC: efficient learned image compression with unevenly grouped space-channel contextual adaptive coding, CVPR 2022",
        "groups": [16, 16, 32, 64, 192],
        "hyper": 192,
        "bytes": 4300,
        "published": "results/image/kodak/paper-elic2022 of CompressAI; not compared with it, since no weights are published",
    },
}


class Parts:
    """A model's networks by the names that those with plain hyperpriors have."""

    def __init__(self, net):
        codec = net.latent_codec
        hyper, self.codec = codec["hyper"], codec["y"]
        self.g_a, self.g_s, self.h_a, self.h_s = net.g_a, net.g_s, hyper.h_a, hyper.h_s
        self.entropy_bottleneck = hyper.entropy_bottleneck
        self.groups = list(getattr(self.codec, "groups", [])) or [self.codec.context_prediction.in_channels]
        grouped = hasattr(self.codec, "groups")
        self.boards = [self.codec[f"y{k}"] for k in range(len(self.groups))] if grouped else [self.codec]
        self.channel_context = self.codec.channel_context if grouped else {}
        self.gaussian_conditional = self.boards[0].y.gaussian_conditional

    def medians(self):
        return self.entropy_bottleneck._get_medians().detach().reshape(1, -1, 1, 1)


class Analysis(nn.Module):
    def __init__(self, parts):
        super().__init__()
        self.g_a, self.h_a, self.groups = plain(parts.g_a), plain(parts.h_a), parts.groups
        self.register_buffer("medians", parts.medians())

    def forward(self, image):
        y = self.g_a(image)
        return *torch.split(y, self.groups, dim=1), self.h_a(y) - self.medians


class Hyper(nn.Module):
    def __init__(self, parts):
        super().__init__()
        self.h_s = plain(parts.h_s)
        self.register_buffer("medians", parts.medians())

    def forward(self, z):
        return self.h_s(z + self.medians)


class Channel(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = plain(network)

    def forward(self, *groups):
        return self.network(torch.cat(groups, dim=1))


class Anchor(nn.Module):
    """The parameters of squares that see none of their group: a context of zeros, left out of the first layer."""

    def __init__(self, board, channels):
        super().__init__()
        self.parameters_of = plain(board.entropy_parameters)
        self.half = channels
        first = self.parameters_of[0]
        rest = nn.Conv2d(first.in_channels - 2 * channels, first.out_channels, 1)
        rest.weight.data = first.weight.data[:, 2 * channels :].clone()
        rest.bias.data = first.bias.data.clone()
        self.parameters_of[0] = rest

    def forward(self, params, *told):
        both = self.parameters_of(torch.cat((*told, params), dim=1))
        return both[:, : self.half], both[:, self.half :]


class Context(nn.Module):
    def __init__(self, board, channels):
        super().__init__()
        self.context, self.parameters_of = plain(board.context_prediction), plain(board.entropy_parameters)
        self.half = channels

    def forward(self, y, params, *told):
        both = self.parameters_of(torch.cat((self.context(y), *told, params), dim=1))
        return both[:, : self.half], both[:, self.half :]


class Synthesis(nn.Module):
    def __init__(self, parts):
        super().__init__()
        self.g_s = plain(parts.g_s)

    def forward(self, *groups):
        return self.g_s(torch.cat(groups, dim=1))


def names_of(groups):
    return ["y"] if len(groups) == 1 else [f"y{k}" for k in range(len(groups))]


def ports_of(groups, hyper):
    """Of each graph what it reads and what it gives, in the order of the passes."""
    names = names_of(groups)
    wide = {**dict(zip(names, groups)), "z": hyper, "params": 2 * hyper if len(groups) > 1 else 2 * groups[0]}
    graphs = {"analysis": (["image"], [*names, "z"]), "hyper": (["z"], ["params"])}
    for k, name in enumerate(names):
        suffix, told = name[1:], []
        if k > 0:
            wide[f"ch{k}"] = 2 * groups[k]
            graphs[f"channel{k}"], told = (names[:k], [f"ch{k}"]), [f"ch{k}"]
        graphs[f"anchor{suffix}"] = (["params", *told], ["scales", "means"])
        graphs[f"context{suffix}"] = ([name, "params", *told], ["scales", "means"])
    graphs["synthesis"] = (names, ["image"])
    return graphs, wide


def modules_of(parts):
    modules = {"analysis": Analysis(parts), "hyper": Hyper(parts)}
    for k, name in enumerate(names_of(parts.groups)):
        suffix = name[1:]
        if k > 0:
            modules[f"channel{k}"] = Channel(parts.channel_context[f"y{k}"])
        modules[f"anchor{suffix}"] = Anchor(parts.boards[k], parts.groups[k])
        modules[f"context{suffix}"] = Context(parts.boards[k], parts.groups[k])
    modules["synthesis"] = Synthesis(parts)
    return {name: module.eval() for name, module in modules.items()}


def level_files(name, net, suffix):
    """The files of a level by graph, and the largest difference from PyTorch of each."""
    parts = Parts(net)
    graphs, wide = ports_of(parts.groups, parts.entropy_bottleneck.channels)
    files, differences = {}, {}
    scale_of = lambda tensor: {"image": 1, "z": 64}.get(tensor, 16)
    for graph, module in modules_of(parts).items():
        reads, gives = graphs[graph]
        inputs = [(each, wide.get(each, 3), scale_of(each)) for each in reads]
        data = export_graph(module, inputs, gives, TRACED)
        differences[graph] = compare(data, module, inputs, gives, SIZES, given)
        print(f"{graph}{suffix}: largest relative difference from PyTorch {differences[graph]:.2g}")
        files[graph] = (f"{graph}{suffix}.onnx", data)
    worst = max(differences.values())
    if not worst <= TOLERANCE:
        sys.exit(f"{name} is off by {worst:.2g}, more than {TOLERANCE:g}: nothing was written")
    files["distributions"] = (f"distributions{suffix}.bin", distributions_of(name, parts))
    return files, differences


@torch.no_grad()
def random_model(name, small, seed):
    """A model of random weights whose latents, scales and pictures are about as large as trained ones'."""
    torch.manual_seed(seed)
    cls = MODELS[name]["class"]
    if not small:
        net = cls()
    elif cls is Elic2022Official:
        net = cls(N=4, M=8, groups=[2, 2, 4])
        # Their widths are fixed in the class, and beyond a fixture's.
        context = net.latent_codec["y"].channel_context
        for key, layers in context.items():
            first, last = layers[0].in_channels, layers[-1].out_channels
            context[key] = nn.Sequential(
                conv(first, 4, kernel_size=5, stride=1), nn.ReLU(inplace=True),
                conv(4, 4, kernel_size=5, stride=1), nn.ReLU(inplace=True), conv(4, last, kernel_size=5, stride=1),
            )
    else:
        net = cls(N=6)
    net = net.eval()
    parts = Parts(net)
    image = nn.functional.interpolate(torch.rand(1, 3, 16, 16), size=(256, 256), mode="bicubic").clamp(0, 1)
    last = lambda module: [each for each in module.modules() if isinstance(each, (nn.Conv2d, nn.ConvTranspose2d))][-1]
    # Attention, which ends some, adds to what comes in: what comes out is stretched as a whole.
    for _ in range(2):
        stretch(last(net.g_a[-1:] if not hasattr(net.g_a[-1], "conv_a") else net.g_a[-2:-1]), net.g_a(image), 3.0)
    y = net.g_a(image)
    bottleneck = parts.entropy_bottleneck
    medians = torch.rand(bottleneck.channels) - 0.5
    bottleneck.quantiles[:, 0, :] = medians[:, None] + torch.tensor([-8.0, 0.0, 8.0])
    stretch(last(parts.h_a), parts.h_a(y), 2.0)
    z = torch.round(parts.h_a(y))
    stretch(last(parts.h_s), parts.h_s(z), 1.0)
    params = parts.h_s(z)
    rounded = torch.split(torch.round(y), parts.groups, dim=1)
    for k, board in enumerate(parts.boards):
        side = params
        if k > 0:
            network = parts.channel_context[f"y{k}"]
            stretch(network[-1], network(torch.cat(rounded[:k], 1)), 1.0)
            side = torch.cat((network(torch.cat(rounded[:k], 1)), params), 1)
        values = board.entropy_parameters(torch.cat((board.context_prediction(rounded[k]), side), 1))
        head = last(board.entropy_parameters)
        stretch(head, values, 1.0)
        head.bias[: parts.groups[k]] += 2.5
    stretch(last(net.g_s), net.g_s(torch.round(y)), 0.2, 0.5)
    net.update(force=True)
    return net


@torch.no_grad()
def write_outputs(file, net):
    """What PyTorch gives stage by stage for a picture, and CompressAI's own streams of it."""
    parts = Parts(net)
    image = picture_of(*PICTURE, 64)
    coded = net.compress(image)
    seen = []
    hook = net.g_s.register_forward_hook(lambda _, given, __: seen.append(given[0].clone()))
    decoded = net.decompress(coded["strings"], coded["shape"])["x_hat"]
    hook.remove()
    y = net.g_a(image)
    z = parts.h_a(y)
    bottleneck = parts.entropy_bottleneck
    symbols = bottleneck.quantize(z, "symbols", bottleneck._get_medians().reshape(1, -1, 1, 1))
    params = parts.h_s(symbols + parts.medians())
    bytes_of = lambda strings: sum(bytes_of(each) if isinstance(each, (list, tuple)) else len(each) for each in strings)
    write_torch(
        file, PICTURE, streamBytes=bytes_of(coded["strings"]),
        tensors={"y": y, "z": z, "zSymbols": symbols.to(torch.int32), "params": params, "yHat": seen[-1], "image": decoded},
    )


def card(name, groups, hyper, levels, default, sweep, note):
    model = MODELS[name]
    graphs, _ = ports_of(groups, hyper)
    names = names_of(groups)
    meanings = {
        "image": ([1, 3, "H", "W"], "RGB, sides multiples of 64", [0, 1]),
        "z": ([1, "N", "h4", "w4"], "hyper-latents less their medians", None),
        "params": ([1, "P", "h", "w"], "what the hyperprior tells the contexts", None),
        "scales": ([1, "M", "h", "w"], "standard deviations", None),
        "means": ([1, "M", "h", "w"], "means", None),
        **{each: ([1, f"M{each[1:]}", "h", "w"], "latents", None) for each in names},
        **{f"ch{k}": ([1, f"C{k}", "h", "w"], f"what earlier groups tell of y{k}", None) for k in range(1, len(groups))},
    }
    ports = lambda tensors: [port(each, *meanings[each]) for each in tensors]
    passes = [{"group": "z", "base": SCALES["count"]}, {"graph": "hyper"}]
    for k, each in enumerate(names):
        scaled = {"group": each, "scales": "scales", "means": "means"}
        passes += [{"graph": f"channel{k}"}] if k > 0 else []
        passes += [
            {"graph": f"anchor{each[1:]}", **scaled, "part": "even"},
            {"graph": f"context{each[1:]}", **scaled, "part": "odd"},
        ]
    return {
        "id": name,
        "title": model["title"],
        "kind": "codec",
        "source": f"{model['source']}; class of CompressAI 1.2.8, which publishes no weights",
        "sourceUrls": ["https://github.com/InterDigitalInc/CompressAI"],
        "licence": "BSD-3-Clause-Clear",
        "opset": OPSET,
        "graphs": {
            graph: {
                **({} if graph in ("analysis", "synthesis") else {"runtime": "exact"}),
                "inputs": ports(reads), "outputs": ports(gives), "files": [],
            }
            for graph, (reads, gives) in graphs.items()
        },
        "codec": {
            "input": {"multiple": 64, "minSide": 64},
            "rate": {"levels": levels},
            "quality": {"default": default, "sweep": sweep},
            "units": "steps",
            "groups": [
                *({"id": each, "channels": count, "scale": 16} for each, count in zip(names, groups)),
                {"id": "z", "channels": hyper, "scale": 64},
            ],
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": passes,
            "distributions": "by level",
            "scales": SCALES,
            "entropy": "rans",
            "tiles": None,
            "bytesPerPixel": model["bytes"],
        },
        "verified": "architecture",
        "requirements": "requirements-compressai.txt",
        "weights": [{"name": "checkpoint", "what": "a training run of your own: no official weights are published"}],
        "published": model["published"],
        "checks": [],
        "notes": [note],
    }


def channels_of(net):
    parts = Parts(net)
    return {**dict(zip(names_of(parts.groups), parts.groups)), "z": parts.entropy_bottleneck.channels}


def project_card(name):
    model = MODELS[name]
    levels = [{"quality": quality} for quality in QUALITIES]
    note = (
        "Compared with CompressAI 1.2.8 in PyTorch stage by stage, with small random weights "
        f"(test/fixtures/models/{name}). Levels are places for weights of your own: which lambda is which is yours to say."
    )
    return card(name, model["groups"], model["hyper"], levels, 3, list(QUALITIES), note)


def write_model(name, net, out, note):
    """A folder with a card of its own, of one level."""
    out.mkdir(parents=True, exist_ok=True)
    files, _ = level_files(name, net, "")
    for file, data in files.values():
        write_whole(out / file, data)
    channels = channels_of(net)
    levels = [{"quality": 1, "channels": channels, "files": listed(files)}]
    *groups, hyper = channels.values()
    write_json(out / "card.json", card(name, groups, hyper, levels, 1, [1] * 4, note))
    print(f"wrote {out}, {sum(len(data) for _, data in files.values())} bytes")


def shaped(cls, state):
    """The class with the widths of these weights; its own `from_state_dict` knows the first of them alone."""
    if cls is not Elic2022Official:
        return cls(state["g_a.0.conv1.weight"].size(0))
    first = "latent_codec.y.latent_codec.y{}.context_prediction.weight"
    groups = []
    while first.format(len(groups)) in state:
        groups.append(state[first.format(len(groups))].size(1))
    wanted = len(MODELS["elic2022-official"]["groups"])
    if len(groups) != wanted:
        raise ValueError(f"latents in {wanted} groups, it has {len(groups)}")
    return cls(N=state["g_a.0.weight"].size(0), M=sum(groups), groups=groups)


def from_checkpoint(name, file):
    state = torch.load(file, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state)
    state = {key.removeprefix("module."): each for key, each in state.items()}
    try:
        net = shaped(MODELS[name]["class"], state)
        net.load_state_dict(state)
    except (KeyError, RuntimeError, ValueError) as error:
        sys.exit(f"{file} is expected to be of {name}: {str(error).splitlines()[0]}")
    net.update(force=True)
    return net.eval()


def write_level(name, args):
    """A level beside the project's card, with its note."""
    if args.checkpoint is None:
        sys.exit(f"no weights of {name} are published: --quality N --checkpoint FILE takes a training run of your own")
    args.out.mkdir(parents=True, exist_ok=True)
    note_file = args.out / "levels.json"
    note = json.loads(note_file.read_text()) if note_file.exists() else {"id": name, "random": False, "levels": {}}
    net = from_checkpoint(name, args.checkpoint)
    level = f"{args.tuned}-{args.quality[0]}"
    files, differences = level_files(name, net, f"-{level}")
    for file, data in files.values():
        write_whole(args.out / file, data)
    origin = f"checkpoint {args.checkpoint.name}"
    note["levels"][level] = {
        "weights": origin, "channels": channels_of(net), "files": listed(files), "largestDifference": differences,
    }
    write_json(note_file, note)
    print(f"wrote level {level} to {args.out}, weights: {origin}")


def main(name):
    args = export_arguments(name, None, levels=QUALITIES, checkpoint="a training run of the same class", one_level=True)
    torch.set_num_threads(1)
    if args.card:
        write_json(HERE / name / "card.json", project_card(name))
    elif args.tiny:
        net = random_model(name, True, args.seed)
        write_model(name, net, args.out, f"A small model of random weights, seed {args.seed}, for tests.")
        write_outputs(args.out / "torch.json", net)
    elif args.random:
        net = random_model(name, False, args.seed)
        write_model(name, net, args.out, f"Random weights, seed {args.seed}: no real model.")
    else:
        write_level(name, args)
