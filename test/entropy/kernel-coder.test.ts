import { expect, test } from 'vitest';
import { joinBytes } from '#src/base/bytes.js';
import { WorkError } from '#src/base/errors.js';
import { type KernelCoder, openKernelCoder } from '#src/entropy/kernel-coder.js';
import { blockSymbols, type CoderExports, type TableImage } from '#src/entropy/workspace.js';

// What all coders with a kernel have in common, shown by one that stores each symbol as it stands in
// the kernel's memory, 2 bytes each, and refuses symbols below 0.
const made = { images: 0 };
const imageAt = (base: number): TableImage => {
  made.images++;
  return { bytes: new Uint8Array(64), base, precision: 8 };
};
const storing: KernelCoder<CoderExports, TableImage> = {
  kernel: new URL('../../dist/entropy/kernels/rans.wasm', import.meta.url),
  encoderImage: (_table, base) => imageAt(base),
  decoderImage: (_table, base) => imageAt(base),
  encode({ symbols, copy }, _image, blocks) {
    const pieces: Uint8Array[] = [];
    for (let block = 0; block < blocks.count; block++) {
      const piece = copy(symbols, symbols + 2 * blocks.load(block));
      if (piece.some((byte, i) => i % 2 === 1 && byte > 127)) return null;
      pieces.push(piece);
    }
    return joinBytes(pieces);
  },
  begin: (_workspace, _image, _stream, bytes) => bytes % 2 === 0,
  decode: (workspace, _image, count) => {
    workspace.loadSymbols(new Int16Array(count).fill(5));
    return count <= 3 ? count : 3;
  },
  isAtEnd: () => false,
};
const session = await openKernelCoder(storing);
const table = {
  precision: 8,
  distributions: [
    { offset: 0, cdf: Uint32Array.from({ length: 257 }, (_, i) => i), escape: false },
  ],
};

test('symbols reach the kernel in blocks, whatever the pieces', () => {
  const count = 2 * blockSymbols + 7;
  const symbols = Int16Array.from({ length: count }, (_, i) => i % 251);
  const encoder = session.encoder(table);
  for (let from = 0; from < count; from += 9999) {
    const piece = symbols.slice(from, from + 9999);
    encoder.push(piece, new Uint16Array(piece.length));
    piece.fill(0);
  }
  const bytes = encoder.finish();
  expect(Buffer.compare(bytes, new Uint8Array(symbols.buffer))).toBe(0);
});

test('a table is laid out once for encoders and once for decoders', () => {
  session.encoder(table).finish();
  session.decoder(table, new Uint8Array());
  const before = made.images;
  session.encoder(table).finish();
  session.decoder(table, new Uint8Array());
  expect(made.images).toBe(before);
  session.encoder({ ...table }).finish();
  expect(made.images).toBe(before + 1);
});

test('the symbol that made the kernel stop is named, with its distribution', () => {
  const second = { offset: -3, cdf: Uint32Array.of(0, 200, 256), escape: true };
  const encoder = session.encoder({ ...table, distributions: [second, ...table.distributions] });
  encoder.push(Int16Array.of(4, -3, -2), Uint16Array.of(1, 0, 1));
  expect(() => encoder.finish()).toThrow(
    new WorkError('symbol -2 has no share in distribution 1, which has no escape'),
  );
  expect(() => encoder.finish()).toThrow(/this encoder is used up; begin another one/);
});

test('a stream that cannot be, ends too early or goes on is refused', () => {
  expect(() => session.decoder(table, new Uint8Array(3))).toThrow(/3 bytes cannot be a stream/);
  const early = session.decoder(table, new Uint8Array(8));
  expect(() => early.pull(new Int16Array(4), new Uint16Array(4))).toThrow(/ended before its last/);
  expect(() => early.pull(new Int16Array(1), new Uint16Array(1))).toThrow(/decoder is used up/);
  const going = session.decoder(table, new Uint8Array(8));
  const symbols = new Int16Array(3);
  going.pull(symbols, new Uint16Array(3));
  expect([...symbols]).toEqual([5, 5, 5]);
  expect(() => going.finish()).toThrow(/it does not end with the last symbol/);
});

test('a stream has at most 256 MiB', () => {
  expect(() => session.decoder(table, new Uint8Array(2 ** 28 + 1))).toThrow(
    'a stream has at most 268435456 bytes, got 268435457; code parts of it',
  );
});
