import { vi } from 'vitest';

/** What a function wrote to standard output and standard error while it ran, and its value. */
export async function printedBy<T>(
  run: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly out: string; readonly err: string }> {
  const text = { out: '', err: '' };
  const take = (into: 'out' | 'err') => (chunk: unknown) => {
    text[into] += String(chunk);
    return true;
  };
  const line = (into: 'out' | 'err') => (chunk: unknown) => {
    text[into] += `${String(chunk)}\n`;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(take('err')),
    // yargs prints help and the version by the console, which vitest has replaced.
    vi.spyOn(console, 'log').mockImplementation(line('out')),
    vi.spyOn(console, 'error').mockImplementation(line('err')),
  ];
  try {
    const value = await run();
    return { value, ...text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
