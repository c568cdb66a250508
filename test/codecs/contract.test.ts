import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { UsageError, WorkError } from '#src/base/errors.js';
import { type Param, rateKnob, resolveSettings, sweepOf, type Value } from '#src/base/params.js';
import { parseSpecList } from '#src/base/spec-list.js';
import type { Codec, CodecSession } from '#src/codecs/codec.js';
import { fileFormats } from '#src/codecs/formats.js';
import { codecs } from '#src/codecs/registry.js';
import { expandRequest } from '#src/codecs/spec.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { sameSamples } from '#src/image/compare.js';
import { convert, fit as fitted } from '#src/image/convert.js';
import type { FileFormat } from '#src/image/format.js';
import { type Channels, createRaster, type Depth, type Raster } from '#src/image/raster.js';
import { psnr } from '#src/metrics/psnr.js';
import { generator } from '../support/random.ts';
import { scoreOf } from '../support/score.ts';
import { scratch } from '../support/scratch.js';
import { describeShared } from '../support/shared.js';
import { decodeInChild, type Question } from './child.js';
import { kodak } from './kodak.js';
import {
  type Arm,
  arm,
  everyArm,
  picture,
  resources,
  roundTrip,
  tryResolve,
  withSession,
} from './support.js';

// A session that stays open keeps wasm-vips warm: it takes half a second to get going again.
let standby: CodecSession;
beforeAll(async () => {
  const jxl = await codecs.load('jxl');
  standby = await jxl.open(resolveSettings('jxl', jxl.params, {}), resources);
});
afterAll(() => standby.close());

const { arms, missing } = await everyArm();
const each = arms.map((arm) => [arm.name, arm] as const);
const layouts = ([1, 3, 4] as const).flatMap((channels) =>
  ([8, 16] as const).map((depth) => ({ channels, depth })),
);

let files: Promise<Map<FileFormat, Uint8Array>> | null = null;

/** A file of every format. */
function oneFileOfEach(): Promise<Map<FileFormat, Uint8Array>> {
  files ??= (async () => {
    const made = new Map<FileFormat, Uint8Array>();
    for (const arm of arms) {
      if (made.has(arm.codec.format)) continue;
      const tiny = picture({ width: 9, height: 9 });
      const { bytes } = await withSession(arm, (session) => roundTrip(session, arm, tiny));
      made.set(arm.codec.format, bytes);
    }
    return made;
  })();
  return files;
}

function samplesOf({ data }: Raster): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** PSNR of the colours, over whatever channels and depth. */
async function fidelity(stored: Raster, decoded: Raster): Promise<number> {
  const layout = { channels: stored.channels === 1 ? 3 : stored.channels, depth: stored.depth };
  return scoreOf(psnr, convert(stored, layout), convert(decoded, layout));
}

// What is not here is told, never passed over. CI has the system libraries: Debian packages them all.
if (missing.length > 0) {
  describe.each(missing)('$arm.name', ({ arm: { codec, settings }, reason }) => {
    const isFault = process.env['CI'] && codec.engine(settings).runtime === 'ffi';
    it.skipIf(!isFault)(`is available: ${reason}`, () => expect(reason).toBe(''));
  });
}

