// BD-rate of a curve beside another, by several ways to draw a curve: pure numbers, no picture and no
// codec. Put in the points of your own paper.
//
//   node examples/compare-curves.js
import { bdMethods, bdRate, convexHull, rateAtQuality } from 'paretobench/curves';

// Mean bits per pixel and mean PSNR on the 24 Kodak pictures, out of results/baseline: libwebp 1.6.0
// and libaom 3.15.1 at speed 6.
const anchor = [
  { rate: 0.2344, quality: 28.328 },
  { rate: 0.5127, quality: 31.443 },
  { rate: 0.9984, quality: 35.104 },
  { rate: 2.0104, quality: 39.557 },
];
const test = [
  { rate: 0.1666, quality: 28.286 },
  { rate: 0.3886, quality: 31.434 },
  { rate: 0.9125, quality: 35.675 },
  { rate: 1.6976, quality: 39.609 },
];
for (const method of bdMethods) {
  const { percent, overlap } = bdRate(anchor, test, { method });
  console.log(
    `${method}: ${percent.toFixed(2)} % over ${(100 * overlap).toFixed(0)} % of the range`,
  );
}
console.log(
  `34 dB costs ${rateAtQuality(anchor, 34)?.toFixed(3)} and ${rateAtQuality(test, 34)?.toFixed(3)} bpp`,
);
console.log(`${convexHull(test).length} of ${test.length} points are on the hull`);
