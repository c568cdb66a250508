import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorCodes } from '#src/base/error-codes.js';

const source = fileURLToPath(new URL('../../src', import.meta.url));

test('codes are words with hyphens, each with what it says', () => {
  for (const [code, meaning] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(meaning).toMatch(/\w{3}/);
  }
});

test('every code is of an error that is thrown somewhere', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('error-codes.ts'),
  );
  const text = files.map((name) => readFileSync(path.join(source, name), 'utf8')).join('\n');
  expect(Object.keys(errorCodes).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});
