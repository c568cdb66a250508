"""Makes the graphs of CompressAI's models out of its own classes and weights, compares them with
PyTorch, and writes them only where they agree.

Called by models/<id>/export.py:

    export.py --quality 1,3,6 [--tuned ms-ssim]       the official weights, which it downloads
    export.py --quality 3 --checkpoint FILE           a training run of the same class
    export.py --weights random:1 --quality 8          random weights of the full size, with a card
    export.py --tiny --seed 1                         a small model of random weights, with a card, and
                                                      what PyTorch and CompressAI give for a picture
    export.py --card                                  the card of the project

Graphs are wired by the names of their tensors, see docs/learned.md:

    analysis     image -> y [, z]       less the medians of what has a factorized prior
    hyper        z -> params | scales [, means]
    context      y, params -> scales, means
    synthesis    y -> image
"""

import copy
import json
import sys
from pathlib import Path

import numpy as np
import torch
from compressai.layers import GDN, MaskedConv2d
from compressai.zoo.image import cfgs, model_architectures, model_urls
from torch import nn

from exporting import OPSET, TOLERANCE, compare, export_arguments, export_graph, listed, packed, stretch, write_json
from synthetic import synthetic_pair
from table_file import table_bytes
from write_whole import write_whole

HERE = Path(__file__).parent
SCALES = {"least": 0.11, "greatest": 256, "count": 64}

PAPERS = {
    "bmshj2018": "Ballé, Minnen, Singh, Hwang, Johnston: Variational image compression with a scale hyperprior, ICLR 2018",
    "mbt2018": "Minnen, Ballé, Toderici: Joint autoregressive and hierarchical priors for learned image compression, NeurIPS 2018",
    "cheng2020": "Cheng, Sun, Takeuchi, Katto: Learned image compression with discretized Gaussian mixture likelihoods and attention modules, CVPR 2020",
}
TITLES = {
    "bmshj2018-factorized": "Factorized prior (Ballé et al. 2018)",
    "bmshj2018-hyperprior": "Scale hyperprior (Ballé et al. 2018)",
    "mbt2018-mean": "Mean and scale hyperprior (Minnen et al. 2018)",
    "mbt2018": "Joint autoregressive and hierarchical priors (Minnen et al. 2018)",
    "cheng2020-anchor": "Anchor of Cheng et al. 2020, a single Gaussian",
}
# Greatest memory of a session at 768x512 with the widest level beside the graphs, see docs/learned.md.
BYTES_PER_PIXEL = {
    "bmshj2018-factorized": 4000,
    "bmshj2018-hyperprior": 4000,
    "mbt2018-mean": 4000,
    "mbt2018": 4000,
    "cheng2020-anchor": 3500,
}


def has_hyperprior(arch):
    return arch != "bmshj2018-factorized"


def has_context(arch):
    return arch in ("mbt2018", "cheng2020-anchor")


class PlainGDN(nn.Module):
    """GDN whose reparametrisation is worked out beforehand."""

    def __init__(self, layer):
        super().__init__()
        channels = layer.beta.numel()
        self.inverse = layer.inverse
        self.norm = nn.Conv2d(channels, channels, 1)
        with torch.no_grad():
            self.norm.bias.copy_(layer.beta_reparam(layer.beta))
            self.norm.weight.copy_(layer.gamma_reparam(layer.gamma)[:, :, None, None])

    def forward(self, x):
        norm = torch.sqrt(self.norm(x * x))
        return x * norm if self.inverse else x / norm


def plain(module):
    """A copy without GDN layers and masks, as plain layers."""
    module = copy.deepcopy(module)
    for name, layer in list(module.named_modules()):
        if isinstance(layer, GDN):
            parent = module.get_submodule(name.rpartition(".")[0])
            setattr(parent, name.rpartition(".")[2], PlainGDN(layer))
    if isinstance(module, MaskedConv2d):
        conv = nn.Conv2d(module.in_channels, module.out_channels, module.kernel_size, padding=module.padding)
        conv.weight.data = module.weight.data * module.mask
        conv.bias.data = module.bias.data
        return conv
    return module


