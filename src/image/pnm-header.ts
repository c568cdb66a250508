import { WorkError } from '../base/errors.js';

/** What the header of a PNM or PAM file says. */
export interface PnmHeader {
  readonly magic: string;
  readonly width: number;
  readonly height: number;
  /** Samples per pixel as stored; 2 is grey with alpha. */
  readonly stored: 1 | 2 | 3 | 4;
  /** The sample value of full intensity, 1..65535. */
  readonly maxval: number;
  /** Where the samples begin in the file. */
  readonly start: number;
}

interface Token {
  readonly text: string;
  /** The position after the token. */
  readonly end: number;
}

const hash = 0x23;
const newline = 0x0a;

const tupleDepths: Readonly<Record<string, 1 | 2 | 3 | 4>> = {
  BLACKANDWHITE: 1,
  GRAYSCALE: 1,
  BLACKANDWHITE_ALPHA: 2,
  GRAYSCALE_ALPHA: 2,
  RGB: 3,
  RGB_ALPHA: 4,
};

/** Reads the header of P1 to P6. Throws WorkError. */
export function readPnmHeader(bytes: Uint8Array): PnmHeader {
  const magic = String.fromCharCode(...bytes.subarray(0, 2));
  if (!/^P[1-6]$/.test(magic)) {
    throw new WorkError('not a PNM image: it does not begin with P1 to P7', {
      code: 'broken-image',
    });
  }
  if (!isSpace(bytes[2]) && bytes[2] !== hash) {
    throw new WorkError(`${magic} header is broken after its first two letters`, {
      code: 'broken-image',
    });
  }
  const bits = magic === 'P1' || magic === 'P4';
  const tokens = tokensOf(bytes, 2);
  const width = readNumber(magic, 'width', tokens.next().value?.text);
  let last = tokens.next().value;
  const height = readNumber(magic, 'height', last?.text);
  if (!bits) last = tokens.next().value;
  const maxval = bits ? 1 : readNumber(magic, 'maxval', last?.text, 65535);
  const end = last?.end ?? bytes.length;
  if (!isSpace(bytes[end])) {
    throw new WorkError(`${magic} header is not followed by white space`, { code: 'broken-image' });
  }
  const stored = magic === 'P3' || magic === 'P6' ? 3 : 1;
  return { magic, width, height, stored, maxval, start: end + 1 };
}

/** Reads the header of P7: lines up to ENDHDR. Throws WorkError. */
export function readPamHeader(bytes: Uint8Array): PnmHeader {
  const fields = new Map<string, string>();
  let at = 0;
  for (let line = ''; line !== 'ENDHDR'; ) {
    const end = bytes.indexOf(newline, at);
    if (end < 0 || end - at > 1000) {
      throw new WorkError('P7 header has no ENDHDR line', { code: 'broken-image' });
    }
    line = String.fromCharCode(...bytes.subarray(at, end)).trim();
    if (at === 0 && line !== 'P7') {
      throw new WorkError('P7 header has no line of its own for P7', { code: 'broken-image' });
    }
    at = end + 1;
    const [, name, value] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || line.startsWith('#')) continue;
    const before = fields.get(name);
    if (before !== undefined && name !== 'TUPLTYPE') {
      throw new WorkError(`P7 header gives ${name} twice`, { code: 'broken-image' });
    }
    fields.set(name, before === undefined ? value : `${before} ${value}`);
  }
  const number = (name: string, max?: number) => readNumber('P7', name, fields.get(name), max);
  const depth = number('DEPTH', 4) as 1 | 2 | 3 | 4;
  const tuple = fields.get('TUPLTYPE');
  if (tuple !== undefined && !(Object.hasOwn(tupleDepths, tuple) && tupleDepths[tuple] === depth)) {
    throw new WorkError(`P7 tuple type '${tuple}' of depth ${depth} is none that is known`, {
      code: 'broken-image',
    });
  }
  return {
    magic: 'P7',
    width: number('WIDTH'),
    height: number('HEIGHT'),
    stored: depth,
    maxval: number('MAXVAL', 65535),
    start: at,
  };
}

/**
 * The words of a file from `start`, comments (# to the end of the line) left out.
 * @param options.single every character is a word of its own, as the bits of P1 are
 */
export function* tokensOf(
  bytes: Uint8Array,
  start: number,
  { single = false }: { single?: boolean } = {},
): Generator<Token, undefined> {
  let at = start;
  while (at < bytes.length) {
    if (bytes[at] === hash) {
      const end = bytes.indexOf(newline, at);
      at = end < 0 ? bytes.length : end + 1;
    } else if (isSpace(bytes[at])) {
      at++;
    } else {
      const from = at++;
      // No legal word is longer than 10 digits; a longer run is cut and then refused as a number.
      while (!single && at - from < 20 && at < bytes.length && !endsWord(bytes[at])) at++;
      yield { text: String.fromCharCode(...bytes.subarray(from, at)), end: at };
    }
  }
  return undefined;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

function endsWord(byte: number | undefined): boolean {
  return isSpace(byte) || byte === hash;
}

function readNumber(
  magic: string,
  name: string,
  text: string | undefined,
  max = 2 ** 31 - 1,
): number {
  const number = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= 1 && number <= max)) {
    throw new WorkError(
      `${magic} ${name} is a whole number 1..${max}, got ${text === undefined ? 'none' : `'${text}'`}`,
      { code: 'broken-image' },
    );
  }
  return number;
}
