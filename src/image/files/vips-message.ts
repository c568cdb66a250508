/**
 * What libvips says of a failure, in one line: each of its complaints once, without the names of its
 * loaders, `VipsJpeg: `.
 */
export function vipsMessage(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const complaints = text.split('\n').map((line) => line.replaceAll(/\bvips\w+: /gi, '').trim());
  return [...new Set(complaints)].filter((line) => line !== '').join('; ') || 'no message';
}
