import { expect, test } from 'vitest';
import { createRegistry } from '#src/base/registry.js';

test('loads an entry when it is asked for, and none before', async () => {
  const loaded: string[] = [];
  const registry = createRegistry('codec', {
    jpeg: async () => loaded.push('jpeg'),
    avif: async () => loaded.push('avif'),
  });
  expect(registry.names).toEqual(['jpeg', 'avif']);
  expect(loaded).toEqual([]);
  await registry.load('avif');
  expect(loaded).toEqual(['avif']);
});

test('an unknown name suggests the nearest and lists the choices; inherited names are unknown', async () => {
  const registry = createRegistry('codec', { jpeg: async () => 1, avif: async () => 2 });
  await expect(registry.load('jpge')).rejects.toThrow(
    "unknown codec 'jpge'; did you mean jpeg? known: jpeg, avif",
  );
  await expect(registry.load('flif2000')).rejects.toThrow(
    "unknown codec 'flif2000'; known: jpeg, avif",
  );
  for (const name of ['constructor', '__proto__', 'toString', '']) {
    await expect(registry.load(name)).rejects.toThrow(/unknown codec/);
  }
});
