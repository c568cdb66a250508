import { sharp } from '#src/image/files/sharp.js';
import type { Raster } from '#src/image/raster.js';

/** A JPEG file, and the same with faults that decoders pass over; those of the last two lack a part. */
export async function damagedJpegs({ data, width, height, channels }: Raster) {
  const whole = await sharp(data, { raw: { width, height, channels } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const scan = startOfScan(whole);
  const header = whole.readUInt16BE(scan + 2);
  const sos = Buffer.from(whole);
  // Se, the last coefficient: 63 in a sequential file.
  sos[scan + 2 + header - 2] = 62;
  const at = scan + 2 + header + Math.floor((whole.length - scan) / 2);
  return {
    whole,
    sos,
    extraneous: Buffer.concat([whole.subarray(0, scan), Buffer.alloc(4), whole.subarray(scan)]),
    shortData: Buffer.concat([whole.subarray(0, at), whole.subarray(-2)]),
    noEnd: whole.subarray(0, -2),
    cut: whole.subarray(0, at),
  };
}

/** Where the marker SOS stands. */
function startOfScan(file: Buffer): number {
  let at = 2;
  while (file[at + 1] !== 0xda) at += 2 + file.readUInt16BE(at + 2);
  return at;
}
