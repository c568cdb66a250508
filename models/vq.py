"""Makes the graphs of image tokenizers out of diffusers' own classes and weights, compares them with
PyTorch, and writes them only where they agree.

Called by models/<id>/export.py:

    export.py [--weights official]        the official weights, which it downloads
    export.py --checkpoint PATH           weights of the same class: a file, or a folder of save_pretrained
    export.py --weights random:1          random weights of the full size, with a card, to measure
    export.py --tiny --seed 1             a small model of random weights, with a card, and what diffusers
                                          gives for a picture
    export.py --card                      the card of the project

    analysis     image -> indices      the nearest entry of the codebook at each place
    synthesis    indices -> image
"""

import json
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import onnx
import onnxruntime
import torch
from diffusers import VQModel
from diffusers.pipelines.deprecated.wuerstchen.modeling_paella_vq_model import PaellaVQModel
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator
from torch import nn

from exporting import (
    OPSET, compare, export_arguments, export_graph, graph, listed, picture_of, port, smooth, stretch, write_json,
    write_torch,
)
from write_whole import write_whole

HERE = Path(__file__).parent
# Of the largest value, a thirtieth of a step of 8 bits: these networks are deep and have softmax inside.
TOLERANCE = 1e-4
SIZES = ((64, 64), (128, 320), (320, 192))
TRACED = (192, 256)
PICTURE = (64, 48, 7)

plain, attentive = ("DownEncoderBlock2D", "UpDecoderBlock2D"), ("AttnDownEncoderBlock2D", "AttnUpDecoderBlock2D")


def blocks(channels, attention):
    """Levels of an encoder and its decoder; attention: whether the coarsest has it."""
    last = attentive if attention else plain
    rest = len(channels) - 1
    return {
        "block_out_channels": channels,
        "down_block_types": (plain[0],) * rest + (last[0],),
        "up_block_types": (last[1],) + (plain[1],) * rest,
    }


def vq(channels, attention, latent, entries, **more):
    return {
        **blocks(channels, attention), "in_channels": 3, "out_channels": 3, "layers_per_block": 2,
        "norm_num_groups": 32, "latent_channels": latent, "vq_embed_dim": latent, "num_vq_embeddings": entries, **more,
    }


MODELS = {
    "ldm-sr": {
        "title": "Autoencoder of LDM-SR, VQ f4",
        "class": VQModel,
        "config": vq((128, 256, 512), False, 3, 8192),
        "tiny": vq((8, 8, 8), False, 3, 256, layers_per_block=1),
        "scale": 4, "attention": [4], "range": [-1, 1], "bytes": 10400, "pairs": 20.6, "megabytes": 222,
        "repo": ("CompVis/ldm-super-resolution-4x-openimages", "vqvae"),
        "source": "Rombach, Blattmann, Lorenz, Esser, Ommer: High-resolution image synthesis with latent diffusion models, CVPR 2022",
        "licence": "Apache-2.0",
    },
    "vq-ithq": {
        "title": "VQGAN of VQ-Diffusion (ITHQ), f8",
        "class": VQModel,
        "config": vq((64, 128, 256, 512), True, 256, 4096, vq_embed_dim=128),
        "tiny": vq((8, 8, 8, 8), True, 12, 256, layers_per_block=1, vq_embed_dim=6),
        "scale": 8, "attention": [8], "range": [-1, 1], "bytes": 2800, "pairs": 20.6, "megabytes": 260,
        "repo": ("microsoft/vq-diffusion-ithq", "vqvae"),
        "source": "Tang, Gu, Bao, Chen, Wen: Improved vector quantized diffusion models, 2022; Gu et al., CVPR 2022",
        "licence": "MIT",
    },
    "movq21": {
        "title": "MoVQ of Kandinsky 2.1, f8",
        "class": VQModel,
        "config": vq((128, 256, 256, 512), True, 4, 16384, norm_type="spatial"),
        "tiny": vq((8, 8, 8, 8), True, 4, 256, layers_per_block=1, norm_type="spatial"),
        "scale": 8, "attention": [8], "range": [-1, 1], "bytes": 10000, "pairs": 20.6, "megabytes": 271,
        "repo": ("kandinsky-community/kandinsky-2-1", "movq"),
        "source": "Zheng, Vuong, Cai, Phung: MoVQ: modulating quantized vectors for high-fidelity image generation, NeurIPS 2022; weights of Kandinsky 2.1",
        "licence": "Apache-2.0",
    },
    "cascade": {
        "title": "Stage A of Stable Cascade, Paella's VQ f4",
        "class": PaellaVQModel,
        "config": {},
        "tiny": {"embed_dim": 16, "bottleneck_blocks": 2, "num_vq_embeddings": 256},
        "scale": 4, "attention": [], "range": [0, 1], "bytes": 12000, "pairs": 0, "megabytes": 74,
        "repo": ("stabilityai/stable-cascade", "vqgan"),
        "source": "Rampas, Pernias, Aubreville: A novel sampling scheme for text- and image-conditional image synthesis in quantized latent spaces (Paella), 2022; Stage A of Würstchen (ICLR 2024) and Stable Cascade",
        "licence": "Stability AI's non-commercial research licence for Stable Cascade",
    },
}


