import { describe, expect, test } from 'vitest';
import { axesOf, moves } from '#src/runtimes/onnx/moves.js';
import { type Context, product, type Shape } from '#src/runtimes/onnx/rule.js';
import { node } from './graphs.ts';

interface Given {
  /** Of the inputs. */
  readonly shapes?: readonly Shape[];
  /** Numbers of inputs that are known beforehand. */
  readonly values?: readonly (Shape | undefined)[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
  readonly outputs?: number;
}

function contextOf(given: Given): Context & { kept: Shape[] } {
  const { shapes = [], values = [], attributes = {}, outputs = 1 } = given;
  const kept: Shape[] = [];
  const inputs = shapes.map((_, i) => `x${i}`);
  return {
    kept,
    node: {
      ...node('Any', inputs, 'y'),
      output: Array.from({ length: outputs }, (_, i) => `y${i}`),
    },
    shape: (input) => shapes[input] ?? [],
    values: (input) => values[input],
    ints: (name) => {
      const value = attributes[name];
      return typeof value === 'object' ? value : undefined;
    },
    int: (name) => {
      const value = attributes[name];
      return typeof value === 'number' ? value : undefined;
    },
    keep: (each) => void kept.push(each),
    keepTensor: () => {},
    fail: (cause) => {
      throw new Error(cause);
    },
  };
}
const run = (operator: string, given: Given) => moves[operator]!(contextOf(given));

describe('shapes', () => {
  const cases: [string, Given, Shape | readonly Shape[]][] = [
    ['Reshape', { shapes: [[2, 3, 4]], values: [undefined, [0, -1]] }, [2, 12]],
    ['Reshape', { shapes: [[2, 3]], values: [undefined, [3, 2]] }, [3, 2]],
    ['Slice', { shapes: [[9, 5]], values: [undefined, [1, -2], [99, 5]] }, [8, 2]],
    ['Slice', { shapes: [[9]], values: [undefined, [-1], [-99], [0], [-2]] }, [5]],
    [
      'Split',
      { shapes: [[2, 7]], attributes: { axis: 1 }, outputs: 2 },
      [
        [2, 4],
        [2, 3],
      ],
    ],
    ['DepthToSpace', { shapes: [[1, 12, 3, 5]], attributes: { blocksize: 2 } }, [1, 3, 6, 10]],
    ['SpaceToDepth', { shapes: [[1, 3, 6, 10]], attributes: { blocksize: 2 } }, [1, 12, 3, 5]],
    [
      'Gather',
      {
        shapes: [
          [4, 5, 6],
          [7, 8],
        ],
        attributes: { axis: -2 },
      },
      [4, 7, 8, 6],
    ],
    ['Pad', { shapes: [[3, 4]], values: [undefined, [1, 0, 2, 5]] }, [6, 9]],
    ['Pad', { shapes: [[3, 4]], values: [undefined, [2, 2], undefined, [-1]] }, [3, 8]],
    ['Expand', { shapes: [[3, 1]], values: [undefined, [2, 1, 4]] }, [2, 3, 4]],
    ['ConstantOfShape', { values: [[2, 2]] }, [2, 2]],
    ['Range', { values: [[0], [10], [3]] }, [4]],
    [
      'Concat',
      {
        shapes: [
          [2, 3],
          [2, 4],
        ],
        attributes: { axis: -1 },
      },
      [2, 7],
    ],
    ['Unsqueeze', { shapes: [[3, 4]], attributes: { axes: [0, -1] } }, [1, 3, 4, 1]],
    ['Squeeze', { shapes: [[1, 3, 1]] }, [3]],
    ['Squeeze', { shapes: [[1, 3, 1]], attributes: { axes: [0] } }, [3, 1]],
    ['Flatten', { shapes: [[2, 3, 4]], attributes: { axis: 2 } }, [6, 4]],
    ['Transpose', { shapes: [[2, 3, 4]], attributes: { perm: [2, 0, 1] } }, [4, 2, 3]],
    ['Transpose', { shapes: [[2, 3, 4]] }, [4, 3, 2]],
    ['Shape', { shapes: [[2, 3, 4]], attributes: { start: 1 } }, [2]],
    ['Identity', { shapes: [[2, 3]] }, [2, 3]],
  ];
  test.each(cases)('%s of %j', (operator, given, wanted) => {
    expect(run(operator, given)).toEqual(wanted);
  });
});

describe('numbers of shapes to come', () => {
  const cases: [string, Given, Shape][] = [
    ['Cast', { shapes: [[2]], values: [[5, 6]] }, [5, 6]],
    ['Slice', { shapes: [[4]], values: [[5, 6, 7, 8], [1], [4], [0], [2]] }, [6, 8]],
    [
      'Gather',
      {
        shapes: [[3], [2]],
        values: [
          [5, 6, 7],
          [-1, 0],
        ],
      },
      [7, 5],
    ],
    ['Range', { values: [[1], [4], [1]] }, [1, 2, 3]],
    ['Concat', { shapes: [[1], [2]], values: [[5], [6, 7]], attributes: { axis: 0 } }, [5, 6, 7]],
    ['Unsqueeze', { shapes: [[]], values: [[5], [0]] }, [5]],
    ['Shape', { shapes: [[2, 3, 4]] }, [2, 3, 4]],
  ];
  test.each(cases)('%s of %j', (operator, given, wanted) => {
    const context = contextOf(given);
    moves[operator]!(context);
    expect(context.kept).toEqual([wanted]);
  });
});

test.each([
  ['Reshape', { shapes: [[2, 3]], values: [undefined, [4, 2]] }, '[2,3] as [4,2]'],
  ['Reshape', { shapes: [[2, 3]] }, 'the new shape is not known beforehand'],
  ['Slice', { shapes: [[2, 3]] }, 'where it begins is not known beforehand'],
  ['Split', { shapes: [[4]], attributes: { split: [4] }, outputs: 2 }, '2 parts of sides [4]'],
  ['DepthToSpace', { shapes: [[1, 4, 2, 2]] }, 'no blocksize'],
  ['Pad', { shapes: [[2]] }, 'the padding is not known beforehand'],
] as [string, Given, string][])('%s of %j says what is missing', (operator, given, message) => {
  expect(() => run(operator, given)).toThrow(message);
});

test('axes are an attribute, or since opset 13 an input; counted from the front', () => {
  expect(axesOf(contextOf({ attributes: { axes: [-1, 0] } }), 4)).toEqual([3, 0]);
  expect(axesOf(contextOf({ values: [undefined, [-2]] }), 4)).toEqual([2]);
  expect(axesOf(contextOf({ attributes: { axes: [] } }), 4)).toBeUndefined();
  expect([product([]), product([2, 3, 4])]).toEqual([1, 24]);
});
