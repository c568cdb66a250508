// Scores a decoded picture against its original, by metrics that name their variant.
//
//   node examples/score-two-pictures.js original.png decoded.png
import { fileURLToPath } from 'node:url';
import { scoreEach } from 'paretobench';
import sharp from 'sharp';

const city = fileURLToPath(new URL('../datasets/sample/city.png', import.meta.url));
const [original = city, given] = process.argv.slice(2);
// Without a second picture: the first as a JPEG of quality 60. Paths, bytes and rasters all do.
const decoded = given ?? (await sharp(original).jpeg({ quality: 60 }).toBuffer());

const ids = ['psnr', 'ssim', 'ms-ssim', 'ssimulacra2', 'butteraugli'];
for await (const { metric, score, error } of scoreEach(original, decoded, ids)) {
  if (error) throw error;
  const { value, worstTile: tile } = score;
  const worst = tile
    ? `, worst at ${tile.x},${tile.y}: ${tile.value.toFixed(metric.decimals)}`
    : '';
  console.log(`${metric.title}: ${value.toFixed(metric.decimals)}${worst}`);
}
