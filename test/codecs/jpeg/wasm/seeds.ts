import { sharp } from '#src/image/files/sharp.js';
import { scene } from './programs.ts';

/** A JPEG of a scene by sharp. */
export async function jpegOf(
  width: number,
  height: number,
  options: Parameters<ReturnType<typeof sharp>['jpeg']>[0] = {},
): Promise<Uint8Array> {
  const { data } = scene(width, height);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await image.jpeg(options).toBuffer());
}

/** Where the bytes stand last in a file. */
export function lastOf(file: Uint8Array, hex: string): number {
  return Buffer.from(file).lastIndexOf(hex, undefined, 'hex');
}
