import { rateKnob, resolveSettings, type Settings, sweepOf, type Value } from '../base/params.js';
import { withoutSettings } from '../base/spec.js';
import type { Codec } from '../codecs/codec.js';
import { openCodec } from '../codecs/open-codec.js';
import { codecs } from '../codecs/registry.js';
import { printed } from '../codecs/spec.js';
import { knobValues } from '../curves/knob-ladder.js';
import type { Raster } from '../image/raster.js';
import type { Knob, Source, Trial, TrialLimits } from './contract.js';
import { type FormatId, formatFacts } from './formats/table.js';
import { holdsProfile, isGreyProfile, withProfile } from './profile.js';

/** A trial by a codec of the bench. */
export interface CodecTrial {
  /** What the answer calls its method. */
  readonly id: string;
  readonly format: FormatId;
  readonly codec: string;
  /** All settings that are not the default, but the knob. */
  readonly settings?: Readonly<Record<string, Value>>;
  /** Name of the setting that is the knob, where the codec has another by default. */
  readonly knob?: string;
  /** The least and the most value of the knob that is tried; the codec's own unless given. */
  readonly range?: readonly [low: number, high: number];
  /** Values that give the very file of the value below them: one of each such pair is searched. */
  readonly repeats?: readonly number[];
  /** The knob's value for a preset's quality; the quality itself unless given. */
  readonly fixed?: (quality: number, source: Source) => number;
  readonly isSlow?: boolean;
  /** Threads, the same on every machine where its bytes depend on them; 1 unless given. */
  readonly threads?: number;
  readonly finestFirst?: boolean;
  readonly mostEncodes?: number;
  /** Whether it suits a picture, beside what its format holds. */
  readonly suits?: (
    source: Source,
    preset: { readonly lossyPng: boolean },
  ) => boolean | Promise<boolean>;
}

/** Makes the trial: lossy where the codec is, steered by its rate knob. */
export async function trialByCodec(given: CodecTrial): Promise<Trial> {
  const codec = await codecs.load(given.codec);
  const settings = settingsOf(codec, given);
  const knobName = codec.lossless(settings) ? null : rateKnob(codec.params, settings);
  const encode = (image: Raster, knob: number | null, limits: TrialLimits) =>
    encodeWith(
      codec,
      withKnob(codec, given, knobOption(knobName, knob)),
      image,
      given.threads ?? 1,
      limits,
    );
  return {
    id: given.id,
    format: given.format,
    lossy: !codec.lossless(settings),
    knob: knobName === null ? null : knobOf(codec, knobName, given),
    async applies(source, preset) {
      // An encoder writes none of what is kept.
      if (preset.keep.length > 0) return false;
      if ((await codec.available(settings)) !== true) return false;
      const { hasAlpha, frames, width, height } = source.facts;
      const { side = Infinity, pixels = Infinity } = codec.limits?.(settings) ?? {};
      if (Math.max(width, height) > side || width * height > pixels) return false;
      if (frames > 1 || (hasAlpha && !formatFacts[given.format].holdsAlpha)) return false;
      return given.suits?.(source, preset) ?? true;
    },
    async run(source, { knob }, limits) {
      const { icc } = source.facts;
      if (icc === null || !holdsProfile(given.format, icc)) {
        return encode(await source.raster(), knob, limits);
      }
      const image = await source.stored();
      // Grey with alpha is decoded as RGB, which a profile of grey says nothing of.
      if (isGreyProfile(icc) && image.channels !== 1) {
        return encode(await source.raster(), knob, limits);
      }
      return withProfile(await encode(image, knob, limits), given.format, icc);
    },
    encode,
    printed: (knob) => printed(codec, withKnob(codec, given, knobOption(knobName, knob))),
  };
}

/** The knob's value by its name; nothing of a trial without one. */
function knobOption(name: string | null, knob: number | null): Readonly<Record<string, Value>> {
  return name === null ? {} : { [name]: knob! };
}

function withKnob(
  codec: Codec,
  { settings }: CodecTrial,
  knob: Readonly<Record<string, Value>>,
): Settings {
  return resolveSettings(codec.id, codec.params, { ...settings, ...knob });
}

function knobOf(codec: Codec, name: string, given: CodecTrial): Knob {
  const param = codec.params[name]!;
  if (param.type !== 'integer' && param.type !== 'number') {
    throw new TypeError(`${codec.id}: the rate knob ${name} is no number`);
  }
  const [min, max] = given.range ?? [param.min, param.max];
  const grid = (sweepOf(param) ?? []).filter((value) => value >= min && value <= max);
  const values =
    param.type === 'number'
      ? knobValues(grid, { min, max })
      : Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const { repeats = [] } = given;
  // Of two that are one the value that curves are stored for stays.
  const distinct = values.filter((value) =>
    repeats.includes(value)
      ? grid.includes(value)
      : !(repeats.includes(value + 1) && grid.includes(value + 1)),
  );
  const nearest = (value: number): number =>
    values.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
  return {
    curves: withoutSettings(printed(codec, settingsOf(codec, given)), [name]),
    values: distinct,
    grid,
    fixed: (quality, source) => nearest(given.fixed?.(quality, source) ?? quality),
    ...(given.isSlow && { isSlow: true }),
    ...(given.finestFirst && { finestFirst: true }),
    ...(given.mostEncodes !== undefined && { mostEncodes: given.mostEncodes }),
  };
}

/** All settings; a knob that is not there by default has some value, so that the others know of it. */
function settingsOf(codec: Codec, { settings = {}, knob }: CodecTrial): Settings {
  const some = knob === undefined ? {} : { [knob]: sweepOf(codec.params[knob])![0]! };
  return resolveSettings(codec.id, codec.params, { ...settings, ...some });
}

async function encodeWith(
  codec: Codec,
  settings: Settings,
  picture: Raster,
  threads: number,
  { maxPixels, signal, meanwhile }: TrialLimits,
): Promise<Uint8Array> {
  const open = await openCodec(codec, settings, { threads, maxPixels, ...(signal && { signal }) });
  try {
    const { input } = open.prepare({ picture, file: null });
    const encoding = open.encode(input);
    if (meanwhile !== undefined) setImmediate(meanwhile);
    return (await encoding).value;
  } finally {
    await open.close();
  }
}
