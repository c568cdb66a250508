/** What the Accept header of POST /optimize asks for. */
export interface Wanted {
  /** The report in place of the bytes. */
  readonly report: boolean;
  /** Whether formats of pictures are named, of which one is to be chosen. */
  readonly namesFormats: boolean;
}

/**
 * Reads what is wanted. A report where JSON is named and no picture is; a format where a picture's
 * type is named. A wildcard alone asks for nothing.
 */
export function readWanted(header: string | undefined): Wanted {
  const names = (header ?? '')
    .slice(0, 8192)
    .toLowerCase()
    .split(',')
    .map((each) => each.split(';').map((part) => part.trim()))
    .filter(([, ...parameters]) => !parameters.some((each) => /^q\s*=\s*0(?:\.0*)?$/.test(each)))
    .map(([name = '']) => name);
  const namesFormats = names.some((name) => /^image\/[^*]/.test(name));
  const report =
    names.includes('application/json') && !names.some((name) => name.startsWith('image/'));
  return { report, namesFormats };
}
