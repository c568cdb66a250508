import { expect, test } from 'vitest';
import { constantsOf, readerOf } from '#src/runtimes/exact/node-reader.js';
import { exactOperators, stepsOf } from '#src/runtimes/exact/steps.js';
import { attributeTypes, elementTypes, type OnnxNode } from '#src/runtimes/onnx/proto.js';
import { floats, integers, node } from '../onnx/graphs.ts';
import { graphOf, weights } from './graphs.ts';

const held = (name: string, values: number[]): OnnxNode => ({
  ...node('Constant', [], name),
  attribute: [{ name: 'value', type: attributeTypes.tensor, t: integers('', values) }],
});

test('constants are weights, nodes, and other names of these', () => {
  const { graph } = graphOf(
    [held('ends', [7]), node('Identity', ['w'], 'same'), node('Relu', ['x'], 'y')],
    4,
    [weights('w', [2])],
  );
  const constants = constantsOf(graph);
  expect([...constants.keys()]).toEqual(['w', 'ends', 'same']);
  const reader = readerOf(node('Any', ['x', 'ends', '', 'same'], 'y'), constants, 'a test');
  expect(reader.constant(1)).toEqual({ dims: [1], data: [7] });
  expect(reader.constant(2)).toBeUndefined();
  expect(reader.constant(3)!.data).toHaveLength(2);
  expect(() => reader.constant(0)).toThrow(
    'a test: the exact runtime cannot run Any: it needs a constant as input 0',
  );
});

test('a slice of channels, whose ends are nodes', () => {
  const ends = [held('from', [2]), held('to', [5]), held('axis', [1])];
  const cut = node('Slice', ['x', 'from', 'to', 'axis'], 'y');
  const [step] = stepsOf(graphOf([...ends, cut], 6, []), 'a test');
  expect(step).toEqual({ kind: 'take', inputs: ['x'], output: 'y', from: 2 });
});

test.each([
  ['of rows', [held('axis', [2]), held('from', [1])], /Slice: it is not of channels/],
  ['from the end', [held('axis', [1]), held('from', [-1])], /Slice: it counts from the end/],
  ['of two axes', [held('axis', [1]), held('from', [1, 2])], /Slice: it cuts several axes/],
])('a slice %s is refused', (_, constants, message) => {
  const cut = node('Slice', ['x', 'from', 'to', 'axis'], 'y');
  expect(() => stepsOf(graphOf([...constants, held('to', [4]), cut], 6, []), 'a test')).toThrow(
    message,
  );
});

test('parts of a split begin where those before end', () => {
  const split = { ...node('Split', ['x', 'sides'], 'a', { axis: 1 }), output: ['a', 'b', 'c'] };
  const steps = stepsOf(graphOf([split], 6, [integers('sides', [1, 2, 3])]), 'a test');
  expect(steps.map((step) => step.kind === 'take' && step.from)).toEqual([0, 1, 3]);
});

test('a constant of another type, or of a shape that is no channel, is refused', () => {
  const half = { ...floats('row', [1, 6, 1, 1], [0]), dataType: elementTypes.float16 };
  const add = [node('Add', ['row', 'x'], 'y')];
  expect(() => stepsOf(graphOf(add, 6, [half]), 'a test')).toThrow(
    /Add: it has constants of another type/,
  );
  const row = floats('row', [1, 1, 1, 6], [1, 2, 3, 4, 5, 6]);
  expect(() => stepsOf(graphOf(add, 6, [row]), 'a test')).toThrow(
    /adds \[1,1,1,6\], not one number a channel/,
  );
});

test('weights may be anywhere in the bytes of a file', () => {
  const bytes = Buffer.concat([Buffer.of(1), Buffer.from(Float32Array.of(1, 2, 3).buffer)]);
  const rawData = bytes.subarray(1);
  const row = { name: 'row', dims: [1, 3, 1, 1], dataType: elementTypes.float32, rawData };
  const [step] = stepsOf(graphOf([node('Add', ['x', 'row'], 'y')], 3, [row]), 'a test');
  expect(step).toMatchObject({ kind: 'add', row: Float32Array.of(1, 2, 3) });
});

test('what it has is told', () => {
  expect(exactOperators).toEqual(
    expect.arrayContaining([
      'Conv',
      'ConvTranspose',
      'DepthToSpace',
      'Relu',
      'LeakyRelu',
      'Concat',
    ]),
  );
});
