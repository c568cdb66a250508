import { hash } from 'node:crypto';
import { product, type Shape } from '#src/runtimes/onnx/rule.js';

/** Numbers that are part of a graph, row-major; of float16 their bits. */
export interface Constant {
  readonly dims: Shape;
  readonly type: 'float32' | 'float16' | 'int32';
  readonly data: Float32Array | Uint16Array | Int32Array;
}

/** An attribute of a node: of numbers and lists of them as integers, of text as text. */
export type TfAttribute = number | string | readonly number[] | readonly string[];

interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly input: string[];
  readonly attr: Record<string, object>;
}

/** A graph model of TensorFlow.js while it is made. */
export interface TfjsGraph {
  /** An input; null stands for a side of any length. */
  placeholder(name: string, dims: readonly (number | null)[]): string;
  /** Numbers; those that are there already are not put in again. */
  constant(name: string, constant: Constant): string;
  /** Adds a node and tells its name, which is the one given or near it. */
  add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, TfAttribute>>,
  ): string;
  /** Changes attributes of a node. */
  change(name: string, attributes: Readonly<Record<string, TfAttribute>>): void;
  /**
   * `model.json` and the one shard of its weights.
   * @param shard how the shard is called
   */
  finish(
    inputs: Readonly<Record<string, string>>,
    outputs: Readonly<Record<string, string>>,
    shard: string,
  ): { readonly topology: Uint8Array; readonly weights: Uint8Array };
}

/** Begins a graph model, in the form of TensorFlow's GraphDef in JSON that tfjs-converter writes. */
export function createTfjsGraph(): TfjsGraph {
  const nodes = new Map<string, TfNode>();
  const manifest: object[] = [];
  const chunks: Uint8Array[] = [];
  const constants = new Map<string, string>();
  const put = (
    wanted: string,
    op: string,
    input: readonly string[],
    attr: Record<string, object>,
  ): string => {
    const clean = wanted.replace(/[^\w./-]/g, '_').replace(/^[^\w.]/, '_$&');
    let name = clean;
    for (let count = 1; nodes.has(name); count++) name = `${clean}_${count}`;
    nodes.set(name, { name, op, input: [...input], attr });
    return name;
  };
  return {
    placeholder(name, dims) {
      const dim = dims.map((side) => ({ size: String(side ?? -1) }));
      return put(name, 'Placeholder', [], {
        dtype: { type: 'DT_FLOAT' },
        shape: { shape: { dim } },
      });
    },
    constant(wanted, { dims, type, data }) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      const key = `${type} ${dims} ${hash('sha256', bytes)}`;
      const known = constants.get(key);
      if (known !== undefined) return known;
      const dtype = type === 'int32' ? 'int32' : 'float32';
      const name = put(wanted, 'Const', [], {
        dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' },
      });
      manifest.push({
        ...{ name, shape: dims, dtype },
        ...(type === 'float16' && { quantization: { dtype: type, original_dtype: dtype } }),
      });
      chunks.push(bytes);
      constants.set(key, name);
      return name;
    },
    add: (name, op, inputs, attributes = {}) => put(name, op, inputs, attributesOf(attributes)),
    change(name, attributes) {
      Object.assign(nodes.get(name)!.attr, attributesOf(attributes));
    },
    finish(inputs, outputs, shard) {
      const ports = (named: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(named).map(([key, name]) => [key, { name }]));
      const model = {
        format: 'graph-model',
        generatedBy: 'paretobench',
        convertedBy: 'onnx-to-tfjs',
        signature: { inputs: ports(inputs), outputs: ports(outputs) },
        modelTopology: { node: [...nodes.values()], versions: {} },
        weightsManifest: [{ paths: [shard], weights: manifest }],
      };
      return {
        topology: Buffer.from(`${JSON.stringify(model)}\n`),
        weights: new Uint8Array(Buffer.concat(chunks)),
      };
    },
  };
}

function attributesOf(given: Readonly<Record<string, TfAttribute>>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, attributeOf(value)]),
  );
}

/** As protocol buffers are written in JSON: integers as text, text in Base64. */
function attributeOf(value: TfAttribute): object {
  if (typeof value === 'number') return { i: String(value) };
  if (typeof value === 'string') return { s: Buffer.from(value).toString('base64') };
  const texts = value.filter((each) => typeof each === 'string');
  if (texts.length > 0)
    return { list: { s: texts.map((each) => Buffer.from(each).toString('base64')) } };
  return { list: { i: value.map(String) } };
}

/** Changes the order of a constant's axes: `order` says which old axis each new one is. */
export function transposed(constant: Constant, order: readonly number[]): Constant {
  const { dims, data } = constant;
  const sides = order.map((axis) => dims[axis]!);
  const strides = order.map((axis) => product(dims.slice(axis + 1)));
  const moved = data.slice();
  const places = sides.map(() => 0);
  for (let to = 0, from = 0; to < data.length; to++) {
    moved[to] = data[from]!;
    for (let axis = sides.length - 1; axis >= 0; axis--) {
      places[axis]! += 1;
      from += strides[axis]!;
      if (places[axis]! < sides[axis]!) break;
      from -= sides[axis]! * strides[axis]!;
      places[axis] = 0;
    }
  }
  return { ...constant, dims: sides, data: moved };
}
