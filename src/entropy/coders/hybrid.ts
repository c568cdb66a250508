import { zstdVersion } from '../../runtimes/wasm/zstd.js';
import { arrange, disarrange, planSheets } from '../arrangements/arrange.js';
import type { Sheet } from '../arrangements/sheet.js';
import { packSheets, unpackSheets } from '../byte-coder.js';
import type { ArrayCoder } from '../coder.js';
import type { LatentShape } from '../latents.js';
import { readPayload, writePayload } from '../payload.js';
import { readSheet, writeSheet } from '../picture-coder.js';
import { seal, unseal } from '../seal.js';
import { charlsName, jpeglsLimits, openJpegls } from './jpegls.js';
import { openZstdPacker } from './zstd.js';

/**
 * Values from which a plane is coded by JPEG-LS. On wavelet coefficients of photographs the two are
 * even at 64x96 values, JPEG-LS ahead above; latents of a learned codec favour it from fewer on.
 */
const largePlane = 4096;

/**
 * Zstandard for groups of small planes, all of them together, and JPEG-LS for those of larger ones. The
 * stream is the length of the first part, that part as of `zstd`, then the sheets as of `jpegls`.
 */
export const hybrid: ArrayCoder = {
  id: 'hybrid',
  title: 'Zstandard and JPEG-LS',
  kind: 'array',
  library: `zstd ${zstdVersion}, ${charlsName}`,
  // A sheet is one group in these.
  arrangements: ['stacked', 'tiled'],
  available: async () => true,
  async open() {
    const [packer, pictures] = await Promise.all([openZstdPacker(), openJpegls()]);
    return {
      async encode(groups, arrangement) {
        const sheets = arrange(groups, arrangement);
        const writer = writePayload();
        const small = await packSheets(
          sheets.filter((_, index) => !isLarge(groups[index]!)),
          packer,
        );
        writer.length(small.length);
        writer.bytes(small);
        for (const [index, sheet] of sheets.entries()) {
          if (isLarge(groups[index]!)) await writeSheet(writer, sheet, jpeglsLimits, pictures);
        }
        return seal(writer.finish(), { coder: hybrid.id, shapes: groups, arrangement });
      },
      async decode(bytes, shapes, arrangement) {
        const payload = unseal(bytes, { coder: hybrid.id, shapes, arrangement });
        const reader = readPayload(payload, hybrid.id);
        const plans = planSheets(shapes, arrangement);
        const small = await unpackSheets(
          reader.bytes(reader.length()),
          plans.filter((_, index) => !isLarge(shapes[index]!)),
          packer,
          hybrid.id,
        );
        const sheets: Sheet[] = [];
        for (const [index, plan] of plans.entries()) {
          const large = isLarge(shapes[index]!);
          const sheet = large ? readSheet(reader, plan, jpeglsLimits, pictures) : small.shift()!;
          sheets.push(await sheet);
        }
        reader.finish();
        return disarrange(sheets, shapes, arrangement);
      },
      async close() {
        packer.close();
        await pictures.close();
      },
    };
  },
};

function isLarge({ height, width }: LatentShape): boolean {
  return height * width >= largePlane;
}
