import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { closeServer, listen } from '#src/base/listen.js';

test('a server gets a port of its own, and one that is taken is named', async () => {
  const first = createServer((_, response) => response.end('here'));
  const port = await listen(first, 0);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  const second = listen(createServer(), port);
  await expect(second).rejects.toThrow(UsageError);
  await expect(second).rejects.toThrow(`cannot serve on port ${port}`);
  await closeServer(first);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
