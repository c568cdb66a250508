// Encodes and decodes with wasm-vips, closes the session if told to, and should then end by itself.
import { untimed } from '#src/base/clock.js';
import { resolveSettings } from '#src/base/params.js';
import { codecs } from '#src/codecs/registry.js';
import { createRaster } from '#src/image/raster.js';

const jxl = await codecs.load('jxl');
const settings = resolveSettings('jxl', jxl.params, {});
const session = await jxl.open(settings, { threads: 2, maxPixels: 1e6 });
const data = new Uint8Array(300 * 300 * 3);
const image = createRaster({ width: 300, height: 300, channels: 3, depth: 8, data });
const bytes = await session.encode(image, untimed);
console.log((await session.decode(bytes, untimed)).width);
if (process.argv[2] === 'close') await session.close();
