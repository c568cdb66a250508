"""Milliseconds and bytes that other entropy coders take for given symbols and distributions, one thread.

    python -m venv venv
    venv/bin/pip install torch==2.5.1 numpy==1.26.4 ninja==1.13.2
    venv/bin/pip install --no-deps compressai==1.2.8 range-coder==1.1 torchac==0.9.3 constriction==0.5.0
    PATH=venv/bin:$PATH venv/bin/python scripts/bench/peers/entropy_peers.py case.json [runs]

torchac compiles itself when it is first used, for which a C++ compiler must be there. case.json names
the files of the symbols (int16) and indexes (uint16), and has offsets and CDFs of 16 bits whose last
slot no symbol has. Prints JSON: versions, what is missing, and per coder the bytes and the least
milliseconds of processor time of all runs.

What a coder takes is made before the clock starts: lists for CompressAI and range-coder, arrays and
models for constriction, a tensor with a CDF for every symbol for torchac. Where there is more than one
distribution, constriction and range-coder get the symbols of each in one call: they take no indexes.
"""

import glob
import importlib.util
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy


def compressai_ans():
    # The module alone: the package's own start wants data sets' packages too.
    folder = importlib.util.find_spec("compressai").submodule_search_locations[0]
    spec = importlib.util.spec_from_file_location("compressai.ans", glob.glob(f"{folder}/ans*.so")[0])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compressai(case):
    ans = compressai_ans()
    symbols, indexes = case["symbols"].tolist(), case["indexes"].tolist()
    cdfs, sizes, offsets = case["cdfs"], [len(cdf) for cdf in case["cdfs"]], case["offsets"]

    def encode():
        return ans.RansEncoder().encode_with_indexes(symbols, indexes, cdfs, sizes, offsets)

    def decode(stream):
        return ans.RansDecoder().decode_with_indexes(stream, indexes, cdfs, sizes, offsets)

    return encode, decode, len, lambda back: back == symbols


def slots_by_distribution(case):
    return [
        case["symbols"][case["indexes"] == i].astype(numpy.int32) - offset
        for i, offset in enumerate(case["offsets"])
    ]


def same(groups):
    return lambda back: all(numpy.array_equal(a, b) for a, b in zip(back, groups))


def constriction(case, is_queue):
    import constriction

    stream = constriction.stream
    shares = [numpy.diff(numpy.array(cdf)) / cdf[-1] for cdf in case["cdfs"]]
    models = [stream.model.Categorical(share, perfect=False) for share in shares]
    groups = slots_by_distribution(case)
    # The stack gives back first what came last.
    parts = list(zip(groups, models))[:: 1 if is_queue else -1]
    open_encoder = stream.queue.RangeEncoder if is_queue else stream.stack.AnsCoder
    open_decoder = stream.queue.RangeDecoder if is_queue else stream.stack.AnsCoder

    def encode():
        encoder = open_encoder()
        put = encoder.encode if is_queue else encoder.encode_reverse
        for group, model in parts:
            put(group, model)
        return encoder.get_compressed()

    def decode(words):
        decoder = open_decoder(words)
        return [decoder.decode(model, len(group)) for group, model in zip(groups, models)]

    return encode, decode, lambda words: 4 * len(words), same(groups)


def range_coder(case):
    import tempfile

    from range_coder import RangeDecoder, RangeEncoder

    groups = [group.tolist() for group in slots_by_distribution(case)]
    path = str(Path(tempfile.mkdtemp()) / "stream")

    def encode():
        encoder = RangeEncoder(path)
        for group, cdf in zip(groups, case["cdfs"]):
            encoder.encode(group, cdf)
        encoder.close()
        return path

    def decode(stream):
        decoder = RangeDecoder(stream)
        back = [decoder.decode(len(group), cdf) for group, cdf in zip(groups, case["cdfs"])]
        decoder.close()
        return back

    return encode, decode, lambda stream: Path(stream).stat().st_size, lambda back: back == groups


def torchac(case):
    import contextlib

    import torch

    with contextlib.redirect_stdout(sys.stderr):
        import torchac as coder

    torch.set_num_threads(1)
    longest = max(len(cdf) for cdf in case["cdfs"])
    rows = numpy.full((len(case["cdfs"]), longest), 65535, numpy.uint16)
    for row, cdf in zip(rows, case["cdfs"]):
        row[: len(cdf) - 1] = cdf[:-1]
    cdfs = torch.from_numpy(rows.view(numpy.int16)[case["indexes"]])
    slots = case["symbols"] - numpy.array(case["offsets"], numpy.int16)[case["indexes"]]
    slots = torch.from_numpy(slots)

    def encode():
        return coder.encode_int16_normalized_cdf(cdfs, slots)

    def decode(stream):
        return coder.decode_int16_normalized_cdf(cdfs, stream)

    return encode, decode, len, lambda back: bool((back == slots).all())


def timed(work, runs):
    least = float("inf")
    for _ in range(runs):
        start = time.process_time()
        result = work()
        least = min(least, 1000 * (time.process_time() - start))
    return result, round(least, 3)


def main(file, runs=5):
    case = json.loads(Path(file).read_text())
    for name, kind in [("symbols", numpy.int16), ("indexes", numpy.uint16)]:
        case[name] = numpy.fromfile(case[name], kind)
    coders = {
        "CompressAI rANS": ("compressai", compressai),
        "constriction ANS": ("constriction", lambda case: constriction(case, is_queue=False)),
        "constriction range": ("constriction", lambda case: constriction(case, is_queue=True)),
        "range-coder": ("range-coder", range_coder),
        "torchac": ("torchac", torchac),
    }
    found, missing, versions = {}, {}, {}
    for name, (package, prepare) in coders.items():
        try:
            encode, decode, size, right = prepare(case)
            stream, encode_ms = timed(encode, runs)
            back, decode_ms = timed(lambda: decode(stream), runs)
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}".splitlines()[0]
            continue
        if not right(back):
            missing[name] = "gives back other symbols"
            continue
        versions[package] = version(package)
        found[name] = {"bytes": size(stream), "encodeMs": encode_ms, "decodeMs": decode_ms}
    print(json.dumps({"versions": versions, "missing": missing, "coders": found}))


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:3]))
