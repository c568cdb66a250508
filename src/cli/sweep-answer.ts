import { defaultBootstrap } from '../curves/bootstrap.js';
import { factsIn, type MetricFacts } from '../curves/metric-facts.js';
import { isTie } from '../curves/saving.js';
import { defaultAnchor } from '../leaderboard/default-anchor.js';
import { imageTimesTables } from '../leaderboard/image-times.js';
import { rdGroups } from '../leaderboard/rd-groups.js';
import type { BoardCurve, Comparison, RdGroup } from '../leaderboard/schema.js';
import { metricsOf } from '../page/model/selection.js';
import type { RdRecord, TimingRecord } from '../results/record.js';
import type { Configuration } from '../sweeps/one-configuration.js';
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
  /** Those of them that the first cannot be told apart from, image by image. */
  readonly tied: readonly BoardCurve[];
}

function rankCurves(answered: Answered): Ranked | null {
  const { configurations, facts } = answered;
  const anchor = anchorOf(configurations);
  const group = anchor === null ? null : comparedWith(anchor, answered);
  if (group === null || group.anchorCurve === null) return null;
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
      const tied = tiedCurves(answered, metric, others);
      return { group, metric: factsIn(facts, metric), anchor: own, others, tied };
    }
  }
  return null;
}

/** The group of a sweep's records, its curves compared with one of them. */
function comparedWith(anchor: string, { rd, timing, facts }: Answered): RdGroup | null {
  const [group] = rdGroups(rd, {
    ...{ anchor, bootstrap: defaultBootstrap, times: imageTimesTables(timing) },
    facts: new Map(facts.map((each) => [each.id, each])),
  });
  return group ?? null;
}

/** The curves that are a tie with the first, compared with it and not by way of the anchor. */
function tiedCurves(answered: Answered, metric: string, [best, ...rest]: Ranked['others']) {
  if (rest.length === 0 || percentOf(best!.found) >= 0) return [];
  const against = comparedWith(best!.curve.label, { ...answered, timing: [] });
  return rest.flatMap(({ curve }) => {
    const own = against?.curves.find(({ label }) => label === curve.label);
    const images = own?.comparisons.find((each) => each.metric === metric)?.images ?? null;
    return images !== null && isTie({ percent: images.percent, interval: images }) ? [curve] : [];
  });
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
function sentence({ metric, anchor, others, tied }: Ranked): string {
  const [best] = others;
  const percent = percentOf(best!.found);
  if (percent >= 0) {
    return `${anchor.label}: none of the others takes fewer bits at equal ${metric.shortTitle}`;
  }
  const { images } = best!.found;
  const interval =
    images === null ? '' : ` [${(-images.high).toFixed(1)}, ${(-images.low).toFixed(1)}]`;
  const names = tied.map(({ label }) => label);
  const ties = names.length === 0 ? '' : `; a tie with ${names.join(', ')}`;
  return `${best!.curve.label}: ${(-percent).toFixed(1)} %${interval} fewer bits than ${anchor.label} at equal ${metric.shortTitle}${ties}`;
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
