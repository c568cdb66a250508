import { readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serveFolder } from '#src/page/write/serve.js';
import { temporaryFolder } from '../../support/folders.ts';

async function served(files: Record<string, string> = {}) {
  const parent = await temporaryFolder({
    'secret.txt': 'secret',
    'page-other/x.txt': 'secret',
    'page/index.html': '<p>',
    'page/data/index.js': '1',
    ...files,
  });
  const server = await serveFolder(path.join(parent, 'page'));
  onTestFinished(() => server.close());
  return { parent, ...server };
}

/** A request whose path goes out as it is: fetch would take dots out of it. */
function ask(
  url: string,
  address: string,
  { method = 'GET', host }: { method?: string; host?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const headers = host === undefined ? {} : { host };
    const asked = request({ host: '127.0.0.1', port, path: address, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('gives the files of its folder with their types and a policy', async () => {
  const { url } = await served();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const index = await ask(url, '/');
  expect(index).toMatchObject({ status: 200, body: '<p>' });
  expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(index.headers['content-security-policy']).toContain("default-src 'none'");
  expect(index.headers['x-content-type-options']).toBe('nosniff');
  const script = await ask(url, '/data/index.js?x=1');
  expect(script).toMatchObject({ status: 200, body: '1' });
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
});

test('gives nothing outside of it', async () => {
  const { url, parent } = await served();
  symlinkSync(path.join(parent, 'secret.txt'), path.join(parent, 'page', 'link.txt'));
  const addresses = [
    ...['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/data/../../secret.txt'],
    ...['//secret.txt', '/../page-other/x.txt', '/link.txt', '/%00', '/%', '/data', '/none.js'],
    ...['/..\\secret.txt', `/${'../'.repeat(40)}etc/passwd`],
  ];
  for (const address of addresses) {
    expect(await ask(url, address), address).toMatchObject({ status: 404, body: '' });
  }
});

test('answers reading alone, and to names of this machine alone', async () => {
  const { url } = await served();
  expect(await ask(url, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await ask(url, '/', { method })).status, method).toBe(405);
  }
  expect((await ask(url, '/', { host: 'elsewhere.example' })).status).toBe(404);
  expect((await ask(url, '/', { host: `localhost:${new URL(url).port}` })).status).toBe(200);
});

test('a port that is taken is told in one line', async () => {
  const { url, parent } = await served();
  const taken = serveFolder(path.join(parent, 'page'), Number(new URL(url).port));
  await expect(taken).rejects.toThrow(
    /^cannot serve on port \d+ .*; name another, or none for any$/,
  );
});

test('a large file arrives whole', async () => {
  const { url, parent } = await served();
  const large = 'x'.repeat(3_000_000);
  writeFileSync(path.join(parent, 'page', 'large.js'), large);
  expect((await ask(url, '/large.js')).body).toBe(large);
});

test.skipIf(process.platform !== 'linux')(
  'a download that is broken off leaves no file open',
  async () => {
    const { url, parent } = await served({ 'page/large.bin': 'x'.repeat(2 ** 24) });
    const { port } = new URL(url);
    const open = (): number =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(parent);
        } catch {
          return false;
        }
      }).length;
    const asking = 'GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n';
    for (let nth = 0; nth < 10; nth++) {
      const socket = connect(Number(port), '127.0.0.1');
      // Several at once on one connection: one file is open at a time.
      socket.write(asking.repeat(50));
      await new Promise((resolve) => socket.once('data', resolve));
      expect(open()).toBeLessThanOrEqual(nth + 1);
      socket.destroy();
    }
    await vi.waitFor(() => expect(open()).toBe(0));
  },
);

test('a connection takes so many requests, and every one of them is answered', async () => {
  const { url } = await served();
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write('GET /data/index.js HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1100));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1000);
});
