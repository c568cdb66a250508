import { hash } from 'node:crypto';
import path from 'node:path';
import { vi } from 'vitest';
import { type CodecModelCard, codecModel } from '#src/codecs/learned/model-identity.js';
import { scaleGrid, scaleTable } from '#src/entropy/distributions/parametric.js';
import { writeTable } from '#src/entropy/distributions/table-file.js';
import { readCard } from '#src/models/card.js';
import type { CodecCard } from '#src/models/codec-card.js';
import { type OnnxNode, type OnnxTensor, writeModel } from '#src/runtimes/onnx/proto.js';
import { floats, integers, modelOf, node, value } from '../../runtimes/onnx/graphs.ts';
import { temporaryFolder } from '../../support/folders.ts';

// A codec of two groups, made by hand: means of 8x8 pixels, and what means of 4x4 differ from them.
// The context of the finer group is small whole numbers throughout.
//
//     low (predicted) -> coarse -> indexes of detail, even;  feature -> fine -> indexes, odd

/** Distributions of detail; those of low follow, one a channel. */
const classes = 12;

/** Whole numbers that are the same every time. */
const small = (count: number, seed: number, most: number): number[] =>
  Array.from({ length: count }, (_, i) => ((i * 7919 + seed * 104729) % (most + 1)) | 0);

const resize = (input: string, output: string, scales: string): OnnxNode => ({
  ...node('Resize', [input, '', scales], output),
  attribute: [
    ['mode', 'nearest'],
    ['coordinate_transformation_mode', 'asymmetric'],
    ['nearest_mode', 'floor'],
  ].map(([name, text]) => ({ name: name!, type: 3, s: Buffer.from(text!) })),
});
const pooled = (input: string, output: string, side: number): OnnxNode =>
  node('AveragePool', [input], output, { kernel_shape: [side, side], strides: [side, side] });
const scale = (name: string, factor: number): OnnxTensor =>
  floats(name, [4], [1, 1, factor, factor]);
const picture = value('image', [1, 3, 'H', 'W']);
const one = (name: string) => value(name, [1]);
const group = (name: string, channels = 3) => value(name, [1, channels, 'h', 'w']);

const graphs = {
  analyse: modelOf(
    [
      node('Sub', ['image', 'grey'], 'x'),
      pooled('x', 'p8', 8),
      pooled('x', 'p4', 4),
      resize('p8', 'up', 'two'),
      node('Sub', ['p4', 'up'], 'difference'),
      node('Div', ['p8', 'step'], 'low'),
      node('Div', ['difference', 'step'], 'detail'),
    ],
    [picture, one('step')],
    [group('low'), value('detail', [1, 3, 'h2', 'w2'])],
    [floats('grey', [1], [128]), scale('two', 2)],
  ),
  coarse: modelOf(
    [
      node('Abs', ['low'], 'magnitude'),
      node('Clip', ['magnitude', 'none', 'most'], 'clipped'),
      node('Conv', ['clipped', 'w1'], 'sums', { pads: [1, 1, 1, 1] }),
      node('Clip', ['sums', 'none', 'byte'], 'bytes'),
      resize('bytes', 'feature', 'two'),
      node('Conv', ['feature', 'w2'], 'mixed'),
      node('Mul', ['rate', 'share'], 'part'),
      node('Floor', ['part'], 'term'),
      node('Add', ['mixed', 'term'], 'raised'),
      node('Mul', ['raised', 'eighth'], 'lower'),
      node('Floor', ['lower'], 'floored'),
      node('Clip', ['floored', 'none', 'last'], 'indexes'),
    ],
    [group('low'), one('rate')],
    [value('indexes', [1, 3, 'h2', 'w2']), value('feature', [1, 4, 'h2', 'w2'])],
    [
      floats('none', [], [0]),
      floats('most', [], [15]),
      floats('byte', [], [255]),
      floats('last', [], [classes - 1]),
      floats('w1', [4, 3, 3, 3], small(108, 1, 3)),
      floats('w2', [3, 4, 1, 1], small(12, 2, 2)),
      floats('share', [1], [1 / 32]),
      floats('eighth', [1], [1 / 16]),
      scale('two', 2),
    ],
  ),
  fine: modelOf(
    [
      node('Abs', ['detail'], 'magnitude'),
      node('Clip', ['magnitude', 'none', 'most'], 'clipped'),
      node('Conv', ['clipped', 'w1'], 'near', { pads: [2, 2, 2, 2] }),
      node('Conv', ['feature', 'w2'], 'far'),
      node('Add', ['near', 'far'], 'sum'),
      node('Mul', ['sum', 'share'], 'lower'),
      node('Floor', ['lower'], 'floored'),
      node('Clip', ['floored', 'none', 'last'], 'indexes'),
    ],
    [group('detail'), group('feature', 4)],
    [group('indexes')],
    [
      floats('none', [], [0]),
      floats('most', [], [15]),
      floats('last', [], [classes - 1]),
      floats('w1', [3, 3, 5, 5], small(225, 3, 3)),
      floats('w2', [3, 4, 1, 1], small(12, 4, 2)),
      floats('share', [1], [1 / 32]),
    ],
  ),
  synthesise: modelOf(
    [
      node('Mul', ['low', 'step'], 'low_value'),
      node('Mul', ['detail', 'step'], 'detail_value'),
      resize('low_value', 'up8', 'eight'),
      resize('detail_value', 'up4', 'four'),
      node('Add', ['up8', 'up4'], 'sum'),
      node('Conv', ['sum', 'blur'], 'blurred', { pads: [1, 1, 1, 1], group: 3 }),
      node('Add', ['blurred', 'grey'], 'image'),
    ],
    [group('low'), value('detail', [1, 3, 'h2', 'w2']), one('step')],
    [picture],
    [
      floats('grey', [1], [128]),
      floats(
        'blur',
        [3, 1, 3, 3],
        Array.from({ length: 27 }, (_, i) => (i % 9 === 4 ? 0.92 : 0.01)),
      ),
      scale('eight', 8),
      scale('four', 4),
      integers('unused', [0]),
    ],
  ),
};

