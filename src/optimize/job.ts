import { readSource } from '../codecs/picture-source.js';
import { metrics } from '../metrics/registry.js';
import { choose } from './choose.js';
import type { Trial } from './contract.js';
import { optimizeFormats } from './formats/registry.js';
import { openJudge } from './judge.js';
import type { OptimizeAnswer } from './result.js';
import { runTrial, type TrialOutcome } from './run-trial.js';
import { openSource } from './source.js';
import type { OptimizeTask } from './task.js';

/** Optimises one picture in this process, which a broken one may crash or hang: for one that may be killed. */
export async function optimizeHere(
  task: OptimizeTask,
  onTrial: (told: { readonly format: string; readonly method: string }) => void = () => {},
): Promise<OptimizeAnswer> {
  const { bytes, name } = await readSource(task.source, task.name ?? 'the picture');
  const { maxPixels, maxPixelsPerByte } = task;
  const source = await openSource(bytes, name, { maxPixels, maxPixelsPerByte });
  const metric = await metrics.load(task.metric);
  const limits = { maxPixels };
  const judge = openJudge(source, metric, limits);
  const outcomes: TrialOutcome[] = [];
  try {
    // A file that cannot be decoded is an error, also where no trial would need its samples.
    await source.raster();
    for (const format of task.formats.length > 0 ? task.formats : [source.format]) {
      const { trials, inParallel = false } = await optimizeFormats.load(format);
      const run = async (trial: Trial): Promise<void> => {
        if (!(await trial.applies(source, task))) return;
        onTrial({ format, method: trial.id });
        outcomes.push(await runTrial(trial, { source, task, judge, limits }));
      };
      if (inParallel) await Promise.all(trials.map(run));
      else for (const trial of trials) await run(trial);
    }
    return choose(source, task, metric, outcomes);
  } finally {
    judge.close();
  }
}
