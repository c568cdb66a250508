import { expect, test } from 'vitest';
import {
  curveFormats,
  exporterOf,
  formats,
  isTable,
  tableFormats,
} from '#src/formats/exporters.js';
import { timesOn } from '#src/formats/image-seconds.js';
import { recordTables } from '#src/formats/tables.js';
import { estimateOf, rdOf, timingOf } from '../support/records.ts';

const webp = (quality: number) =>
  rdOf({ spec: `webp:quality=${quality}`, image: 'a', settings: { quality }, knob: 'quality' });

test('every format is of tables or of curves, and no ending asks for two', () => {
  expect([...tableFormats, ...curveFormats]).toEqual(formats);
  const endings = tableFormats.flatMap((format) => exporterOf(format).endings);
  expect(new Set(endings).size).toBe(endings.length);
  for (const ending of endings) expect(ending).toMatch(/^\.[a-z0-9]+$/);
});

test.each(tableFormats)('%s writes a table of records of every kind', async (format) => {
  const { kind, text, load } = exporterOf(format);
  expect([kind, isTable(format)]).toEqual(['table', true]);
  const write = await load();
  const timed = timingOf({ spec: 'webp', image: 'a', encode: [1] });
  const pieces = [
    ...write([webp(50)], recordTables.rd.columns([webp(50)])),
    ...write([timed], recordTables.timing.columns([timed])),
    ...write([estimateOf()], recordTables.estimate.columns([])),
  ];
  expect(pieces.length).toBeGreaterThanOrEqual(3);
  expect(pieces.every((piece) => typeof piece === 'string')).toBe(text);
});

test.each(curveFormats)('%s makes a file of each curve', async (format) => {
  const { kind, load } = exporterOf(format);
  expect([kind, isTable(format)]).toEqual(['curves', false]);
  const write = await load();
  const [group, ...others] = write([webp(50), webp(80)], timesOn([], null));
  expect(others).toEqual([]);
  expect(group!.files.map(({ title, content }) => [title, content !== null])).toEqual([
    ['webp', true],
  ]);
});
