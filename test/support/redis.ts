import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished, test } from 'vitest';

/** A Redis server of a test's own. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again at the same port and in the same folder. */
  start(): Promise<void>;
  /** What the program of the server says to a command. */
  cli(...args: readonly string[]): string;
}

const isHere = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Tests that need Debian's redis-server: they fail in CI where it is missing, and are skipped elsewhere. */
export const testWithRedis =
  isHere || process.env['CI'] ? test : (test.skip.bind(null) as unknown as typeof test);

/** Starts a server at a free port of this machine alone, for the length of a test. */
export async function startRedis(
  folder: string,
  options: readonly string[] = ['--appendonly', 'no'],
  { isTls = false }: { readonly isTls?: boolean } = {},
): Promise<TestRedis> {
  const port = await freePort();
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    const at = isTls ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`];
    const args = [...at, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    server = spawn('redis-server', [...args, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    await new Promise<void>((resolve, reject) => {
      server.stdout!.on('data', (text) => /Ready to accept/.test(`${text}`) && resolve());
      server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
  };
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
  };
  await start();
  onTestFinished(kill);
  return {
    url: `redis://127.0.0.1:${port}`,
    ...{ port, kill, start },
    cli: (...args) =>
      execFileSync('redis-cli', ['-p', `${port}`, ...args], { encoding: 'utf8' }).trim(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
