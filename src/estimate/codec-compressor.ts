import { rateKnob, type Settings } from '../base/params.js';
import type { Codec } from '../codecs/codec.js';
import { type OpenCodec, openCodec } from '../codecs/open-codec.js';
import { printed } from '../codecs/spec.js';
import { fit } from '../image/convert.js';
import type { Compressor, CompressorIdentity } from './compressor.js';

/** Options of `openCodecCompressor`. */
interface CompressorOptions {
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A codec at its settings as a way to compress, on one thread. The codec is opened when something is
 * first to be compressed: an answer may do without, and mostly does without the sibling.
 */
export function openCodecCompressor(
  codec: Codec,
  settings: Settings,
  options: CompressorOptions = {},
): Compressor {
  const fast = codec.estimation?.fast?.(settings);
  const sibling = fast ? openAlone(fast.codec, fast.settings, options) : null;
  const quartered = codec.estimation?.quarter?.(settings);
  const quarter = quartered ? openAlone(codec, quartered, options) : null;
  const own = openAlone(codec, settings, options);
  return {
    ...own,
    sibling,
    quarter,
    async close() {
      await own.close();
      await sibling?.close();
      await quarter?.close();
    },
  };
}

function openAlone(
  codec: Codec,
  settings: Settings,
  { maxPixels, signal }: CompressorOptions,
): Compressor {
  let opened: Promise<OpenCodec> | undefined;
  return {
    name: printed(codec, settings),
    identity: identityOf(codec, settings),
    fit: (image) => fit(image, codec.accepts(settings)),
    async compress(image) {
      signal?.throwIfAborted();
      opened ??= openCodec(codec, settings, {
        ...(maxPixels !== undefined && { maxPixels }),
        ...(signal && { signal }),
      });
      const { value, ...took } = await (await opened).encode(image);
      const cpuSeconds = took.cpuSeconds ?? took.totalSeconds;
      return { bytes: value.length, seconds: cpuSeconds + (took.childCpuSeconds ?? 0) };
    },
    sibling: null,
    quarter: null,
    rowFiltered: codec.estimation?.rowFiltered ?? false,
    async close() {
      // Where it could not be opened there is nothing to close.
      await (await opened?.catch(() => null))?.close();
    },
  };
}

/** What constants of a codec at these settings are found by. */
export function identityOf(codec: Codec, settings: Settings): CompressorIdentity {
  const knob = rateKnob(codec.params, settings);
  const rate = knob === null ? undefined : settings[knob];
  const fast = codec.estimation?.fast?.(settings);
  return {
    ...(fast && {
      sibling: {
        engine: fast.codec.engine(fast.settings),
        setting: settingOf(fast.codec, fast.settings),
      },
    }),
    codec: codec.id,
    engine: codec.engine(settings),
    setting: settingOf(codec, settings),
    rate: typeof rate === 'number' ? rate : null,
  };
}

/** The printed form without the value of the rate knob. */
function settingOf(codec: Codec, settings: Settings): string {
  const knob = rateKnob(codec.params, settings);
  if (knob === null) return printed(codec, settings);
  const rest = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== knob));
  return `${printed(codec, rest)} by ${knob}`;
}
