import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { type Param, resolveSettings, type Value } from '#src/base/params.js';
import type { Codec } from '#src/codecs/codec.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { keepChatterBack } from '../../support/chatter.ts';
import { keepVipsWarm } from '../../support/vips.ts';
import { type Arm, picture, roundTrip, samplesOf, tryResolve, withSession } from '../support.ts';
import { arms } from './arms.ts';

keepVipsWarm();
keepChatterBack();

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
    // What several settings are compared with is made once.
    const known = new Map<string, Promise<string>>();
    const outcome = (given: Readonly<Record<string, Value>>) => {
      const settings = resolveSettings(id, codec.params, given);
      const key = JSON.stringify(settings);
      const made = known.get(key) ?? code({ name: id, codec, settings });
      known.set(key, made);
      return made;
    };
    const code = async (arm: Arm) => {
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

/** Settings that make a codec quick without taking the meaning from the others. */
function fast(id: string): Record<string, Value> {
  if (id === 'avif') return { speed: 7 };
  // With more colours there is nothing to dither.
  return id === 'gif' ? { colours: 16 } : {};
}
