import { expect, test } from 'vitest';
import { missingSvgo, openSvgo } from '#src/runtimes/svgo.js';

test('makes a document smaller behind what changes it', async () => {
  expect(missingSvgo()).toBeNull();
  const svgo = await openSvgo();
  expect(svgo.version).toMatch(/^4\./);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"> <path d="M0.12345 0h9v9z"/> </svg>';
  const names: (string | undefined)[] = [];
  const before = (root: { children?: readonly { name?: string }[] }) => {
    names.push(root.children?.[0]?.name);
  };
  expect(svgo.optimise(svg, { precision: 2, before })).toContain('M.12 0h9v9z');
  expect(svgo.optimise(svg, { precision: null, before })).toContain('M0.12345 0h9v9z');
  expect(new Set(names)).toEqual(new Set(['svg']));
});

test('what is no XML is told in one line', async () => {
  const svgo = await openSvgo();
  expect(() => svgo.optimise('<svg><g></svg>', { precision: 3, before: () => {} })).toThrow(
    /^SVG cannot be read: .*tag/,
  );
});
