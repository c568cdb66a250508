"""Distributions to integers."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from table_file import PRECISION  # noqa: E402


def integer_shares(probabilities):
    """Shares of symbols -n..n and of all others, each at least 1, in sum 1 << PRECISION.

    probabilities: of 0, 1, 2 …, those but the first for one sign. Symbols whose share would be below
    1 are left to the escape.
    """
    whole = 1 << PRECISION
    reach = int(np.sum(probabilities[1:] * whole >= 1))
    one_sided = probabilities[1 : reach + 1]
    shares = np.concatenate([one_sided[::-1], probabilities[:1], one_sided])
    shares = np.concatenate([shares, [max(0.0, 1 - shares.sum())]]) * whole
    counts = np.maximum(1, np.floor(shares)).astype(np.int64)
    # What is left over or missing goes where a count costs the least code length.
    while counts.sum() != whole:
        if counts.sum() < whole:
            counts[np.argmax(shares * np.log2((counts + 1) / counts))] += 1
        else:
            loss = np.where(counts > 1, shares * np.log2(counts / np.maximum(1, counts - 1)), np.inf)
            counts[np.argmin(loss)] -= 1
    return -reach, counts
