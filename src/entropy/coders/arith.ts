import { joinBytes } from '../../base/bytes.js';
import { WorkError } from '../../base/errors.js';
import { createKernelPool, type Kernel } from '../../runtimes/wasm/kernel.js';
import type { ArrayCoder } from '../coder.js';
import { checkLatents, type LatentShape, type Latents, latentCount } from '../latents.js';
import { seal, unseal } from '../seal.js';
import { type ArithPlan, type PlanePlan, planArith } from './arith-plan.js';

/** Pointers of planes are to the value in their upper left corner. */
interface Exports {
  modelBytes(): number;
  reset(model: number): void;
  startEncoder(to: number): void;
  continueAt(to: number): void;
  finishEncoder(): number;
  startDecoder(from: number, to: number): void;
  position(): number;
  beginPlane(
    index: number,
    group: number,
    firstOfGroup: number,
    width: number,
    stride: number,
    values: number,
    residuals: number,
  ): void;
  setReferences(
    one: number,
    activityOfOne: number,
    other: number,
    activityOfOther: number,
    parent: number,
    activityOfParent: number,
    activityOfPast: number,
  ): void;
  codeRow(y: number): void;
  summarise(
    residuals: number,
    width: number,
    height: number,
    stride: number,
    activity: number,
    past: number,
  ): void;
  enlarge(
    from: number,
    fromStride: number,
    fromWidth: number,
    fromHeight: number,
    to: number,
    stride: number,
    width: number,
    height: number,
  ): void;
}

const kernels = createKernelPool<Exports>(new URL('../kernels/arith.wasm', import.meta.url));

/** Bytes that a value takes at the very worst: 31 decisions of 14.4 bits and 14 bits, and to spare. */
const worstBytes = 128;

/** Bytes that the decoder is ahead of the encoder. */
const lead = 8;

/**
 * Adaptive binary arithmetic coding, Pareto's own: each value is predicted from its neighbours and from
 * the planes before it by weights that learn; the residual is coded as binary decisions (zero?, larger
 * than …?, sign), and the probability of each is mixed from 24 contexts: neighbours, the planes before
 * it, the same place in the coarser scale. After Mahoney's PAQ and its logistic mixing.
 *
 * The groups are coded from the smallest plane to the largest, so that hyperlatents and coarser scales
 * help with what follows. Integers alone: the same bytes on every machine. There is one layout, so that
 * the arrangement makes no difference.
 */
export const arith: ArrayCoder = {
  id: 'arith',
  title: 'Adaptive arithmetic coder',
  kind: 'array',
  library: null,
  arrangements: ['stacked'],
  available: async () => true,
  async open() {
    const kernel = await kernels.take();
    return {
      async encode(groups, arrangement) {
        const context = { coder: arith.id, shapes: groups, arrangement };
        return seal(encodeGroups(kernel, groups), context);
      },
      async decode(bytes, shapes, arrangement) {
        const payload = unseal(bytes, { coder: arith.id, shapes, arrangement });
        return decodeGroups(kernel, payload, shapes);
      },
      close: async () => kernels.giveBack(kernel),
    };
  },
};

function encodeGroups(kernel: Kernel<Exports>, groups: readonly Latents[]): Uint8Array {
  checkLatents(groups);
  const { exports } = kernel;
  const plan = planArith(groups);
  const room = 2 * worstBytes * plan.widest + 4096;
  const memory = prepare(kernel, plan, room);
  const parts: Uint8Array[] = [];
  const drain = (end: number) => {
    parts.push(kernel.bytes(memory.stream, end - memory.stream).slice());
    exports.continueAt(memory.stream);
  };
  exports.startEncoder(memory.stream);
  for (const plane of plan.planes) {
    beginPlane(kernel, memory, plane);
    copyRows(kernel, memory, plane, (row, y) => row.set(rowOf(groups, plane, y)));
    for (let y = 0; y < plane.height; y++) {
      exports.codeRow(y);
      const end = exports.position();
      if (end - memory.stream > room / 2) drain(end);
    }
    endPlane(kernel, memory, plane);
  }
  drain(exports.finishEncoder());
  return joinBytes(parts);
}