def is_paella(net):
    return isinstance(net, PaellaVQModel)


def codebook_of(net):
    return (net.vquantizer if is_paella(net) else net.quantize).embedding.weight


class Analysis(nn.Module):
    """The nearest entry: of |z - e|^2 what does not depend on e is left out."""

    def __init__(self, net):
        super().__init__()
        self.latents = Latents(net)
        codebook = codebook_of(net).detach()
        self.register_buffer("entries", (-2 * codebook.t()).contiguous())
        self.register_buffer("squares", (codebook**2).sum(1))

    def forward(self, image):
        z = self.latents(image)
        distances = torch.matmul(z.permute(0, 2, 3, 1), self.entries) + self.squares
        return torch.argmin(distances, 3).to(torch.float32).unsqueeze(1)


class Latents(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.steps = nn.ModuleList([net.in_block, net.down_blocks] if is_paella(net) else [net.encoder, net.quant_conv])

    def forward(self, image):
        for step in self.steps:
            image = step(image)
        return image


class Synthesis(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.spatial = not is_paella(net) and net.config.norm_type == "spatial"

    def forward(self, indices):
        entries = nn.functional.embedding(indices[:, 0].to(torch.int64), codebook_of(self.net)).permute(0, 3, 1, 2)
        if is_paella(self.net):
            return self.net.out_block(self.net.up_blocks(entries))
        return self.net.decoder(self.net.post_quant_conv(entries), entries if self.spatial else None)


def scale_of(net):
    if is_paella(net):
        return net.config.up_down_scale_factor ** net.config.levels
    return 2 ** (len(net.config.block_out_channels) - 1)


def indices_of(net, image):
    """What diffusers' own quantiser chooses, 1 x 1 x height x width, and the latents."""
    z = net.encode(image).latents
    quantiser = net.vquantizer if is_paella(net) else net.quantize
    return quantiser(z)[2][2].reshape(1, 1, *z.shape[2:]), z


@torch.no_grad()
def compare_indices(data, net, value_range):
    """Indices that differ from diffusers' own, each of which has to be a tie."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    for height, width in SIZES:
        black, white = value_range
        image = smooth((height, width), height) * (white - black) + black
        theirs, z = indices_of(net, image)
        (ours,) = session.run(["indices"], {"image": image.numpy()})
        ours = torch.from_numpy(ours).to(torch.int64)
        codebook = codebook_of(net)
        far = lambda chosen: ((z.permute(0, 2, 3, 1) - codebook[chosen[:, 0]]) ** 2).sum(3).sqrt()
        excess = (far(ours) - far(theirs)) / far(theirs).clamp(min=1e-9)
        for _, y, x in (ours != theirs)[:, 0].nonzero().tolist():
            print(f"{height}x{width}, place {x}, {y}: {ours[0, 0, y, x]} in place of {theirs[0, 0, y, x]}, {excess[0, y, x]:.2g} farther")
        if not excess.max() <= TOLERANCE:
            sys.exit(f"the nearest entries are off by {excess.max():.2g}: nothing was written")
        print(f"{height}x{width}: {int((ours != theirs).sum())} of {ours.numel()} indices differ, each as near as diffusers'; {len(ours.unique())} entries in use")


def slim(data):
    """The same graph with short names, whose constants are worked out: PyTorch leaves the padding to sums."""
    model = onnx.load_from_string(data)
    own = model.graph
    constants = {each.name: numpy_helper.to_array(each) for each in own.initializer}
    nodes = []
    for node in own.node:
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.input and all(not name or name in constants for name in node.input):
            given = {name: constants[name] for name in node.input if name}
            constants.update(zip(node.output, ReferenceEvaluator(node).run(None, given), strict=True))
        else:
            nodes.append(node)
    del own.node[:], own.initializer[:]
    own.node.extend(nodes)
    kept = {}
    for node in own.node:
        for at, name in enumerate(node.input):
            if name not in constants:
                continue
            value = np.array(constants[name], order="C")
            first = kept.setdefault((value.dtype.str, value.shape, value.tobytes()), name)
            if first == name:
                constants[name] = value
            node.input[at] = first
    own.initializer.extend(numpy_helper.from_array(constants[name], name) for name in kept.values())
    short = {each.name: each.name for each in [*own.input, *own.output]}
    rename = lambda name: short.setdefault(name, f"t{len(short)}") if name else name
    for each in own.initializer:
        each.name = rename(each.name)
    for node in own.node:
        node.name = ""
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
    del own.value_info[:]
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def files_of(net, value_range):
    """The files of a model by graph, and how near they come to PyTorch."""
    scale, entries = scale_of(net), codebook_of(net).shape[0]
    analysis = slim(export_graph(Analysis(net).eval(), [("image", 3, 1)], ["indices"], TRACED))
    compare_indices(analysis, net, value_range)
    inputs = [("indices", 1, scale)]
    module = Synthesis(net).eval()
    with mock.patch("torch.randn", lambda *shape: torch.randint(0, entries, shape).to(torch.float32)):
        synthesis = slim(export_graph(module, inputs, ["image"], TRACED))
    chosen = lambda name, shape, numbers: torch.randint(0, entries, shape, generator=numbers).to(torch.float32)
    twin = lambda indices: decoded_by(net, indices)
    worst = compare(synthesis, twin, inputs, ["image"], SIZES, chosen)
    print(f"synthesis: largest relative difference from PyTorch {worst:.2g}")
    if not worst <= TOLERANCE:
        sys.exit(f"the synthesis is off by {worst:.2g}, more than {TOLERANCE:g}: nothing was written")
    return {"analysis": ("analysis.onnx", analysis), "synthesis": ("synthesis.onnx", synthesis)}, {"synthesis": worst}


def decoded_by(net, indices):
    """What diffusers' decode gives for indices."""
    entries = codebook_of(net)[indices[:, 0].to(torch.int64)].permute(0, 3, 1, 2).contiguous()
    return net.decode(entries, force_not_quantize=True).sample


@torch.no_grad()
def random_model(model, config, seed):
    """A model of random weights whose latents spread over the codebook."""
    torch.manual_seed(seed)
    plain_norm = nn.GroupNorm

    def few_groups(num_groups, num_channels, **more):
        return plain_norm(min(num_groups, max(1, num_channels // 4)), num_channels, **more)

    # Small models have fewer channels than the groups that some layers take.
    with mock.patch("torch.nn.GroupNorm", few_groups):
        net = model["class"](**{**config, **({"norm_num_groups": min(32, config["block_out_channels"][0] // 4)} if "block_out_channels" in config else {})}).eval()
    for name, each in net.named_parameters():
        if name.endswith("gammas"):
            each.normal_(std=0.5)
    black, white = model["range"]
    image = smooth((64, 96), seed) * (white - black) + black
    image = (image + 0.2 * torch.randn(image.shape)).clamp(black, white)
    z = net.encode(image).latents
    codebook = codebook_of(net)
    codebook.copy_(z.mean((0, 2, 3)) + z.std((0, 2, 3)) * torch.randn(codebook.shape))
    last = net.out_block[0] if is_paella(net) else net.decoder.conv_out
    indices = indices_of(net, image)[0]
    stretch(last, decoded_by(net, indices), 0.2 * (white - black), (black + white) / 2)
    return net


def card(name, config, files, note):
    model = MODELS[name]
    scale = model["scale"]
    entries = config.get("num_vq_embeddings", 8192)
    image = port("image", [1, 3, "H", "W"], f"RGB, sides multiples of {scale}", model["range"])
    indices = port("indices", [1, 1, "h", "w"], f"entries of the codebook, 0 to {entries - 1}")
    file = lambda graph_name: files and files[graph_name]
    repo, folder = model["repo"]
    return {
        "id": name,
        "title": model["title"],
        "kind": "codec",
        "source": f"{model['source']}; weights of {repo}, {folder}, at its branch main; class of diffusers 0.42.1",
        "sourceUrls": [f"https://huggingface.co/{repo}"],
        "licence": model["licence"],
        "opset": OPSET,
        "graphs": {
            "analysis": graph([image], [indices], file("analysis")),
            "synthesis": graph([indices], [image], file("synthesis")),
        },
        "codec": {
            "input": {"multiple": 16, "minSide": 16},
            "rate": {"resize": {"multiple": 16}},
            "quality": {"default": 50, "sweep": [5, 10, 20, 35, 50, 75, 100]},
            "units": "steps",
            "groups": [{"id": "indices", "channels": 1, "scale": scale, "limit": entries - 1}],
            "analysis": "analysis",
            "synthesis": "synthesis",
            "passes": [{"group": "indices", "base": 0}],
            "distributions": "codebook",
            "entropy": "rans",
            "tiles": None,
            "bytesPerPixel": model["bytes"],
            **({"attention": {"scale": scale, "bytesPerPair": model["pairs"]}} if model["attention"] else {}),
        },
        "verified": "architecture",
        "requirements": "requirements-diffusers.txt",
        "weights": [{"name": "official", "what": f"{folder} of {repo}, from its branch main", "megabytes": model["megabytes"]}],
        "published": "None of this codec: its authors show pictures, and rFID of other sizes",
        "checks": [],
        "notes": [note],
    }


def project_card(name):
    note = (
        "Compared with diffusers 0.42.1 in PyTorch, stage by stage, with small random weights "
        f"(test/fixtures/models/{name}); the official weights were not at hand, nor what is published of their SHA-256."
    )
    return card(name, MODELS[name]["config"], None, note)


def write_model(name, net, config, out, note, picture=None):
    """A folder with a card of its own."""
    out.mkdir(parents=True, exist_ok=True)
    files, _ = files_of(net, MODELS[name]["range"])
    for file, data in files.values():
        write_whole(out / file, data)
    write_json(out / "card.json", card(name, config, files, note))
    if picture:
        black, white = MODELS[name]["range"]
        image = picture_of(*picture, 16) * (white - black) + black
        with torch.no_grad():
            indices, z = indices_of(net, image)
            tensors = {"z": z, "indices": indices.to(torch.int32), "image": decoded_by(net, indices)}
        write_torch(out / "torch.json", picture, tensors=tensors)
    print(f"wrote {out}, {sum(len(data) for _, data in files.values())} bytes")


def loaded(name, args):
    """The model of the weights that are asked for, and where they are from."""
    model = MODELS[name]
    repo, folder = model["repo"]
    if args.checkpoint is None:
        return model["class"].from_pretrained(repo, subfolder=folder).eval(), f"{repo}, {folder}"
    origin = f"checkpoint {args.checkpoint.name}"
    if args.checkpoint.is_dir():
        return model["class"].from_pretrained(args.checkpoint).eval(), origin
    if args.checkpoint.suffix == ".safetensors":
        from safetensors.torch import load_file

        state = load_file(args.checkpoint)
    else:
        state = torch.load(args.checkpoint, map_location="cpu", weights_only=True)
        state = state.get("state_dict", state)
    net = model["class"](**model["config"])
    try:
        net.load_state_dict(state)
    except RuntimeError as error:
        sys.exit(f"{args.checkpoint} is expected to be of {name}: {str(error).splitlines()[1].strip()}")
    return net.eval(), origin


def write_export(name, args):
    """Graphs beside the project's card, with their note."""
    net, origin = loaded(name, args)
    if not codebook_of(net).abs().max() > 0:
        sys.exit(f"the codebook of {origin} is all zeros: nothing was written")
    args.out.mkdir(parents=True, exist_ok=True)
    files, differences = files_of(net, MODELS[name]["range"])
    for file, data in files.values():
        write_whole(args.out / file, data)
    note = {"weights": origin, "channels": {}, "files": listed(files), "largestDifference": differences}
    write_json(args.out / "levels.json", {"id": name, "random": False, "levels": {"all": note}})
    print(f"wrote {args.out}, weights: {origin}")


def main(name):
    args = export_arguments(name, "those of the Hub, which are downloaded", checkpoint="weights of the same class, in place of them")
    torch.set_num_threads(1)
    model = MODELS[name]
    if args.card:
        write_json(HERE / name / "card.json", project_card(name))
    elif args.tiny:
        net = random_model(model, model["tiny"], args.seed)
        note = f"A small model of random weights, seed {args.seed}, for tests."
        write_model(name, net, model["tiny"], args.out, note, PICTURE)
    elif args.random:
        net = random_model(model, model["config"], args.seed)
        write_model(name, net, model["config"], args.out, f"Random weights, seed {args.seed}: no real model.")
    else:
        write_export(name, args)
