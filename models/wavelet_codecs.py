"""Makes the graphs of WaLLoC and LiVeAction out of their own classes and weights, compares them with
PyTorch, and writes them only where they agree.

Called by models/<id>/export.py:

    export.py                                   the official weights, which it downloads
    export.py --checkpoint FILE                 a training run of the same class
    export.py --weights random:1                random weights of the full size, with a card
    export.py --tiny --seed 1                   a small model of random weights, with a card, what PyTorch
                                                gives for a picture, and upstream's own sheets of it
    export.py --card                            the card of the project

    analysis     image -> y           latents before they are rounded, within -127..127
    synthesis    y -> image
"""

import base64
import hashlib
import io
import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

warnings.filterwarnings("ignore")

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

from exporting import (  # noqa: E402
    OPSET, checked, compare, export_arguments, export_graph, graph, listed, picture_of, port, smooth, stretch,
    write_json, write_torch,
)
from wavelets import analysis, synthesis  # noqa: E402
from write_whole import write_whole  # noqa: E402

HERE = Path(__file__).parent
SIZES = ((96, 96), (128, 320), (320, 192))
TRACED = (192, 256)
PICTURE = (90, 100, 7)


class WallocAnalysis(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.wavelet, self.conv = analysis(net.J, net.channels), net.encoder[0]
        self.scale, self.most = net.encoder[1].scale, net.encoder[1].latent_max

    def forward(self, image):
        # 2 cdf - 1 of a normal distribution.
        return self.most * torch.erf(self.conv(self.wavelet(image)) / (self.scale * 2**0.5))


class WallocSynthesis(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.wavelet, self.decoder = synthesis(net.J, net.channels), net.decoder[1]
        # The inverse of the cdf, which ONNX has not, for every latent there is.
        self.register_buffer("values", net.decoder[0](torch.arange(-128, 128).float()))

    def forward(self, y):
        bands = self.decoder(F.embedding((y + 128).to(torch.int64), self.values.unsqueeze(1)).squeeze(-1))
        return torch.clamp(self.wavelet(bands), -0.5, 0.5)


class LiveAnalysis(nn.Module):
    def __init__(self, net):
        super().__init__()
        from livecodec.codec import compand

        self.wavelet, self.blocks, self.down, self.compand = analysis(net.J), net.encoder_blocks, net.conv_down, compand
        self.register_buffer("sigma", net.quantize.compand.sigma.detach().view(1, -1, 1, 1).clamp(min=1e-6))

    def forward(self, image):
        y = self.down(self.blocks(12.8 * self.compand(self.wavelet(image), power=0.4)))
        # 254 cdf - 127 of a Laplace distribution, without expm1.
        return 127 * torch.sign(y) * (1 - torch.exp(-torch.abs(y) / self.sigma))


class LiveSynthesis(nn.Module):
    def __init__(self, net):
        super().__init__()
        from livecodec.codec import decompand

        self.wavelet, self.up, self.blocks, self.decompand = synthesis(net.J), net.conv_up, net.decoder_blocks, decompand

    def forward(self, y):
        return self.wavelet(self.decompand(self.blocks(self.up(y)) / 12.8, power=0.4))


def linear_attention(self, x):
    """LiteMLAND without sizes of the traced picture in it."""
    height, width = x.shape[2], x.shape[3]
    q, k, v = self.qkv(x).flatten(2).reshape(1, -1, 3, height * width).unbind(2)
    q, k = self.kernel_func(q), self.kernel_func(k)
    v = torch.cat((v, torch.ones_like(v[:, :1])), 1)
    out = torch.matmul(torch.matmul(v, k.transpose(1, 2)), q)
    out = out[:, :-1] / (out[:, -1:] + self.eps)
    return self.proj(out.reshape(1, -1, height, width))


class Walloc:
    latent, scale, most, attention = 12, 8, 0.5, 8
    tiny_latent, tiny_scale = 12, 8
    full = {"channels": 3, "J": 3, "Ne": None, "Nd": 1024, "latent_dim": 12, "latent_bits": 8, "lightweight_encode": True}
    tiny = {**full, "Nd": 8}
    card = {
        "id": "walloc",
        "title": "WaLLoC, RGB 16x (Jacobellis and Yadwadkar 2025)",
        "source": "Jacobellis, Yadwadkar: Learned compression for compressed learning, DCC 2025; class of the package walloc 1.2.1, weights RGB_16x of danjacobellis/walloc",
        "sourceUrls": ["https://github.com/danjacobellis/walloc", "https://huggingface.co/danjacobellis/walloc"],
        "megabytes": 403,
        "published": "Kodak by UT-SysML/FRAPPE (results/walloc, e43c8282), lossless WebP of the latents: 0.0097 bit a pixel and 20.43 dB with 1 % of the pixels, 0.0203 and 21.93 with 2 %. Not compared, since the weights were not at hand",
        "sweep": [1, 2, 4, 8, 16, 25, 36, 56, 80, 100], "entropy": "webp", "bytes": 490, "minSide": 48,
    }

    @staticmethod
    def build(config):
        from diffusers.models.autoencoders import autoencoder_kl
        from walloc.walloc import Codec2D

        # Groups of 32 channels are too many for a small one.
        if config["Nd"] >= 32:
            return Codec2D(**config).eval()
        real = autoencoder_kl.Decoder
        fewer = lambda *args, **more: real(*args, **{**more, "norm_num_groups": 4})
        with mock.patch.object(autoencoder_kl, "Decoder", fewer):
            return Codec2D(**config).eval()

    @staticmethod
    def modules(net):
        return WallocAnalysis(net), WallocSynthesis(net)

    @staticmethod
    def latents(net, image):
        return net.encoder[:2](net.wavelet_analysis(image, J=net.J))

    @staticmethod
    def picture(net, y):
        return net.clamp(net.wavelet_synthesis(net.decoder(y), J=net.J))

    @staticmethod
    def even(net, image):
        """Makes latents about as large as trained ones'."""
        stretch(net.encoder[0], net.encoder[0](net.wavelet_analysis(image, J=net.J)), 20.0)
        y = torch.round(Walloc.latents(net, image))
        head = net.decoder[1].conv_out
        stretch(head, net.decoder(y), 0.15)

    @staticmethod
    def official():
        from huggingface_hub import hf_hub_download

        config = json.loads(Path(hf_hub_download("danjacobellis/walloc", "RGB_16x.json")).read_text())
        return hf_hub_download("danjacobellis/walloc", "RGB_16x.pth"), {**Walloc.full, **{key: config[key] for key in Walloc.full}}

    @staticmethod
    def state(checkpoint):
        return checkpoint.get("model_state_dict", checkpoint), Walloc.full


class Live:
    latent, scale, most, attention = 48, 16, 1.0, None
    tiny_latent, tiny_scale = 12, 4
    full = {"dim": 2, "input_channels": 3, "J": 4, "latent_dim": 48, "encoder_depth": 4, "encoder_kernel_size": 1, "decoder_depth": 8}
    tiny = {**full, "J": 2, "latent_dim": 12, "encoder_depth": 1, "decoder_depth": 1}
    card = {
        "id": "liveaction",
        "title": "LiVeAction, f16c48 (Jacobellis and Yadwadkar 2026)",
        "source": "Jacobellis, Yadwadkar: LiVeAction: a lightweight, versatile, and asymmetric neural codec design for real-time operation, DCC 2026 (arXiv 2605.06628); class of the package livecodec 0.0.1, weights lsdir_f16c48 of danjacobellis/liveaction",
        "sourceUrls": ["https://github.com/UT-SysML/liveaction", "https://huggingface.co/danjacobellis/liveaction"],
        "megabytes": 307,
        "published": "Kodak by UT-SysML/FRAPPE (results/liveaction, e43c8282), JPEG-LS of the latents: 0.0341 bit a pixel and 22.98 dB with 4 % of the pixels, 0.0734 and 24.36 with 9 %. Not compared, since the weights were not at hand",
        "sweep": [4, 9, 16, 25, 36, 49, 64, 81, 100], "entropy": "jpegls", "bytes": 660, "minSide": 80,
    }

    @staticmethod
    def build(config):
        from livecodec.codec import AutoCodecND

        return AutoCodecND(**config).eval()

    @staticmethod
    def modules(net):
        return LiveAnalysis(net), LiveSynthesis(net)

    @staticmethod
    def latents(net, image):
        return net.quantize.compand(net.encode(image))

    @staticmethod
    def picture(net, y):
        return net.decode(y)

    @staticmethod
    def even(net, image):
        z = net.encode(image)
        net.conv_down.conv2.weight.mul_(30.0 / z.std())
        net.quantize.compand.sigma.mul_(torch.linspace(0.5, 1.5, net.latent_dim))
        # What the decoder gives is raised to the power of 2.5.
        y = torch.round(Live.latents(net, image))
        net.conv_up.conv2.weight.mul_(8.0 / net.conv_up(y).std())

    @staticmethod
    def official():
        from huggingface_hub import hf_hub_download

        return hf_hub_download("danjacobellis/liveaction", "lsdir_f16c48.pth"), None

    @staticmethod
    def state(checkpoint):
        config = checkpoint.get("config")
        if config is None:
            return checkpoint.get("state_dict", checkpoint), Live.full
        names = ("input_channels", "latent_dim", "encoder_depth", "encoder_kernel_size", "decoder_depth")
        told = {name: getattr(config, name) for name in names}
        return checkpoint["state_dict"], {"dim": 2, "J": int(config.F).bit_length() - 1, **told}


KINDS = {"walloc": Walloc, "liveaction": Live}


def restored(kind, file, config=None):
    # LiVeAction's checkpoint has its configuration in a SimpleNamespace; nothing else is let in.
    with torch.serialization.safe_globals([SimpleNamespace]):
        checkpoint = torch.load(file, map_location="cpu", weights_only=True)
    state, told = kind.state(checkpoint)
    net = kind.build(config or told)
    try:
        net.load_state_dict({name.removeprefix("module."): each for name, each in state.items()})
    except RuntimeError as error:
        sys.exit(f"{file} is expected to be of {kind.card['id']}: {str(error).splitlines()[0]}")
    return net.eval()


@torch.no_grad()
def random_model(kind, config, seed):
    torch.manual_seed(seed)
    net = kind.build(config)
    kind.even(net, (2 * smooth((128, 192), seed) - 1) * kind.most)
    return net


@torch.no_grad()
def graphs_of(kind, net, scale):
    """The bytes of both graphs; compared with what the class itself gives."""
    first, second = kind.modules(net)
    ports = {"analysis": ([("image", 3, 1)], ["y"]), "synthesis": ([("y", net.latent_dim, scale)], ["image"])}
    twins = {"analysis": (first, lambda image: kind.latents(net, image)), "synthesis": (second, lambda y: kind.picture(net, y))}

    def given(name, shape, numbers):
        if name == "image":
            return (2 * torch.rand(shape, generator=numbers) - 1) * kind.most
        return (30 * torch.randn(shape, generator=numbers)).round().clamp(-127, 127)

    found = {}
    for name, (module, twin) in twins.items():
        if kind is Live:
            from livecodec.evit import LiteMLAND

            with mock.patch.object(LiteMLAND, "forward", linear_attention):
                data = export_graph(module, *ports[name], TRACED)
        else:
            data = export_graph(module, *ports[name], TRACED)
        checked(name, compare(data, twin, *ports[name], SIZES, given))
        found[name] = (f"{name}.onnx", data)
    return found


def card(kind, files, note, latent, scale):
    about = kind.card
    image = port("image", [1, 3, "H", "W"], "RGB, sides multiples of 16", [-kind.most, kind.most])
    latents = port("y", [1, latent, "h", "w"], "latents within -127..127")
    return {
        "id": about["id"],
        "title": about["title"],
        "kind": "codec",
        "source": about["source"],
        "sourceUrls": about["sourceUrls"],
        "licence": "not stated by its authors",
        "opset": OPSET,
        "graphs": {
            "analysis": graph([image], [latents], files.get("analysis")),
            "synthesis": graph([latents], [image], files.get("synthesis")),
        },
        "codec": {
            "input": {"multiple": 16, "minSide": about["minSide"]},
            "rate": {"resize": {"multiple": 16}},
            "quality": {"default": 36, "sweep": about["sweep"]},
            "units": "steps",
            "groups": [{"id": "y", "channels": latent, "scale": scale, "limit": 127}],
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": [{"group": "y", "base": 0}],
            "distributions": "measured",
            "entropy": about["entropy"],
            "arrangement": "strided",
            "tiles": None,
            "bytesPerPixel": about["bytes"],
            **({"attention": {"scale": kind.attention, "bytesPerPair": 8.2, "beside": about["bytes"]}} if kind.attention else {}),
        },
        "verified": "architecture",
        "requirements": "requirements-wavelets.txt",
        "weights": [{"name": "official", "what": f"the weights from {about['sourceUrls'][1]}", "megabytes": about["megabytes"]}],
        "published": about["published"],
        "checks": [],
        "notes": [note],
    }


def sheets(kind, y):
    """Upstream's own sheet of latents, as files of lossless WebP and JPEG-LS."""
    import pillow_jpls  # noqa: F401

    if kind is Live:
        from livecodec.codec import latent_to_pil
    else:
        from walloc.walloc import latent_to_pil

    (sheet,) = latent_to_pil(y, 8, 3)
    files = {}
    for name, format, more in (("webp", "WEBP", {"lossless": True}), ("jpegls", "JPEG-LS", {})):
        stream = io.BytesIO()
        sheet.save(stream, format, **more)
        files[name] = base64.b64encode(stream.getvalue()).decode()
    return files


@torch.no_grad()
def tiny(kind, seed, out):
    net = random_model(kind, kind.tiny, seed)
    files = graphs_of(kind, net, kind.tiny_scale)
    write_model(kind, files, out, f"A small model of random weights, seed {seed}, for tests.", kind.tiny_latent, kind.tiny_scale)
    # At 100 % of the pixels sides go to multiples of 16: this picture has them already.
    picture = (96, 112, 7)
    image = (2 * picture_of(*picture, 16) - 1) * kind.most
    y = kind.latents(net, image)
    whole = torch.round(y)
    write_torch(out / "torch.json", picture, tensors={
        "y": y, "symbols": whole.to(torch.int8), "image": kind.picture(net, whole),
    }, sheets=None)
    note = json.loads((out / "torch.json").read_text())
    note["sheets"] = sheets(kind, whole)
    write_whole(out / "torch.json", (json.dumps(note) + "\n").encode())


def write_model(kind, files, out, note, latent, scale):
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.values():
        write_whole(out / name, data)
    write_json(out / "card.json", card(kind, files, note, latent, scale))
    print(f"wrote {out}, {sum(len(data) for _, data in files.values())} bytes")


def write_export(kind, net, origin, out):
    files = graphs_of(kind, net, kind.scale)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.values():
        write_whole(out / name, data)
    write_json(out / "levels.json", {"id": kind.card["id"], "random": False, "levels": {
        "all": {"weights": origin, "channels": {"y": net.latent_dim}, "files": listed(files)},
    }})
    print(f"wrote {out}, weights: {origin}")


def main(id):
    kind = KINDS[id]
    args = export_arguments(id, "from the Hub, which are downloaded")
    torch.set_num_threads(1)
    if args.card:
        note = (f"Compared with the class of its own package in PyTorch stage by stage, with random weights "
                f"(test/fixtures/models/{id}); the official weights were not at hand.")
        write_json(HERE / id / "card.json", card(kind, {}, note, kind.latent, kind.scale))
    elif args.tiny:
        tiny(kind, args.seed, args.out)
    elif args.random:
        files = graphs_of(kind, random_model(kind, kind.full, args.seed), kind.scale)
        write_model(kind, files, args.out, f"Random weights, seed {args.seed}: no real model.", kind.latent, kind.scale)
    elif args.checkpoint:
        write_export(kind, restored(kind, args.checkpoint), f"checkpoint {args.checkpoint.name}", args.out)
    else:
        file, config = kind.official()
        digits = hashlib.sha256(Path(file).read_bytes()).hexdigest()
        write_export(kind, restored(kind, file, config), f"{Path(file).name}, SHA-256 {digits}", args.out)
