import { withoutSettings } from '../base/spec.js';
import { compare, obtain } from '../leaderboard/record-groups.js';
import { settingList } from '../results/identity.js';
import type { Recorded } from '../results/record.js';

/** What two compared records have in common, apart from the image. */
export interface Subject {
  readonly dataset: string;
  readonly crop: string | null;
  readonly codec: string;
  /** The printed form of codec and settings, without those that may differ. */
  readonly spec: string;
}

/** Records of one subject on the two sides. */
export interface SubjectPairs<T> {
  readonly subject: Subject;
  /** Of one image each, sorted by image. */
  readonly pairs: readonly { readonly a: T; readonly b: T }[];
  readonly onlyA: readonly T[];
  readonly onlyB: readonly T[];
}

/**
 * Joins the records of two sides by data set, crop, image (its digest), codec and settings, in a
 * stable order. The engine is not among these: that it differs is what is compared. Of several
 * records of one side that answer to one name the last written counts. Pure.
 * @param ignore settings that may differ
 * @param more what else must be equal, such as the testbed
 */
export function joinSides<T extends Recorded>(
  a: readonly T[],
  b: readonly T[],
  ignore: ReadonlySet<string>,
  more: (record: T) => readonly (string | number)[] = () => [],
): SubjectPairs<T>[] {
  const subjects = new Map<string, Map<string, { a?: T; b?: T }>>();
  for (const [side, records] of [
    ['a', a],
    ['b', b],
  ] as const) {
    for (const record of records) {
      const key = JSON.stringify([...subjectKey(record, ignore), ...more(record)]);
      const images = obtain(subjects, key, () => new Map());
      const pair = obtain(images, record.imageSha256, () => ({}));
      const before = pair[side];
      if (before === undefined || record.at >= before.at) pair[side] = record;
    }
  }
  return [...subjects.values()]
    .map((images) => pairsOf([...images.values()], ignore))
    .sort((x, y) => compareSubjects(x.subject, y.subject));
}

/** Settings that do not take part, without which the rest is printed. */
export function subjectOf(record: Recorded, ignore: ReadonlySet<string>): Subject {
  const { dataset, crop, codec, spec } = record;
  return { dataset, crop, codec, spec: withoutSettings(spec, [...ignore]) };
}

/** Equal for records of one subject: by all settings, as the printed form depends on defaults. */
export function subjectKey(
  { dataset, crop, codec, settings }: Recorded,
  ignore: ReadonlySet<string>,
): unknown[] {
  return [dataset, crop, codec, settingList(settings, ignore)];
}

export function compareSubjects(x: Subject, y: Subject): number {
  const [left, right] = [x, y].map(({ dataset, crop, spec }) => [dataset, crop ?? '', spec]);
  return left!.map((each, i) => compare(each, right![i]!)).find((order) => order !== 0) ?? 0;
}

function pairsOf<T extends Recorded>(
  images: readonly { a?: T; b?: T }[],
  ignore: ReadonlySet<string>,
): SubjectPairs<T> {
  const sorted = images.toSorted((x, y) => compare((x.a ?? x.b)!.image, (y.a ?? y.b)!.image));
  const { a: first, b: second } = sorted[0]!;
  return {
    subject: subjectOf((second ?? first)!, ignore),
    pairs: sorted.flatMap(({ a, b }) => (a && b ? [{ a, b }] : [])),
    onlyA: sorted.flatMap(({ a, b }) => (a && !b ? [a] : [])),
    onlyB: sorted.flatMap(({ a, b }) => (b && !a ? [b] : [])),
  };
}
