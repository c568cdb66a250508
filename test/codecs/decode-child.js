// Decodes files in a process of its own, one a line on standard input:
//   {"codec":"jpeg","engine":null,"file":"/path","maxPixels":1000000}
// and answers each with a line: the picture's shape and the SHA-256 of its samples, or the error.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';

/** @type {Map<string, Promise<import('#src/codecs/codec.js').CodecSession>>} */
const sessions = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { codec, engine, file, maxPixels } = JSON.parse(line);
  const key = `${codec} ${engine} ${maxPixels}`;
  if (!sessions.has(key)) sessions.set(key, open(codec, engine, maxPixels));
  const session = await sessions.get(key);
  if (!session) throw new Error('no session');
  const answer = await decode(session, await readFile(file));
  process.stdout.write(`${JSON.stringify({ ...answer, peak: peakMegabytes() })}\n`);
}

for (const session of sessions.values()) await (await session).close();

/** @param {string} id @param {string | null} engine @param {number} maxPixels */
async function open(id, engine, maxPixels) {
  const codec = await codecs.load(id);
  const settings = resolveSettings(id, codec.params, engine === null ? {} : { engine });
  return codec.open(settings, { threads: 1, maxPixels });
}

/** @param {import('#src/codecs/codec.js').CodecSession} session @param {Uint8Array} bytes */
async function decode(session, bytes) {
  try {
    const { width, height, channels, depth, data } = await session.decode(bytes, untimed);
    const samples = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const sha256 = createHash('sha256').update(samples).digest('hex');
    return { shape: [width, height, channels, depth], sha256 };
  } catch (error) {
    if (!(error instanceof Error)) return { error: `not an Error: ${String(error)}`, name: 'none' };
    return { error: error.message, name: error.name };
  }
}

function peakMegabytes() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
