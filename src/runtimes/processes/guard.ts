import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { killMarked, markVariable } from './marked.js';

/** Sees to it that processes do not outlive this one, however it ends. */
export interface Guard {
  /** What the environment of such a process is to hold. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Tells the id of one that was started, negative of a process group; the function that it gives
   * back is to be called when it has ended.
   */
  watch(pid: number | undefined): () => void;
  /** Kills all that has this guard's environment, and is found. */
  killRest(): void;
  /** Lets go of it; to be called once all has ended. */
  close(): void;
}

/**
 * The process that waits for this one's end and then kills what is left: see reaper.ts. One serves
 * all guards that are open, and ends with the last of them.
 */
interface Session {
  readonly mark: string;
  readonly reaper: ChildProcess;
  guards: number;
}

let session: Session | null = null;
let count = 0;

/**
 * Opens a guard. A process that this program has started itself needs none of its own: the one of
 * the program that started it finds all that is below.
 */
export function openGuard(): Guard {
  count += 1;
  const above = process.env[markVariable];
  const own = above === undefined ? join() : null;
  const mark = `${above ?? own!.mark}.${count}`;
  let open = true;
  return {
    env: { [markVariable]: mark },
    watch(pid) {
      if (own === null || pid === undefined) return () => {};
      tell(own, `+${pid}`);
      return () => tell(own, `-${pid}`);
    },
    killRest: () => killMarked(mark),
    close() {
      if (open && own !== null) leave(own);
      open = false;
    },
  };
}

function join(): Session {
  if (session === null || session.reaper.exitCode !== null || session.reaper.signalCode !== null) {
    session = start();
  }
  session.guards += 1;
  return session;
}

function leave(own: Session): void {
  own.guards -= 1;
  if (own.guards > 0) return;
  if (session === own) session = null;
  // Its input ends: it looks once more, and ends.
  own.reaper.stdin?.end();
}

function start(): Session {
  // A mark of its own for each: what comes later is not to be killed by the one before.
  const mark = randomBytes(12).toString('hex');
  const reaper = spawn(
    process.execPath,
    [fileURLToPath(new URL('./reaper.js', import.meta.url)), mark],
    // In a session of its own, so that what kills this process's group does not reach it.
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true },
  );
  // Without it the work goes on; only what kills this process leaves others behind.
  reaper.on('error', () => {});
  reaper.stdin.on('error', () => {});
  reaper.unref();
  // A socket, which would keep this process from ending.
  if ('unref' in reaper.stdin && typeof reaper.stdin.unref === 'function') reaper.stdin.unref();
  return { mark, reaper, guards: 0 };
}

function tell({ reaper }: Session, line: string): void {
  if (reaper.stdin?.writable) reaper.stdin.write(`${line}\n`);
}
