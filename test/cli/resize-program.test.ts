import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runProgram } from '#src/cli/resize-program.js';
import { printedBy } from '../support/printed.ts';

test('it runs as the program does, other commands too', async () => {
  const wrong = await printedBy(() => runProgram(['resize', 'not-there.jpg', '--out', 'small']));
  expect(wrong).toEqual({ value: 1, out: '', err: 'pareto: not-there.jpg is not there\n' });
  const none = await printedBy(() => runProgram(['resize', '--fit', 'insde']));
  expect(none.value).toBe(2);
  expect(none.err).toMatch(/^pareto: unknown value of --fit 'insde'; did you mean inside\?/);
  const { value, out } = await printedBy(() => runProgram(['codecs', 'qoi', '--json']));
  expect([value, JSON.parse(out).id]).toEqual([0, 'qoi']);
});

/** Bytes of the young heap of a Node that loads a module of the program and then leaves much behind. */
function youngHeapWith(name: string): number {
  const module = new URL(`../../dist/cli/${name}`, import.meta.url).href;
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    await import(${JSON.stringify(module)});
    let held = [];
    for (let i = 0; i < 4e6; i++) {
      held.push({ i });
      if (held.length > 5e4) held = [];
    }
    console.log(getHeapSpaceStatistics().find((each) => each.space_name === 'new_space').space_size);
  `;
  const args = ['--input-type=module', '--eval', script];
  return Number(
    execFileSync(process.execPath, args, { cwd: fileURLToPath(new URL('.', import.meta.url)) }),
  );
}

test('its young heap stays small', () => {
  expect(youngHeapWith('resize-program.js')).toBeLessThan(4 * 2 ** 20);
  expect(youngHeapWith('program.js')).toBeGreaterThan(4 * 2 ** 20);
});
