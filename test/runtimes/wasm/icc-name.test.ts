import { expect, test } from 'vitest';
import { profileName } from '#src/runtimes/wasm/icc-name.js';
import { profileOf } from '../../support/png.ts';

/** A tag of type `mluc` with one record: ICC.1:2022, 10.15. */
function description(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const tag = Buffer.alloc(28 + Math.ceil(utf16.length / 4) * 4);
  tag.write('mluc');
  tag.writeUInt32BE(1, 8);
  tag.writeUInt32BE(12, 12);
  tag.write('enUS', 16);
  tag.writeUInt32BE(utf16.length, 20);
  tag.writeUInt32BE(28, 24);
  utf16.copy(tag, 28);
  return tag;
}

test('reads the description, wherever it stands among the tags', () => {
  const profile = profileOf('RGB ', { wtpt: Buffer.alloc(20), desc: description('sRGB é') });
  expect(profileName(profile)).toBe('sRGB é');
  const shifted = Buffer.concat([Buffer.alloc(5), profile]).subarray(5);
  expect(profileName(shifted)).toBe('sRGB é');
});

test('no description, one of version 2, and one that is cut off are none', () => {
  expect(profileName(profileOf('RGB ', { wtpt: Buffer.alloc(20) }))).toBe('');
  const old = Buffer.alloc(104);
  old.write('desc');
  expect(profileName(profileOf('GRAY', { desc: old }))).toBe('');
  const profile = profileOf('RGB ', { desc: description('a name') });
  for (const length of [0, 127, 130, 140, 150, profile.length - 4]) {
    expect(profileName(profile.subarray(0, length))).toBe('');
  }
});
