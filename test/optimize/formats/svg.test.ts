import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { optimizeFormats } from '#src/optimize/formats/registry.js';
import { formatOfFile } from '#src/optimize/formats/table.js';
import { factsOf, runTrials } from './source.ts';

const icon = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<svg xmlns="http://www.w3.org/2000/svg" width="24" height="12" viewBox="0 0 24 12">
  <script>alert(1)</script>
  <path d="M 1.000000 2.000000 L 20.123456 2.000000 L 20.123456 10.000000 Z" fill="#ff0000"/>
</svg>`);

test('a document is written shorter and safe, in its own format', async () => {
  expect(formatOfFile(icon)).toBe('svg');
  const { svgo } = await runTrials(icon, 'svg');
  expect(svgo!.length).toBeLessThan(icon.length / 2);
  expect(Buffer.from(svgo!).toString()).not.toMatch(/script|hand/);
  const packed = gzipSync(icon);
  expect(formatOfFile(packed)).toBe('svgz');
  const smaller = (await runTrials(packed, 'svgz'))['svgo']!;
  expect(gunzipSync(smaller).equals(svgo!)).toBe(true);
});

test('small ones are drawn larger, so that they can be compared', async () => {
  expect(await factsOf(icon)).toMatchObject({ width: 264, height: 132, frames: 1, hasAlpha: true });
  const { decode } = await optimizeFormats.load('svg');
  const drawn = await decode!(icon, { maxPixels: 1e6 });
  expect([drawn.width, drawn.height, drawn.channels]).toEqual([264, 132, 4]);
});

test('more pixels than allowed are refused before they are drawn', async () => {
  const large = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"><path d="M0 0h9v9z"/></svg>',
  );
  await expect(factsOf(large)).rejects.toThrow(/20000/);
});
