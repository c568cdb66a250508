import { gzipSync } from 'node:zlib';
import sharp from 'sharp';

/** Samples of one colour: few bytes, whatever the size. @param {number} width @param {number} height */
function plain(width, height) {
  return sharp({ create: { width, height, channels: 3, background: 'black' } });
}

/**
 * Small files that want much of whoever reads them: within the limits, just at them, and far beyond.
 * @returns {Promise<[name: string, bytes: Buffer][]>}
 */
export async function makeBombs() {
  const svg = (/** @type {string} */ inside) =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${inside}</svg>`);
  const nested = `${'<g>'.repeat(50_000)}${'</g>'.repeat(50_000)}`;
  const entities = Array.from(
    { length: 10 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  ).join('');
  const frames = Array.from({ length: 400 }, (_, i) =>
    Buffer.alloc(300 * 300 * 3, i % 2 ? 0 : 255),
  );
  const animation = sharp(Buffer.concat(frames), {
    raw: { width: 300, height: 300 * 400, channels: 3, pageHeight: 300 },
  });
  const gif = await animation.gif({ effort: 1, delay: 20 }).toBuffer();
  const truncated = Buffer.concat([(await plain(4000, 4000).png().toBuffer()).subarray(0, 4000)]);
  return [
    ['PNG of 4,000 x 4,000', await plain(4000, 4000).png().toBuffer()],
    ['PNG of 9,900 x 9,900', await plain(9900, 9900).png().toBuffer()],
    ['PNG that ends early', truncated],
    ['JPEG of 8,000 x 8,000', await plain(8000, 8000).jpeg().toBuffer()],
    ['JPEG of 16,000 x 16,000', await plain(16_000, 16_000).jpeg().toBuffer()],
    ['WebP of 6,000 x 6,000', await plain(6000, 6000).webp({ effort: 0 }).toBuffer()],
    ['TIFF of 7,000 x 7,000', await plain(7000, 7000).tiff({ compression: 'deflate' }).toBuffer()],
    ['AVIF of 4,000 x 4,000', await plain(4000, 4000).avif({ effort: 0 }).toBuffer()],
    ['GIF of 400 frames', gif],
    ['SVGZ of 200 MB', gzipSync(svg(' '.repeat(2e8)))],
    ['SVG of 50,000 levels', svg(nested)],
    [
      'SVG of entities',
      Buffer.from(
        `<!DOCTYPE svg [<!ENTITY l0 "lol">${entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l10;</text></svg>`,
      ),
    ],
    [
      'SVG of a huge side',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>'),
    ],
  ];
}
