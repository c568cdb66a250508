/** What stands before or beside a complaint, and says nothing by itself of the file. */
const sharpPrefix = /^Input (?:buffer|file) has corrupt header: (?=.)/;
const sharpSetting = 'Warning treated as error due to failOn setting';

/**
 * What libvips says of a failure, in one line: each of its complaints once, without the names of its
 * loaders, `VipsJpeg: `, and without what sharp says where libvips says more.
 */
export function vipsMessage(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const complaints = text
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/\bvips\w+: /gi, '')
        .trim()
        .replace(sharpPrefix, '')
        // A colon behind which nothing follows.
        .replace(/[:;]$/, ''),
    )
    .filter((line) => line !== '');
  const told = complaints.filter((line) => line !== sharpSetting);
  return [...new Set(told.length > 0 ? told : complaints)].join('; ') || 'no message';
}