describe.each(each)('%s', (_, arm) => {
  const { codec, settings } = arm;
  const lossless = codec.lossless(settings);

  it('says well what it is', async () => {
    const engine = codec.engine(settings);
    expect(engine.name).toMatch(/^[a-z]/i);
    expect(engine.version).toMatch(/\d/);
    expect(engine.version).not.toContain('unknown');
    expect(await codec.available(settings)).toBe(true);
    expect(fileFormats).toContain(codec.format);
    expect(codecs.names).toContain(codec.id);
    const { channels, depths } = codec.accepts(settings);
    expect(channels.some((count) => count >= 3)).toBe(true);
    expect(depths.length).toBeGreaterThan(0);
    for (const param of Object.values(codec.params)) expect(param.meaning).toMatch(/\w{3}/);
  });

  it.each([
    [1, 1],
    [1, 17],
    [17, 1],
    [33, 47],
  ])('round-trips every layout at %ix%i', async (width, height) => {
    await withSession(arm, async (session) => {
      for (const layout of layouts) {
        const original = picture({ width, height, ...layout });
        const { stored, decoded } = await roundTrip(session, arm, original);
        expect([decoded.width, decoded.height]).toEqual([width, height]);
        if (lossless) expect(sameSamples(stored, decoded)).toBe(true);
        else expect(await fidelity(stored, decoded)).toBeGreaterThan(leastFidelity(codec.id));
        // Alpha comes back, and none is invented.
        if (layout.channels !== 4) expect(decoded.channels).not.toBe(4);
        else if (stored.channels === 4) expect(decoded.channels).toBe(4);
      }
    });
  });

  it('round-trips 257x129 and leaves its input and its answers alone', async () => {
    await withSession(arm, async (session) => {
      const original = picture({ width: 257, height: 129, channels: 4 });
      const stored = fitted(original, codec.accepts(settings));
      const before = Buffer.from(samplesOf(stored));
      const bytes = await session.encode(stored, untimed);
      expect(samplesOf(stored).equals(before)).toBe(true);
      const bytesBefore = Buffer.from(bytes);
      const decoded = await session.decode(bytes, untimed);
      const decodedBefore = Buffer.from(samplesOf(decoded));
      expect(await session.encode(stored, untimed)).toEqual(bytes);
      expect(samplesOf(await session.decode(bytes, untimed)).equals(decodedBefore)).toBe(true);
      // Nothing that was handed out is a view of memory that is used again.
      await roundTrip(session, arm, picture({ width: 200, height: 130 }));
      expect(Buffer.from(bytes).equals(bytesBefore)).toBe(true);
      expect(samplesOf(decoded).equals(decodedBefore)).toBe(true);
    });
  });

  it('gives the same bytes in a session that follows', async () => {
    const original = picture({ width: 40, height: 30 });
    const [first, second] = [
      await withSession(arm, (session) => roundTrip(session, arm, original)),
      await withSession(arm, (session) => roundTrip(session, arm, original)),
    ];
    expect(second.bytes).toEqual(first.bytes);
  });

  it('books its stages inside the total', async () => {
    await withSession(arm, async (session) => {
      const stored = fitted(picture({ width: 33, height: 47 }), codec.accepts(settings));
      const encoded = await measure((clock) => session.encode(stored, clock));
      const decoded = await measure((clock) => session.decode(encoded.value, clock));
      const whole = codec.kind !== 'learned';
      expect(encoded.stages[whole ? 'encode' : 'analysis']).toBeGreaterThan(0);
      expect(decoded.stages[whole ? 'decode' : 'synthesis']).toBeGreaterThan(0);
    });
  });

  it('refuses a picture above the pixel limit before it decodes it', async () => {
    const bytes = await withSession(arm, async (session) => {
      return (await roundTrip(session, arm, picture({ width: 33, height: 47 }))).bytes;
    });
    const decode = (maxPixels: number) =>
      withSession(arm, (session) => session.decode(bytes, untimed), { ...resources, maxPixels });
    await expect(decode(33 * 47 - 1)).rejects.toThrow(WorkError);
    await expect(decode(33 * 47 - 1)).rejects.toThrow(/33x47.*1550/);
    expect((await decode(33 * 47)).width).toBe(33);
  });

  it('refuses files of other formats', async () => {
    const foreign = [...(await oneFileOfEach())]
      .filter(([format]) => format !== codec.format)
      .map(([, bytes]) => bytes);
    await withSession(arm, async (session) => {
      const files = [...foreign, new Uint8Array(), new Uint8Array(99)];
      for (const bytes of files) {
        await expect(session.decode(bytes, untimed)).rejects.toThrow(WorkError);
        await expect(session.decode(bytes, untimed)).rejects.toThrow(/expected a file of format/);
      }
    });
  });

  it('refuses truncated files', async () => {
    await withSession(arm, async (session) => {
      const { bytes } = await roundTrip(session, arm, picture({ width: 64, height: 48 }));
      for (const length of [1, 4, 12, 20, 40]) {
        await expect(session.decode(bytes.subarray(0, length), untimed)).rejects.toThrow(WorkError);
      }
      for (const share of [0.25, 0.5, 0.75, 0.9]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        await expect(session.decode(cut, untimed)).rejects.toThrow(WorkError);
      }
    });
  });

  it('answers flipped bits with an error or a picture', async () => {
    const random = generator(7);
    await withSession(
      arm,
      async (session) => {
        const { bytes } = await roundTrip(session, arm, picture({ width: 64, height: 48 }));
        for (let i = 0; i < 60; i++) {
          const broken = bytes.slice();
          const near = i % 2 === 0 ? Math.min(200, bytes.length) : bytes.length;
          broken[Math.floor(random() * near)]! ^= 1 << Math.floor(random() * 8);
          const outcome = await session.decode(broken, untimed).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(WorkError);
          else expect(createRaster(outcome as Raster)).toEqual(outcome);
        }
        // And goes on working.
        const { decoded } = await roundTrip(session, arm, picture({ width: 20, height: 20 }));
        expect(decoded.width).toBe(20);
      },
      { ...resources, maxPixels: 1_000_000 },
    );
  });

  // A command line's memory is not that of this process.
  const inProcess = codec.engine(settings).runtime !== 'cli';
  it.runIf(inProcess)('keeps its memory to itself over 150 pictures', async () => {
    const small = fitted(picture({ width: 96, height: 64 }), codec.accepts(settings));
    await withSession(arm, async (session) => {
      const rounds = async (count: number) => {
        for (let i = 0; i < count; i++) {
          await session.decode(await session.encode(small, untimed), untimed);
        }
        return process.memoryUsage().rss;
      };
      const warm = await rounds(50);
      expect((await rounds(100)) - warm).toBeLessThan(60e6);
    });
  });
});

