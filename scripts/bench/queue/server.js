import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * A Redis server at a free port of this machine alone.
 * @typedef {{ url: string, start: () => Promise<void>, kill: () => Promise<void>, cli: (...args: string[]) => string }} Server
 */

/**
 * Starts Debian's redis-server.
 * @param {string} folder
 * @param {readonly string[]} options
 * @returns {Promise<Server>}
 */
export async function startServer(folder, options = ['--appendonly', 'no']) {
  mkdirSync(folder, { recursive: true });
  const port = `${await freePort()}`;
  const args = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...options];
  /** @type {import('node:child_process').ChildProcess} */
  let server;
  const start = async () => {
    server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    process.once('exit', () => server.kill('SIGKILL'));
    await new Promise((resolve, reject) => {
      server.stdout?.on('data', (text) => /Ready to accept/.test(`${text}`) && resolve(null));
      server.once('error', reject);
      server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
    cli: (...command) => execFileSync('redis-cli', ['-p', port, ...command], { encoding: 'utf8' }),
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}
