import { symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
