import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { UsageError, WorkError } from '#src/base/errors.js';
import { resolveSettings, type Value } from '#src/base/params.js';
import { parseSpecList } from '#src/base/spec-list.js';
import type { Codec } from '#src/codecs/codec.js';
import { expandRequest, printed } from '#src/codecs/spec.js';
import { loadCodec, openCodecTable } from '#src/codecs/table.js';
import { sameSamples } from '#src/image/compare.js';
import { arm, ofPictures, picture, resources, withSession } from '../support.js';

/** A codec of command lines for tests: a Node program that deflates the picture's file. */
const tool = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { deflateSync, inflateSync } from 'node:zlib';
  const [mode, input, output, timing, ...rest] = process.argv.slice(2);
  if (mode === '--version') { console.log('packer 1.2'); process.exit(); }
  const bytes = readFileSync(input);
  if (mode === 'decode' && bytes[0] !== 0x78) { console.error('note'); console.error('no packed file'); process.exit(4); }
  if (rest.includes('--silent')) process.exit();
  writeFileSync(output, mode === 'encode' ? deflateSync(bytes, { level: Number(rest[0]) }) : inflateSync(bytes));
  writeFileSync(timing, JSON.stringify({ encodeSeconds: 0.125, decodeSeconds: 0.25 }));
