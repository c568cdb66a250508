import { h } from './dom.js';

/** Saves what an address holds as a file. */
export function downloadUrl(url: string, name: string): void {
  h('a', { href: url, download: safeName(name) }).click();
}

/** Saves text as a file. */
export function downloadText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  downloadUrl(url, name);
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A table as CSV of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function safeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.@_-]+/g, '-').slice(0, 120);
}
