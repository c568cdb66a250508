import { cpSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { openExact } from '#src/runtimes/exact/session.js';
import { writeModel } from '#src/runtimes/onnx/proto.js';
import { describeBrowser, openPage } from '../../support/browser.ts';
import { scratch } from '../../support/scratch.ts';
import { mixedGraph, noiseTensor } from './graphs.ts';

const at = (file: string): string => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

const main = `
  import { openExact } from './dist/runtimes/exact/session.js';
  import { readModel } from './dist/runtimes/onnx/proto.js';
  globalThis.bitsOf = async (graph, dims, values) => {
    const session = await openExact(readModel(Uint8Array.from(graph), 'a page'), 'a page');
    const answer = await session.run({ x: { dims, data: Float32Array.from(values) } });
    return Object.entries(answer).map(([name, { data }]) => [name, [...new Uint32Array(data.buffer)]]);
  };
`;
const html = '<!doctype html><script type="module" src="main.js"></script>';

describeBrowser('in a browser', () => {
  test('the same bits as in Node', async () => {
    const outdir = scratch();
    await build({
      stdin: { contents: main, sourcefile: 'main.js', resolveDir: at('') },
      ...{ entryNames: 'main', outdir, bundle: true, format: 'esm', logLevel: 'error' },
    });
    cpSync(at('dist/runtimes/exact/kernels'), path.join(outdir, 'kernels'), { recursive: true });
    const page = await openPage(html, outdir);
    await page.waitForFunction(() => 'bitsOf' in globalThis);
    const model = mixedGraph();
    const x = noiseTensor([1, 5, 9, 11]);
    const sent = [[...writeModel(model)], x.dims, [...x.data]].map((each) => JSON.stringify(each));
    const there = await page.evaluate(`bitsOf(${sent.join()})`);
    const session = await openExact(model, 'a test');
    const here = Object.entries(await session.run({ x }));
    await session.close();
    expect(there).toEqual(
      here.map(([name, { data }]) => [name, [...new Uint32Array(data.buffer)]]),
    );
  });
});
