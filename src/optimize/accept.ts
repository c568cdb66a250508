/** A range of an Accept header. RFC 9110, 12.5.1. */
interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly weight: number;
}

/** A format that could be sent. */
export interface Offer<Id extends string = string> {
  readonly id: Id;
  readonly mediaType: string;
}

/** A header beyond these characters is not read: no browser sends more than some hundred. */
const longestHeader = 8192;

/** Formats that every client shows: what names none of them by itself, such as a wildcard, may have them. */
const universal = new Set(['image/jpeg', 'image/png', 'image/gif']);

/**
 * How much a client wants each of the formats that could be sent, 0 to 1, by its Accept header: the most
 * specific range counts, whatever the order. A wildcard says what a client takes, not what it can show: it
 * gives JPEG, PNG, GIF and the source's own format alone. All others, AVIF, JPEG XL and WebP among them,
 * need to be named. A missing or an empty header is as a wildcard. What cannot be read of it is passed over.
 * @param own id of the source's format
 * @returns weights by id, 0 for what is not to be sent
 */
export function acceptWeights<Id extends string>(
  header: string | null | undefined,
  offers: readonly Offer<Id>[],
  own: NoInfer<Id>,
): Map<Id, number> {
  const ranges = readRanges(header ?? '');
  const isOpen = ranges.length === 0;
  return new Map(
    offers.map(({ id, mediaType }) => {
      const isCommon = id === own || universal.has(mediaType);
      if (isOpen) return [id, isCommon ? 1 : 0];
      const [type = '', subtype = ''] = mediaType.toLowerCase().split('/');
      const named = weightOf(ranges, type, subtype);
      if (named !== null) return [id, named];
      const wild = weightOf(ranges, type, '*') ?? weightOf(ranges, '*', '*');
      return [id, isCommon ? (wild ?? 0) : 0];
    }),
  );
}

/** Which of two formats is preferred at equal weight and size; after them the source's own. */
const order = ['jxl', 'avif', 'webp'];

/**
 * The formats that may be sent, the most wanted first: by weight, then JPEG XL, AVIF, WebP, the source's
 * own, then in the order given.
 */
export function acceptedFormats<Id extends string>(
  header: string | null | undefined,
  offers: readonly Offer<Id>[],
  own: NoInfer<Id>,
): Id[] {
  const weights = acceptWeights(header, offers, own);
  const rank = (id: Id): number => {
    const at = order.indexOf(id);
    return at >= 0 ? at : id === own ? order.length : order.length + 1;
  };
  return offers
    .map(({ id }) => id)
    .filter((id) => weights.get(id)! > 0)
    .sort((a, b) => weights.get(b)! - weights.get(a)! || rank(a) - rank(b));
}

/** The weight that the ranges of exactly this type give, the highest where several do. */
function weightOf(ranges: readonly MediaRange[], type: string, subtype: string): number | null {
  const found = ranges.filter((range) => range.type === type && range.subtype === subtype);
  return found.length === 0 ? null : Math.max(...found.map(({ weight }) => weight));
}

const token = "[!#$%&'*+.^_`|~0-9a-z-]+";
const range = new RegExp(`^(${token})/(${token})$`);

/** The ranges of a header that can be read; one with parameters of a media type names no format here. */
function readRanges(header: string): MediaRange[] {
  if (header.length > longestHeader) return [];
  const found: MediaRange[] = [];
  for (const part of outsideQuotes(header.toLowerCase(), ',')) {
    const [name = '', ...parameters] = outsideQuotes(part, ';').map((each) => each.trim());
    const [, type, subtype] = range.exec(name) ?? [];
    if (type === undefined || subtype === undefined || (type === '*' && subtype !== '*')) continue;
    const at = parameters.findIndex((each) => /^q\s*=/.test(each));
    const own = parameters.slice(0, at < 0 ? undefined : at).filter(Boolean);
    const weight = at < 0 ? 1 : readWeight(parameters[at]!.replace(/^q\s*=\s*/, ''));
    if (weight !== null && own.length === 0) found.push({ type, subtype, weight });
  }
  return found;
}

/** RFC 9110, 12.4.2: three digits behind the point at most. */
function readWeight(text: string): number | null {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : null;
}

/** The parts of a text between separators that do not stand in quotes. */
function outsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if (letter === '"') quoted = !quoted;
    if (letter === '\\' && quoted) part += text[i++]!;
    if (letter === separator && !quoted) {
      parts.push(part);
      part = '';
    } else {
      part += text[i] ?? '';
    }
  }
  return [...parts, part];
}
