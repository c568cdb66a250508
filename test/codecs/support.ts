import { untimed } from '#src/base/clock.js';
import { resolveSettings, type Settings, type Value } from '#src/base/params.js';
import { parseSpecList } from '#src/base/spec-list.js';
import type { AnyCodec, Codec, CodecSession, Resources } from '#src/codecs/codec.js';
import { codecs } from '#src/codecs/registry.js';
import { expandRequest } from '#src/codecs/spec.js';
import { fit as fitted } from '#src/image/convert.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import { generator } from '../support/random.ts';

export const resources: Resources = { threads: 1, maxPixels: 50_000_000 };

/** A codec with settings, as a test names it. */
export interface Arm {
  readonly name: string;
  readonly codec: Codec;
  readonly settings: Settings;
}

/** A codec of pictures, which everything but a codec of JPEG files is. */
export function ofPictures(codec: AnyCodec): Codec {
  if (codec.input !== 'jpeg') return codec;
  throw new Error(`${codec.id} takes JPEG files`);
}

/** The codec and the settings of one item of the list form, which must name one set of settings. */
export async function arm(text: string): Promise<Arm> {
  const [request] = parseSpecList(text);
  const codec = await codecs.load(request!.id);
  const knobs = expandRequest(codec, request!);
  const settings = knobs.length === 1 ? knobs[0]! : resolve(codec, request!.alternatives);
  return { name: text, codec, settings };
}

function resolve(codec: Codec, given: Readonly<Record<string, readonly string[]>>): Settings {
  const entries = Object.entries(given).map(([name, values]) => [name, values[0]!] as const);
  return resolveSettings(codec.id, codec.params, Object.fromEntries(entries));
}

/** An arm whose engine is not available here, and why. */
export interface MissingArm {
  readonly arm: Arm;
  readonly reason: string;
}

/**
 * Every codec of the registry: with its defaults, with every engine, and lossless where it can; those
 * that can run here, and those that cannot.
 */
export async function everyArm(): Promise<{ arms: Arm[]; missing: MissingArm[] }> {
  const arms: Arm[] = [];
  const missing: MissingArm[] = [];
  for (const id of codecs.names) {
    const codec = await codecs.load(id);
    const engine = codec.params['engine'];
    const engines = engine?.type === 'choice' ? engine.values : [];
    const variants = [
      {},
      { lossless: true },
      ...engines.flatMap((value) => [{ engine: value }, { engine: value, lossless: true }]),
    ];
    const names = new Set<string>();
    for (const given of variants) {
      const settings = tryResolve(codec, given);
      const printed = JSON.stringify(settings);
      if (settings === null || names.has(printed)) continue;
      names.add(printed);
      const pairs = Object.entries(given).map(([key, value]) => `${key}=${value}`);
      const arm = { name: [id, ...pairs].join(' '), codec, settings };
      const available = await codec.available(settings);
      if (available === true) arms.push(arm);
      else missing.push({ arm, reason: available });
    }
  }
  return { arms, missing };
}

/** The settings in full, or null where the codec refuses them. */
export function tryResolve(codec: Codec, given: Readonly<Record<string, Value>>): Settings | null {
  try {
    return resolveSettings(codec.id, codec.params, given);
  } catch {
    return null;
  }
}

/** Opens a session, does the work and closes the session. */
export async function withSession<T>(
  { codec, settings }: Arm,
  work: (session: CodecSession) => Promise<T>,
  use: Resources = resources,
): Promise<T> {
  const session = await codec.open(settings, use);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Fits the picture, encodes it and decodes the bytes. */
export async function roundTrip(
  session: CodecSession,
  { codec, settings }: Arm,
  picture: Raster,
): Promise<{ stored: Raster; bytes: Uint8Array; decoded: Raster }> {
  const stored = fitted(picture, codec.accepts(settings));
  const bytes = await session.encode(stored, untimed);
  return { stored, bytes, decoded: await session.decode(bytes, untimed) };
}

/** The samples of a picture as bytes, to compare: by far quicker than element by element. */
export function samplesOf({ data }: Raster): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

const pictures = new Map<string, Raster>();

/**
 * A picture somewhat like a photograph: waves of falling strength, a few edges, white patches, fine
 * grain. With alpha, a third of it is opaque, a third is fading and a third fully transparent, in full colour.
 * Made once for a test file: do not write into it.
 */
export function picture(asked: Parameters<typeof draw>[0]): Raster {
  const key = JSON.stringify(asked);
  const known = pictures.get(key) ?? draw(asked);
  pictures.set(key, known);
  return known;
}

function draw({
  width,
  height,
  channels = 3,
  depth = 8,
  grain = 6,
}: {
  width: number;
  height: number;
  channels?: Channels;
  depth?: Depth;
  grain?: number;
}): Raster {
  const samples = new Uint16Array(width * height * channels);
  const random = generator(width * 31 + height);
  const waves = Array.from({ length: 24 }, (_, i) => ({
    x: (random() - 0.5) * (0.02 + i * 0.03),
    y: (random() - 0.5) * (0.02 + i * 0.03),
    phase: random() * 7,
    height: 60 / (1 + i),
    tint: [random(), random(), random()],
  }));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const edge = (x * 3 + y * 2) % 97 < 40 ? 18 : -18;
      for (let c = 0; c < channels; c++, at++) {
        const wave = waves.reduce(
          (sum, each) =>
            sum +
            each.height *
              (0.6 + 0.4 * (each.tint[c] ?? 1)) *
              Math.sin(each.x * x + each.y * y + each.phase),
          0,
        );
        const level = c === 3 ? alphaAt(x, width) : 128 + edge + wave + grain * (random() - 0.5);
        // Patches of pure white, which an overshoot of the inverse transform would leave.
        const white = (((x + 3) >> 4) + ((y + 3) >> 4)) % 5 === 0 && c < 3;
        const clipped = white ? 255 : Math.min(255, Math.max(0, level));
        samples[at] = depth === 8 ? Math.round(clipped) : Math.round(clipped * 257);
      }
    }
  }
  const data = depth === 8 ? Uint8Array.from(samples) : samples;
  return createRaster({ width, height, channels, depth, data });
}

function alphaAt(x: number, width: number): number {
  const part = x / width;
  return part < 1 / 3 ? 0 : part < 2 / 3 ? Math.round((part * 3 - 1) * 255) : 255;
}
