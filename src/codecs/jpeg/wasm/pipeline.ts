import type { Raster } from '../../../image/raster.js';
import { createWorkroom } from '../../../runtimes/wasm/workroom.js';
import { openArena } from './arena.js';
import { type DecodedJpeg, type DecodeOptions, decodeJpeg } from './decode.js';
import { createDecodeRoom, type DecodeRoom } from './decode-room.js';
import { type EncodeOptions, encodePlanes } from './encode.js';
import { createEncodeRoom, type EncodeRoom } from './encode-room.js';
import { readJpegHead } from './head.js';
import { orientPlanes } from './orient.js';
import type { JpegHead, JpegPlane, JpegPlanes } from './planes.js';
import { planesOf, rasterOf } from './raster.js';
import { readUnits, type UnitReading, type UnitSums } from './read-units.js';
import { createTapsCache, type ResampleOptions, resamplePlanes } from './resample.js';

/**
 * JPEG to planes, planes to another size, planes to JPEG, all in one memory of WASM, which is of one
 * thread: one picture at a time. Planes are good until the next `input` or `decode`.
 */
export interface JpegPipeline {
  /** Room for the bytes of a file, good until `decode`: what is read there need not be copied. */
  input(length: number): Uint8Array;
  /** @throws WorkError where the bytes are no JPEG; one that `decode` does not take is told by `refused` */
  readHead(bytes: Uint8Array): JpegHead;
  /**
   * Decodes a file to planes. `bytes` that are a part of `input`'s are void afterwards.
   * @throws WorkError for a file that is refused, and for a broken or cut one unless `lenient`
   */
  decode(bytes: Uint8Array, options?: DecodeOptions): DecodedJpeg;
  /** Planes in another size; those of earlier calls are void. */
  resample(planes: JpegPlanes, options: ResampleOptions): JpegPlanes;
  /** The picture of planes in samples of its own: grey or RGB, chroma interpolated as libjpeg does. */
  raster(planes: JpegPlanes): Raster;
  /**
   * Planes of a picture of 8 bits, grey or RGB; all earlier planes are void.
   * @throws RangeError for any other picture
   */
  planes(image: Raster, subsampling: JpegPlanes['subsampling']): JpegPlanes;
  /** Planes as a viewer shows them that turns and mirrors by the orientation, 1 to 8. */
  orient(planes: JpegPlanes, orientation: number): JpegPlanes;
  /** A complete file. */
  encode(planes: JpegPlanes, options?: EncodeOptions): Uint8Array;
  /** The same, not copied out of the memory: good until the next call. */
  encodeInPlace(planes: JpegPlanes, options?: EncodeOptions): Uint8Array;
  /**
   * What every square of 16x16 pixels of a picture would hold as JPEGs, without coding one; all planes are
   * void.
   * @throws RangeError for a picture that is not of 8 bits, grey or RGB
   */
  readUnits(image: Raster, readings: readonly UnitReading[]): readonly UnitSums[];
  /** A plane's rows, `stride` bytes each; good until the next call. */
  view(plane: JpegPlane): Uint8Array;
  /** Takes a new memory: what a trap leaves in the old one is not to be trusted. */
  renew(): void;
  /** Bytes of its memory, which grows with the pictures. */
  memoryBytes(): number;
}

/** @throws WorkError where the kernel cannot be loaded */
export async function openJpegPipeline(): Promise<JpegPipeline> {
  let decoder!: DecodeRoom;
  let encoder!: EncodeRoom;
  const room = createWorkroom(await openArena(), (arena) => {
    decoder = createDecodeRoom(arena);
    encoder = createEncodeRoom(arena);
  });
  const { arena } = room;
  const tapsFor = createTapsCache();
  return {
    input: room.input,
    readHead: readJpegHead,
    decode(bytes, options = {}) {
      const file = room.place(bytes);
      const decoded = decodeJpeg(arena(), decoder, file, options);
      room.keep();
      return decoded;
    },
    resample(planes, options) {
      room.release();
      return resamplePlanes(arena(), tapsFor, planes, options);
    },
    raster: (planes) => rasterOf(arena(), planes),
    planes(image, subsampling) {
      room.clear();
      const planes = planesOf(arena(), image, subsampling);
      room.keep();
      return planes;
    },
    orient: (planes, orientation) => orientPlanes(arena(), planes, orientation),
    encode: (planes, options = {}) => encodePlanes(arena(), encoder, planes, options).slice(),
    encodeInPlace: (planes, options = {}) => encodePlanes(arena(), encoder, planes, options),
    readUnits(image, readings) {
      room.clear();
      return readUnits(arena(), image, readings);
    },
    view: ({ pointer, stride, height }) => arena().bytes(pointer, stride * height),
    renew: room.renew,
    memoryBytes: () => arena().size(),
  };
}
