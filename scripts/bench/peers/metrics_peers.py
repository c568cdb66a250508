"""Milliseconds that other implementations of the metrics take on a pair of PNG files, one thread.

    python -m venv venv
    venv/bin/pip install torch==2.5.1 torchvision==0.20.1 numpy==1.26.4 scikit-image==0.26.0 \\
        piq==0.8.0 pytorch-msssim==1.0.0 lpips==0.1.4
    venv/bin/python scripts/bench/peers/metrics_peers.py original.png decoded.png [runs]

Prints JSON: the tools' versions, and per tool its value with the median, least and greatest
milliseconds of all runs after a warm-up. The files' decoding and the making of tensors are outside
of what is timed. LPIPS runs with random weights: they change its value, which is left out, but not
its time.
"""

import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import statistics
import time
import warnings
from importlib.metadata import version

import lpips
import numpy
import piq
import pytorch_msssim
import torch
from skimage.io import imread
from skimage.metrics import structural_similarity

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def tensor(image, scale):
    return torch.from_numpy(image.astype(numpy.float32).transpose(2, 0, 1)[None]) * scale


def timed(part, runs):
    value = part()
    passed = []
    for _ in range(runs):
        start = time.perf_counter()
        part()
        passed.append(1000 * (time.perf_counter() - start))
    times = {"median": statistics.median(passed), "least": min(passed), "greatest": max(passed)}
    return {**{key: round(ms, 3) for key, ms in times.items()}, "value": float(value)}


def main(original, decoded, runs=5):
    a, b = imread(original), imread(decoded)
    if a.shape != b.shape or a.ndim != 3 or a.shape[2] != 3 or a.dtype != numpy.uint8:
        raise SystemExit("expected two 8-bit RGB pictures of one size")
    unit = [tensor(image, 1 / 255) for image in (a, b)]
    bytes_ = [tensor(image, 1) for image in (a, b)]
    signed = [2 * image - 1 for image in unit]
    network = lpips.LPIPS(net="alex", pretrained=False, pnet_rand=True, verbose=False).eval()
    skimage_options = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}

    parts = {
        "scikit-image ssim": lambda: structural_similarity(a, b, channel_axis=-1, **skimage_options),
        "pytorch-msssim ssim": lambda: pytorch_msssim.ssim(*bytes_, data_range=255),
        "pytorch-msssim ms-ssim": lambda: pytorch_msssim.ms_ssim(*bytes_, data_range=255),
        "piq ssim": lambda: piq.ssim(*unit),
        "piq ms-ssim": lambda: piq.multi_scale_ssim(*unit),
        "lpips alex": lambda: network(*signed),
    }
    with torch.inference_mode():
        result = {name: timed(part, int(runs)) for name, part in parts.items()}
    del result["lpips alex"]["value"]
    packages = ["torch", "numpy", "scikit-image", "piq", "pytorch-msssim", "lpips"]
    print(
        json.dumps(
            {
                "tools": {name: version(name) for name in packages},
                "width": a.shape[1],
                "height": a.shape[0],
                "runs": int(runs),
                "ms": result,
            },
            indent=2,
        )
    )


if len(sys.argv) not in (3, 4):
    raise SystemExit("expected original.png decoded.png [runs]")
main(*sys.argv[1:])
