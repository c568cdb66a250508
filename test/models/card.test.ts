import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import { codecs } from '#src/codecs/registry.js';
import { metrics } from '#src/metrics/registry.js';
import { readCard, readExportNote } from '#src/models/card.js';
import { loadCard, modelIds } from '#src/models/catalogue.js';
import { temporaryFolder } from '../support/folders.ts';

const all = await Promise.all((await modelIds()).map(loadCard));
const cards = all.filter(({ kind }) => kind === 'metric');

describe('the cards of the project', () => {
  test('are of the learned metrics and codecs', () => {
    for (const { id, kind } of all)
      expect((kind === 'codec' ? codecs : metrics).names).toContain(id);
    expect(cards.map(({ id }) => id)).toEqual([
      'dists',
      'lpips-alex',
      'lpips-squeeze',
      'lpips-vgg',
    ]);
  });

  test('name no file for two models', () => {
    const hashes = all.flatMap(({ graphs }) => [
      ...new Set(Object.values(graphs).flatMap(({ files }) => files.map(({ sha256 }) => sha256))),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test.each(cards)('$id: a default source, checks, what the range is', (card) => {
    expect(card.weights[0]!.name).toBe('torchvision');
    expect(card.checks.length).toBeGreaterThanOrEqual(2);
    const { inputs, files } = card.graphs['distance']!;
    expect(inputs.map(({ range }) => range)).toEqual(
      card.id === 'dists'
        ? [
            [0, 1],
            [0, 1],
          ]
        : [
            [-1, 1],
            [-1, 1],
          ],
    );
    expect(files[0]!.file).toBe(`${card.id}.onnx`);
  });
});

test('an unknown model is refused with the known ones', async () => {
  await expect(loadCard('lpips-vvg')).rejects.toThrow(UsageError);
  await expect(loadCard('lpips-vvg')).rejects.toThrow(
    "unknown model 'lpips-vvg'; did you mean lpips-vgg? known: bmshj2018",
  );
  await expect(loadCard('..')).rejects.toThrow("unknown model '..'");
});

test('a card that is not as it should be is told in one line', async () => {
  const card = { ...cards[0]!, licence: 7, colour: 'red' };
  const folder = await temporaryFolder({ 'a.json': JSON.stringify(card), 'b.json': '{' });
  const error: Error = await readCard(path.join(folder, 'a.json')).catch((e) => e);
  expect(error).toBeInstanceOf(WorkError);
  expect(error.message).toMatch(/a\.json is no model's card: .*licence.*/);
  expect(error.message).toContain('colour');
  expect(error.message).not.toContain('\n');
  await expect(readCard(path.join(folder, 'b.json'))).rejects.toThrow("b.json is no model's card");
  await expect(readCard(path.join(folder, 'c.json'))).rejects.toThrow(
    /^the model's card .* cannot be read/,
  );
});

test('sides that no memory could hold are refused with the card', async () => {
  const metric = cards.find(({ kind }) => kind === 'metric')!;
  const checks = [{ ...metric.checks[0]!, pair: { width: 1e9, height: 1e9, seed: 1 } }];
  const folder = await temporaryFolder({ 'a.json': JSON.stringify({ ...metric, checks }) });
  await expect(readCard(path.join(folder, 'a.json'))).rejects.toThrow(/no model's card: .*4096/);
});

test('an export may have left no note, or a broken one', async () => {
  const folder = await temporaryFolder({ 'broken.json': '{"id": 3}' });
  expect(await readExportNote(path.join(folder, 'none.json'))).toBeNull();
  await expect(readExportNote(path.join(folder, 'broken.json'))).rejects.toThrow(
    "broken.json is no model export's note",
  );
});

test('a folder that holds no card is no model', async () => {
  const ids = await modelIds();
  expect(ids).toContain('sprig');
  expect(ids).not.toContain('estimate');
});