describe('lossless codecs', () => {
  it('are found among the arms', () => {
    const exact = arms.filter(({ codec, settings }) => codec.lossless(settings));
    expect(exact.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'raw',
        'png',
        'png engine=oxipng',
        'webp lossless=true',
        'avif lossless=true',
        'jxl lossless=true',
        'jpeg2000 lossless=true',
        'htj2k lossless=true',
        'jpegls lossless=true',
        'qoi',
        'tiff',
      ]),
    );
  });

  it.each(
    arms
      .filter(({ codec, settings }) => codec.lossless(settings))
      .map((arm) => [arm.name, arm] as const),
  )('%s returns noise, extremes and colour under alpha exactly', async (_, arm) => {
    await withSession(arm, async (session) => {
      for (const { channels, depth } of layouts) {
        const random = generator(channels * depth);
        const image = noise(61, 43, channels, depth, random);
        const { stored, decoded } = await roundTrip(session, arm, image);
        expect(sameSamples(stored, decoded)).toBe(true);
      }
    });
  });

  it('names jxl at quality=100 lossless, and holds to it', async () => {
    const codec = await codecs.load('jxl');
    const settings = resolveSettings('jxl', codec.params, { quality: 100 });
    expect(codec.lossless(settings)).toBe(true);
    const arm = { name: 'jxl:quality=100', codec, settings };
    const { stored, decoded } = await withSession(arm, (session) =>
      roundTrip(session, arm, noise(61, 43, 4, 16, generator(3))),
    );
    expect(sameSamples(stored, decoded)).toBe(true);
  });
});

/** Any samples, with a third each of the smallest and the largest in alpha. */
function noise(
  width: number,
  height: number,
  channels: Channels,
  depth: Depth,
  random: () => number,
): Raster {
  const peak = depth === 8 ? 255 : 65535;
  const length = width * height * channels;
  const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    const sample = Math.floor(random() * (peak + 1));
    const alpha = channels === 4 && i % 4 === 3;
    data[i] = alpha ? Math.round(Math.max(0, Math.min(1, random() * 3 - 1)) * peak) : sample;
  }
  return createRaster({ width, height, channels, depth, data });
}

