import { printable, printableLine } from '../base/foreign-text.js';

/** Columns of text for people: numbers right, words left, two blanks between. */
export function formatTable(
  header: readonly string[],
  lines: readonly (readonly string[])[],
): string {
  const rows = lines.map((line) => line.map(printableLine));
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const right = header.map((_, column) => rows.every((row) => isNumeric(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}

function isNumeric(cell: string): boolean {
  return ['', '-', 'exact', 'infinite'].includes(cell) || /^[<>]?[-+]?\d/.test(cell);
}

/**
 * A table with notes below it: what would make its last column very wide. Subjects of which the same
 * is said share a note, in which ID stands for the name of each.
 */
export function tableWithNotes(
  table: string,
  notes: readonly (readonly [subject: string, note: string])[],
): string {
  const alike = new Map<string, (readonly [string, string])[]>();
  for (const each of notes) {
    const template = each[1].replaceAll(each[0], 'ID');
    const others = alike.get(template);
    if (others) others.push(each);
    else alike.set(template, [each]);
  }
  const told = [...alike].map(([template, same]) => {
    const text = same.length === 1 ? same[0]![1] : template;
    return `${same.map(([subject]) => subject).join(', ')}: ${text}`;
  });
  return [table, ...told].join('\n\n');
}

/** Prints a value as JSON, for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${printable(JSON.stringify(value, null, 2))}\n`);
}

/** Prints text, for people. */
export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Prints one line on standard error: a warning, an error. */
export function tell(line: string): void {
  process.stderr.write(`${printableLine(line)}\n`);
}

/** Tells on standard error what went wrong without ending the work. */
export function printWarning(message: string): void {
  tell(`warning: ${message}`);
}
