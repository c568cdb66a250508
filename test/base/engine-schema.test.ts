import { expect, test } from 'vitest';
import { engineRuntimes } from '#src/base/engine.js';
import { engineSchema } from '#src/base/engine-schema.js';

test.each(engineRuntimes)('an engine that runs as %s', (runtime) => {
  const engine = { name: 'libjxl', version: '0.11.1', runtime };
  expect(engineSchema.parse(engine)).toEqual(engine);
});

test.each([
  { name: 'libjxl', version: '0.11.1', runtime: 'gpu' },
  { name: 'libjxl', runtime: 'wasm' },
  { name: 'libjxl', version: 11, runtime: 'wasm' },
])('%j is none', (value) => {
  expect(engineSchema.safeParse(value).success).toBe(false);
});
