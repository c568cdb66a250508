import { createInterface } from 'node:readline';
import { collectScratch } from '../cli/scratch.js';
import { killMarked } from './marked.js';

// A process that waits for the end of the one that started it, and kills what that one leaves
// behind. A process, since what is killed with SIGKILL can do nothing itself, and a worker that is
// stuck or stopped cannot see to its own end. It sleeps until its input says or ends something, and
// wakes for nothing else, so that it disturbs no timing.
//
//   +123   a process was started, or a group (-123)
//   -123   it has ended

const [mark = ''] = process.argv.slice(2);
const watched = new Set<number>();

// Its input says when to end, nothing else does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) watched.add(pid);
    else watched.delete(pid);
  })
  .on('close', () => {
    for (const pid of watched) kill(pid);
    if (mark !== '') killMarked(mark);
    collectScratch();
    process.exit();
  });

// What an earlier program left behind whose reaper was killed as well.
collectScratch();

function kill(pid: number): void {
  if (!Number.isInteger(pid) || pid === 0 || pid === 1 || pid === -1) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
