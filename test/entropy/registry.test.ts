import { expect, test } from 'vitest';
import { entropyCoders } from '#src/entropy/registry.js';

test('every name loads the coder of that id', async () => {
  for (const name of entropyCoders.names) {
    const coder = await entropyCoders.load(name);
    expect(coder.id).toBe(name);
    expect(coder.title).toMatch(/\w/);
    // A library is named with its version.
    expect(coder.library ?? 'none 0').toMatch(/^\w+ .*\d/);
  }
});

test('an unknown coder is refused with the known ones', async () => {
  await expect(entropyCoders.load('ransx')).rejects.toThrow(
    /^unknown entropy coder 'ransx'; did you mean rans\? known: rans, range, /,
  );
});
