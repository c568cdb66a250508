import protobuf from 'protobufjs';
import { messageOf, WorkError } from '../../base/errors.js';

/** An ONNX model as it stands in its file, less what a plain inference graph never has. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly graph: OnnxGraph;
  readonly opsetImport: readonly { readonly domain?: string; readonly version: number }[];
  readonly metadataProps?: readonly { readonly key: string; readonly value: string }[];
}

export interface OnnxGraph {
  readonly name: string;
  /** In topological order, as ONNX demands. */
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly input: readonly OnnxValue[];
  readonly output: readonly OnnxValue[];
  readonly valueInfo: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name?: string;
  readonly opType: string;
  readonly domain?: string;
  /** An empty name stands for an optional input that is left out. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

export interface OnnxAttribute {
  readonly name: string;
  /** See `attributeTypes`. */
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: OnnxTensor;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** See `elementTypes`. */
  readonly dataType: number;
  /** Little-endian; the values stand here or in the list of their type. */
  readonly rawData?: Uint8Array;
  readonly floatData?: readonly number[];
  readonly int32Data?: readonly number[];
  readonly int64Data?: readonly number[];
}

export interface OnnxValue {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: {
        readonly dim: readonly { readonly dimValue?: number; readonly dimParam?: string }[];
      };
    };
  };
}

export const elementTypes = { float32: 1, int64: 7, float16: 10 } as const;
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
} as const;

/**
 * The part of the ONNX format (onnx.proto, IR version 3 and later) that inference graphs use.
 * Fields that are not here are lost when a model is written again: `readModel` refuses models that
 * hang on them.
 */
const schema = `
syntax = "proto2";
package onnx;

message ModelProto {
  optional int64 ir_version = 1;
  optional string producer_name = 2;
  optional string producer_version = 3;
  optional string domain = 4;
  optional int64 model_version = 5;
  optional string doc_string = 6;
  optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated StringStringEntryProto metadata_props = 14;
  repeated Unread functions = 25;
}
message OperatorSetIdProto {
  optional string domain = 1;
  optional int64 version = 2;
}
message StringStringEntryProto {
  optional string key = 1;
  optional string value = 2;
}
message GraphProto {
  repeated NodeProto node = 1;
  optional string name = 2;
  repeated TensorProto initializer = 5;
  optional string doc_string = 10;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
  repeated ValueInfoProto value_info = 13;
  repeated Unread sparse_initializer = 15;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated AttributeProto attribute = 5;
  optional string doc_string = 6;
  optional string domain = 7;
}
message AttributeProto {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  optional bytes s = 4;
  optional TensorProto t = 5;
  optional Unread g = 6;
  repeated float floats = 7;
  repeated int64 ints = 8;
  repeated bytes strings = 9;
  repeated TensorProto tensors = 10;
  repeated Unread graphs = 11;
  optional string doc_string = 13;
  optional int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  optional int32 data_type = 2;
  repeated float float_data = 4 [packed = true];
  repeated int32 int32_data = 5 [packed = true];
  repeated bytes string_data = 6;
  repeated int64 int64_data = 7 [packed = true];
  optional string name = 8;
  optional bytes raw_data = 9;
  repeated double double_data = 10 [packed = true];
  repeated uint64 uint64_data = 11 [packed = true];
  optional string doc_string = 12;
  repeated StringStringEntryProto external_data = 13;
  optional int32 data_location = 14;
}
message ValueInfoProto {
  optional string name = 1;
  optional TypeProto type = 2;
  optional string doc_string = 3;
}
message TypeProto {
  message Tensor {
    optional int32 elem_type = 1;
    optional TensorShapeProto shape = 2;
  }
  optional Tensor tensor_type = 1;
}
message TensorShapeProto {
  message Dimension {
    optional int64 dim_value = 1;
    optional string dim_param = 2;
  }
  repeated Dimension dim = 1;
}
message Unread {}
`;

const modelType = protobuf.parse(schema).root.lookupType('onnx.ModelProto');

/**
 * Reads an ONNX model. Tensors with raw data are views of the bytes given, not copies.
 * @param name what to call the model in messages
 * @throws WorkError where the bytes are no ONNX model, and where the model has parts that this
 *   reader passes over: functions, nested graphs, sparse or external weights
 */
export function readModel(bytes: Uint8Array, name: string): OnnxModel {
  const decoded = decode(bytes, name);
  const { graph, opsetImport } = decoded;
  if (graph === undefined || graph.node.length === 0 || opsetImport.length === 0) {
    throw new WorkError(`${name} is damaged or no ONNX model: it holds no graph; get it anew`, {
      code: 'broken-model',
    });
  }
  const passedOver = [
    ...(decoded.functions.length > 0 ? ['functions'] : []),
    ...(graph.sparseInitializer.length > 0 ? ['sparse weights'] : []),
    ...(graph.initializer.some(isExternal) ? ['weights in other files'] : []),
    ...(graph.node.some(({ attribute }) => attribute.some(isNested)) ? ['nested graphs'] : []),
  ];
  if (passedOver.length > 0) {
    throw new WorkError(
      `${name} is expected to be one plain graph, it has ${passedOver.join(' and ')}`,
      { code: 'broken-model' },
    );
  }
  return { ...decoded, graph };
}

/** The bytes of an ONNX file. */
export function writeModel(model: OnnxModel): Uint8Array {
  return modelType.encode(modelType.fromObject(model)).finish();
}

/** A decoded model with what `readModel` looks at and does not pass on. */
interface Decoded extends Omit<OnnxModel, 'graph'> {
  readonly functions: readonly unknown[];
  readonly graph?: OnnxGraph & { readonly sparseInitializer: readonly unknown[] };
}

function isExternal(tensor: OnnxTensor & { readonly externalData?: readonly unknown[] }): boolean {
  return tensor.externalData !== undefined && tensor.externalData.length > 0;
}

function isNested({
  g,
  graphs = [],
}: OnnxAttribute & { readonly g?: unknown; readonly graphs?: readonly unknown[] }): boolean {
  return g !== undefined || graphs.length > 0;
}

function decode(bytes: Uint8Array, name: string): Decoded {
  try {
    const message = modelType.decode(bytes);
    return modelType.toObject(message, { longs: Number, arrays: true }) as Decoded;
  } catch (error) {
    throw new WorkError(`${name} is damaged or no ONNX model: ${messageOf(error)}; get it anew`, {
      code: 'broken-model',
    });
  }
}
