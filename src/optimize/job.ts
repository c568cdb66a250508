import { readSource } from '../codecs/picture-source.js';
import { metrics } from '../metrics/registry.js';
import { noFamilies, readFamilies } from '../pick/family.js';
import { acceptedFormats } from './accept.js';
import type { TrialOutcome } from './candidate.js';
import { choose, smallestOf } from './choose.js';
import type { Trial } from './contract.js';
import { optimizeFormats } from './formats/registry.js';
import { type FormatId, formatFacts, formatIds } from './formats/table.js';
import { openJudge } from './judge.js';
import { isStreamed, streamedTrials } from './large/streamed.js';
import { mostTiles, openTileJudge } from './large/tile-judge.js';
import { busynessOf } from './quick-jpeg.js';
import { quickQualityOf } from './quick-quality.js';
import type { OptimizeAnswer, OptimizeStep } from './result.js';
import { runTrial } from './run-trial.js';
import { openSample, type Sample } from './sample.js';
import { openSource, telling } from './source.js';
import type { OptimizeTask } from './task.js';

/** Optimises one picture in this process, which a broken one may crash or hang: for one that may be killed. */
export async function optimizeHere(
  task: OptimizeTask,
  onTrial: (step: OptimizeStep) => void = () => {},
): Promise<OptimizeAnswer> {
  const { bytes, name } = await readSource(task.source, task.name ?? 'the picture');
  const { maxPixels, maxPixelsPerByte } = task;
  const source = await openSource(bytes, name, { maxPixels, maxPixelsPerByte });
  const metric = await metrics.load(task.metric);
  const limits = { maxPixels };
  const formats = allowedFormats(source.format, task);
  // What is streamed is sequential.
  const streams = !task.progressiveJpeg && (await isStreamed(source, formats));
  const judge = streams
    ? await telling(name, () => openTileJudge(source, metric, limits))
    : openJudge(source, metric, limits);
  const isSearched = task.goal !== null || task.maxReduction !== null;
  const families = isSearched ? await readFamilies() : noFamilies;
  let sampled: Promise<Sample | null> | undefined;
  const sample = (): Promise<Sample | null> => {
    sampled ??= openSample(source, metric, limits);
    return sampled;
  };
  const busyness = async () => (streams ? undefined : busynessOf(source));
  let scored: Promise<number | undefined> | undefined;
  const quickQuality = (): Promise<number | undefined> => {
    scored ??= streams ? Promise.resolve(undefined) : quickQualityOf(source, judge);
    return scored;
  };
  const outcomes: TrialOutcome[] = [];
  const common = { limits, families, busyness, quickQuality };
  const smallest = (format?: FormatId): number =>
    smallestOf(source, task, metric, outcomes, format);
  try {
    // A file that cannot be decoded is an error, also where no trial would need its samples.
    if (!streams) await source.raster();
    for (const format of formats) {
      const own = await optimizeFormats.load(format);
      const { trials, inParallel = false } = streams ? { ...own, trials: streamedTrials } : own;
      const run = async (trial: Trial): Promise<void> => {
        if (!(await trial.applies(source, task))) return;
        onTrial({ format, method: trial.id });
        outcomes.push(await runTrial(trial, { ...common, source, task, judge, sample, smallest }));
      };
      if (inParallel) await Promise.all(trials.map(run));
      else for (const trial of trials) await run(trial);
    }
    const answer = choose(source, { ...task, formats }, metric, outcomes);
    const isOriginal = answer.method === 'none';
    const warnings: string[] = [];
    if (streams && !isOriginal) {
      warnings.push(`${name} is large: its score is of ${mostTiles} tiles of it at most`);
    }
    if (isOriginal && !formats.includes(source.format)) {
      const wanted = formats.map((id) => formatFacts[id].title).join(', ');
      warnings.push(
        `${name} stays as it is, with all that it holds (place, comments, scripts): nothing smaller was made of it as ${wanted}`,
      );
    }
    return { ...answer, warnings };
  } finally {
    judge.close();
    void sampled?.then((made) => made?.close());
  }
}

/** The formats that the answer may be of, the most wanted first. */
function allowedFormats(own: FormatId, { formats, accept }: OptimizeTask): readonly FormatId[] {
  if (accept === null) return formats.length > 0 ? formats : [own];
  const offered = formats.length > 0 ? formats : formatIds;
  const accepted = acceptedFormats(
    accept,
    offered
      .map((id) => formatFacts[id])
      .map(({ id, mediaType }) => ({ id: id as FormatId, mediaType })),
    own,
  );
  return accepted.length > 0 ? accepted : [own];
}