const port = (name: string, shape: (number | string)[], range?: [number, number]) => ({
  ...{ name, shape, meaning: 'a test' },
  ...(range && { range }),
});

export interface Tiny {
  readonly card: CodecModelCard;
  /** Folder of the card and the graphs, which PARETO_MODELS names. */
  readonly folder: string;
}

/** Writes the model into a folder of this test's own, with changes to the card's `codec` section. */
export async function tinyModel(changes: Partial<CodecCard> = {}): Promise<Tiny> {
  const table = writeTable(
    scaleTable(
      'laplace',
      [...scaleGrid({ least: 0.1, greatest: 60, count: classes }), 4, 4, 4],
      14,
    ),
  );
  const bytes = Object.fromEntries(
    Object.entries(graphs).map(([name, model]) => [`${name}.onnx`, writeModel(model)]),
  );
  const graphCard = (name: string, inputs: object[], outputs: object[]) => {
    const file = `${name}.onnx`;
    const content = bytes[file]!;
    const known = { file, sha256: hash('sha256', content), bytes: content.length, from: 'a test' };
    return { inputs, outputs, files: [known] };
  };
  const image = port('image', [1, 3, 'H', 'W'], [0, 255]);
  const [low, detail] = [port('low', [1, 3, 'h', 'w']), port('detail', [1, 3, 'h', 'w'])];
  const indexes = port('indexes', [1, 3, 'h', 'w']);
  const feature = port('feature', [1, 4, 'h', 'w']);
  const card = {
    id: 'tiny',
    title: 'Tiny',
    kind: 'codec',
    source: 'a test',
    sourceUrls: ['https://example.org/'],
    licence: 'MIT',
    opset: 13,
    graphs: {
      analyse: graphCard('analyse', [image, port('step', [1])], [low, detail]),
      coarse: graphCard('coarse', [low, port('rate', [1])], [indexes, feature]),
      fine: graphCard('fine', [detail, feature], [indexes]),
      synthesise: graphCard('synthesise', [low, detail, port('step', [1])], [image]),
    },
    codec: {
      input: { multiple: 16, minSide: 16 },
      rate: { first: 64, ratio: 1 / 64 },
      quality: { default: 50, sweep: [0, 25, 50, 75] },
      units: 'steps',
      groups: [
        { id: 'low', channels: 3, scale: 8, predict: 'median' },
        { id: 'detail', channels: 3, scale: 4, rounding: 0.4 },
      ],
      analysis: 'analyse',
      synthesis: 'synthesise',
      passes: [
        { group: 'low', base: classes },
        { graph: 'coarse', group: 'detail', part: 'even' },
        { graph: 'fine', group: 'detail', part: 'odd' },
      ],
      distributions: {
        file: 'tiny.bin',
        sha256: hash('sha256', table),
        bytes: table.length,
      },
      entropy: 'range',
      tiles: null,
      bytesPerPixel: 100,
      ...changes,
    },
    published: 'none',
    checks: [],
    notes: [],
  };
  const folder = await temporaryFolder({
    ...bytes,
    'tiny.bin': table,
    'card.json': JSON.stringify(card),
  });
  vi.stubEnv('PARETO_MODELS', folder);
  return { card: codecModel(await readCard(path.join(folder, 'card.json'))), folder };
}
