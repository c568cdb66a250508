import { readFile } from 'node:fs/promises';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { readModel, writeModel } from '#src/runtimes/onnx/proto.js';
import { describeShared, shared } from '../../support/shared.ts';
import { differenceModel } from './graphs.ts';

const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../fixtures/models/${name}`, import.meta.url));

describe('a model', () => {
  test('is read as it was written', () => {
    const model = differenceModel();
    const read = readModel(writeModel(model), 'test');
    expect(read).toMatchObject({
      irVersion: 7,
      opsetImport: [{ version: 13 }],
      graph: { input: model.graph.input, output: model.graph.output },
    });
    expect(read.graph.node.map(({ opType, input, output }) => [opType, input, output])).toEqual(
      model.graph.node.map(({ opType, input, output }) => [opType, input, output]),
    );
    expect(read.graph.node.at(-1)!.attribute[0]).toMatchObject({ name: 'axes', ints: [1, 2, 3] });
    const [factor] = read.graph.initializer;
    expect(factor).toMatchObject({ name: 'factor', dims: [1], dataType: 1 });
    expect(Buffer.from(factor!.rawData!).readFloatLE(0)).toBe(3);
  });

  test.each(['tiny-lpips.onnx', 'tiny-dists.onnx'])(
    'that the package onnx wrote comes out byte by byte: %s',
    async (name) => {
      const bytes = await fixture(name);
      expect(Buffer.compare(writeModel(readModel(bytes, name)), bytes)).toBe(0);
    },
  );

  test.each([
    ['nothing', new Uint8Array()],
    ['noise', Uint8Array.from({ length: 300 }, (_, i) => (i * 89) % 251)],
    ['text', Buffer.from('{"not": "a model"}')],
  ])('is refused where it is %s, in one line', (_what, bytes) => {
    expect(() => readModel(bytes, 'x.onnx')).toThrow(WorkError);
    expect(() => readModel(bytes, 'x.onnx')).toThrow(/^x\.onnx is damaged or no ONNX model: .*/);
  });

  test('is refused where it is cut short', async () => {
    const bytes = await fixture('tiny-lpips.onnx');
    for (const length of [20, 1000, bytes.length - 1]) {
      expect(() => readModel(bytes.subarray(0, length), 'x.onnx')).toThrow('x.onnx is damaged');
    }
  });

  test('is refused where parts of it would be lost', () => {
    const extra = protobuf
      .parse(
        `syntax = "proto2";
         message Model { optional Graph graph = 7; repeated Any functions = 25; }
         message Graph { repeated Node node = 1; repeated Tensor initializer = 5; }
         message Node { repeated Attribute attribute = 5; }
         message Attribute { optional Any g = 6; }
         message Tensor { repeated Any external_data = 13; }
         message Any { optional string name = 1; }`,
      )
      .root.lookupType('Model');
    const whole = writeModel(differenceModel());
    // What is written behind a message adds to it.
    const withParts = (parts: object) =>
      readModel(Buffer.concat([whole, extra.encode(extra.fromObject(parts)).finish()]), 'x.onnx');
    const some = { name: 'some' };
    expect(() => withParts({ functions: [some] })).toThrow('it has functions');
    expect(() => withParts({ graph: { node: [{ attribute: [{ g: some }] }] } })).toThrow(
      'x.onnx is expected to be one plain graph, it has nested graphs',
    );
    expect(() => withParts({ graph: { initializer: [{ externalData: [some] }] } })).toThrow(
      'it has weights in other files',
    );
    expect(() => withParts({})).not.toThrow();
  });
});

describeShared('the models of the shared test data', () => {
  test.each([
    'lpips/lpips_alex.onnx',
    'lpips/lpips_squeeze.onnx',
    'taef2/taef2_encoder.onnx',
    'taef2/taef2_decoder.onnx',
  ])('come out byte by byte: %s', async (name) => {
    const bytes = await readFile(shared('models', name));
    expect(Buffer.compare(writeModel(readModel(bytes, name)), bytes)).toBe(0);
  });
});
