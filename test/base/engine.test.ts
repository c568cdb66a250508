import { expect, test } from 'vitest';
import { engineRuntimes } from '#src/base/engine.js';
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
