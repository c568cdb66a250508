import { openJpegPipeline } from '../../dist/codecs/jpeg/wasm/pipeline.js';
import { addressOf } from '../../dist/runtimes/ffi/ffi.js';
import { openTurbo } from '../../dist/runtimes/ffi/turbojpeg.js';
import { compareCpu, makeSquares } from './cpu.js';

/** @typedef {import('./report.js').Figure} Figure */

const sample = 'datasets/sample';
/** Goals: CPU of ours over libjpeg-turbo's. */
const decodeBounds = { 1: 1.2, 2: 0.75, 4: null, 8: null };

/**
 * CPU of the JPEG pipeline beside that of the system's libjpeg-turbo, both from bytes to planes and from
 * planes to bytes, one after the other in each round: medians of the ratios. The pictures are of
 * 2000x2000, 4:2:0, quality 85: photographs of `--photos`, else the sample.
 * @param {import('./report.js').BenchOptions} options
 * @returns {Promise<Figure[]>}
 */
export async function bench({ photos = [], pictures = 4 }) {
  const what = 'CPU of the JPEG pipeline over libjpeg-turbo';
  const found = openTurbo();
  if ('missing' in found) return [{ what, value: `skipped: ${found.missing}`, bound: '' }];
  const turbo = bindTurbo(found.library);
  const pipeline = await openJpegPipeline();
  const baseline = await makeFiles(photos[0] ?? sample, pictures, false);
  const progressive = await makeFiles(photos[0] ?? sample, pictures, true);
  /** @type {Figure[]} */
  const figures = [];
  for (const scale of /** @type {const} */ ([1, 2, 4, 8])) {
    const ratio = await compareCpu(
      () => baseline.map((file) => pipeline.decode(file, { scale })),
      () => baseline.map((file) => turbo.decode(file, scale)),
    );
    figures.push(figure(`baseline to planes at 1/${scale}`, ratio, decodeBounds[scale]));
  }
  for (const scale of /** @type {const} */ ([1, 2])) {
    const ratio = await compareCpu(
      () => progressive.map((file) => pipeline.decode(file, { scale })),
      () => progressive.map((file) => turbo.decode(file, scale)),
    );
    figures.push(figure(`progressive to planes at 1/${scale}`, ratio, null));
  }
  const planes = pipeline.decode(/** @type {Uint8Array} */ (baseline[0]));
  const copies = turbo.copy(
    planes.planes.map((plane) => ({ ...plane, data: pipeline.view(plane) })),
  );
  const ratio = await compareCpu(
    () => pipeline.encode(planes, { quality: 85 }),
    () => turbo.encode(copies, planes.width, planes.height, 85),
  );
  figures.push(figure('planes to a file of quality 85', ratio, null));
  turbo.close();
  return figures;
}

/**
 * @param {string} what
 * @param {{ low: number, middle: number, high: number }} ratio
 * @param {number | null} most
 * @returns {Figure}
 */
function figure(what, { low, middle, high }, most) {
  const value = `${middle.toFixed(2)} of libjpeg-turbo's CPU (${low.toFixed(2)} to ${high.toFixed(2)})`;
  if (most === null) return { what, value, bound: 'none' };
  return { what, value, bound: `at most ${most}`, holds: middle <= most };
}

/**
 * @param {string} folder
 * @param {number} most
 * @param {boolean} progressive
 */
async function makeFiles(folder, most, progressive) {
  const options = { quality: 85, chromaSubsampling: '4:2:0', optimiseCoding: progressive };
  return makeSquares(folder, most, (square) => square.jpeg({ ...options, progressive }));
}

/** @param {import('../../dist/runtimes/ffi/ffi.js').NativeLibrary} library */
function bindTurbo(library) {
  /** @type {(prototype: string) => (...args: any[]) => any} */
  const bind = (prototype) => library.bind(prototype);
  const initDecompress = bind('void* tjInitDecompress()');
  const initCompress = bind('void* tjInitCompress()');
  const destroy = bind('int tjDestroy(void* handle)');
  const toPlanes = bind(
    'int tjDecompressToYUVPlanes(void* handle, uint64_t bytes, uint64_t size, const uint64_t* planes, int width, int* strides, int height, int flags)',
  );
  const fromPlanes = bind(
    'int tjCompressFromYUVPlanes(void* handle, const uint64_t* planes, int width, int* strides, int height, int sampling, uint64_t* out, uint64_t* size, int quality, int flags)',
  );
  const [decompressor, compressor] = [initDecompress(), initCompress()];
  const side = 2048;
  const room = [1, 2, 3].map(() => new Uint8Array(side * side));
  const strides = new Int32Array([side, side, side]);
  const out = new Uint8Array(side * side * 3);
  return {
    /** @type {(bytes: Uint8Array, scale: number) => void} */
    decode(bytes, scale) {
      const size = 2000 / scale;
      const addresses = new BigUint64Array(room.map((plane) => addressOf(plane)));
      const status = toPlanes(
        ...[
          decompressor,
          addressOf(bytes),
          bytes.length,
          addresses,
          size,
          strides,
          size,
          accurateDct,
        ],
      );
      if (status !== 0) throw new Error('libjpeg-turbo does not decode a picture of its own kind');
    },
    /** @type {(planes: { stride: number, height: number, data: Uint8Array }[]) => { data: Uint8Array, stride: number }[]} */
    copy: (planes) => planes.map(({ stride, data }) => ({ stride, data: data.slice() })),
    /** @type {(planes: { data: Uint8Array, stride: number }[], width: number, height: number, quality: number) => void} */
    encode(planes, width, height, quality) {
      const pointers = new BigUint64Array(planes.map(({ data }) => addressOf(data)));
      const steps = new Int32Array(planes.map(({ stride }) => stride));
      const target = new BigUint64Array([addressOf(out)]);
      const size = new BigUint64Array([BigInt(out.length)]);
      const status = fromPlanes(
        ...[compressor, pointers, width, steps, height, 2, target, size, quality],
        accurateDct | noRealloc,
      );
      if (status !== 0) throw new Error('libjpeg-turbo does not encode the planes');
    },
    close() {
      destroy(decompressor);
      destroy(compressor);
    },
  };
}

const [noRealloc, accurateDct] = [1 << 10, 1 << 12];
