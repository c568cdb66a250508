import type { LatentShape } from '../latents.js';

/** Where a plane that is known lies: offsets of bytes into the values and the activities of all. */
interface Known {
  readonly values: number;
  readonly activity: number;
}

/** A coarser plane, or where none corresponds, what all planes of a coarser group add up to. */
interface Parent {
  readonly values: number | null;
  readonly activity: number;
  readonly origin: number;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A plane in memory: a border of two values to the left and to the right, two rows above and one
 * below. Offsets are in bytes.
 */
export interface PlanePlan extends Known {
  readonly group: number;
  readonly channel: number;
  /** Of the plane, and of its group, in the order of coding. */
  readonly index: number;
  readonly order: number;
  readonly height: number;
  readonly width: number;
  /** In values. */
  readonly stride: number;
  readonly bytes: number;
  /** From the start of a plane to its upper left corner. */
  readonly origin: number;
  /** What the activities of the group add up to. */
  readonly past: number;
  /** Planes of the same size that tell something of this one. */
  readonly one: Known | null;
  readonly other: Known | null;
  readonly parent: Parent | null;
}

/** The planes in the order of coding, and the memory that they take. */
export interface ArithPlan {
  readonly planes: readonly PlanePlan[];
  readonly valueBytes: number;
  readonly activityBytes: number;
  /** Of the largest plane. */
  readonly largestBytes: number;
  /** In values. */
  readonly widest: number;
}

interface Placed extends LatentShape {
  readonly group: number;
  readonly order: number;
  readonly firstIndex: number;
  readonly values: number;
  readonly activity: number;
  readonly stride: number;
  readonly bytes: number;
  readonly origin: number;
}

/**
 * What the adaptive coder does with groups of these shapes, by the shapes alone. Groups are coded from
 * the smallest plane to the largest, those of one size as they come. A plane has up to three others to
 * learn from:
 *
 *     one      the plane before it in its group
 *     other    in a group of as many planes as the last group of the same size, or a multiple: the plane
 *              so many before it, or the one in its place there (the same band of another colour);
 *              else the plane but one before it
 *     parent   the one in its place in the last smaller group of as many planes; where there is none,
 *              the last smaller group as a whole
 */
export function planArith(shapes: readonly LatentShape[]): ArithPlan {
  const groups = placeGroups(shapes);
  const last = groups.at(-1);
  return {
    planes: groups.flatMap((group) => planesOf(group, groups.slice(0, group.order))),
    valueBytes: last ? last.values + last.channels * last.bytes : 0,
    activityBytes: last ? last.activity + (last.channels + 1) * last.bytes : 0,
    largestBytes: Math.max(0, ...groups.map(({ bytes }) => bytes)),
    widest: Math.max(0, ...groups.map(({ width }) => width)),
  };
}

function placeGroups(shapes: readonly LatentShape[]): Placed[] {
  const sorted = shapes
    .map(({ channels, height, width }, group) => ({ channels, height, width, group }))
    .sort((a, b) => a.height * a.width - b.height * b.width);
  let values = 0;
  let activity = 0;
  let firstIndex = 0;
  return sorted.map((shape, order) => {
    const stride = shape.width + 4;
    const bytes = 2 * stride * (shape.height + 3);
    const placed = { ...shape, order, firstIndex, values, activity, stride, bytes };
    firstIndex += shape.channels;
    values += shape.channels * bytes;
    activity += (shape.channels + 1) * bytes;
    return { ...placed, origin: 2 * (2 * stride + 2) };
  });
}

function planesOf(group: Placed, before: readonly Placed[]): PlanePlan[] {
  const size = group.height * group.width;
  const same = before.findLast(
    ({ height, width }) => height === group.height && width === group.width,
  );
  const smaller = before.filter(({ height, width }) => height * width < size);
  const matching = smaller.findLast(({ channels }) => channels === group.channels);
  const parent = matching ?? smaller.at(-1);
  const lag = same && group.channels % same.channels === 0 ? same.channels : 2;
  const { channels, firstIndex, ...placed } = group;
  return Array.from({ length: channels }, (_, channel): PlanePlan => {
    const twin = same && lag === same.channels && channel < lag ? knownOf(same, channel) : null;
    return {
      ...placed,
      ...knownOf(group, channel),
      channel,
      index: firstIndex + channel,
      past: group.activity + channels * group.bytes,
      one: channel > 0 ? knownOf(group, channel - 1) : null,
      other: channel >= lag ? knownOf(group, channel - lag) : twin,
      parent: parent ? parentOf(parent, parent === matching ? channel : null) : null,
    };
  });
}

function knownOf(group: Placed, channel: number): Known {
  return {
    values: group.values + channel * group.bytes,
    activity: group.activity + channel * group.bytes,
  };
}

function parentOf(group: Placed, channel: number | null): Parent {
  const { origin, stride, width, height } = group;
  const known = knownOf(group, channel ?? group.channels);
  return {
    ...known,
    values: channel === null ? null : known.values,
    origin,
    stride,
    width,
    height,
  };
}
