import { compare, obtain } from '../leaderboard/record-groups.js';
import type { RdRecord } from '../results/record.js';
import { type SubjectPairs, subjectKey } from './pairs.js';

/** Settings that keep records of a codec apart which are else of one image and one point. */
export interface DifferingSettings {
  readonly codec: string;
  readonly settings: readonly string[];
}

/**
 * Finds out why records are on one side only: by which settings those of one codec, image and value of
 * the rate knob differ. The nearest of the other side is looked at. Records of a curve that both sides
 * have lack nothing but points, and no setting is named for them. Pure.
 */
export function differingSettings(
  joined: readonly SubjectPairs<RdRecord>[],
  ignore: ReadonlySet<string>,
): DifferingSettings[] {
  const placeOf = ({ codec, dataset, crop, imageSha256, knob, settings }: RdRecord): string =>
    JSON.stringify([
      codec,
      dataset,
      crop,
      imageSha256,
      knob,
      knob === null ? null : settings[knob],
    ]);
  const curveOf = (record: RdRecord): string =>
    JSON.stringify(
      subjectKey(record, record.knob === null ? ignore : new Set([...ignore, record.knob])),
    );
  const curvesOfA = new Set(
    joined.flatMap(({ pairs, onlyA }) => [...pairs.map(({ a }) => a), ...onlyA].map(curveOf)),
  );
  const curvesOfB = new Set(
    joined.flatMap(({ pairs, onlyB }) => [...pairs.map(({ b }) => b), ...onlyB].map(curveOf)),
  );
  const others = new Map<string, RdRecord[]>();
  for (const record of joined.flatMap(({ onlyB }) => onlyB)) {
    if (curvesOfA.has(curveOf(record))) continue;
    obtain(others, placeOf(record), () => []).push(record);
  }
  const found = new Map<string, Set<string>>();
  for (const record of joined.flatMap(({ onlyA }) => onlyA)) {
    if (curvesOfB.has(curveOf(record))) continue;
    const [nearest] = (others.get(placeOf(record)) ?? [])
      .map((other) => differences(record, other).filter((name) => !ignore.has(name)))
      .sort((x, y) => x.length - y.length);
    for (const name of nearest ?? []) obtain(found, record.codec, () => new Set()).add(name);
  }
  return [...found]
    .map(([codec, settings]) => ({ codec, settings: [...settings].sort(compare) }))
    .sort((x, y) => compare(x.codec, y.codec));
}

function differences({ settings: a }: RdRecord, { settings: b }: RdRecord): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
}
