import { compactResults } from '../library/compact-results.js';
import type { ArgumentsOf } from './command.js';
import type { compactOptions } from './options/compact.js';
import { print, printJson } from './output.js';
import { openReporter } from './progress.js';

/** Packs records into Parquet partitions. */
export async function compactCommand({
  out,
  json,
}: ArgumentsOf<typeof compactOptions>): Promise<void> {
  const reporter = openReporter();
  try {
    const compacted = await compactResults({
      out,
      onWarning: reporter.warn,
      onProgress: (done, total) => reporter.progress('compact', done, total, 0),
    });
    reporter.done();
    if (json) {
      printJson({ out, ...compacted });
      return;
    }
    const { records, partitions, bytesBefore, bytesAfter } = compacted;
    print(
      `${records} records of rate and distortion in ${partitions} partitions: ${bytesBefore} bytes before, ${bytesAfter} after\nin ${out}; commands read them as they read JSON lines, and append new records as JSON lines`,
    );
  } finally {
    reporter.done();
  }
}