class Analysis(nn.Module):
    def __init__(self, arch, net):
        super().__init__()
        self.arch, self.g_a = arch, plain(net.g_a)
        self.h_a = plain(net.h_a) if has_hyperprior(arch) else None
        self.register_buffer("medians", net.entropy_bottleneck._get_medians().detach().reshape(1, -1, 1, 1))

    def forward(self, image):
        y = self.g_a(image)
        if self.h_a is None:
            return y - self.medians
        return y, self.h_a(torch.abs(y) if self.arch == "bmshj2018-hyperprior" else y) - self.medians


class Hyper(nn.Module):
    def __init__(self, arch, net):
        super().__init__()
        self.arch, self.h_s = arch, plain(net.h_s)
        self.half = widths(net)["y"]
        self.register_buffer("medians", net.entropy_bottleneck._get_medians().detach().reshape(1, -1, 1, 1))

    def forward(self, z):
        params = self.h_s(z + self.medians)
        if self.arch != "mbt2018-mean":
            return params
        return params[:, : self.half], params[:, self.half :]


class Context(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.context, self.parameters_of = plain(net.context_prediction), plain(net.entropy_parameters)
        self.half = self.parameters_of[-1].out_channels // 2

    def forward(self, y, params):
        both = self.parameters_of(torch.cat((params, self.context(y)), dim=1))
        return both[:, : self.half], both[:, self.half :]


class Synthesis(nn.Module):
    def __init__(self, arch, net):
        super().__init__()
        self.g_s = plain(net.g_s)
        medians = net.entropy_bottleneck._get_medians().detach().reshape(1, -1, 1, 1)
        self.register_buffer("medians", None if has_hyperprior(arch) else medians)

    def forward(self, y):
        return self.g_s(y if self.medians is None else y + self.medians)


def widths(net):
    """Channels of y and z."""
    y = net.g_s[0].conv1.in_channels if hasattr(net.g_s[0], "conv1") else net.g_s[0].in_channels
    return {"y": y, "z": net.entropy_bottleneck.channels}


def graphs_of(arch, net):
    """name -> module, inputs with their channels and reduction, outputs."""
    wide = widths(net)
    y, z = ("y", wide["y"], 16), ("z", wide["z"], 64)
    graphs = {"analysis": (Analysis(arch, net), [("image", 3, 1)], ["y", "z"] if has_hyperprior(arch) else ["y"])}
    if has_hyperprior(arch):
        tells = {"bmshj2018-hyperprior": ["scales"], "mbt2018-mean": ["scales", "means"]}.get(arch, ["params"])
        graphs["hyper"] = (Hyper(arch, net), [z], tells)
    if has_context(arch):
        graphs["context"] = (Context(net), [y, ("params", 2 * wide["y"], 16)], ["scales", "means"])
    graphs["synthesis"] = (Synthesis(arch, net), [y], ["image"])
    return {name: (module.eval(), *rest) for name, (module, *rest) in graphs.items()}


# Height and width of the picture that graphs are traced with, and of those that they are compared at.
TRACED = (192, 256)
SIZES = ((64, 64), (128, 320), (320, 192))


def given(name, shape, numbers):
    """An input that graphs are compared with: a picture, or latents in steps of 4."""
    if name == "image":
        return torch.rand(shape, generator=numbers)
    return 4 * torch.randn(shape, generator=numbers).round()


def distributions_of(arch, net):
    """CompressAI's own integers: those of the Gaussians, then those of the factorized prior."""
    models = [net.gaussian_conditional] if has_hyperprior(arch) else []
    rows = []
    for model in [*models, net.entropy_bottleneck]:
        for cdf, length, offset in zip(model.quantized_cdf.tolist(), model.cdf_length.tolist(), model.offset.tolist()):
            rows.append((offset, np.diff(cdf[:length]).tolist()))
    return table_bytes(rows)


def official(arch, quality, tuned):
    url = model_urls[arch][tuned][quality]
    state = torch.hub.load_state_dict_from_url(url, map_location="cpu", check_hash=True, progress=False)
    return restored(arch, state), url.rpartition("/")[2]


def restored(arch, state):
    from compressai.zoo.pretrained import load_pretrained

    return model_architectures[arch].from_state_dict(load_pretrained(state))


def from_checkpoint(arch, file):
    state = torch.load(file, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state)
    state = {name.removeprefix("module."): each for name, each in state.items()}
    try:
        return restored(arch, state)
    except (KeyError, RuntimeError) as error:
        sys.exit(f"{file} is expected to be of {arch}: {str(error).splitlines()[0]}")


@torch.no_grad()
def random_model(arch, widths_of, seed):
    """A model of random weights whose latents, scales and pictures are about as large as trained ones'."""
    torch.manual_seed(seed)
    net = model_architectures[arch](*widths_of).eval()
    size = 256
    image = nn.functional.interpolate(torch.rand(1, 3, 16, 16), size=(size, size), mode="bicubic").clamp(0, 1)

    last = lambda module: [each for each in module.modules() if isinstance(each, (nn.Conv2d, nn.ConvTranspose2d))][-1]
    stretch(last(net.g_a), net.g_a(image), 3.0)
    y = net.g_a(image)
    bottleneck = net.entropy_bottleneck
    medians = torch.rand(bottleneck.channels) - 0.5
    bottleneck.quantiles[:, 0, :] = medians[:, None] + torch.tensor([-8.0, 0.0, 8.0])
    if has_hyperprior(arch):
        stretch(last(net.h_a), net.h_a(y), 2.0)
        z = torch.round(net.h_a(y))
        head, values = last(net.h_s), net.h_s(z)
        if has_context(arch):
            stretch(head, values, 1.0)
            head = last(net.entropy_parameters)
            values = net.entropy_parameters(torch.cat((net.h_s(z), net.context_prediction(torch.round(y))), 1))
        stretch(head, values, 1.0)
        head.bias[: widths(net)["y"]] += 2.5
    stretch(last(net.g_s), net.g_s(torch.round(y)), 0.2, 0.5)
    net.update(force=True)
    return net


def level_files(arch, net, suffix):
    """The files of a level by graph, and the largest difference from PyTorch of each."""
    files, differences = {}, {}
    for name, (module, inputs, outputs) in graphs_of(arch, net).items():
        data = export_graph(module, inputs, outputs, TRACED)
        differences[name] = compare(data, module, inputs, outputs, SIZES, given)
        files[name] = (f"{name}{suffix}.onnx", data)
    files["distributions"] = (f"distributions{suffix}.bin", distributions_of(arch, net))
    for name, difference in differences.items():
        print(f"{name}{suffix}: largest relative difference from PyTorch {difference:.2g}")
    worst = max(differences.values())
    if not worst <= TOLERANCE:
        sys.exit(f"{arch} is off by {worst:.2g}, more than {TOLERANCE:g}: nothing was written")
    return files, differences


def card(arch, levels, default, verified_with):
    """The card; levels as they stand in it."""
    family = arch.split("-")[0]
    hyper, context = has_hyperprior(arch), has_context(arch)
    groups = [{"id": "y", "channels": 192 if family != "cheng2020" else 128, "scale": 16}]
    if hyper:
        groups.append({"id": "z", "channels": 128, "scale": 64})
    names = {
        "image": ([1, 3, "H", "W"], "RGB, sides multiples of 64" if hyper else "RGB, sides multiples of 16"),
        "y": ([1, "M", "h", "w"], "latents" if hyper else "latents less their medians"),
        "z": ([1, "N", "h4", "w4"], "hyper-latents less their medians"),
        "params": ([1, "M2", "h", "w"], "what the hyperprior tells the context"),
        "scales": ([1, "M", "h", "w"], "standard deviations"),
        "means": ([1, "M", "h", "w"], "means"),
    }

    def port(name):
        shape, meaning = names[name]
        return {"name": name, "shape": shape, "meaning": meaning, **({"range": [0, 1]} if name == "image" else {})}

    def graph(reads, gives, runtime=None):
        ports = {"inputs": [port(each) for each in reads], "outputs": [port(each) for each in gives], "files": []}
        return {"runtime": runtime, **ports} if runtime else ports

    tells = {"bmshj2018-hyperprior": ["scales"], "mbt2018-mean": ["scales", "means"]}.get(arch, ["params"])
    graphs = {"analysis": graph(["image"], ["y", "z"] if hyper else ["y"])}
    passes = [{"group": "y", "base": 0}]
    if hyper:
        graphs["hyper"] = graph(["z"], tells, "exact")
        scaled = {"group": "y", **{name: name for name in ("scales", "means") if name in tells}}
        passes = [{"group": "z", "base": SCALES["count"]}, {"graph": "hyper", **scaled}]
    if context:
        graphs["context"] = graph(["y", "params"], ["scales", "means"], "exact")
        passes[1:] = [
            {"graph": "hyper"},
            {"graph": "context", "group": "y", "scales": "scales", "means": "means", "scan": "wavefront"},
        ]
    graphs["synthesis"] = graph(["y"], ["image"])
    multiple = 64 if hyper else 16
    mse = [each["quality"] for each in levels if each.get("tuned", "mse") == "mse"]
    return {
        "id": arch,
        "title": TITLES[arch],
        "kind": "codec",
        "source": f"{PAPERS[family]}; class and weights of CompressAI 1.2.8",
        "sourceUrls": ["https://github.com/InterDigitalInc/CompressAI"],
        "licence": "BSD-3-Clause-Clear",
        "opset": OPSET,
        "graphs": graphs,
        "codec": {
            "input": {"multiple": multiple, "minSide": multiple},
            "rate": {"levels": levels},
            "quality": {"default": default, "sweep": mse},
            "units": "steps",
            "groups": groups,
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": passes,
            "distributions": "by level",
            **({"scales": SCALES} if hyper else {}),
            "entropy": "rans",
            "tiles": None,
            "bytesPerPixel": BYTES_PER_PIXEL[arch],
        },
        "verified": "architecture",
        "requirements": "requirements-compressai.txt",
        "weights": [{"name": "official", "what": "weights of the levels asked for, from CompressAI's zoo", "megabytes": 110}],
        "published": "results/image/kodak of CompressAI; not compared with them here, since the weights were not at hand",
        "checks": [],
        "notes": [verified_with],
    }


def published(arch, tuned):
    """What CompressAI publishes of each level on Kodak: bits per pixel and PSNR."""
    kind = arch if tuned == "mse" else f"{arch}-ms-ssim"
    (file,) = (HERE.parent / "results/baseline/reference/kodak").glob(f"{kind}-compressai-*.json")
    points = sorted(json.loads(file.read_text())["points"], key=lambda point: point["bpp"])
    return [{"bpp": round(point["bpp"], 5), "psnr": round(point["metrics"]["psnr"], 4)} for point in points]


def project_card(arch):
    levels = []
    for tuned in ("mse", "ms-ssim"):
        known = published(arch, tuned)
        if len(known) != len(model_urls[arch][tuned]):
            sys.exit(f"{arch} has {len(model_urls[arch][tuned])} levels ({tuned}), and {len(known)} published points")
        for (quality, url), kodak in zip(model_urls[arch][tuned].items(), known, strict=True):
            name = url.rpartition("/")[2]
            numbers = cfgs[arch][quality]
            level = {"quality": quality, "tuned": tuned, "channels": {"y": numbers[-1]}}
            if has_hyperprior(arch):
                level["channels"]["z"] = numbers[0]
            digits = name.removesuffix(".pth.tar").rpartition("-")[2]
            levels.append({**level, "weights": {"file": name, "sha256": digits}, "kodak": kodak})
    note = (
        "Compared with CompressAI 1.2.8 in PyTorch stage by stage, with random weights "
        f"(test/fixtures/models/{arch}); the official weights were not at hand."
    )
    return card(arch, levels, 3, note)


def picture(width, height):
    """A picture of 8 bits, and as CompressAI gets it: padded by repeating the edge."""
    a, _ = synthetic_pair(width, height, 7)
    image = torch.from_numpy(a)
    pad = (0, -width % 64, 0, -height % 64)
    return image, nn.functional.pad(image, pad, mode="replicate")


@torch.no_grad()
def torch_outputs(arch, net):
    """What PyTorch gives stage by stage for a picture, and CompressAI's own streams of it."""
    width, height = 50, 41
    _, image = picture(width, height)
    coded = net.compress(image)
    strings = coded["strings"]
    decoded = net.decompress(strings, coded["shape"])["x_hat"]
    y = net.g_a(image)
    tensors = {"y": y, "image": decoded}
    bottleneck = net.entropy_bottleneck
    if has_hyperprior(arch):
        z = net.h_a(torch.abs(y) if arch == "bmshj2018-hyperprior" else y)
        tensors["z"] = z
        tensors["zSymbols"] = bottleneck.quantize(z, "symbols", bottleneck._get_medians().reshape(1, -1, 1, 1))
        tensors["params"] = net.h_s(bottleneck.decompress(strings[1], coded["shape"]))
    else:
        tensors["ySymbols"] = bottleneck.quantize(y, "symbols", bottleneck._get_medians().reshape(1, -1, 1, 1))
    if has_hyperprior(arch):
        # The latents as decompress hands them to g_s.
        seen = []
        hook = net.g_s.register_forward_hook(lambda _, given, __: seen.append(given[0].clone()))
        net.decompress(strings, coded["shape"])
        hook.remove()
        tensors["yHat"] = seen[0]
    return {
        "width": width,
        "height": height,
        "seed": 7,
        "streamBytes": sum(len(each[0]) for each in strings),
        "tensors": {name: packed(each) for name, each in tensors.items()},
    }


TINY = {"cheng2020-anchor": (8,)}


def tiny(arch, seed, out):
    net = random_model(arch, TINY.get(arch, (8, 12)), seed)
    files, _ = level_files(arch, net, "")
    write_model(arch, net, files, out, 1, f"A small model of random weights, seed {seed}, for tests.")
    write_whole(out / "torch.json", (json.dumps(torch_outputs(arch, net)) + "\n").encode())


def write_model(arch, net, files, out, quality, note):
    """A folder with a card of its own, of one level."""
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.values():
        write_whole(out / name, data)
    wide = {name: count for name, count in widths(net).items() if name == "y" or has_hyperprior(arch)}
    level = {"quality": quality, "channels": wide, "files": listed(files)}
    whole = card(arch, [level], quality, note)
    whole["codec"]["quality"]["sweep"] = [quality] * 4
    write_json(out / "card.json", whole)
    print(f"wrote {out}, {sum(len(data) for _, data in files.values())} bytes")


def write_levels(arch, id, args):
    """Levels beside the project's card, with their note."""
    args.out.mkdir(parents=True, exist_ok=True)
    note_file = args.out / "levels.json"
    note = json.loads(note_file.read_text()) if note_file.exists() else {"id": id, "random": False, "levels": {}}
    for quality in args.quality:
        if args.checkpoint:
            net, origin = from_checkpoint(arch, args.checkpoint), f"checkpoint {args.checkpoint.name}"
        else:
            net, origin = official(arch, quality, args.tuned)
        net = net.eval()
        net.update(force=True)
        name = f"{args.tuned}-{quality}"
        files, differences = level_files(arch, net, f"-{name}")
        for file, data in files.values():
            write_whole(args.out / file, data)
        wide = {group: count for group, count in widths(net).items() if group == "y" or has_hyperprior(arch)}
        note["levels"][name] = {
            "weights": origin, "channels": wide, "files": listed(files), "largestDifference": differences,
        }
        write_whole(note_file, (json.dumps(note, indent=2) + "\n").encode())
        print(f"wrote level {name} to {args.out}, weights: {origin}")


def main(arch, id=None):
    """id: of the model, where it is not the class's own."""
    id = id or arch
    args = export_arguments(
        id, "CompressAI's, which are downloaded", levels=cfgs[arch], tuned=("mse", "ms-ssim"), one_level=True)
    torch.set_num_threads(1)
    if args.card:
        write_json(HERE / arch / "card.json", project_card(arch))
    elif args.tiny:
        tiny(arch, args.seed, args.out)
    elif args.random:
        (quality,) = args.quality
        net = random_model(arch, cfgs[arch][quality], args.seed)
        files, _ = level_files(arch, net, "")
        write_model(arch, net, files, args.out, quality, f"Random weights, seed {args.seed}: no real model.")
    else:
        write_levels(arch, id, args)
