import { lstatSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { collectOwned, isOwnedName, ownedName } from '#src/base/owned.js';
import { formatOwner, thisProcess } from '#src/base/owner.js';
import { scratch } from '../support/scratch.ts';

const nameOf = (owner: Partial<ReturnType<typeof thisProcess>>): string =>
  `.pareto-${formatOwner({ ...thisProcess(), ...owner })}-0123456789ab`;

test('names are all different, and known as such', () => {
  const names = Array.from({ length: 100 }, () => ownedName());
  expect(new Set(names).size).toBe(100);
  for (const name of [...names, ownedName({ hidden: false })]) expect(isOwnedName(name)).toBe(true);
  expect(ownedName({ hidden: false })).not.toMatch(/^\./);
  for (const name of ['pareto-abc', '.pareto', 'x.part', `${names[0]}x`, `a${names[0]}`]) {
    expect(isOwnedName(name)).toBe(false);
  }
});

test('what processes that are gone left is removed, files and folders; all else stays', () => {
  const folder = scratch();
  const at = (name: string) => path.join(folder, name);
  const dead = nameOf({ start: '1' });
  const foreign = [nameOf({ machine: '00000000' }), nameOf({ machine: '00000001' })] as const;
  const kept = [ownedName(), 'mine.part', '.pareto-x', foreign[0]];
  for (const name of [...kept, foreign[1]]) writeFileSync(at(name), '');
  mkdirSync(path.join(at(dead), 'deep'), { recursive: true });
  const old = Date.now() / 1000 - 25 * 3600;
  utimesSync(at(foreign[1]), old, old);
  collectOwned(folder);
  expect(readdirSync(folder).sort()).toEqual([...kept].sort());
  collectOwned(at('nowhere'));
});

test('of a link the link is removed, not what it leads to', () => {
  const folder = scratch();
  const mine = path.join(folder, 'mine');
  mkdirSync(mine);
  writeFileSync(path.join(mine, 'a'), '');
  const link = path.join(folder, nameOf({ start: '1' }));
  symlinkSync(mine, link);
  collectOwned(folder);
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  expect(readdirSync(mine)).toEqual(['a']);
});
