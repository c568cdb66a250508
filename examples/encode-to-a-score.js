// The smallest file of each codec that reaches a score: the rate-distortion question for one picture.
//
//   node examples/encode-to-a-score.js photo.png 70
import { fileURLToPath } from 'node:url';
import { decode, encode, loadImage, score } from 'paretobench';

const city = fileURLToPath(new URL('../datasets/sample/city.png', import.meta.url));
const [file = city, target = '70'] = process.argv.slice(2);
const image = await loadImage(file);

for (const codec of ['jpeg', 'webp', 'avif:speed=9']) {
  // Score rises with quality, so that halving the range finds the lowest quality that is enough.
  let [low, high] = [1, 100];
  let found;
  while (low < high) {
    const quality = Math.floor((low + high) / 2);
    const spec = `${codec}${codec.includes(':') ? ',' : ':'}quality=${quality}`;
    const encoded = await encode(image, spec);
    const { ssimulacra2 } = await score(image, await decode(encoded.bytes), ['ssimulacra2']);
    if (ssimulacra2 >= Number(target)) {
      found = { ...encoded, ssimulacra2 };
      high = quality;
    } else low = quality + 1;
  }
  if (!found) {
    console.log(`${codec}: no quality below 100 reaches ${target}`);
    continue;
  }
  const { spec, bytes, bitsPerPixel, ssimulacra2 } = found;
  console.log(
    `${spec}: ${bytes.length} bytes, ${bitsPerPixel.toFixed(3)} bpp, ${ssimulacra2.toFixed(1)}`,
  );
}
