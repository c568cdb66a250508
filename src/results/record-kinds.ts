/** All kinds of records that results hold, in the order in which they are told. */
export const recordKinds = ['rd', 'timing', 'estimate'] as const;

export type RecordKind = (typeof recordKinds)[number];
