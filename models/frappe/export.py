"""Makes the graphs of FRAPPE out of its published weights, compares them with PyTorch, and writes them
only where they agree.

    export.py [--quality 1,8,21]        the official weights, which it downloads
    export.py --checkpoint FILE         a training run's safetensors, with config.json beside it
    export.py --weights random:1        random weights of the training script's default size, with a card
    export.py --tiny --seed 1           a small model of random weights, with a card, and what PyTorch
                                        gives for a picture
    export.py --card                    the card of the project

A level has the first n channels, and an encoder and a decoder of its own. Channels of one patch size
are a group, s32 to s2; a level without channels of a size has no tensor of it.
"""

import copy
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[1]))
from exporting import (  # noqa: E402
    OPSET, checked, compare, export_arguments, export_graph, graph, listed, picture_of, port, rounding, smooth,
    stretch, write_json, write_torch,
)
from write_whole import write_whole  # noqa: E402

ID = "frappe"
HUB = "danjacobellis/FRAPPE"
SIZES = ((64, 64), (128, 320), (320, 192))
PATCHES = [32] * 3 + [16] * 6 + [8] * 3 + [4] * 6 + [2] * 3
DEFAULTS = {
    "input_channels": 3, "ps": PATCHES, "decoder_ps": 8, "decoder_dim": 768, "decoder_kernel_size": 3,
    "decoder_arch": "CCCCCC", "decoder_mlp_ratio": 4, "decoder_layerscale": False,
    "decoder_layerscale_init": 1e-6, "encoder_arch": "SC8", "linear_input": False,
}
TINY = {
    **DEFAULTS, "ps": [32, 8, 8, 4, 2], "decoder_ps": 4, "decoder_dim": 8, "decoder_arch": "CC", "decoder_layerscale": True,
    "decoder_layerscale_init": 0.5, "linear_input": True,
}
MOST = 127


def groups_of(patches):
    """Patch size -> channels, from the coarsest on."""
    return {size: patches.count(size) for size in sorted(set(patches), reverse=True)}


def name_of(size):
    return f"s{size}"


class Softsign(nn.Module):
    """127 x / (sigma + |x|), a sigma for each channel."""

    def __init__(self, channels):
        super().__init__()
        self._σ = nn.Parameter(torch.full((channels,), MOST - 1.0))

    def forward(self, x):
        return MOST * x / (self._σ.abs().view(1, -1, 1, 1) + 1e-6 + x.abs())


class Gain(nn.Module):
    def __init__(self, channels, value=1.0):
        super().__init__()
        self.γ = nn.Parameter(torch.full((channels,), float(value)))

    def forward(self, x):
        return x * self.γ.view(1, -1, 1, 1)


class Laplace(nn.Module):
    """254 cdf - 127 of a Laplace distribution, a sigma for each channel."""

    def __init__(self, channels):
        super().__init__()
        self.compand = nn.Module()
        self.compand.sigma = nn.Parameter(42.0 * torch.ones(channels))

    def forward(self, x):
        sigma = self.compand.sigma.view(1, -1, 1, 1).clamp(min=1e-6)
        return MOST * torch.sign(x) * (1 - torch.exp(-x.abs() / sigma))


def quantiser(kind, channels):
    if kind == "LF8":
        return Laplace(channels)
    return nn.Sequential(Softsign(channels), nn.Identity(), Gain(channels))


