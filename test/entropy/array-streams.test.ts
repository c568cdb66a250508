import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ArrayCoder } from '#src/entropy/coder.js';
import type { Latents } from '#src/entropy/latents.js';
import { entropyCoders } from '#src/entropy/registry.js';
import { group } from './latents.ts';

/** Streams made on x86-64 by the libraries of the day, in base64, by coder and arrangement. */
const file = new URL('../fixtures/entropy_arrays.json', import.meta.url);

/** Of every kind that the formats tell apart, by integer arithmetic alone. */
const groups: readonly Latents[] = [
  group(2, 3, 4, () => -7),
  group(4, 5, 3, (i) => ((i * 29) % 255) - 127),
  group(3, 4, 5, (i) => 100 + ((i * 31) % 256)),
  group(1, 6, 4, (i) => ((i * 7919) % 60_000) - 30_000),
  // Below and at the size from which `hybrid` takes JPEG-LS.
  group(1, 63, 65, (i) => (i % 97 === 0 ? 3 : 0)),
  group(1, 64, 64, (i) => (i % 89 === 0 ? -2 : 0)),
  // Two scales of a transform.
  group(3, 2, 2, (i) => 40 + i),
  group(9, 2, 2, (i) => (i % 5) - 2),
];
const wavelet = groups.slice(6);

const loaded = await Promise.all(entropyCoders.names.map((name) => entropyCoders.load(name)));
const arms = loaded
  .filter((coder): coder is ArrayCoder => coder.kind === 'array')
  .flatMap((coder) => coder.arrangements.map((arrangement) => ({ coder, arrangement })));

const messageOf = (arrangement: string) => (arrangement === 'nested' ? wavelet : groups);

async function make(): Promise<void> {
  const made: Record<string, string> = {};
  for (const { coder, arrangement } of arms) {
    const session = await coder.open();
    const bytes = await session.encode(messageOf(arrangement), arrangement);
    made[`${coder.id} ${arrangement}`] = Buffer.from(bytes).toString('base64');
    await session.close();
  }
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
}

test('streams that were stored can be read; UPDATE=1 writes them anew', async () => {
  if (process.env['UPDATE'] === '1') await make();
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  expect(Object.keys(stored)).toEqual(arms.map((arm) => `${arm.coder.id} ${arm.arrangement}`));
  for (const { coder, arrangement } of arms) {
    const name = `${coder.id} ${arrangement}`;
    const bytes = new Uint8Array(Buffer.from(stored[name]!, 'base64'));
    const session = await coder.open();
    expect(await session.decode(bytes, messageOf(arrangement), arrangement), name).toEqual(
      messageOf(arrangement),
    );
    // A library may find shorter streams with its next version; ours stay as they are.
    if (coder.library === null) {
      const again = await session.encode(messageOf(arrangement), arrangement);
      expect(Buffer.compare(again, bytes), name).toBe(0);
    }
    await session.close();
  }
});