`;

const declared = {
  paretoCodec: 1,
  id: 'packer',
  title: 'Packed PAM',
  extension: 'pkd',
  encode: [
    process.execPath,
    '{recipe}/tool.mjs',
    'encode',
    '{input}',
    '{output}',
    '{timing}',
    '{level}',
    { if: 'silent', args: ['--silent'] },
    { if: 'note', args: ['--note', '{note}'] },
  ],
  decode: [process.execPath, '{recipe}/tool.mjs', 'decode', '{input}', '{output}', '{timing}'],
  version: [process.execPath, '{recipe}/tool.mjs', '--version'],
  versionPattern: 'packer ([0-9.]+)',
  input: 'pam',
  output: 'pam',
  accepts: { channels: [1, 3, 4], depths: [8, 16] },
  lossless: true,
  settings: {
    silent: { type: 'boolean', default: false, meaning: 'write nothing' },
    note: { type: 'integer', min: 1, max: 9, default: null, meaning: 'a number of no effect' },
    level: {
      ...{ type: 'integer', min: 1, max: 9, default: 6, meaning: 'effort' },
      sweep: [1, 9],
    },
  },
};

import { scratch } from '../../support/scratch.js';

let folder: string;
beforeEach(() => {
  folder = scratch();
  writeFileSync(path.join(folder, 'tool.mjs'), tool);
});

function recipe(changes: Record<string, unknown> = {}, name = 'packer.json'): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify({ ...declared, ...changes }));
  return file;
}

async function codecOf(changes: Record<string, unknown> = {}): Promise<Codec> {
  return ofPictures((await (await openCodecTable()).load(`cli:${recipe(changes)}`)).codec);
}

const open = (codec: Codec, given: Record<string, Value> = {}) =>
  codec.open(resolveSettings(codec.id, codec.params, given), resources);

describe('a codec of command lines', () => {
  it.each(['pam', 'png'] as const)('round-trips every layout through %s', async (format) => {
    const codec = await codecOf({ input: format, output: format });
    const session = await open(codec);
    for (const channels of [1, 3, 4] as const) {
      for (const depth of [8, 16] as const) {
        const original = picture({ width: 17, height: 5, channels, depth });
        const bytes = await session.encode(original, untimed);
        expect(sameSamples(await session.decode(bytes, untimed), original)).toBe(true);
      }
    }
  });

  it('takes PPM and PNM where that is what the tool reads', async () => {
    for (const [input, channels] of [
      ['ppm', [3]],
      ['pnm', [1, 3]],
    ] as const) {
      const accepts = { channels, depths: [8, 16] };
      const session = await open(await codecOf({ input, output: 'pnm', accepts }));
      for (const count of channels) {
        const original = picture({ width: 4, height: 3, channels: count, depth: 16 });
        const bytes = await session.encode(original, untimed);
        expect(sameSamples(await session.decode(bytes, untimed), original)).toBe(true);
      }
    }
  });

  it('says what ran: the version as printed, and which recipe', async () => {
    const codec = await codecOf();
    const engine = codec.engine({});
    expect(engine.runtime).toBe('cli');
    expect(engine.version).toMatch(/^1\.2 \(recipe [0-9a-f]{12}\)$/);
    expect(codec.lossless({})).toBe(true);
    expect(await codec.available({})).toBe(true);
    const other = await codecOf({ title: 'Packed PAM once more' });
    expect(other.engine({}).version).not.toBe(engine.version);
    const first = await codecOf({ files: ['tool.mjs'] });
    writeFileSync(path.join(folder, 'tool.mjs'), `${tool}// changed`);
    expect((await codecOf({ files: ['tool.mjs'] })).engine({}).version).not.toBe(
      first.engine({}).version,
    );
  });

  it('books its stages, and the seconds that the tool reports apart', async () => {
    const session = await open(await codecOf());
    const encoded = await measure((clock) =>
      session.encode(picture({ width: 8, height: 8 }), clock),
    );
    expect(encoded.reportedSeconds).toBe(0.125);
    expect(encoded.stages.encode).toBeGreaterThan(0);
    expect(Object.keys(encoded.stages)).toEqual(['prepare', 'encode', 'store', 'other']);
    const decoded = await measure((clock) => session.decode(encoded.value, clock));
    expect(decoded.reportedSeconds).toBe(0.25);
    expect(Object.keys(decoded.stages)).toEqual(['parse', 'decode', 'finish', 'other']);
  });

  it('tells in one line what went wrong', async () => {
    const codec = await codecOf();
    const session = await open(codec);
    await expect(session.decode(new Uint8Array(9), untimed)).rejects.toThrow(
      new WorkError('node ended with exit status 4: no packed file', { code: 'command-failed' }),
    );
    await expect(session.decode(new Uint8Array(), untimed)).rejects.toThrow(WorkError);
    const silent = await open(codec, { silent: true });
    await expect(silent.encode(picture({ width: 8, height: 8 }), untimed)).rejects.toThrow(
      'node ended well but wrote no file output.pkd',
    );
    const bytes = await session.encode(picture({ width: 33, height: 47 }), untimed);
    const tight = await codec.open(resolveSettings('packer', codec.params, {}), {
      threads: 1,
      maxPixels: 33 * 47 - 1,
    });
    await expect(tight.decode(bytes, untimed)).rejects.toThrow(/33x47.*1550/);
  });

  it('is not available where its program is missing', async () => {
    const codec = await codecOf({ encode: ['no-such-packer', '{input}', '{output}'] });
    expect(await codec.available({})).toMatch(/no-such-packer not found: put it on PATH/);
    expect(codec.engine({}).name).toBe('no-such-packer+node');
  });

  it('is found again in other processes, unless its recipe has changed', async () => {
    const { source } = await (await openCodecTable()).load(`cli:${recipe()}`);
    const told: typeof source = JSON.parse(JSON.stringify(source));
    expect((await loadCodec(told)).id).toBe('packer');
    const { source: other } = await (await openCodecTable()).load(
      `cli:${recipe({ title: 'Other' })}`,
    );
    recipe();
    await expect(loadCodec(other)).rejects.toThrow(/packer.json has changed since the sweep began/);
  });
});

