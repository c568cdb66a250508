import { expect, test } from 'vitest';
import { fieldNames, findColumns } from '#src/formats/csv-columns.js';
import { metrics } from '#src/metrics/registry.js';

const { names: ids } = metrics;
const none = { columns: new Map<string, string>(), metrics: ids };
const mapped = (field: string, name: string) => ({
  columns: new Map([[field, name]]),
  metrics: ids,
});

test('every field and metric is found by its own name', () => {
  for (const name of fieldNames) expect([...findColumns([name], none).fields]).toEqual([[name, 0]]);
  for (const id of metrics.names) {
    for (const name of [id, `metrics.${id}`, `metrics_${id}`]) {
      expect([...findColumns([name], none).metrics]).toEqual([[id, 0]]);
    }
  }
});

test('what is mapped counts before names, and what nothing knows is told', () => {
  const header = ['x', 'PSNR', 'y'];
  const { fields, metrics: found, others } = findColumns(header, mapped('bpp', 'x'));
  expect([[...fields], [...found], others]).toEqual([[['bpp', 0]], [['psnr', 1]], ['y']]);
  expect(() => findColumns(header, mapped('bpp', 'z'))).toThrow("unknown column 'z'");
});

test('two columns of one field are an error, unless one is mapped', () => {
  const header = ['quality', 'q'];
  expect(() => findColumns(header, none)).toThrow(
    "columns 'quality' and 'q' would both be setting; say which is (columns: setting=…)",
  );
  expect([...findColumns(header, mapped('setting', 'q')).fields]).toEqual([['setting', 1]]);
});
