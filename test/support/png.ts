import { crc32, deflateSync } from 'node:zlib';

/** A PNG chunk: length, type, data and checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG file with a chunk added behind its header. */
export function withChunk(png: Uint8Array, type: string, data: Uint8Array): Buffer {
  return Buffer.concat([png.subarray(0, 33), chunk(type, data), png.subarray(33)]);
}

/** A PNG file with an ICC profile embedded. */
export function withProfile(png: Uint8Array, profile: Uint8Array): Buffer {
  const name = Buffer.from('profile\0\0', 'latin1');
  return withChunk(png, 'iCCP', Buffer.concat([name, deflateSync(profile)]));
}

/** A version 2 ICC profile for grey of a plain gamma. */
export function greyProfile(gamma: number): Buffer {
  const white = Buffer.alloc(20);
  white.write('XYZ ');
  for (const [i, value] of [0.9642, 1, 0.8249].entries()) {
    white.writeInt32BE(Math.round(value * 65536), 8 + 4 * i);
  }
  const curve = Buffer.alloc(16);
  curve.write('curv');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  const description = Buffer.alloc(104);
  description.write('desc');
  description.writeUInt32BE(2, 8);
  description.write('g', 12);
  return profileOf('GRAY', { desc: description, wtpt: white, kTRC: curve });
}

/** A version 2 display profile with the given tags, each a multiple of 4 bytes long. */
export function profileOf(space: string, tags: Readonly<Record<string, Uint8Array>>): Buffer {
  const entries = Object.entries(tags);
  const table = Buffer.alloc(4 + 12 * entries.length);
  table.writeUInt32BE(entries.length);
  let offset = 128 + table.length;
  for (const [i, [tag, data]] of entries.entries()) {
    table.write(tag, 4 + 12 * i, 'latin1');
    table.writeUInt32BE(offset, 8 + 12 * i);
    table.writeUInt32BE(data.length, 12 + 12 * i);
    offset += data.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(offset);
  header.writeUInt32BE(0x02400000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [i, value] of [0.9642, 1, 0.8249].entries()) {
    header.writeInt32BE(Math.round(value * 65536), 68 + 4 * i);
  }
  return Buffer.concat([header, table, ...entries.map(([, data]) => data)]);
}
