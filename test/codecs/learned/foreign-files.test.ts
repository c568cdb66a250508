import { afterAll, beforeAll, expect, test } from 'vitest';
import { untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import type { CodecSession } from '#src/codecs/codec.js';
import {
  type LearnedFile,
  readLearnedFile,
  writeLearnedFile,
} from '#src/codecs/learned/container.js';
import { learnedMark } from '#src/codecs/learned/format.js';
import { picture } from '../../support/photos.ts';
import { sessionOf } from './coded.ts';
import { type OpenFixture, openFixture } from './fixture.ts';

// Files that are whole, and not for this model, level, coder or version.

let fixture: OpenFixture;
let session: CodecSession;
let bytes: Uint8Array;
beforeAll(async () => {
  fixture = await openFixture('frappe');
  session = await sessionOf(fixture.codec);
  bytes = await session.encode(picture(40, 30), untimed);
});
afterAll(async () => {
  await session.close();
  await fixture.close();
});

test.each<[string, Partial<LearnedFile>, RegExp]>([
  ['model', { model: 'mbt2018' }, /is of the learned codec 'mbt2018'; expected one of 'frappe'/],
  ['level', { rate: 20 }, /is of level 20 of frappe, which has 3/],
  [
    'state',
    { identity: Uint8Array.of(1, 2, 3, 4) },
    /of another state of the model frappe, 01020304; the one here is [0-9a-f]{8}: decode it with/,
  ],
  ['coder', { coder: 'zip' }, /names the entropy coder 'zip', which is not known/],
])('a file of another %s is refused', async (_what, changes, message) => {
  const file = writeLearnedFile({ ...readLearnedFile(bytes), ...changes });
  const decoding = Promise.resolve().then(() => session.decode(file, untimed));
  await expect(decoding).rejects.toThrow(message);
  await expect(decoding).rejects.toBeInstanceOf(WorkError);
});

test('a file of another version is refused, one of this level is decoded', async () => {
  const newer = bytes.slice();
  newer[learnedMark.length]! += 1;
  const decoding = Promise.resolve().then(() => session.decode(newer, untimed));
  await expect(decoding).rejects.toThrow(/of version \d+; this program reads \d+, get a newer one/);
  expect(await session.decode(bytes, untimed)).toMatchObject({ width: 40, height: 30 });
});
