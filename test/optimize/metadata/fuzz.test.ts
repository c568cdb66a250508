import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { formatOf } from '#src/codecs/formats.js';
import { stripMetadata, strippable } from '#src/optimize/metadata/strip.js';
import { describeShared, shared } from '../../support/shared.ts';

describeShared('files that broke other programs', () => {
  test('are stripped or refused by an error of our own, and never become larger', () => {
    const names = readdirSync(shared('fuzz'), { recursive: true, withFileTypes: true });
    let stripped = 0;
    for (const entry of names.filter((each) => each.isFile())) {
      const file = path.join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      const format = formatOf(bytes)?.id ?? '';
      if (!strippable.includes(format)) continue;
      try {
        expect(stripMetadata(bytes, format).length, file).toBeLessThanOrEqual(bytes.length + 1);
        stripped += 1;
      } catch (error) {
        expect(error, file).toMatchObject({ name: 'WorkError', code: 'broken-image' });
      }
    }
    expect(stripped).toBeGreaterThan(100);
  });
});
