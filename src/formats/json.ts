/** A value as JSON with a list of plain values on one line, so that a row of a table is a line. */
export function jsonText(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    const parts = value.map((each) => jsonText(each, inner));
    if (value.every((each) => typeof each !== 'object' || each === null)) {
      return `[${parts.join(', ')}]`;
    }
    return `[\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  const parts = entries.map(([name, each]) => `${JSON.stringify(name)}: ${jsonText(each, inner)}`);
  if (parts.length === 1 && !parts[0]!.includes('\n')) return `{${parts[0]}}`;
  return `{\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}}`;
}
