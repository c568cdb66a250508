import { WorkError } from '../../base/errors.js';
import { createLru } from '../../base/lru-cache.js';
import type { Settings } from '../../base/params.js';
import { readBounded } from '../../base/read-bounded.js';
import type { AnyCodec } from '../../codecs/codec.js';
import { type OpenCodec, openCodec } from '../../codecs/open-codec.js';
import { loadCodec } from '../../codecs/table.js';
import { decodeImage } from '../../image/files/load.js';
import { encodePng } from '../../image/files/save.js';
import { sharp } from '../../image/files/sharp.js';
import type { Raster } from '../../image/raster.js';
import { findBitstream, writeCached } from '../../results/bitstreams.js';
import { loadOriginal } from '../original.js';
import type { DisplayAnswer, DisplayTask } from './task.js';

// Decoding needs no settings, so an open codec serves all bitstreams of its engine.
const opened = createLru<OpenCodec>({ limit: 4, drop: (codec) => codec.close() });

/** Makes the file of a task whole or not at all, and answers its length. Throws. */
export async function runDisplayTask(task: DisplayTask): Promise<DisplayAnswer> {
  const made = await makeFile(task);
  writeCached(task.target, made);
  return { bytes: made.length };
}

async function makeFile(task: DisplayTask): Promise<Uint8Array> {
  switch (task.kind) {
    case 'decode':
      return encodePng(await decodeStream(task), { level: 7 });
    case 'original':
      return encodePng(await originalOf(task), { level: 7 });
    case 'thumbnail': {
      const size = { width: task.side, height: task.side, fit: 'inside' } as const;
      return sharp(await readBounded(task.source, { bound: 'picture' }))
        .resize({ ...size, withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer();
    }
  }
}

async function originalOf(task: Extract<DisplayTask, { kind: 'original' }>): Promise<Raster> {
  // It was measured already: neither damage nor many pixels are in the way.
  const options = { ...task, lenient: true, maxPixelsPerByte: Number.POSITIVE_INFINITY };
  return (await loadOriginal(task, options)).picture;
}

async function decodeStream({
  codec: id,
  settings,
  bitstreamSha256,
  maxPixels,
}: DisplayTask & { kind: 'decode' }): Promise<Raster> {
  const bytes = await findBitstream(bitstreamSha256);
  if (bytes === null) {
    throw new WorkError('its bitstream is not in the cache any more', { code: 'not-in-cache' });
  }
  const codec = await loadCodec(id);
  const open = await opened.get(engineKey(codec, settings), () =>
    openCodec(codec, settings, { maxPixels }),
  );
  const { value } = await open.decode(bytes);
  // A codec of JPEG files gives the file back.
  return value instanceof Uint8Array ? decodeImage(value, { maxPixels, name: id }) : value;
}

function engineKey(codec: AnyCodec, settings: Settings): string {
  return JSON.stringify([codec.id, codec.engine(settings)]);
}
