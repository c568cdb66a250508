import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { loadPluginModule } from '#src/runtimes/plugin-module.js';
import { temporaryFolder } from '../support/folders.ts';

async function plugin(text: string): Promise<string> {
  return path.join(await temporaryFolder({ 'plugin.mjs': text }), 'plugin.mjs');
}

test('its mark is its version, else the start of its digest', async () => {
  const file = await plugin('export const pluginApi = 1; export const codecs = [{ id: 1 }];');
  const module = await loadPluginModule(file);
  expect(module).toMatchObject({ file, codecs: [{ id: 1 }], metrics: [] });
  expect(module.mark).toBe(module.sha256.slice(0, 12));
  const versioned = await plugin(
    "export const pluginApi = 1, version = '2.1', metrics = [{ id: 2 }];",
  );
  expect(await loadPluginModule(versioned)).toMatchObject({ mark: '2.1', metrics: [{ id: 2 }] });
});

test('a file that has changed is another module', async () => {
  const text = (n: number) => `export const pluginApi = 1, codecs = [${n}];`;
  const file = await plugin(text(1));
  expect((await loadPluginModule(file)).codecs).toEqual([1]);
  writeFileSync(file, text(2));
  expect((await loadPluginModule(file)).codecs).toEqual([2]);
});

test.each([
  ['throw new Error("it broke");', /cannot be loaded: it broke/],
  ['export const codecs = [1];', /export const pluginApi = 1 is expected, got nothing/],
  ['export const pluginApi = 2;', /got 2/],
  ['export const pluginApi = 1, codecs = {};', /codecs is an array where it is exported/],
  ['export const pluginApi = 1;', /codecs = \[…\] with a codec is expected/],
  ['export const pluginApi = 1, codecs = [1], version = 3;', /version is a string/],
])('%j is refused', async (text, message) => {
  const refused = loadPluginModule(await plugin(text));
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(message);
  await expect(loadPluginModule('/nowhere/plugin.mjs')).rejects.toThrow(/cannot be read/);
});
