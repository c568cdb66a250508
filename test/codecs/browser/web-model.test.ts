import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { readSprigFile } from '#src/codecs/browser/sprig-files-in-node.js';
import { readSprigFile as readInPage } from '#src/codecs/browser/sprig-files-in-page.js';
import { openWebModel } from '#src/codecs/browser/web-model.js';
import { codecModel } from '#src/codecs/learned/model-identity.js';
import { cardSchema, graphOf } from '#src/models/card-schema.js';

afterEach(() => vi.unstubAllGlobals());

const text = readFileSync(new URL('../../../models/sprig/card.json', import.meta.url), 'utf8');
const card = codecModel(cardSchema.parse(JSON.parse(text)));

test('the files of sprig come from the project, in a page from its server', async () => {
  expect(
    `${await readSprigFile('card.json').then((bytes) => new TextDecoder().decode(bytes))}`,
  ).toBe(text);
  vi.stubGlobal('fetch', async (address: URL) => {
    expect(address.href).toMatch(/\/assets\/models\/sprig\/card\.json$/);
    return new Response(text);
  });
  expect(new TextDecoder().decode(await readInPage('card.json'))).toBe(text);
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  await expect(readInPage('card.json')).rejects.toThrow('does not give card.json');
});

test('all graphs are loaded, and a file that is another one is refused', async () => {
  const model = await openWebModel(card, 'wasm');
  expect(model.analysis.inputs).toContain('image');
  expect(model.synthesis.outputs).toEqual(['image']);
  expect(model.tableBytes).toBe(14_758);
  await model.close();
  const { files } = graphOf(card, 'synthesis');
  const other = { ...files[0]!, sha256: '0'.repeat(64) };
  const graphs = { ...card.graphs, synthesis: { ...card.graphs['synthesis']!, files: [other] } };
  await expect(openWebModel({ ...card, graphs }, 'wasm')).rejects.toThrow(
    'synthesis.onnx of sprig is expected to have the SHA-256 000',
  );
  expect(() => graphOf(card, 'none')).toThrow("has no graph 'none'; it has analysis");
});
