import type { PageDataset } from './contract.js';

/** A quality at which bits per pixel are told. */
export interface At {
  readonly metric: string;
  /** As leaderboard.json writes it. */
  readonly value: string;
}

/** The quality that is asked for; else one that fronts are made at, or a middling one. */
export function chooseAt(
  { group }: PageDataset,
  ats: readonly At[],
  { asked, metric }: { asked: string | null; metric: string | null },
): At | null {
  const fronts = new Set(
    group.curves.flatMap((curve) => curve.fronts.map((mark) => printAt(mark.metric, mark.at))),
  );
  const own = ats.filter((at) => at.metric === metric);
  const some = own.length > 0 ? own : ats.filter((at) => at.metric === ats[0]?.metric);
  return (
    ats.find((at) => printAt(at.metric, at.value) === asked) ??
    some.find((at) => fronts.has(printAt(at.metric, at.value))) ??
    some[Math.floor(some.length / 2)] ??
    null
  );
}

/** As it stands in the address, `psnr@35`. */
export function printAt(metric: string, value: string | number): string {
  return `${metric}@${value}`;
}

/** Bits per pixel can be told at these values of metrics. */
export function atOptions({ group }: PageDataset): At[] {
  const found = new Map<string, At>();
  for (const { bpp } of group.curves) {
    for (const [metric, values] of Object.entries(bpp)) {
      for (const [value, rate] of Object.entries(values)) {
        if (rate !== null) found.set(printAt(metric, value), { metric, value });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => b.metric.localeCompare(a.metric) || Number(a.value) - Number(b.value),
  );
}
