// Codes integer latents by distributions that are known, and compares the bytes with the ideal: how
// near does an entropy coder come to the entropy?
//
//   node examples/entropy-coding.js
import { entropyCoders, idealBits, scaleGrid, scaleTable } from 'paretobench/entropy';

// What a hyperprior gives: a scale for every latent, rounded to one of 64 (Minnen et al. 2018).
const table = scaleTable('gaussian', scaleGrid(), 16);
const count = 200_000;
const indexes = Uint16Array.from({ length: count }, (_, i) => (i * 7) % 40);
const scales = scaleGrid();
let state = 1;
const uniform = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const symbols = Int16Array.from(indexes, (index) => Math.round(scales[index] * normal()));

const ideal = idealBits(table, symbols, indexes);
console.log(`ideal ${(ideal / 8).toFixed(0)} bytes`);
for (const id of ['rans', 'range', 'tans', 'huffman']) {
  const coder = await entropyCoders.load(id);
  const session = await coder.open();
  const encoder = session.encoder(table);
  encoder.push(symbols, indexes);
  const bytes = encoder.finish();
  const decoded = new Int16Array(count);
  const decoder = session.decoder(table, bytes);
  decoder.pull(decoded, indexes);
  decoder.finish();
  await session.close();
  const same = decoded.every((symbol, i) => symbol === symbols[i]);
  const gap = 100 * ((8 * bytes.length) / ideal - 1);
  console.log(
    `${id.padEnd(8)} ${bytes.length} bytes, ${gap.toFixed(3)} % above, ${same ? 'same' : 'BROKEN'}`,
  );
}
