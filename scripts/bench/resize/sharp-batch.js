// sharp as fast as it goes for a batch: one thread a picture, several pictures at once, no cache, files opened
// by libvips itself, shrink-on-load. node sharp-batch.js IN OUT WIDTH HEIGHT THREADS QUALITY
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const [from = '', to = '', width, height, threads, quality] = process.argv.slice(2);
mkdirSync(to, { recursive: true });
sharp.concurrency(1);
sharp.cache(false);
const files = readdirSync(from).sort();
let next = 0;
async function work() {
  while (next < files.length) {
    const name = files[next++] ?? '';
    const picture = sharp(path.join(from, name), { sequentialRead: true }).resize(
      Number(width),
      Number(height),
      {
        ...{ fit: /** @type {const} */ ('fill'), kernel: /** @type {const} */ ('lanczos3') },
      },
    );
    const options = { quality: Number(quality) };
    const written = name.endsWith('.jpg')
      ? picture.jpeg({ ...options, optimiseCoding: false })
      : name.endsWith('.webp')
        ? picture.webp(options)
        : picture.png();
    await written.toFile(path.join(to, name));
  }
}
await Promise.all(Array.from({ length: Number(threads) }, work));
