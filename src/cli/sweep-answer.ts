import { defaultBootstrap } from '../curves/bootstrap.js';
import { factsIn, type MetricFacts } from '../curves/metric-facts.js';
import { defaultAnchor } from '../leaderboard/default-anchor.js';
import { imageTimesTables } from '../leaderboard/image-times.js';
import { rdGroups } from '../leaderboard/rd-groups.js';
import type { BoardCurve, Comparison, RdGroup } from '../leaderboard/schema.js';
import { metricsOf } from '../page/model/selection.js';
import type { RdRecord, TimingRecord } from '../results/record.js';
import type { Configuration } from '../sweeps/configuration.js';
import { formatTable } from './output.js';
import { significant } from './result-tables.js';

/** Curves that are shown; more are counted. */
const mostCurves = 10;

/** What an answer is made of: a sweep's own records on one data set and crop. */
export interface Answered {
  readonly rd: readonly RdRecord[];
  readonly timing: readonly TimingRecord[];
  readonly configurations: readonly Pick<Configuration, 'codec' | 'knob'>[];
  /** Of all metrics. */
  readonly facts: readonly MetricFacts[];
  /** Classes of the images, by SHA-256, where they are known. */
  readonly contents: ReadonlyMap<string, string>;
}

/**
 * What a sweep comes to, for people, in a dozen lines: which curve takes the fewest bits at equal quality,
 * by how much, and the others in their order. By class too, where the images are of several. Null where no
 * two curves can be compared.
 */
export function sweepAnswer(answered: Answered): string | null {
  const { rd, contents } = answered;
  const ranked = rankCurves(answered);
  if (ranked === null) return null;
  const classes = [...new Set(contents.values())].sort();
  const byClass = classes.flatMap((content) => {
    const isOf = ({ imageSha256 }: { imageSha256: string }) =>
      contents.get(imageSha256) === content;
    const own = rankCurves({ ...answered, rd: rd.filter(isOf), timing: [] });
    if (own === null || own.group.images === ranked.group.images) return [];
    return [`${content} (${imageCount(own.group.images)}): ${sentence(own)}`];
  });
  return [sentence(ranked), ...byClass, '', tableOf(ranked)].join('\n');
}

interface Ranked {
  readonly group: RdGroup;
  readonly metric: MetricFacts;
  readonly anchor: BoardCurve;
  /** The others that can be compared with the anchor, the fewest bits first. */
  readonly others: readonly { readonly curve: BoardCurve; readonly found: Comparison }[];
}

function rankCurves({ rd, timing, configurations, facts }: Answered): Ranked | null {
  const anchor = anchorOf(configurations);
  if (anchor === null) return null;
  const options = {
    ...{ anchor, bootstrap: defaultBootstrap, times: imageTimesTables(timing) },
    facts: new Map(facts.map((each) => [each.id, each])),
  };
  const [group] = rdGroups(rd, options);
  if (group === undefined || group.anchorCurve === null) return null;
  for (const metric of metricsOf(group)) {
    const others = group.curves
      .flatMap((curve, i) => {
        const found = curve.comparisons.find((each) => each.metric === metric);
        if (i === group.anchorCurve || found?.percent == null) return [];
        return [{ curve, found }];
      })
      .sort((a, b) => percentOf(a.found) - percentOf(b.found));
    if (others.length > 0) {
      const own = group.curves[group.anchorCurve]!;
      return { group, metric: factsIn(facts, metric), anchor: own, others };
    }
  }
  return null;
}

/** The codec that the others are compared with: the usual one, else the first that has a curve. */
function anchorOf(configurations: Answered['configurations']): string | null {
  const steered = configurations.filter(({ knob }) => knob !== null).map(({ codec }) => codec);
  const curves = steered.filter((codec, i) => steered.indexOf(codec) < i);
  return curves.includes(defaultAnchor) ? defaultAnchor : (curves[0] ?? null);
}

function percentOf({ images, percent }: Comparison): number {
  return images?.percent ?? percent!;
}

/** Who takes the fewest bits, by how much, and who cannot be told apart from it. */
function sentence({ metric, anchor, others }: Ranked): string {
  const [best, ...rest] = others;
  const percent = percentOf(best!.found);
  if (percent >= 0) {
    return `${anchor.label}: none of the others takes fewer bits at equal ${metric.shortTitle}`;
  }
  const { images } = best!.found;
  const interval =
    images === null ? '' : ` [${(-images.high).toFixed(1)}, ${(-images.low).toFixed(1)}]`;
  const tied = rest
    .filter(
      ({ found }) => images !== null && found.images !== null && overlap(images, found.images),
    )
    .map(({ curve }) => curve.label);
  const ties = tied.length === 0 ? '' : `; not told apart from it: ${tied.join(', ')}`;
  return `${best!.curve.label}: ${(-percent).toFixed(1)} %${interval} fewer bits than ${anchor.label} at equal ${metric.shortTitle}${ties}`;
}

function overlap(
  a: { readonly low: number; readonly high: number },
  b: { readonly low: number; readonly high: number },
): boolean {
  return a.low <= b.high && b.low <= a.high;
}

function tableOf({ group, metric, anchor, others }: Ranked): string {
  const at = metric.frontQuality ?? metric.fixedQualities[0];
  const timed = [anchor, ...others.map(({ curve }) => curve)].some(
    ({ speeds }) => speeds.length > 0,
  );
  const cells = (curve: BoardCurve, percent: string): string[] => [
    curve.complete ? curve.label : `${curve.label} (${curve.images}/${group.images})`,
    percent,
    ...(at === undefined ? [] : [curve.bpp[metric.id]?.[at]?.toFixed(3) ?? '-']),
    ...(timed ? speedsOf(curve) : []),
  ];
  const rows = others.map(({ curve, found }) => ({
    percent: percentOf(found),
    cells: cells(curve, percentCell(found)),
  }));
  const own = { percent: 0, cells: cells(anchor, 'anchor') };
  const place = rows.findIndex(({ percent }) => percent > 0);
  rows.splice(place < 0 ? rows.length : place, 0, own);
  const more = rows.length - mostCurves;
  const { dataset, crop, images } = group;
  return [
    `${dataset}${crop === null ? '' : `, centre crop ${crop}`}, ${imageCount(images)}: BD-rate by ${metric.shortTitle} in %, mean over images [95 % interval]`,
    '',
    formatTable(
      [
        ...['curve', 'BD-rate'],
        ...(at === undefined ? [] : [`bpp at ${at}`]),
        ...(timed ? ['enc MP/s', 'dec MP/s'] : []),
      ],
      rows.slice(0, mostCurves).map((row) => row.cells),
    ),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}

function percentCell({ images, percent }: Comparison): string {
  if (images === null) return percent!.toFixed(1);
  const { low, high, n, of } = images;
  const counted = n < of ? ` (${n}/${of})` : '';
  return `${images.percent.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]${counted}`;
}

function speedsOf({ speeds: [speed] }: BoardCurve): string[] {
  return [speed?.encodeMegapixelsPerSecond, speed?.decodeMegapixelsPerSecond].map((each) =>
    each == null ? '-' : significant(each),
  );
}

function imageCount(images: number): string {
  return images === 1 ? '1 image' : `${images} images`;
}
