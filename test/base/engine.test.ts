import { expect, test } from 'vitest';
import { engineRuntimes, levelVersion, withoutLevel } from '#src/base/engine.js';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';

test('codecs run in the runtimes that there are, by an engine with a name and a version', async () => {
  const used = new Set<string>();
  for (const id of codecs.names) {
    const { params, engine } = await codecs.load(id);
    const choice = params['engine'];
    for (const value of choice?.type === 'choice' ? choice.values : [undefined]) {
      const given = value === undefined ? {} : { engine: value };
      const { name, version, runtime } = engine(resolveSettings(id, params, given));
      expect([name, version].every((each) => each.length > 0)).toBe(true);
      expect(engineRuntimes).toContain(runtime);
      used.add(runtime);
    }
  }
  expect([...used].sort()).toEqual([...engineRuntimes].sort());
});

test('versions at rates with weights of their own have the libraries in common', () => {
  expect(levelVersion('0a1b2c3d', '(onnxruntime 1)')).toBe('level 0a1b2c3d (onnxruntime 1)');
  expect(withoutLevel(levelVersion('none', '(onnxruntime 1)'))).toBe('(onnxruntime 1)');
  expect(withoutLevel('0a1b2c3d (onnxruntime 1)')).toBe('0a1b2c3d (onnxruntime 1)');
});