describe('another process', () => {
  it('decodes every file to the same samples from its bytes alone', async () => {
    const folder = scratch();
    const questions: Question[] = [];
    const expected: object[] = [];
    for (const [index, arm] of arms.entries()) {
      const original = picture({ width: 65, height: 41, channels: 4 });
      const { bytes, decoded } = await withSession(arm, (session) =>
        roundTrip(session, arm, original),
      );
      const file = path.join(folder, String(index));
      await writeFile(file, bytes);
      const engine = arm.settings['engine'] === undefined ? null : String(arm.settings['engine']);
      questions.push({ codec: arm.codec.id, engine, file, maxPixels: 1e6 });
      const { width, height, channels, depth } = decoded;
      expected.push({
        shape: [width, height, channels, depth],
        sha256: createHash('sha256').update(samplesOf(decoded)).digest('hex'),
      });
    }
    const answers = await decodeInChild(questions);
    expect(answers.map(({ shape, sha256 }) => ({ shape, sha256 }))).toEqual(expected);
  });

  it('loads no codec library for the tables and their engines', async () => {
    const { execFileSync } = await import('node:child_process');
    const program = `
      import { fileFormats } from '#src/codecs/formats.js';
import { codecs } from '#src/codecs/registry.js';
      for (const id of codecs.names) {
        const codec = await codecs.load(id);
        codec.engine({}); await codec.available({});
      }
      process.report.excludeNetwork = true;
      console.log(process.report.getReport().sharedObjects.join('\\n'));
    `;
    const args = ['--input-type=module', '--eval', program];
    const loaded = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(loaded).toContain('libc');
    expect(loaded).not.toMatch(/sharp|vips/);
  });
});

/** Values other than the default: every other choice, the ends of a range. */
function others(param: Param): Value[] {
  switch (param.type) {
    case 'boolean':
      return [!param.default];
    case 'choice':
      return param.values.filter((value) => value !== param.default);
    case 'integer':
    case 'number':
      return [param.min, param.max].filter((value) => value !== param.default);
  }
}

/** Settings beside which a parameter may apply. */
const grounds: Record<string, Value>[] = [
  {},
  { lossless: true },
  { palette: true, colours: 16 },
  { palette: true },
  { scans: false },
  { compression: 'jpeg' },
  { progressive: 0 },
  { entropy: 'jpegls' },
];

/** Settings beside which the named one applies, without it, or null. */
function groundFor(codec: Codec, name: string, own: Readonly<Record<string, Value>>) {
  const value = others(codec.params[name]!)[0]!;
  const candidates = grounds
    .filter((ground) => ground[name] === undefined)
    .map((ground) => ({ ...own, ...ground }))
    .filter((given) => tryResolve(codec, given) !== null);
  return candidates.find((given) => tryResolve(codec, { ...given, [name]: value })) ?? null;
}

/** Every codec with each of its engines that is here; null where it has no choice of them. */
const enginesHere = [
  ...new Map(
    arms.map(({ codec, settings }) => {
      const engine = settings['engine'] ?? null;
      return [`${codec.id} ${engine}`, [codec.id, engine, codec] as const];
    }),
  ).values(),
];

describe.each(enginesHere)('settings of %s engine %s', (id, engine, codec) => {
  const names = Object.keys(codec.params).filter((name) => name !== 'engine');
  const isDefault = engine === null || engine === codec.params['engine']?.default;
  const own: Record<string, Value> = { ...fast(id), ...(engine === null ? {} : { engine }) };

  it('each change the bytes or the picture', async () => {
    const original = picture({ width: 97, height: 65, channels: 4 });
    const outcome = async (given: Readonly<Record<string, Value>>) => {
      const settings = resolveSettings(id, codec.params, given);
      const arm: Arm = { name: id, codec, settings };
      const { bytes, decoded } = await withSession(arm, (session) =>
        roundTrip(session, arm, original),
      );
      return createHash('sha256').update(bytes).update(samplesOf(decoded)).digest('hex');
    };
    const idle: string[] = [];
    for (const name of names) {
      const ground = groundFor(codec, name, own);
      if (ground === null) continue;
      const base = await outcome(ground);
      for (const value of others(codec.params[name]!)) {
        const given = { ...ground, [name]: value };
        if (name === 'arrangement' && value === (await ownArrangement(ground))) continue;
        if ((await codec.available(resolveSettings(id, codec.params, given))) !== true) continue;
        const changed = await outcome(given);
        if (changed === base) idle.push(`${name}=${value}`);
      }
    }
    expect(idle).toEqual([]);
  });

  it.runIf(isDefault)('all apply with some engine', () => {
    const { engine: choice } = codec.params;
    const engines =
      choice?.type === 'choice' ? choice.values.map((each) => ({ engine: each })) : [{}];
    const apply = (name: string) =>
      engines.some((each) => groundFor(codec, name, { ...fast(id), ...each }) !== null);
    expect(names.filter((name) => !apply(name))).toEqual([]);
  });

  it.runIf(isDefault)('refuse what is none of their values', () => {
    const wrong = (given: Record<string, Value>) => () => resolveSettings(id, codec.params, given);
    expect(wrong({ nonsense: 1 })).toThrow(UsageError);
    expect(wrong({ constructor: 1 })).toThrow(UsageError);
    for (const [name, param] of Object.entries(codec.params)) {
      const bad: Value[] = ['', 'x', 'NaN', '1e999'];
      if (param.type === 'integer') bad.push(param.min - 1, param.max + 1, param.min + 0.5);
      if (param.type === 'number') bad.push(param.max + 1, param.min - 1);
      if (param.type !== 'boolean') bad.push(true);
      for (const value of bad) expect(wrong({ [name]: value })).toThrow(UsageError);
    }
  });
});

