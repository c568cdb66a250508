"""The colour and wavelet transform of sprig, in operations that ONNX has.

Colour: the orthonormal opponent transform of [-127.5, 127.5]. Wavelet: the biorthogonal 9/7 pair of
Cohen, Daubechies and Feauveau by lifting (Daubechies and Sweldens 1998), scaled to be nearly
orthonormal, so that one quantisation step serves all bands. Edges are mirrored.
"""

import torch

ALPHA, BETA, GAMMA, DELTA = -1.586134342059924, -0.052980118572961, 0.882911075530934, 0.443506852043971
SCALE = 1.149604398860241

_s2, _s3, _s6 = 2**-0.5, 3**-0.5, 6**-0.5
OPPONENT = torch.tensor([[_s3, _s3, _s3], [_s2, 0, -_s2], [_s6, -2 * _s6, _s6]])


def to_opponent(image):
    """N x 3 x H x W in 0..255 to luma and two chroma planes, each around zero."""
    return torch.einsum("oc,nchw->nohw", OPPONENT.to(image), image - 127.5)


def from_opponent(planes):
    return torch.einsum("oc,nohw->nchw", OPPONENT.to(planes), planes) + 127.5


def _next(x, dim):
    """x[i + 1], the last one repeated."""
    n = x.shape[dim]
    return torch.cat([x.narrow(dim, 1, n - 1), x.narrow(dim, n - 1, 1)], dim)


def _previous(x, dim):
    n = x.shape[dim]
    return torch.cat([x.narrow(dim, 0, 1), x.narrow(dim, 0, n - 1)], dim)


def lift(even, odd, dim):
    """Even and odd samples along a dimension to low and high band."""
    odd = odd + ALPHA * (even + _next(even, dim))
    even = even + BETA * (odd + _previous(odd, dim))
    odd = odd + GAMMA * (even + _next(even, dim))
    even = even + DELTA * (odd + _previous(odd, dim))
    return even * SCALE, odd / SCALE


def unlift(low, high, dim):
    even, odd = low / SCALE, high * SCALE
    even = even - DELTA * (odd + _previous(odd, dim))
    odd = odd - GAMMA * (even + _next(even, dim))
    even = even - BETA * (odd + _previous(odd, dim))
    odd = odd - ALPHA * (even + _next(even, dim))
    return even, odd


def analyse(x):
    """N x C x H x W, sides even, to the low band and (HL, LH, HH) stacked: N x 3C x H/2 x W/2."""
    low, high = lift(x[..., 0::2], x[..., 1::2], -1)
    ll, lh = lift(low[..., 0::2, :], low[..., 1::2, :], -2)
    hl, hh = lift(high[..., 0::2, :], high[..., 1::2, :], -2)
    return ll, torch.cat([hl, lh, hh], 1)


def _interleave(even, odd, dim):
    if dim == -1:
        n, c, h, w = even.shape
        return torch.stack([even, odd], -1).reshape(n, c, h, 2 * w)
    n, c, h, w = even.shape
    return torch.stack([even, odd], -2).reshape(n, c, 2 * h, w)


def synthesise(ll, details):
    hl, lh, hh = details.chunk(3, 1)
    low = _interleave(*unlift(ll, lh, -2), -2)
    high = _interleave(*unlift(hl, hh, -2), -2)
    return _interleave(*unlift(low, high, -1), -1)


def pyramid(image, levels):
    """The coarsest low band, and per level from the coarsest on its luma (3) and chroma (6) bands."""
    x = to_opponent(image)
    bands = []
    for _ in range(levels):
        x, details = analyse(x)
        bands.append(split(details))
    return x, bands[::-1]


def split(details):
    """(HL, LH, HH) of 3 planes into the bands of luma, N x 3, and those of chroma, N x 6."""
    luma = details[:, 0::3]
    chroma = torch.cat([details[:, 1::3], details[:, 2::3]], 1)
    return luma, chroma


def join(luma, chroma):
    planes = torch.stack([luma, chroma[:, :3], chroma[:, 3:]], 2)
    n, _, _, h, w = planes.shape
    return planes.reshape(n, 9, h, w)