function decodeGroups(
  kernel: Kernel<Exports>,
  payload: Uint8Array,
  shapes: readonly LatentShape[],
): Latents[] {
  const { exports } = kernel;
  const plan = planArith(shapes);
  const memory = prepare(kernel, plan, payload.length);
  kernel.bytes(memory.stream, payload.length).set(payload);
  const end = memory.stream + payload.length;
  const groups = shapes.map(({ channels, height, width }) => ({
    channels,
    height,
    width,
    data: new Int16Array(latentCount({ channels, height, width })),
  }));
  exports.startDecoder(memory.stream, end);
  for (const plane of plan.planes) {
    beginPlane(kernel, memory, plane);
    for (let y = 0; y < plane.height; y++) {
      exports.codeRow(y);
      if (exports.position() > end + lead) {
        throw new WorkError('arith stream is cut short', { code: 'broken-bitstream' });
      }
    }
    endPlane(kernel, memory, plane);
    copyRows(kernel, memory, plane, (row, y) => rowOf(groups, plane, y).set(row));
  }
  if (exports.position() < end) {
    throw new WorkError('arith stream is broken: bytes follow its end', {
      code: 'broken-bitstream',
    });
  }
  return groups;
}

type Memory = Readonly<
  Record<
    | 'model'
    | 'stream'
    | 'values'
    | 'activity'
    | 'residuals'
    | 'nothing'
    | 'parent'
    | 'parentActivity',
    number
  >
>;

/** Memory for all planes, all zero, and a model that knows nothing. */
function prepare(kernel: Kernel<Exports>, plan: ArithPlan, streamBytes: number): Memory {
  const { exports } = kernel;
  const memory = kernel.plan({
    model: exports.modelBytes(),
    stream: streamBytes,
    values: plan.valueBytes,
    activity: plan.activityBytes,
    residuals: plan.largestBytes,
    nothing: plan.largestBytes,
    parent: plan.largestBytes,
    parentActivity: plan.largestBytes,
  });
  for (const [pointer, length] of [
    [memory.values, plan.valueBytes],
    [memory.activity, plan.activityBytes],
    [memory.nothing, plan.largestBytes],
  ] as const) {
    kernel.bytes(pointer, length).fill(0);
  }
  exports.reset(memory.model);
  return memory;
}

function beginPlane(kernel: Kernel<Exports>, memory: Memory, plane: PlanePlan): void {
  const { exports } = kernel;
  const { origin, one, other, parent } = plane;
  kernel.bytes(memory.residuals, plane.bytes).fill(0);
  exports.beginPlane(
    plane.index,
    plane.order,
    Number(plane.channel === 0),
    plane.width,
    plane.stride,
    memory.values + plane.values + origin,
    memory.residuals + origin,
  );
  const nothing = memory.nothing + origin;
  let parentValues = nothing;
  let parentActivity = nothing;
  if (parent) {
    kernel.bytes(memory.parent, plane.bytes).fill(0);
    const enlarge = (from: number, to: number) => {
      const { stride, width, height } = parent;
      exports.enlarge(
        from + parent.origin,
        stride,
        width,
        height,
        to + origin,
        plane.stride,
        plane.width,
        plane.height,
      );
      return to + origin;
    };
    if (parent.values !== null) {
      parentValues = enlarge(memory.values + parent.values, memory.parent);
    }
    parentActivity = enlarge(memory.activity + parent.activity, memory.parentActivity);
  }
  exports.setReferences(
    one ? memory.values + one.values + origin : nothing,
    one ? memory.activity + one.activity + origin : nothing,
    other ? memory.values + other.values + origin : nothing,
    other ? memory.activity + other.activity + origin : nothing,
    parentValues,
    parentActivity,
    memory.activity + plane.past + origin,
  );
}

function endPlane({ exports }: Kernel<Exports>, memory: Memory, plane: PlanePlan): void {
  const { width, height, stride, origin } = plane;
  exports.summarise(
    memory.residuals + origin,
    width,
    height,
    stride,
    memory.activity + plane.activity + origin,
    memory.activity + plane.past + origin,
  );
}

/** Hands out the rows of a plane in the kernel's memory. */
function copyRows(
  kernel: Kernel<Exports>,
  memory: Memory,
  { values, origin, stride, width, height }: PlanePlan,
  copy: (row: Int16Array, y: number) => void,
): void {
  const { buffer } = kernel.bytes(0, 0);
  for (let y = 0; y < height; y++) {
    copy(new Int16Array(buffer, memory.values + values + origin + 2 * stride * y, width), y);
  }
}

function rowOf(groups: readonly Latents[], plane: PlanePlan, y: number): Int16Array {
  const at = (plane.channel * plane.height + y) * plane.width;
  return groups[plane.group]!.data.subarray(at, at + plane.width);
}
