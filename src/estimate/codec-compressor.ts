import { rateKnob, type Settings } from '../base/params.js';
import type { Codec } from '../codecs/codec.js';
import { openCodec } from '../codecs/open-codec.js';
import { printed } from '../codecs/spec.js';
import { fit } from '../image/convert.js';
import type { Compressor, CompressorIdentity } from './compressor.js';

/** Options of `openCodecCompressor`. */
interface CompressorOptions {
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens a codec at its settings as a way to compress; one thread. */
export async function openCodecCompressor(
  codec: Codec,
  settings: Settings,
  options: CompressorOptions = {},
): Promise<Compressor> {
  const fast = codec.estimation?.fast?.(settings);
  const sibling = fast === undefined ? null : await openAlone(codec, fast, options);
  const own = await openAlone(codec, settings, options);
  return {
    ...own,
    sibling,
    async close() {
      await own.close();
      await sibling?.close();
    },
  };
}

async function openAlone(
  codec: Codec,
  settings: Settings,
  { maxPixels, signal }: CompressorOptions,
): Promise<Compressor> {
  const open = await openCodec(codec, settings, {
    ...(maxPixels !== undefined && { maxPixels }),
    ...(signal && { signal }),
  });
  return {
    name: printed(codec, settings),
    identity: identityOf(codec, settings),
    fit: (image) => fit(image, codec.accepts(settings)),
    async compress(image) {
      signal?.throwIfAborted();
      const { value, totalSeconds: seconds } = await open.encode(image);
      return { bytes: value.length, seconds };
    },
    sibling: null,
    rowFiltered: codec.estimation?.rowFiltered ?? false,
    close: () => open.close(),
  };
}

/** What constants of a codec at these settings are found by. */
export function identityOf(codec: Codec, settings: Settings): CompressorIdentity {
  const knob = rateKnob(codec.params, settings);
  const rest = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== knob));
  const rate = knob === null ? undefined : settings[knob];
  return {
    codec: codec.id,
    engine: codec.engine(settings),
    setting: knob === null ? printed(codec, rest) : `${printed(codec, rest)} by ${knob}`,
    rate: typeof rate === 'number' ? rate : null,
  };
}
