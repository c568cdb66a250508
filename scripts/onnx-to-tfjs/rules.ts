import { transposed } from './graph.ts';
import { moves } from './moves.ts';
import { operand, type Rule } from './rule.ts';

const unary =
  (op: string): Rule =>
  (context) => {
    const input = context.value(0);
    const node = context.graph.add(context.to, op, [operand(context, input)]);
    return { node, dims: input.dims, constant: null };
  };

const binary =
  (op: string): Rule =>
  (context) => {
    const [a, b] = [context.value(0), context.value(1)];
    const rank = Math.max(a.dims.length, b.dims.length);
    const dims = Array.from({ length: rank }, (_, axis) => {
      const [p, q] = [a, b].map((each) => {
        const side = each.dims[axis - rank + each.dims.length];
        return side === undefined ? 1 : side;
      });
      return p === 1 ? q! : p!;
    });
    const inputs = [operand(context, a, rank), operand(context, b, rank)];
    return { node: context.graph.add(context.to, op, inputs), dims, constant: null };
  };

/** Fused into the convolution before it, where nothing else reads that. */
const relu: Rule = (context) => {
  const { graph, value, usedOnce } = context;
  const { node, dims, takesActivation } = value(0);
  if (node === null || !takesActivation || !usedOnce(0)) return unary('Relu')(context);
  graph.change(node, { fused_ops: ['BiasAdd', 'Relu'] });
  return { node, dims, constant: null };
};

const conv: Rule = (context) => {
  const { graph, to, value, has, int, ints, text, fail } = context;
  const [input, { constant: weights }] = [value(0), value(1)];
  if (weights === null || weights.type === 'int32') return fail('its weights are no constant');
  const [outer, inner, height, width] = weights.dims;
  if (weights.dims.length !== 4) return fail('it is not over height and width');
  if ((text('auto_pad') ?? 'NOTSET') !== 'NOTSET') return fail('auto_pad is expected to be NOTSET');
  const group = int('group') ?? 1;
  const depthwise = group > 1;
  if (depthwise && inner !== 1) return fail(`group ${group} of ${inner! * group} channels`);
  const [top, left, bottom, right] = ints('pads')?.length ? ints('pads')! : [0, 0, 0, 0];
  const pair = (name: string) => [1, ...(ints(name)?.length ? ints(name)! : [1, 1]), 1];
  // Depthwise weights are height x width x channels x multiplier.
  const turned = transposed(weights, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
  const shaped = depthwise ? { ...turned, dims: [height!, width!, group, outer! / group] } : turned;
  const inputs = [operand(context, input), graph.constant(`${to}/weights`, shaped)];
  const padded = [top, left, bottom, right].some((side) => side !== 0);
  const attributes = {
    strides: pair('strides'),
    dilations: pair('dilations'),
    data_format: 'NHWC',
    padding: padded ? 'EXPLICIT' : 'VALID',
    explicit_paddings: padded ? [0, 0, top!, bottom!, left!, right!, 0, 0] : [],
  };
  const dims = [input.dims[0]!, outer!, null, null];
  if (!has(2)) {
    const op = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
    return { node: graph.add(to, op, inputs, attributes), dims, constant: null };
  }
  const bias = value(2).constant;
  if (bias === null) return fail('its bias is no constant');
  const op = depthwise ? 'FusedDepthwiseConv2dNative' : '_FusedConv2D';
  const fused = { ...attributes, num_args: 1, fused_ops: ['BiasAdd'] };
  const node = graph.add(to, op, [...inputs, graph.constant(`${to}/bias`, bias)], fused);
  return { node, dims, constant: null, takesActivation: true };
};

const clip: Rule = (context) => {
  const { graph, to, value, has, fail } = context;
  const input = value(0);
  const bound = (index: number, otherwise: number): string => {
    const given = has(index) ? value(index).constant : null;
    if (has(index) && given?.type !== 'float32') return fail('its bounds are no constants');
    const data = Float32Array.of(given ? given.data[0]! : otherwise);
    return graph.constant(`${to}/bound`, { dims: [], type: 'float32', data });
  };
  const most = 3.4028234663852886e38;
  const inputs = [operand(context, input), bound(1, -most), bound(2, most)];
  return { node: graph.add(to, 'ClipByValue', inputs), dims: input.dims, constant: null };
};

/** Of floats to floats; constants of 16 bits stay so in the file. */
const cast: Rule = (context) => {
  const input = context.value(0);
  if (context.int('to') !== 1 || input.constant?.type === 'int32') {
    return context.fail('it is expected to be from floats to float32');
  }
  return input.constant ? input : unary('Identity')(context);
};

/** By the names of the operators, as https://onnx.ai/onnx/operators has them. */
export const rules: Readonly<Record<string, Rule>> = {
  Conv: conv,
  Relu: relu,
  Log: unary('Log'),
  Exp: unary('Exp'),
  Abs: unary('Abs'),
  Floor: unary('Floor'),
  Sqrt: unary('Sqrt'),
  Reciprocal: unary('Reciprocal'),
  Sigmoid: unary('Sigmoid'),
  Tanh: unary('Tanh'),
  Identity: unary('Identity'),
  Add: binary('AddV2'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('RealDiv'),
  Clip: clip,
  Cast: cast,
  ...moves,
};
