import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratch } from '../../support/scratch.ts';

/** What the worker of these tests is asked; it answers with `say` and the id of its process. */
export interface Question {
  readonly do: string;
  readonly say?: unknown;
}

/** Writes the module of a worker that answers, waits, throws, crashes or hangs, as it is told. */
export function writeWorker(): URL {
  const module = path.join(scratch(), 'worker.mjs');
  const href = (file: string): string =>
    JSON.stringify(new URL(`../../../dist/${file}`, import.meta.url).href);
  writeFileSync(
    module,
    `import { serve } from ${href('runtimes/processes/child.js')};
     import { UsageError } from ${href('base/errors.js')};
     const parse = (message) => {
       if (typeof message.do !== 'string') throw new Error('no question');
       return message;
     };
     let count = 0;
     const kept = [];
     serve(parse, async ({ do: what, say }, tell) => {
       if (what === 'tell') for (const each of say) tell(each);
       if (what === 'throw') throw new Error('it failed\\non two lines');
       if (what === 'refuse') {
         throw new UsageError('not so', { code: 'wrong-option', data: { option: 'x' } });
       }
       if (what === 'crash') process.kill(process.pid, 'SIGSEGV');
       if (what === 'exit') process.exit(3);
       if (what === 'hang') for (;;);
       if (what === 'forge') process.send(say);
       if (what === 'later') setTimeout(() => process.send({ answer: 1 }), 20);
       if (what === 'swallow') {
         const held = [];
         for (;;) held.push(Buffer.alloc(2 ** 24, 1));
       }
       if (what === 'grow') {
         kept.push(Buffer.alloc(say, 1));
         await new Promise((resolve) => setTimeout(resolve, 300));
       }
       if (what === 'print') process.stderr.write(say);
       if (what === 'wait') await new Promise((resolve) => setTimeout(resolve, say));
       console.log('chatter');
       count += 1;
       return { say: say ?? what, pid: process.pid, count };
     });`,
  );
  return pathToFileURL(module);
}

/** Whether a process is there, and not only its entry that nobody has asked about yet. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(statusOf(pid));
  } catch {
    return false;
  }
}

function statusOf(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}
