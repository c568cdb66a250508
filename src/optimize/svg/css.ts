/** What a style may point at: a part of the document, or a picture or font within itself. */
const own =
  /^\s*(?:#|data:(?:image\/(?:png|jpe?g|gif|webp|avif|bmp)|font\/|application\/(?:x-)?font))/i;

/** What loads or runs something, by whatever name browsers have had for it. */
const loading =
  /@import|@charset|@namespace|image-set\s*\(|cross-fade\s*\(|(?<![\w-])(?:image|src|element|paint)\s*\(|expression\s*\(|javascript\s*:|vbscript\s*:|behaviou?r\s*:|-moz-binding|<\/|<!/i;

/**
 * Whether a style, or the value of an attribute that may be one, points at nothing outside its document
 * and runs nothing. Escapes and comments are undone first, as browsers do.
 */
export function isOwnStyle(css: string): boolean {
  const plain = css
    .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
    .replaceAll(
      /\\(?:([0-9a-f]{1,6})\s?|(\n)|([\s\S]))/gi,
      (_, code?: string, newline?: string, letter?: string) =>
        code !== undefined ? letterOf(code) : newline !== undefined ? '' : (letter ?? ''),
    );
  if (loading.test(plain)) return false;
  return [...plain.matchAll(/url\s*\(\s*(['"]?)/gi)].every(({ index, 0: head }) =>
    own.test(plain.slice(index + head.length, index + head.length + 64)),
  );
}

/**
 * A style without what points outside or runs something: declarations and rules that do are left out
 * one by one; all of it where that does not help.
 */
export function ownStyle(css: string): string {
  if (isOwnStyle(css)) return css;
  const kept = piecesOf(css)
    .filter((piece) => /^[;{}]$/.test(piece) || isOwnStyle(piece))
    .join('');
  return isOwnStyle(kept) ? kept : '';
}

/** The style cut at what ends a declaration or a rule, but not within texts, brackets and comments. */
function piecesOf(css: string): string[] {
  const pattern =
    /\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?|\((?:[^()"']|"[^"]*"|'[^']*')*\)?|\\[\s\S]|[;{}]|[^;{}"'()\\/]+|[\s\S]/g;
  const pieces: string[] = [];
  let piece = '';
  for (const [token] of css.matchAll(pattern)) {
    if (/^[;{}]$/.test(token)) {
      pieces.push(piece, token);
      piece = '';
    } else {
      piece += token;
    }
  }
  pieces.push(piece);
  return pieces;
}

function letterOf(code: string): string {
  const number = Number.parseInt(code, 16);
  return number > 0 && number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd';
}
