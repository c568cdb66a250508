import { postBounds } from './contract.js';

/** The values of JSON lines in UTF-8, or what is wrong with them. */
export function parseJsonLines(body: Uint8Array): unknown[] | string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return 'expected JSON lines in UTF-8';
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return 'expected at least one JSON line, got none';
  if (lines.length > postBounds.lines) {
    return `expected at most ${postBounds.lines} lines, got ${lines.length}`;
  }
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    return 'expected JSON lines, got something else';
  }
}
