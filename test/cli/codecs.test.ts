import { expect, test } from 'vitest';
import { codecsCommand } from '#src/cli/codecs.js';
import { ownCodec } from '../support/own-codec.ts';
import { printedBy } from '../support/printed.ts';

const print = async (args: Partial<Parameters<typeof codecsCommand>[0]>) =>
  (
    await printedBy(() =>
      codecsCommand({ codec: undefined, plugin: undefined, json: false, ...args }),
    )
  ).out;

test('one codec as text: its engine, whether it is here, its settings with their values', async () => {
  const text = await print({ codec: 'webp' });
  expect(text).toMatch(
    /^webp: .+ \(\w+\), libwebp \S+ \(\w+\)\navailable\nstores sides up to 16383\n\nsetting +values +def/,
  );
  expect(text).toMatch(/^quality +\S.* \d+ +\d+( \d+)+ +\S/m);
});

test('one codec as JSON, with the defaults of the knob that is swept', async () => {
  const webp = JSON.parse(await print({ codec: 'webp', json: true }));
  expect(webp).toMatchObject({ id: 'webp', rateKnob: 'quality', available: true });
  expect(webp.sweep.length).toBeGreaterThan(3);
  expect(Object.keys(webp.params)).toContain('quality');
});

test('a codec of a plugin is described as any other, and known with its plugin alone', async () => {
  const { file } = ownCodec();
  const mine = { id: 'mine', kind: 'lossless', rateKnob: null, sweep: [], params: {} };
  const text = await print({ codec: 'mine', plugin: file, json: true });
  expect(JSON.parse(text)).toMatchObject(mine);
  await expect(print({ codec: 'mine' })).rejects.toThrow("unknown codec 'mine'");
});
