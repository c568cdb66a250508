import { mergeResults } from '../library/merge-results.js';
import { pageCommand } from '../page/model/commands.js';
import type { ArgumentsOf } from './command.js';
import type { mergeOptions } from './options/merge.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';

/** Joins folders of results. */
export async function mergeCommand({
  folders = [],
  out,
  json,
}: ArgumentsOf<typeof mergeOptions>): Promise<void> {
  const reporter = openReporter();
  try {
    const merged = await mergeResults(folders, {
      out,
      onWarning: reporter.warn,
      onProgress: (done, total) => reporter.progress('merge', done, total, 0),
    });
    reporter.done();
    if (json) {
      printJson({ out, ...merged });
      return;
    }
    const { rd, timing, estimate } = merged.records;
    print(
      `${rd} records of rate and distortion, ${timing} of times, ${estimate} of estimates in ${merged.files} files\nin ${out}; next: ${pageCommand({ results: out })}`,
    );
  } finally {
    reporter.done();
  }
}