describe('the name of a recipe', () => {
  it('is a path in a list, and its settings follow as those of any codec', async () => {
    const file = recipe();
    const [first, second, ...rest] = parseSpecList(`cli:${file},level=1+3,note=2,jpeg:quality=3`);
    expect(first).toEqual({ id: `cli:${file}`, alternatives: { level: ['1', '3'], note: ['2'] } });
    expect(second).toEqual({ id: 'jpeg', alternatives: { quality: ['3'] } });
    expect(rest).toEqual([]);
    expect(() => parseSpecList('cli:')).toThrow(/names no file/);
    expect(() => parseSpecList('cli:my.json:level=3')).toThrow(/as in cli:my.json,level=3/);
  });

  it('is printed by its id, which the list takes where the recipe is loaded', async () => {
    const file = recipe();
    const table = await openCodecTable([file]);
    const { codec, source } = await table.load(`cli:${file}`);
    const [request] = parseSpecList(`cli:${file},level=1+9,note=3`);
    const specs = expandRequest(codec, request!).map((settings) => printed(codec, settings));
    expect(specs).toEqual(['packer:note=3,level=1', 'packer:note=3,level=9']);
    for (const spec of specs) {
      const [again] = parseSpecList(spec);
      const found = await table.load(again!.id);
      expect(found.source).toEqual(source);
      expect(expandRequest(found.codec, again!).map((each) => printed(codec, each))).toEqual([
        spec,
      ]);
    }
  });

  it('may not be that of another codec', async () => {
    await expect(openCodecTable([recipe({ id: 'jpeg' })])).rejects.toThrow(
      /the id 'jpeg' is taken by a codec of this program/,
    );
    const file = recipe();
    copyFileSync(file, path.join(folder, 'copy.json'));
    await expect(openCodecTable([file, path.join(folder, 'copy.json')])).rejects.toThrow(
      /copy.json: the id 'packer' is taken by a codec of .*packer.json/,
    );
  });
});

const level = declared.settings.level;
it.each([
  [{ paretoCodec: 2 }, /paretoCodec is the version of the recipe format, 1; got 2/],
  [{ paretoCodec: undefined }, /got nothing/],
  [{ id: '../x' }, /id: is made of small letters/],
  [{ extra: 1 }, /extra/],
  [{ encode: ['enc', '{input}'] }, /encode: \{output\} is missing/],
  [{ encode: ['enc', '{input}', '{output}', '{qality}'] }, /encode: \{qality\} is none of input/],
  [{ encode: ['enc', '{input}', '{output}', '{note}'] }, /\{note\} has not always a value/],
  [{ encode: ['enc', '{input}', '{output}', { if: 'x', args: [] }] }, /'x', which there is not/],
  [{ decode: ['dec', '{input}', '{output}', '{level}'] }, /decode: \{level\} is none of/],
  [{ input: 'ppm' }, /ppm holds 3 channels, got 1, 3, 4/],
  [{ lossless: 'level' }, /name of a boolean setting/],
  [
    { settings: { ...declared.settings, level: { ...level, default: 10 } } },
    /level is integer 1\.\.9, got '10'/,
  ],
  [
    { settings: { ...declared.settings, level: { ...level, sweep: [0] } } },
    /level is integer 1\.\.9, got '0'/,
  ],
  [{ settings: { ...declared.settings, input: level } }, /\{input\} has a meaning of its own/],
  [{ versionPattern: '(' }, /Unterminated group/],
  [{ files: ['missing'] }, /file missing cannot be read/],
])('a recipe with %j is refused', async (changes, message) => {
  const failure = await openCodecTable([recipe(changes)]).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as Error).message).toMatch(/packer\.json: /);
  expect((failure as Error).message).toMatch(message);
});

it('the example makes the files of libjpeg and decodes them alike', async (context) => {
  const file = fileURLToPath(new URL('../../../examples/jpeg-cli.json', import.meta.url));
  const codec = ofPictures((await (await openCodecTable()).load(`cli:${file}`)).codec);
  const available = await codec.available({});
  if (available !== true) return context.skip(available);
  const original = picture({ width: 65, height: 43 });
  const session = await open(codec);
  const bytes = await session.encode(original, untimed);
  const jpeg = await arm('jpeg:quality=75');
  await withSession(jpeg, async (other) => {
    // sharp leaves the JFIF header out.
    expect(bytes.length).toBe((await other.encode(original, untimed)).length + 18);
    const decoded = await session.decode(bytes, untimed);
    expect(sameSamples(decoded, await other.decode(bytes, untimed))).toBe(true);
  });
});

it('refuses a file that is missing, and one that is no JSON', async () => {
  const table = await openCodecTable();
  await expect(table.load('cli:none.json')).rejects.toThrow(/recipe none.json cannot be read/);
  writeFileSync(path.join(folder, 'bad.json'), '{');
  await expect(table.load(`cli:${path.join(folder, 'bad.json')}`)).rejects.toThrow(/is no JSON/);
});
