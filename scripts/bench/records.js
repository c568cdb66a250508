import { hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes rate-distortion records that are complete and alike but for their keys.
 * @param {string} file
 * @param {Iterable<{ key: string, quality: number, image: string, imageSha256: string }>} subjects
 */
export function writeRecords(file, subjects) {
  mkdirSync(path.dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  let text = '';
  for (const { key, quality, image, imageSha256 } of subjects) {
    text += `${JSON.stringify({
      schema: 1,
      kind: 'rd',
      key,
      protocol: 1,
      codec: 'webp',
      spec: `webp:quality=${quality}`,
      settings: { quality },
      engine: { name: 'libwebp', version: '1.6.0', runtime: 'native' },
      dataset: 'bench',
      image,
      imageSha256,
      crop: null,
      width: 768,
      height: 512,
      bytes: 49152,
      bitstreamSha256: hash('sha256', key),
      conversion: null,
      exact: false,
      bpp: 1,
      metrics: { psnr: 35.104172, ssim: 0.951234 },
      metricVersions: { psnr: '1', ssim: '1' },
      metricErrors: {},
      error: null,
      version: '0.1.0',
      commit: null,
      at: '2026-01-01T00:00:00.000Z',
    })}\n`;
    if (text.length > 1 << 22) {
      writeSync(handle, text);
      text = '';
    }
  }
  writeSync(handle, text);
  closeSync(handle);
}