class Norm(nn.Module):
    """Over the channels of each place."""

    def __init__(self, channels):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        shape = (self.weight.numel(),)
        return F.layer_norm(x.permute(0, 2, 3, 1), shape, self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


class ConvBlock(nn.Module):
    def __init__(self, width, kernel, ratio, scale):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(width, width, kernel, padding=kernel // 2, groups=width), Norm(width),
            nn.Conv2d(width, width * ratio, 1), nn.GELU(approximate="tanh"), nn.Conv2d(width * ratio, width, 1),
        )
        self.scale = scale

    def forward(self, x):
        branch = self.main(x)
        return x + (branch if self.scale is None else self.scale(branch))


class Attention(nn.Module):
    def __init__(self, width, heads, each=32):
        super().__init__()
        self.heads, self.each = heads, each
        self.qkv = nn.Conv2d(width, 3 * heads * each, 1, bias=False)
        self.proj = nn.Conv2d(heads * each, width, 1)

    def forward(self, x):
        height, width = x.shape[2], x.shape[3]
        q, k, v = self.qkv(x).reshape(3, self.heads, self.each, height * width).unbind(0)
        weights = torch.softmax(torch.matmul(q.transpose(1, 2), k) * self.each**-0.5, 2)
        out = torch.matmul(v, weights.transpose(1, 2))
        return self.proj(out.reshape(1, self.heads * self.each, height, width))


class TransformerBlock(nn.Module):
    """With two more channels inside: the place of each, counted from the middle."""

    def __init__(self, width, ratio, heads=8):
        super().__init__()
        inner = width + 2
        self.width = width
        self.norm1, self.norm2 = Norm(inner), Norm(inner)
        self.attn = Attention(inner, heads)
        self.mlp = nn.Sequential(
            nn.Conv2d(inner, inner * ratio, 1),
            nn.Conv2d(inner * ratio, inner * ratio, 3, padding=1, groups=inner * ratio),
            nn.GELU(approximate="tanh"), nn.Conv2d(inner * ratio, inner, 1),
        )

    def forward(self, x):
        ones = torch.ones_like(x[:, :1])
        y = torch.cumsum(ones, 2) - (ones.sum(2, keepdim=True) + 1) / 2
        place = torch.cumsum(ones, 3) - (ones.sum(3, keepdim=True) + 1) / 2
        x = torch.cat((x, y, place), 1)
        x = x + self.attn(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return x[:, : self.width]


def patchified(z, side):
    """Blocks of so many places each way as channels: c, row, column."""
    if side == 1:
        return z
    channels, height, width = z.shape[1], z.shape[2], z.shape[3]
    blocks = z.reshape(channels, height // side, side, width // side, side).permute(0, 2, 4, 1, 3)
    return blocks.reshape(1, channels * side * side, height // side, width // side)


class Reflecting(nn.Conv2d):
    """A convolution that sees the picture mirrored beyond its edges; in slices, whose shapes are plain."""

    def forward(self, x):
        reach = self.kernel_size[0] // 2
        for axis in (2, 3):
            before = [x.narrow(axis, place, 1) for place in range(reach, 0, -1)]
            after = [x[:, :, -1 - place : -place] if axis == 2 else x[:, :, :, -1 - place : -place]
                     for place in range(1, reach + 1)]
            x = torch.cat((*before, x, *after), axis)
        return super().forward(x)


class Net(nn.Module):
    """FRAPPE of the first channels, with the names of its own parameters."""

    def __init__(self, config, count):
        super().__init__()
        self.config = config
        self.sizes = groups_of(config.ps[:count])
        assert config.ps == sorted(config.ps, reverse=True)
        self.encoders = nn.ModuleList([
            nn.Sequential(nn.Conv2d(3, channels, size, stride=size), quantiser(config.encoder_arch, channels))
            for size, channels in self.sizes.items()
        ])
        wide, kernel, ratio = config.decoder_dim, config.decoder_kernel_size, int(config.decoder_mlp_ratio)
        inside = sum(channels * max(1, config.decoder_ps // size) ** 2 for size, channels in self.sizes.items())
        scale = lambda: Gain(wide, config.decoder_layerscale_init) if config.decoder_layerscale else None
        blocks = [
            ConvBlock(wide, kernel, ratio, scale()) if kind == "C" else TransformerBlock(wide, ratio)
            for kind in config.decoder_arch.upper()
        ]
        pixels = 3 * config.decoder_ps**2
        self.decoder = nn.Sequential(
            Reflecting(inside, wide, kernel), *blocks,
            nn.Conv2d(wide, pixels, 1),
            nn.ConvTranspose2d(pixels, 3, config.decoder_ps, stride=config.decoder_ps), nn.Hardtanh(),
        )

    def encode(self, image):
        if self.config.linear_input:
            light = image / 2 + 0.5
            light = torch.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
            image = light * 2.0 - 1.0
        return [encoder(image) for encoder in self.encoders]

    def decode(self, latents):
        at = []
        for z, size in zip(latents, self.sizes):
            if size > self.config.decoder_ps:
                at.append(F.interpolate(z, scale_factor=size // self.config.decoder_ps, mode="nearest"))
            else:
                at.append(patchified(z, self.config.decoder_ps // size))
        return self.decoder(torch.cat(at, 1))


class Analysis(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return tuple(self.net.encode(image))


class Synthesis(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, *latents):
        return self.net.decode(latents)


def upstream(net, count):
    """The published class with these weights, where a package has it; else None."""
    try:
        from compressors.frappe.model import MergedAutoencoder
        from compressors.frappe.quantize import srgb_to_linear
    except ImportError:
        return None
    theirs = MergedAutoencoder(net.config, count)
    theirs.load_state_dict(net.state_dict())
    theirs.eval()
    linear = srgb_to_linear if net.config.linear_input else lambda image: image
    return SimpleNamespace(encode=lambda image: theirs.encode(linear(image)), decode=theirs.decode)


@torch.no_grad()
def random_model(config, count, seed):
    torch.manual_seed(seed + count)
    net = Net(config, count).eval()
    image = 2 * smooth((256, 256), seed) - 1
    for encoder, z in zip(net.encoders, net.encode(image)):
        encoder[0].weight.mul_(40.0)
        if config.encoder_arch == "SC8":
            encoder[1][0]._σ.copy_(60 + 40 * torch.rand(z.shape[1]))
            encoder[1][2].γ.copy_(0.8 + 0.4 * torch.rand(z.shape[1]))
    latents = [torch.round(z) for z in net.encode(image)]
    stretch(net.decoder[-2], net.decode(latents), 0.4)
    return net


def graphs_of(net, count, suffix=""):
    """The bytes of both graphs of a level, and how near they came."""
    twin = upstream(net, count) or net
    latents = [(name_of(size), channels, size) for size, channels in net.sizes.items()]
    ports = {
        "analysis": ([("image", 3, 1)], [name for name, _, _ in latents]),
        "synthesis": (latents, ["image"]),
    }
    modules = {
        "analysis": (Analysis(net), twin.encode),
        "synthesis": (Synthesis(net), lambda *given: twin.decode(given)),
    }

    def given(name, shape, numbers):
        if name == "image":
            return 2 * torch.rand(shape, generator=numbers) - 1
        return (30 * torch.randn(shape, generator=numbers)).round().clamp(-MOST, MOST)

    found, differences = {}, {}
    for name, (module, theirs) in modules.items():
        data = export_graph(module, *ports[name], (192, 256))
        reads, _ = ports[name]
        exact = copy.deepcopy(module).double()
        own = lambda: rounding(module, exact, reads, SIZES, given)
        differences[name] = checked(f"{name}{suffix}", compare(data, theirs, *ports[name], SIZES, given), own)
        found[name] = (f"{name}{suffix}.onnx", data)
    print("compared with " + ("the restated class" if twin is net else "the published class"))
    return found, differences


def card(patches, levels, default, note):
    image = port("image", [1, 3, "H", "W"], "RGB, sides multiples of 32", [-1, 1])
    latents = [
        port(name_of(size), [1, f"C{size}", f"h{size}", f"w{size}"], f"channels of patches of {size}x{size}")
        for size in groups_of(patches)
    ]
    return {
        "id": ID,
        "title": "FRAPPE (Jacobellis and Yadwadkar 2026)",
        "kind": "codec",
        "source": "FRAPPE: full input, residual output autoencoding with projection pursuit encoder (UT-SysML/FRAPPE@529ef8df); weights of danjacobellis/FRAPPE. The layers are restated here",
        "sourceUrls": ["https://github.com/UT-SysML/FRAPPE", f"https://huggingface.co/{HUB}"],
        "licence": "not stated by its authors",
        "opset": OPSET,
        "graphs": {"analysis": graph([image], latents), "synthesis": graph(latents, [image])},
        "codec": {
            "input": {"multiple": 32, "minSide": 32},
            "rate": {"levels": levels},
            "quality": {"default": default, "sweep": sorted({each["quality"] for each in levels})},
            "units": "steps",
            "groups": [
                {"id": name_of(size), "channels": channels, "scale": size, "limit": MOST}
                for size, channels in groups_of(patches).items()
            ],
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": [
                {"group": name_of(size), "base": sum(each for other, each in groups_of(patches).items() if other > size)}
                for size in groups_of(patches)
            ],
            "distributions": "measured",
            "entropy": "jpegls",
            "tiles": None,
            "bytesPerPixel": 1960,
        },
        "verified": "architecture",
        "requirements": "requirements-frappe.txt",
        "weights": [{"name": "official", "what": f"all levels of {HUB}"}],
        "published": "Kodak by UT-SysML/FRAPPE (results/frappe, 529ef8df), JPEG-LS of the latents: 0.0042 bit a pixel and 18.54 dB with 1 channel, 0.0134 and 21.90 with 4, 0.0410 and 24.05 with 8. Not compared, since the weights were not at hand",
        "checks": [],
        "notes": [note],
    }


def level_of(patches, count, files=None):
    """A level in a card: channels of every group, 0 where it has none of it."""
    own = groups_of(patches[:count])
    channels = {name_of(size): own.get(size, 0) for size in groups_of(patches)}
    return {"quality": count, "channels": channels, **({"files": listed(files)} if files else {})}


def restored(config, weights, count):
    start = f"merged.{count}."
    state = {name.removeprefix(start): each for name, each in weights.items() if name.startswith(start)}
    net = Net(config, count)
    try:
        net.load_state_dict(state)
    except RuntimeError as error:
        sys.exit(f"the weights are expected to be of {ID} with {count} channels: {str(error).splitlines()[0]}")
    return net.eval()


def read(file, config_file):
    from safetensors.torch import load_file

    told = json.loads(Path(config_file).read_text())
    config = SimpleNamespace(**{**DEFAULTS, **{name: told[name] for name in DEFAULTS if name in told}})
    return config, load_file(file)


def official():
    from huggingface_hub import hf_hub_download

    files = [hf_hub_download(HUB, f"FRAPPE/{name}") for name in ("FRAPPE_pytorch_model.safetensors", "config.json")]
    return read(*files)


@torch.no_grad()
def tiny(seed, out):
    config = SimpleNamespace(**TINY)
    out.mkdir(parents=True, exist_ok=True)
    levels, tensors = [], {}
    # Blocks of attention, which need too much memory for the pictures of the tests.
    graphs_of(random_model(SimpleNamespace(**{**TINY, "decoder_arch": "CT"}), 5, seed), 5, " with attention")
    picture = (50, 41, 7)
    image = 2 * picture_of(*picture, 32) - 1
    for count in (1, 3, 5):
        net = random_model(config, count, seed)
        files, _ = graphs_of(net, count, f"-{count}")
        for name, data in files.values():
            write_whole(out / name, data)
        levels.append(level_of(config.ps, count, files))
        twin = upstream(net, count) or net
        latents = twin.encode(image)
        whole = [z.round().clamp(-MOST, MOST) for z in latents]
        for size, z, symbols in zip(net.sizes, latents, whole):
            tensors[f"{count}.{name_of(size)}"] = z
            tensors[f"{count}.{name_of(size)}.symbols"] = symbols.to(torch.int8)
        tensors[f"{count}.image"] = twin.decode(whole).clamp(-1, 1)
    whole = card(config.ps, levels, 5, f"A small model of random weights, seed {seed}, for tests.")
    whole["codec"]["quality"]["sweep"] = [1, 3, 5, 5]
    write_json(out / "card.json", whole)
    write_torch(out / "torch.json", picture, tensors=tensors)


def write_random(seed, counts, out):
    config = SimpleNamespace(**DEFAULTS)
    out.mkdir(parents=True, exist_ok=True)
    levels = []
    for count in counts:
        files, _ = graphs_of(random_model(config, count, seed), count, f"-{count}")
        for name, data in files.values():
            write_whole(out / name, data)
        levels.append(level_of(PATCHES, count, files))
    whole = card(PATCHES, levels, counts[-1], f"Random weights, seed {seed}: no real model.")
    whole["codec"]["quality"]["sweep"] = (counts * 4)[:4]
    write_json(out / "card.json", whole)


def write_levels(config, weights, origin, counts, out):
    """Levels beside the project's card, with their note."""
    out.mkdir(parents=True, exist_ok=True)
    note_file = out / "levels.json"
    note = json.loads(note_file.read_text()) if note_file.exists() else {"id": ID, "random": False, "levels": {}}
    for count in counts:
        net = restored(config, weights, count)
        files, differences = graphs_of(net, count, f"-mse-{count}")
        for file, data in files.values():
            write_whole(out / file, data)
        note["levels"][f"mse-{count}"] = {
            "weights": origin, "channels": level_of(config.ps, count)["channels"],
            "files": listed(files), "largestDifference": differences,
        }
        write_json(note_file, note)
        print(f"wrote level {count} to {out}, weights: {origin}")


def main():
    here = Path(__file__).parent
    last = len(PATCHES)
    args = export_arguments(
        ID, "from the Hub, which are downloaded", levels=range(1, last + 1),
        checkpoint="safetensors of a training run with config.json beside it, in place of them")
    torch.set_num_threads(1)
    if args.card:
        note = ("Compared with the published class in PyTorch stage by stage, with random weights "
                f"(test/fixtures/models/{ID}); the official weights were not at hand.")
        levels = [level_of(PATCHES, count) for count in range(1, last + 1)]
        write_json(here / "card.json", card(PATCHES, levels, 10, note))
    elif args.tiny:
        tiny(args.seed, args.out)
    elif args.random:
        write_random(args.seed, args.quality, args.out)
    elif args.checkpoint:
        config, weights = read(args.checkpoint, args.checkpoint.with_name("config.json"))
        write_levels(config, weights, f"checkpoint {args.checkpoint.name}", args.quality, args.out)
    else:
        write_levels(*official(), f"{HUB}", args.quality, args.out)


main()
