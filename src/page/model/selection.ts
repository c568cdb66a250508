import type { RdGroup, TimingGroup } from '../../leaderboard/schema.js';

/** A thing that can be chosen: its key in the address, and its name for people. */
export interface Option {
  readonly key: string;
  readonly name: string;
}

/** Metrics that people ask for first. */
const favourites = ['ssimulacra2', 'psnr', 'ms-ssim', 'butteraugli'];

/**
 * The metrics of a group, favourites first. Where nothing was measured, those of its published
 * curves.
 */
export function metricsOf({ rows, references }: Pick<RdGroup, 'rows' | 'references'>): string[] {
  const measured = rows.flatMap((row) => Object.keys(row.metrics));
  const published = references.flatMap(({ points }) =>
    points.flatMap(({ metrics }) => Object.keys(metrics)),
  );
  const all = [...new Set(measured.length > 0 ? measured : published)].sort();
  return [
    ...favourites.filter((metric) => all.includes(metric)),
    ...all.filter((metric) => !favourites.includes(metric)),
  ];
}

/** The curves of a group: the label, and the engine where two curves have one label. */
export function curveOptions({ curves }: Pick<RdGroup, 'curves'>): Option[] {
  return curves.map(({ label, engine }) => {
    const alone = curves.filter((other) => other.label === label).length === 1;
    const name = alone ? label : `${label} (${engine.name} ${engine.version})`;
    return { key: alone ? label : `${label}@${engine.name}@${engine.version}`, name };
  });
}

/** Place of the anchor: the curve asked for, else the leaderboard's own, else the first. */
export function anchorOf(group: RdGroup, wanted: string | null): number | null {
  const places = [
    curveOptions(group).findIndex(({ key }) => key === wanted),
    group.anchorCurve ?? -1,
    group.curves.length === 0 ? -1 : 0,
  ];
  return places.find((place) => place >= 0) ?? null;
}

/** The groups of times, by testbed, crop and threads. */
export function timingOptions(timings: readonly TimingGroup[]): Option[] {
  return timings.map(({ testbed, crop, threads, images }) => ({
    key: `${testbed}@${crop ?? 'whole'}@${threads}`,
    name: `${testbed}, ${crop ?? 'whole pictures'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${images} ${images === 1 ? 'image' : 'images'}`,
  }));
}

/** Place of the group of times asked for, else of the one with most measured: rows times pictures. */
export function timingOf(timings: readonly TimingGroup[], wanted: string | null): number | null {
  if (timings.length === 0) return null;
  const asked = timingOptions(timings).findIndex(({ key }) => key === wanted);
  if (asked >= 0) return asked;
  const timed = timings.map(({ rows, images }) => rows.length * images);
  return timed.indexOf(Math.max(...timed));
}
