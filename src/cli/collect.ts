import { checkNames, wrongOption } from '../base/errors.js';
import { openCollect } from '../collect/collect.js';
import { parseSize } from '../image/crop.js';
import type { ArgumentsOf } from './command.js';
import type { collectOptions } from './options/collect.js';
import { print } from './output.js';
import { openReporter } from './progress.js';

const measures = ['rd', 'timing'] as const;

/** Serves the bench as a page until Ctrl-C; what browsers measure goes into the results. */
export async function collectCommand({
  codec,
  dataset,
  crop,
  metrics,
  measure,
  passes,
  seed,
  out,
  port,
  lan,
  ...args
}: ArgumentsOf<typeof collectOptions>): Promise<void> {
  if (!Number.isInteger(passes) || passes < 1 || passes > 1000) {
    throw wrongOption('passes', 'a whole number from 1 to 1000', passes);
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw wrongOption('port', 'a whole number from 0 to 65535', port);
  }
  if (crop !== 'none') parseSize(crop);
  const asked = list(measure);
  checkNames('measurement', asked, measures);
  const wanted = measures.filter((each) => asked.includes(each));
  const reporter = openReporter();
  let written = 0;
  const server = await openCollect(
    {
      codecs: codec,
      dataset,
      images: args.images === undefined ? undefined : list(args.images),
      limit: args.limit,
      crop: crop === 'none' ? null : crop,
      metrics: list(metrics),
      measure: wanted,
      ...{ passes, seed, maxPixels: args['max-pixels'], timeLimitSeconds: args['time-limit'] },
    },
    {
      ...{ out, port, lan, warn: reporter.warn },
      onReceipt(receipt) {
        written += receipt.written;
        if (receipt.written > 0) print(`${written} records in ${out}`);
        for (const reason of receipt.refused.slice(0, 3)) reporter.warn(`refused: ${reason}`);
      },
    },
  );
  print(['open in a browser; Ctrl-C ends it:', ...server.urls].join('\n'));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  reporter.done();
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
