"""Distributions in integers, as the bytes that src/entropy/distributions/table-file.ts reads."""

import zlib

PRECISION = 16


class Bits:
    def __init__(self):
        self.text = []

    def write(self, value, count):
        if count:
            self.text.append(format(int(value), f"0{count}b"))

    def golomb(self, value):
        length = (int(value) + 1).bit_length() - 1
        self.write(0, length)
        self.write(int(value) + 1, length + 1)

    def finish(self):
        text = "".join(self.text)
        text += "0" * (-len(text) % 8)
        data = bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
        return data + zlib.crc32(data).to_bytes(4, "big")


def table_bytes(rows):
    """rows: (offset, counts), the last count that of the escape."""
    bits = Bits()
    bits.write(1, 8)
    bits.write(PRECISION, 5)
    bits.write(len(rows) - 1, 16)
    for offset, counts in rows:
        bits.golomb(len(counts))
        bits.write(1, 1)
        bits.write(offset + 32768, 17)
        before = 0
        for share in counts[:-1]:
            length = int(share).bit_length() - 1
            step = length - before
            bits.golomb(-2 * step - 1 if step < 0 else 2 * step)
            bits.write(int(share) - (1 << length), length)
            before = length
    return bits.finish()
