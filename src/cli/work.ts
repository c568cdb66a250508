import { work } from '../sweeps/queue/worker.js';
import { memoryOf, wholeNumber } from './arguments.js';
import type { ArgumentsOf } from './command.js';
import type { workOptions } from './options/work.js';
import { print, tell } from './output.js';
import { openReporter } from './progress.js';
import { onInterrupt } from './signals.js';

/** Works for a queue until it is told to stop. */
export async function workCommand(args: ArgumentsOf<typeof workOptions>): Promise<void> {
  const { warn } = openReporter();
  const { stop, halt } = onInterrupt(warn, 'measured');
  halt.addEventListener('abort', () => process.exit(130));
  let told = Date.now();
  const done = await work({
    queue: args.queue,
    testbed: args.testbed,
    jobs: wholeNumber('--jobs', args.jobs, 1),
    memoryBytes: memoryOf('--max-memory', args['max-memory']),
    idleSeconds: args.idle,
    ...{ stop, warn },
    onNote({ testbed, done: count }) {
      if (Date.now() - told < 10_000) return;
      told = Date.now();
      tell(`${testbed}: ${count} jobs done`);
    },
  });
  print(`${done} jobs done`);
}
