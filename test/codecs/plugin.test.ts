import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { UsageError, WorkError } from '#src/base/errors.js';
import { resolveSettings } from '#src/base/params.js';
import { loadCodec, openCodecTable } from '#src/codecs/table.js';
import { sameSamples } from '#src/image/compare.js';
import { temporaryFolder } from '../support/folders.js';
import { ofPictures, picture, resources } from './support.js';

const example = fileURLToPath(new URL('../../examples/quantise-deflate.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

/** A plugin whose only codec is this, as source text. */
function plugin(codec: string, rest = 'export const pluginApi = 1;'): string {
  const file = path.join(folder, 'mine.mjs');
  writeFileSync(file, `${rest}\nexport const codecs = [${codec}];\n`);
  return file;
}

const whole = {
  id: "'mine'",
  title: "'Mine'",
  kind: "'lossy'",
  extension: "'min'",
  params: '{}',
  accepts: '() => ({ channels: [1, 3, 4], depths: [8] })',
  lossless: '() => false',
  engine: "() => ({ name: 'mine', version: '7', runtime: 'js' })",
  available: 'async () => true',
  open: `async () => ({
    encode: async () => 'text', decode: async () => ({ width: 1 }), close: async () => {} })`,
};

function sourceOf(changes: Partial<Record<keyof typeof whole, string | null>> = {}): string {
  const fields = Object.entries({ ...whole, ...changes }).filter(([, text]) => text !== null);
  return `{ ${fields.map(([name, text]) => `${name}: ${text}`).join(', ')} }`;
}

describe('limits', () => {
  const load = async (limits: string) =>
    (await openCodecTable([plugin(sourceOf().replace('{', `{ limits: ${limits},`))])).load('mine');

  it('may be told, and are checked', async () => {
    const { codec } = await load('() => ({ side: 5 })');
    expect(codec.limits?.({})).toEqual({ side: 5 });
    await expect(load('() => ({ side: -1 })')).rejects.toThrow(/limits\(\) gives no such value/);
    await expect(load('5')).rejects.toThrow(UsageError);
    expect((await (await openCodecTable([plugin(sourceOf())])).load('mine')).codec.limits).toBe(
      undefined,
    );
  });
});

describe('the example', () => {
  it('round-trips, and exactly at step 1', async () => {
    const { codec: found, source } = await (await openCodecTable([example])).load(
      'quantise-deflate',
    );
    const codec = ofPictures(found);
    expect(await loadCodec(JSON.parse(JSON.stringify(source)))).toMatchObject({ id: codec.id });
    for (const step of [1, 7]) {
      const settings = resolveSettings(codec.id, codec.params, { step });
      const session = await codec.open(settings, resources);
      for (const channels of [1, 3, 4] as const) {
        const original = picture({ width: 33, height: 47, channels });
        const decoded = await session.decode(await session.encode(original, untimed), untimed);
        expect(sameSamples(decoded, original)).toBe(step === 1);
        const far = Math.max(
          ...Array.from(original.data, (sample, at) => Math.abs(sample - decoded.data[at]!)),
        );
        expect(far).toBeLessThanOrEqual(step / 2);
      }
    }
  });

  it('refuses what is not its own, and pictures above the limit', async () => {
    const codec = ofPictures(
      (await (await openCodecTable([example])).load('quantise-deflate')).codec,
    );
    const settings = resolveSettings(codec.id, codec.params, {});
    const session = await codec.open(settings, { threads: 1, maxPixels: 99 });
    await expect(session.decode(new Uint8Array(50), untimed)).rejects.toThrow(/expected a file/);
    const bytes = await session.encode(picture({ width: 10, height: 10 }), untimed);
    await expect(session.decode(bytes, untimed)).rejects.toThrow(/10x10 is more than 99 pixels/);
    const wide = await codec.open(settings, resources);
    await expect(wide.decode(bytes.subarray(0, -9), untimed)).rejects.toThrow();
  });

  it('names its engine with the version that it declares', async () => {
    const codec = ofPictures(
      (await (await openCodecTable([example])).load('quantise-deflate')).codec,
    );
    expect(codec.engine({}).version).toMatch(/^[\d.]+\S* \(plugin 1\)$/);
  });
});

describe('a plugin', () => {
  it('has the hash of its file in the version of its engine where it declares none', async () => {
    const versionOf = async (file: string) => {
      const { codec, source } = await (await openCodecTable([file])).load('mine');
      return { version: codec.engine({}).version, source };
    };
    const first = await versionOf(plugin(sourceOf()));
    const second = await versionOf(plugin(`${sourceOf()} /* changed */`));
    expect(first.version).toMatch(/^7 \(plugin [0-9a-f]{12}\)$/);
    expect(second.version).not.toBe(first.version);
    await expect(loadCodec(first.source)).rejects.toThrow(/has changed since the sweep began/);
    expect((await loadCodec(second.source)).id).toBe('mine');
  });

  it.each([
    ['no pluginApi', sourceOf(), '', /export const pluginApi = 1 is expected, got nothing/],
    ['another interface', sourceOf(), 'export const pluginApi = 2;', /got 2/],
    ['no codec', '', undefined, /codecs = \[…\] with a codec is expected, or metrics/],
    ['a number', '7', undefined, /codecs\[0\] is no codec: it: .*object/],
    [
      'no engine',
      sourceOf({ engine: null }),
      undefined,
      /codecs\[0\] is no codec: engine: a function is missing/,
    ],
    ['a wrong kind', sourceOf({ kind: "'fine'" }), undefined, /kind: /],
    ['an unsafe id', sourceOf({ id: "'../x'" }), undefined, /id: small letters/],
    [
      'an id that is taken',
      sourceOf({ id: "'webp'" }),
      undefined,
      /the id 'webp' is taken by a codec of this program/,
    ],
    [
      'an id twice',
      `${sourceOf()}, ${sourceOf()}`,
      undefined,
      /two of its codecs have the id 'mine'/,
    ],
    [
      'a wrong parameter',
      sourceOf({ params: "{ q: { type: 'integer', min: 1 } }" }),
      undefined,
      /params\.q/,
    ],
    [
      'a wrong engine',
      sourceOf({ engine: '() => ({})' }),
      undefined,
      /engine\(\) gives no such value: name/,
    ],
    ['a syntax error', '{', undefined, /cannot be loaded: /],
    ['a throw', 'boom()', undefined, /cannot be loaded: boom is not defined/],
  ])('with %s is refused', async (_, codec, rest, message) => {
    const file = plugin(codec, rest);
    const failure = await openCodecTable([file]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain('mine.mjs');
    expect((failure as Error).message).toMatch(message);
  });

  it('is told so where encode or decode give something else', async () => {
    const codec = ofPictures(
      (await (await openCodecTable([plugin(sourceOf())])).load('mine')).codec,
    );
    const session = await codec.open({}, resources);
    await expect(session.encode(picture({ width: 2, height: 2 }), untimed)).rejects.toThrow(
      new WorkError('mine: encode is to give a Uint8Array, it gave string'),
    );
    await expect(session.decode(new Uint8Array(3), untimed)).rejects.toThrow(
      /mine: decode is to give a Raster: raster height/,
    );
  });

  it('of a learned codec has its report, and is told so where that is none', async () => {
    const report = {
      ...{ model: 'net', coder: 'rans', provider: 'cpu', payloadBytes: 9, estimatedBits: null },
      parts: { synthesis: { parameters: 7, fileBytes: 40, macsPerPixel: 1.5, used: 'decode' } },
    };
    const sessionOf = async (answer: object | null) => {
      const method = answer === null ? '' : `, report: async () => (${JSON.stringify(answer)})`;
      const open = `async () => ({
        encode: async () => new Uint8Array(9), decode: async () => {}, close: async () => {}${method} })`;
      const file = plugin(sourceOf({ kind: "'learned'", open }));
      return ofPictures((await (await openCodecTable([file])).load('mine')).codec).open(
        {},
        resources,
      );
    };
    expect(await (await sessionOf(report)).report?.()).toEqual(report);
    expect((await sessionOf(null)).report).toBeUndefined();
    const wrong = await sessionOf({ ...report, payloadBytes: -1 });
    await expect(wrong.report?.()).rejects.toThrow(
      /^mine: report gives no such value: payloadBytes: /,
    );
  });

  it('that is not there is told so', async () => {
    await expect(openCodecTable(['none.js'])).rejects.toThrow(/plugin none.js cannot be read/);
  });
});
