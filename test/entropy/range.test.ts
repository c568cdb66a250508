import { expect, test } from 'vitest';
import { scaleTable } from '#src/entropy/distributions/parametric.js';
import { range } from '#src/entropy/range.js';

// The last interval of these ends at 2^32 exactly, which is no number of it.
test('an interval up to the very end of the window', async () => {
  const session = await range.open();
  const table = scaleTable('laplace', [4], 14);
  const symbols = Int16Array.of(0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0);
  const indexes = new Uint16Array(symbols.length);
  const encoder = session.encoder(table);
  encoder.push(symbols, indexes);
  const bytes = encoder.finish();
  const decoded = new Int16Array(symbols.length);
  const decoder = session.decoder(table, bytes);
  decoder.pull(decoded, indexes);
  decoder.finish();
  expect(decoded).toEqual(symbols);
  await session.close();
});
