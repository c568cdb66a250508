// Text that somebody else wrote: names of files, headers, messages of libraries and plugins, fields of
// records. What a terminal obeys, and what turns the order of letters about, is shown by its number.

/** Controls but tab and newline, marks of direction, separators of lines, halves of pairs. */
const unsafe =
  /[^\P{Cc}\t\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Cs}/gu;

/** The same with tab and newline, which would break a line or a cell. */
const unsafeInLine =
  /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Cs}/gu;

/**
 * Text of several lines that can be printed: control and bidirectional characters as `\u001b`. What
 * is JSON stays so, with the same values.
 */
export function printable(text: string): string {
  return text.replaceAll(unsafe, numbered);
}

/** The same in one line: newlines and tabs are shown by number too. */
export function printableLine(text: string): string {
  return text.replaceAll(unsafeInLine, numbered);
}

function numbered(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
