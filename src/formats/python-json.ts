/**
 * Parses JSON as Python writes it, where NaN, Infinity and -Infinity may stand for numbers: they
 * become null. Names and texts that read like them stay.
 * @throws SyntaxError where it is no JSON even so
 */
export function parsePythonJson(text: string): unknown {
  const strict = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : 'null',
    );
  return JSON.parse(strict);
}
