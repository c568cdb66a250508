// What must not outlive this process: the commands that it runs, its scratch folders.

const tasks = new Set<() => void>();
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs `task` when this process ends or is told to (SIGTERM, SIGINT, SIGHUP), unless the function
 * that it gives back is called before. A signal that somebody else listens to is left to them.
 */
export function beforeDeath(task: () => void): () => void {
  if (tasks.size === 0) listen();
  tasks.add(task);
  return () => {
    tasks.delete(task);
    if (tasks.size === 0) forget();
  };
}

function listen(): void {
  process.on('exit', runAll);
  for (const signal of signals) process.on(signal, die);
}

function forget(): void {
  process.off('exit', runAll);
  for (const signal of signals) process.off(signal, die);
}

function die(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  forget();
  process.kill(process.pid, signal);
}

function runAll(): void {
  for (const task of tasks) {
    try {
      task();
    } catch {
      // The others still have to run.
    }
  }
  tasks.clear();
}
