import { describe, expect, test } from 'vitest';
import { readTfjsModel } from '#src/runtimes/tfjs/model.js';

const weights = [
  { name: 'w', shape: [2, 3], dtype: 'float32' },
  { name: 'h', shape: [4], dtype: 'float32', quantization: { dtype: 'float16' } },
  { name: 'i', shape: [1], dtype: 'int32' },
];
const nodes = [
  { name: 'x', op: 'Placeholder' },
  { name: 'w', op: 'Const' },
  { name: 'sum', op: 'AddV2', input: ['x:0', '^w'] },
  { name: 'y', op: 'Relu', input: ['sum'] },
];
const model = {
  format: 'graph-model',
  modelTopology: { node: nodes },
  weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights }],
};
/** 24 bytes of w, 8 of h, 4 of i. */
const shards = new Map([
  ['a.bin', new Uint8Array(20).fill(1)],
  ['b.bin', new Uint8Array(16).fill(2)],
]);
const read = (changes: object = {}, files: ReadonlyMap<string, Uint8Array> = shards) => {
  const topology = Buffer.from(JSON.stringify({ ...model, ...changes }));
  return readTfjsModel({ topology, shards: files }, 'tiny');
};

describe('readTfjsModel', () => {
  test('inputs are the placeholders, outputs what nothing reads', () => {
    const { inputs, outputs, parameters } = read();
    expect([...inputs]).toEqual([['x', 'x']]);
    expect([...outputs]).toEqual([['y', 'y']]);
    expect(parameters).toBe(10);
  });

  test('a signature has names of its own for them', () => {
    const signature = { inputs: { image: { name: 'x' } }, outputs: { score: { name: 'y' } } };
    const { inputs, outputs } = read({ signature });
    expect([...inputs, ...outputs]).toEqual([
      ['image', 'x'],
      ['score', 'y'],
    ]);
  });

  test('shards come in the order of the manifest, as copies', () => {
    const { artifacts } = read({}, new Map([...shards].reverse()));
    const { weightData } = artifacts as { weightData: ArrayBuffer[] };
    expect(weightData.map((data) => new Uint8Array(data)[0])).toEqual([1, 2]);
    expect(weightData[0]).not.toBe(shards.get('a.bin')!.buffer);
  });

  test('weights of texts have no length to check', () => {
    const some = [...weights, { name: 't', shape: [1], dtype: 'string' }];
    const weightsManifest = [{ paths: ['a.bin', 'b.bin'], weights: some }];
    expect(read({ weightsManifest }).parameters).toBe(10);
  });

  test('says what is wrong with the files', () => {
    expect(() => read({ format: 'layers-model' })).toThrow(
      /^tiny is no graph model of TensorFlow\.js: /,
    );
    const topology = Buffer.from('{');
    expect(() => readTfjsModel({ topology, shards }, 'tiny')).toThrow(/is no graph model/);
    expect(() => read({}, new Map())).toThrow(
      'tiny is expected to have the weights none, it names a.bin, b.bin',
    );
    const long = new Map([...shards, ['b.bin', new Uint8Array(17)]]);
    expect(() => read({}, long)).toThrow(
      'tiny is expected to have weights of 36 bytes; its files hold 37 bytes',
    );
  });
});
