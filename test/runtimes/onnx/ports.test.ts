import { expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { checkPorts } from '#src/runtimes/onnx/ports.js';
import { differenceModel, floats, modelOf, node, picture, value } from './graphs.ts';

const inputs = [
  { name: 'a', shape: picture },
  { name: 'b', shape: picture },
];
const outputs = [{ name: 'distance', shape: ['N'] }];

test('the inputs and outputs that are expected', () => {
  expect(() => checkPorts(differenceModel(), 'x', { inputs, outputs })).not.toThrow();
});

test.each([
  ['another name', value('c', picture), 'a[N,3,H,W], c[N,3,H,W]'],
  ['another rank', value('b', ['N', 3, 'H']), 'a[N,3,H,W], b[N,3,H]'],
  ['another number', value('b', ['N', 1, 'H', 'W']), 'a[N,3,H,W], b[N,1,H,W]'],
  ['one size only', value('b', ['N', 3, 224, 224]), 'a[N,3,H,W], b[N,3,224,224]'],
  ['no type', { name: 'b' }, 'a[N,3,H,W], b[?]'],
])('an input of %s is told', (_what, second, found) => {
  const { graph, ...rest } = differenceModel();
  const model = { ...rest, graph: { ...graph, input: [graph.input[0]!, second] } };
  expect(() => checkPorts(model, 'x.onnx', { inputs, outputs })).toThrow(
    new WorkError(
      `x.onnx is expected to have the inputs a[N,3,H,W], b[N,3,H,W] of float32, it has ${found}: it is another model`,
      { code: 'broken-model' },
    ),
  );
});

test('an input too many is told, a weight among the inputs is none', () => {
  const { graph, ...rest } = differenceModel();
  const factor = { ...value('factor', [1]) };
  const old = { ...rest, graph: { ...graph, input: [...graph.input, factor] } };
  expect(() => checkPorts(old, 'x', { inputs, outputs })).not.toThrow();
  const more = { ...rest, graph: { ...graph, input: [...graph.input, value('mask', ['N'])] } };
  expect(() => checkPorts(more, 'x', { inputs, outputs })).toThrow('mask[N]: it is another model');
});

test('a missing output is told', () => {
  const model = modelOf(
    [node('Abs', ['a'], 'z')],
    [value('a', picture)],
    [value('z', picture)],
    [floats('w', [1], [1])],
  );
  expect(() => checkPorts(model, 'x', { inputs: [inputs[0]!], outputs })).toThrow(
    'x is expected to have the outputs distance[N] of float32, it has z[N,3,H,W]: it is another model',
  );
});
