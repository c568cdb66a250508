import { expect, test } from 'vitest';
import { entropyFigure, gridTable } from '#src/page/model/entropy-figure.js';
import { entropyGrid } from '#src/page/model/entropy-grid.js';
import type { RdRecord } from '#src/results/record.js';
import { timingOf } from '../../support/records.ts';
import { curveOf, dataOf, writeSite } from '../site.ts';

/** A curve of a learned codec with a coder, whose payload is the file less 20 bytes of header. */
function learnedOf(
  coder: string,
  { loss = 0, arrangement = null as string | null, estimated = true } = {},
): RdRecord[] {
  const extra = [
    ...(coder === 'range' ? [] : [`entropy=${coder}`]),
    ...(arrangement === null ? [] : [`arrangement=${arrangement}`]),
  ];
  return curveOf('net', { factor: 10 * (1 + loss) }).map((record) => {
    const { quality } = record.settings as { quality: number };
    const payloadBytes = record.bytes! - 20;
    return {
      ...record,
      spec: `net:${[...extra, `quality=${quality}`].join(',')}`,
      settings: { entropy: coder, ...(arrangement === null ? {} : { arrangement }), quality },
      engine: { name: 'net', version: `1 (${coder})`, runtime: 'onnx' as const },
      learned: {
        ...{ model: 'net', coder, provider: 'cpu', payloadBytes, parts: {} },
        estimatedBits: estimated ? (8 * payloadBytes) / (1 + loss) : null,
      },
    };
  });
}

const range = learnedOf('range');
const brotli = learnedOf('brotli', { loss: 0.1 });
const tiled = learnedOf('jpegls', { loss: 0.05, arrangement: 'tiled', estimated: false });
const rd = [...curveOf('jpeg'), ...range, ...brotli, ...tiled];
const timing = range.map(({ codec, spec, settings, knob, engine, image, imageSha256 }) => {
  const record = timingOf({
    ...{ codec, spec, settings, knob, engine, image, imageSha256 },
    encode: [0.2, 0.2],
  });
  const stages = { analysis: [0.15, 0.15], entropy: [0.05, 0.05] };
  return { ...record, encode: { ...record.encode, stages } };
});

test('transforms by coders have the bytes, estimates, gaps and times of the leaderboard', () => {
  const data = dataOf(writeSite(rd, { timing }));
  const { coders, lines } = entropyGrid(data, data.timings[0]!);
  expect(coders).toEqual(['brotli', 'jpegls, tiled', 'range']);
  expect(lines.map(({ transform, setting }) => `${transform} ${setting}`)).toEqual([
    ...[20, 40, 60, 80, 90].map((quality) => `net quality=${quality}`),
  ]);
  const [line] = lines;
  const cell = line!.cells.get('range')!;
  const first = range.filter(({ settings }) => settings['quality'] === 20);
  const mean = (of: (record: RdRecord) => number): number =>
    first.reduce((sum, record) => sum + of(record), 0) / first.length;
  expect(cell.bpp).toBeCloseTo(
    mean(({ bpp }) => bpp!),
    8,
  );
  expect(cell.payloadBpp).toBeCloseTo(
    mean(({ bytes }) => (8 * (bytes! - 20)) / 5000),
    7,
  );
  expect(cell.estimateBpp).toBeCloseTo(cell.payloadBpp, 7);
  expect(cell.gap).toBeCloseTo(0, 9);
  expect(line!.cells.get('brotli')!.gap).toBeCloseTo(0.1, 7);
  expect(line!.cells.get('jpegls, tiled')).toMatchObject({ gap: null, estimateBpp: null });
  // 0.05 s of a picture of half a megapixel; decode has no such stage.
  expect([cell.encode, cell.decode]).toEqual([expect.closeTo(100, 1), null]);
  expect(line!.cells.get('brotli')!.encode).toBeNull();
});

test('an estimate that all coders share is told once, another with each', () => {
  const same = learnedOf('rans').map((record, i) => ({
    ...record,
    bytes: range[i]!.bytes! + 3,
    learned: { ...range[i]!.learned!, coder: 'rans', payloadBytes: range[i]!.bytes! - 17 },
  }));
  const shared = entropyGrid(dataOf(writeSite([...range, ...same])), null);
  expect(shared.lines[0]!.estimateBpp).not.toBeNull();
  const apart = entropyGrid(dataOf(writeSite([...range, ...brotli.map(lighter)])), null);
  expect(apart.lines[0]!.estimateBpp).toBeNull();
});

test('the chart has what can be drawn, the table all', () => {
  const data = dataOf(writeSite(rd, { timing }));
  const grid = entropyGrid(data, data.timings[0]!);
  const names = (over: 'rate' | 'encode' | 'decode'): unknown[] =>
    entropyFigure(grid, over, false).traces.map(({ name }) => name);
  expect(names('rate')).toEqual(['brotli', 'range']);
  expect(names('encode')).toEqual(['range']);
  expect(names('decode')).toEqual([]);
  expect(gridTable(grid).length).toBe(1 + 15);
});

test('a data set without learned codecs has an empty grid', () => {
  expect(entropyGrid(dataOf(writeSite(curveOf('jpeg'))), null)).toEqual({ coders: [], lines: [] });
});

function lighter(record: RdRecord): RdRecord {
  return { ...record, learned: { ...record.learned!, estimatedBits: 100 } };
}