/** What `arrangement=auto` stands for. */
async function ownArrangement({ entropy }: Readonly<Record<string, Value>>) {
  const coder = await entropyCoders.load(String(entropy));
  return coder.kind === 'array' ? coder.arrangements[0] : null;
}

/** PSNR of small pictures that are not like those a model has learned from. */
function leastFidelity(id: string): number {
  return id === 'taef2' ? 12 : 24;
}

/** Settings that make a codec quick without taking the meaning from the others. */
function fast(id: string): Record<string, Value> {
  if (id === 'avif') return { speed: 7 };
  // With more colours there is nothing to dither.
  return id === 'gif' ? { colours: 16 } : {};
}

describeShared('rate knobs on a photograph', () => {
  it.for([
    'jpeg',
    'jpeg:chroma=4:4:4',
    'jpeg:mozjpeg=true',
    'mozjpeg',
    'jpeg:engine=turbo',
    'jpeg:engine=turbo,chroma=4:2:2,progressive=true',
    'jpeg:engine=turbo,chroma=4:4:0,optimise=false',
    'jpeg:engine=turbo,chroma=4:4:4',
    'webp',
    'webp:near_lossless=1+20+40+60+80',
    'avif:speed=8',
    'avif:speed=8,chroma=4:2:0',
    'avif:speed=8,depth=10',
    'avif:speed=8,tune=ssim',
    'jxl',
    'jxl:distance=15+12+8+6+4+3+2+1.5+1+0.8+0.5+0.3',
    'jxl:engine=jsquash',
    'heic:preset=veryfast',
    'heic:preset=ultrafast,chroma=4:4:4',
    'heic:preset=ultrafast,chroma=4:2:2,tune=psnr',
    'heic:preset=ultrafast,depth=10',
    'jxl:engine=native',
    'jxl:engine=native,distance=15+12+8+6+4+3+2+1.5+1+0.8+0.5+0.3',
    'jpeg2000',
    'jpeg2000:wavelet=5/3',
    'jpeg2000:layers=4',
    'htj2k',
    'jpegls',
    'png:palette=true',
    'webp:engine=wasm',
    'avif:engine=wasm,speed=8',
    'tiff:compression=jpeg',
    'tiff:compression=webp',
    'jpegli',
    'jpegli:chroma=4:2:0,distance=15+10+6+4+3+2+1.5+1+0.7+0.5',
    'vvc:preset=faster',
    'vvc:engine=uvg266,uvg_preset=faster',
    'taef2',
  ])('of %s: more bits and a better picture with every step', async (text, context) => {
    const { codec: named, settings: some } = await arm(text);
    const available = await named.available(some);
    if (available !== true) return context.skip(available);
    const photo = await kodak(5, { width: 384, height: 256 });
    const [request] = parseSpecList(text);
    const codec = await codecs.load(request!.id);
    const points = [];
    for (const settings of expandRequest(codec, request!)) {
      const arm: Arm = { name: text, codec, settings };
      const { bytes, decoded } = await withSession(arm, (session) =>
        roundTrip(session, arm, photo),
      );
      const knob = rateKnob(codec.params, settings)!;
      expect(sweepOf(codec.params[knob])).toContain(settings[knob]);
      points.push({ bits: bytes.length * 8, psnr: await fidelity(photo, decoded) });
    }
    expect(points.length).toBeGreaterThanOrEqual(5);
    for (let i = 1; i < points.length; i++) {
      expect(points[i]!.bits).toBeGreaterThan(points[i - 1]!.bits);
      expect(points[i]!.psnr).toBeGreaterThan(points[i - 1]!.psnr);
    }
  });
});
