import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runPareto } from '../support/pareto.ts';
import { scratch } from '../support/scratch.ts';

const script = async (args: readonly string[], env: Record<string, string> = {}) => {
  const { status, stdout } = await runPareto(['completion', ...args], { cache: scratch(), env });
  expect(status).toBe(0);
  return stdout;
};

const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash would put in place of the word, or what it takes for one, at the end of a line. */
async function inBash(line: string): Promise<string[]> {
  const ask = `${await script(['bash'])}
    COMP_LINE=$1 COMP_POINT=\${#1}
    _pareto
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask, 'bash', line], { encoding: 'utf8' }).trim().split('\n');
}

test.each([
  ['pareto sweep --cod', ['--codec']],
  ['pareto sweep --codec jpeg,htj', ['jpeg,htj2k']],
  ['pareto sweep --dataset=ko', ['kodak']],
  ['pareto   export   --kind ', ['rd', 'timing', 'estimate']],
  ['pareto sweep --out ', ['']],
])('bash completes %s', async (line, found) => {
  expect(await inBash(line)).toEqual(found);
});

test.skipIf(!has('zsh'))('zsh completes too', async () => {
  const ask = `compdef() { : }
    compadd() { print -l -- \${(P)2} }
    _files() { print files }
    ${await script(['zsh'])}
    words=("$@") CURRENT=$#
    _pareto`;
  const inZsh = (...words: string[]) =>
    execFileSync('zsh', ['-f', '-c', ask, 'zsh', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  expect(inZsh('pareto', 'sweep', '--codec', 'jpeg,htj')).toEqual(['jpeg,htj2k']);
  expect(inZsh('pareto', 'export', '--kind', '')).toEqual(['rd', 'timing', 'estimate']);
  expect(inZsh('pareto', 'sweep', '--out', '')).toEqual(['files']);
});

test('the shell is that of the user unless it is named', async () => {
  const zsh = await script(['zsh']);
  expect(zsh).toContain('compdef');
  expect(await script([], { SHELL: '/usr/bin/zsh' })).toBe(zsh);
  expect(await script([], { SHELL: '/bin/fish' })).toBe(await script(['bash']));
});
