import { expect, test } from 'vitest';
import { defaultShown, listCurves, parseShown, printShown } from '#src/page/model/curves-shown.js';
import { curveOf, dataOf, writeSite } from '../site.ts';

test('at first the anchor and the best curve of each codec are shown', () => {
  const fast = curveOf('webp', { factor: 0.9, settings: 'fast' });
  const { group } = dataOf(
    writeSite([...curveOf('jpeg'), ...fast, ...curveOf('webp', { factor: 0.7 })]),
  );
  expect([...defaultShown(group)]).toEqual(['jpeg', 'webp']);
  const many = Array.from({ length: 30 }, (_, i) =>
    curveOf(`c${i}`, { factor: 1 - i / 40 }),
  ).flat();
  const shown = defaultShown(dataOf(writeSite([...curveOf('jpeg'), ...many])).group);
  expect(shown.size).toBe(10);
  expect(shown.has('jpeg') && shown.has('c29') && !shown.has('c0')).toBe(true);
});

test('a choice of curves comes back from its printed form', () => {
  const usual = new Set(['a']);
  for (const keys of [[], ['a'], ['b~c', 'd:e=f,g+h', '%', 'é & <i>']]) {
    const chosen = new Set(keys);
    expect(parseShown(printShown(chosen, usual), usual)).toEqual(chosen);
  }
  expect(printShown(new Set(['a']), usual)).toBeNull();
  expect(parseShown('%~a', usual)).toEqual(new Set(['a']));
});

test('two versions of one engine are two curves with keys of their own', () => {
  const old = curveOf('webp').map((record) => ({
    ...record,
    engine: { ...record.engine, version: '0.9' },
  }));
  const { group } = dataOf(writeSite([...curveOf('webp'), ...old]));
  const keys = listCurves(group).map(({ key }) => key);
  expect(keys).toEqual(['webp@libwebp@0.9', 'webp@libwebp@1.0']);
});
