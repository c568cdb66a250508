import { afterEach, expect, test, vi } from 'vitest';
import { elementTypes, writeModel } from '#src/runtimes/onnx/proto.js';
import { webVersion } from '#src/runtimes/onnx/web-library-in-node.js';
import { loadWeb, webVersion as webVersionInPage } from '#src/runtimes/onnx/web-library-in-page.js';
import { webProviders } from '#src/runtimes/onnx/web-providers.js';
import { openOnnxWeb } from '#src/runtimes/onnx/web-session.js';

afterEach(() => vi.unstubAllGlobals());

const type = {
  tensorType: { elemType: elementTypes.float32, shape: { dim: [{ dimValue: 1 }] } },
};
const addition = writeModel({
  ...{ irVersion: 7, opsetImport: [{ version: 13 }] },
  graph: {
    name: 'addition',
    node: [{ opType: 'Add', input: ['x', 'x'], output: ['y'], attribute: [] }],
    ...{ initializer: [], input: [{ name: 'x', type }], output: [{ name: 'y', type }] },
    valueInfo: [],
  },
});
const inWasm = { provider: 'wasm', library: 'wasm' } as const;

test('runs a graph in WASM, and says what goes wrong', async () => {
  const session = await openOnnxWeb(addition, 'a sum', inWasm);
  const { y } = await session.run({ x: { dims: [1], data: Float32Array.of(2) } });
  expect([...y!.data]).toEqual([4]);
  await expect(session.run({})).rejects.toThrow('onnxruntime-web cannot run a sum');
  await session.close();
  // Node has no GPU for it.
  for (const provider of webProviders) {
    const opened = openOnnxWeb(addition, 'a sum', { provider, library: provider });
    await opened.then(
      (each) => each.close().then(() => expect(provider).toBe('wasm')),
      (error: Error) => expect(error.message).toContain('onnxruntime-web cannot load a sum'),
    );
  }
  const wrong = openOnnxWeb(new Uint8Array(9), 'nine zeros', inWasm);
  await expect(wrong).rejects.toThrow('onnxruntime-web cannot load nine zeros');
});

test('its version is that of the package, in a page what the server says', async () => {
  const version = await webVersion();
  expect(version).toMatch(/^1\.\d+\.\d+$/);
  vi.stubGlobal('fetch', async (address: string) => {
    expect(address).toMatch(/assets\/onnxruntime-web\/package\.json$/);
    return new Response(JSON.stringify({ version }));
  });
  expect(await webVersionInPage()).toBe(version);
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  await expect(webVersionInPage()).rejects.toThrow('has no onnxruntime-web');
});

test('a browser without WebGPU says so', async () => {
  for (const gpu of [undefined, { requestAdapter: async () => null }]) {
    vi.stubGlobal('navigator', { gpu });
    await expect(loadWeb('webgpu')).rejects.toThrow('no WebGPU on this device');
  }
});
