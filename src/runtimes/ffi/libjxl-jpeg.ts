import { WorkError } from '../../base/errors.js';
import { addressOf, type NativeLibrary, type Pointer } from './ffi.js';
import { bindDecoder } from './libjxl-decode.js';
import { bindEncoder, check, openRunner, output } from './libjxl-encode.js';

/** Lossless recompression of JPEG files, and their reconstruction, by one libjxl. */
export interface JxlJpeg {
  /**
   * A JPEG XL container with all that it takes to make the very same file again.
   * @throws WorkError with libjxl's code
   */
  recompress(jpeg: Uint8Array, effort: number): Uint8Array;
  /**
   * The JPEG file that a container was made from.
   * @throws WorkError for a broken file, for one made from pixels, and for a JPEG above `maxBytes`
   */
  reconstruct(bytes: Uint8Array, maxBytes: number): Uint8Array;
  close(): void;
}

/** @throws WorkError where `threads` are more than 1 and the library of libjxl's threads is missing */
export function openJxlJpeg(library: NativeLibrary, threads: number): JxlJpeg {
  const encoding = bindRecompression(library);
  const decoding = bindReconstruction(library);
  const runner = threads > 1 ? openRunner(library, threads) : null;
  return {
    recompress(jpeg, effort) {
      const encoder = encoding.create(null);
      if (encoder === null) {
        throw new WorkError('libjxl could not make an encoder', { code: 'engine-failed' });
      }
      try {
        if (runner) encoding.setRunner(encoder, runner.function, runner.state);
        return recompress(encoding, encoder, jpeg, effort);
      } finally {
        encoding.destroy(encoder);
      }
    },
    reconstruct(bytes, maxBytes) {
      const decoder = decoding.create(null);
      if (decoder === null) {
        throw new WorkError('libjxl could not make a decoder', { code: 'engine-failed' });
      }
      try {
        if (runner) decoding.setRunner(decoder, runner.function, runner.state);
        return reconstruct(decoding, decoder, bytes, maxBytes);
      } finally {
        decoding.destroy(decoder);
      }
    },
    close: () => runner?.destroy(),
  };
}

type Recompression = ReturnType<typeof bindRecompression>;
type Reconstruction = ReturnType<typeof bindReconstruction>;

function bindRecompression(library: NativeLibrary) {
  return {
    ...bindEncoder(library),
    useContainer: library.bind<(encoder: Pointer, on: number) => number>(
      'int JxlEncoderUseContainer(void*, int)',
    ),
    storeMetadata: library.bind<(encoder: Pointer, on: number) => number>(
      'int JxlEncoderStoreJPEGMetadata(void*, int)',
    ),
    addJpeg: library.bind<(frame: Pointer, jpeg: Uint8Array, bytes: number) => number>(
      'int JxlEncoderAddJPEGFrame(void*, const uint8_t*, size_t)',
    ),
  };
}

function bindReconstruction(library: NativeLibrary) {
  return {
    ...bindDecoder(library),
    setRunner: library.bind<(decoder: Pointer, runner: bigint, state: Pointer) => number>(
      'int JxlDecoderSetParallelRunner(void*, void*, void*)',
    ),
    // Not uint8_t*: libjxl keeps the address beyond the call.
    setBuffer: library.bind<(decoder: Pointer, data: bigint, bytes: number) => number>(
      'int JxlDecoderSetJPEGBuffer(void*, void*, size_t)',
    ),
    releaseBuffer: library.bind<(decoder: Pointer) => number | bigint>(
      'size_t JxlDecoderReleaseJPEGBuffer(void*)',
    ),
  };
}

/** JXL_ENC_FRAME_SETTING_EFFORT of jxl/encode.h. */
const effortId = 0;

function recompress(
  jxl: Recompression,
  encoder: Pointer,
  jpeg: Uint8Array,
  effort: number,
): Uint8Array {
  const demand = (what: string, status: number): void => check(jxl, encoder, what, status);
  demand('a container', jxl.useContainer(encoder, 1));
  demand('reconstruction data', jxl.storeMetadata(encoder, 1));
  const frame = jxl.frame(encoder, null);
  demand(`effort ${effort}`, jxl.setOption(frame, effortId, effort));
  demand('the JPEG file', jxl.addJpeg(frame, jpeg, jpeg.length));
  jxl.closeInput(encoder);
  return output(jxl, encoder, 4 * jpeg.length);
}

/** JxlDecoderStatus of jxl/decode.h. */
const status = {
  success: 0,
  needMoreInput: 2,
  needImageBuffer: 5,
  jpegNeedMoreOutput: 6,
  fullImage: 0x1000,
  jpegReconstruction: 0x2000,
} as const;

function reconstruct(
  jxl: Reconstruction,
  decoder: Pointer,
  bytes: Uint8Array,
  maxBytes: number,
): Uint8Array {
  jxl.subscribe(decoder, status.jpegReconstruction | status.fullImage);
  jxl.setInput(decoder, bytes, bytes.length);
  jxl.closeInput(decoder);
  const pieces: Uint8Array[] = [];
  let piece = new Uint8Array(0);
  let written = 0;
  const takeUp = (): void => {
    const used = piece.length - Number(jxl.releaseBuffer(decoder));
    pieces.push(piece.subarray(0, used));
    written += used;
    if (written <= maxBytes) return;
    throw new WorkError(`the JPEG in it is larger than ${maxBytes} bytes`, {
      code: 'broken-bitstream',
    });
  };
  const give = (length: number): void => {
    piece = new Uint8Array(length);
    if (jxl.setBuffer(decoder, addressOf(piece), length) === status.success) return;
    throw new WorkError('libjxl decoder refused its buffer', { code: 'engine-failed' });
  };
  for (;;) {
    const event = jxl.process(decoder);
    switch (event) {
      case status.jpegReconstruction:
        // A JPEG is a third larger than its JPEG XL at most, as a rule.
        give(bytes.length + (bytes.length >> 1) + 65536);
        break;
      case status.jpegNeedMoreOutput:
        takeUp();
        give(2 * piece.length);
        break;
      case status.fullImage:
      case status.success:
        takeUp();
        return pieces.length === 1 ? pieces[0]!.slice() : new Uint8Array(Buffer.concat(pieces));
      case status.needImageBuffer:
        throw new WorkError('JPEG XL file was made from pixels: there is no JPEG in it', {
          code: 'broken-bitstream',
        });
      case status.needMoreInput:
        throw new WorkError('libjxl decoder: the file is cut short', { code: 'broken-bitstream' });
      default:
        throw new WorkError(`libjxl decoder: broken file (status ${event})`, {
          code: 'broken-bitstream',
        });
    }
  }
}
