import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WorkError } from '#src/base/errors.js';
import { findCommand, readWritten, runCommand } from '#src/runtimes/cli/command.js';
import { withScratch } from '#src/runtimes/cli/scratch.js';
import { until } from '../../support/processes.js';
import { scratch } from '../../support/scratch.js';

const limits = { timeLimitSeconds: 30 };
const node = process.execPath;
const run = (program: string, more: Partial<Parameters<typeof runCommand>[2]> = {}) =>
  runCommand([node, '--eval', program], scratch(), { ...limits, ...more });

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('runCommand', () => {
  it('hands its arguments on as they are, without a shell', async () => {
    const odd = ['$HOME', 'two words', '*', "it's", '; ls', ''];
    const { stdout, seconds } = await runCommand(
      [node, '--eval', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...odd],
      scratch(),
      limits,
    );
    expect(JSON.parse(stdout)).toEqual(odd);
    expect(seconds).toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux')('tells the CPU seconds of the command', async () => {
    const spin = 'const s = process.cpuUsage(); while (process.cpuUsage(s).user < 3e5);';
    const before = process.cpuUsage();
    const { cpuSeconds, seconds } = await run(spin);
    const own = process.cpuUsage(before);
    expect(cpuSeconds).toBeGreaterThan(0.29);
    expect(cpuSeconds).toBeLessThan(4 * seconds + 0.02);
    expect((own.user + own.system) / 1e6).toBeLessThan(cpuSeconds!);
    expect((await run('setTimeout(() => {}, 300)')).cpuSeconds).toBeLessThan(cpuSeconds!);
  });

  it.each([
    [
      'console.error("first"); console.error("the cause\\n\\n"); process.exit(3)',
      /^node ended with exit status 3: the cause$/,
    ],
    ['console.log("only this"); process.exit(1)', /exit status 1: only this$/],
    ['process.exit(1)', /exit status 1: it printed nothing$/],
    ['process.kill(process.pid, "SIGSEGV")', /^node ended with SIGSEGV/],
  ])('tells why %j failed, in one line', async (program, message) => {
    const failure = await run(program).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkError);
    expect((failure as Error).message).toMatch(message);
  });

  it('says that a program is missing', async () => {
    await expect(runCommand(['no-such-program'], scratch(), limits)).rejects.toThrow(
      /command no-such-program is not found; put it on PATH/,
    );
  });

  it('stops all that a command started when its time is up', async () => {
    const file = path.join(scratch(), 'pid');
    const program = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
      setInterval(() => {}, 1000)`;
    await expect(run(program, { timeLimitSeconds: 1.5 })).rejects.toThrow(/stopped after 1.5 s/);
    const pid = Number(readFileSync(file, 'utf8'));
    await until(() => !isRunning(pid));
  });

  it('does not wait for what a command leaves in a session of its own with its pipes', async () => {
    const { stdout, seconds } = await run(`
      const { spawn } = require('node:child_process');
      const options = { stdio: 'inherit', detached: true };
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], options);
      console.log(child.pid);
      child.unref();`);
    // The wait for its output is no time of the command.
    expect(seconds).toBeLessThan(30);
    await until(() => !isRunning(Number(stdout)));
  });

  it('stops what a command leaves running behind', async () => {
    const { stdout } = await run(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(child.pid);
      child.unref();`);
    await until(() => !isRunning(Number(stdout)));
  });

  it('stops a command that prints too much, or whose file grows too large', async () => {
    await expect(
      run('for (;;) require("node:fs").writeSync(1, "chatter ".repeat(1000))', {
        maxOutputBytes: 1e5,
      }),
    ).rejects.toThrow(/printed more than 100000 bytes/);
    const file = path.join(scratch(), 'out');
    const grow = `const fs = require('node:fs');
      setInterval(() => fs.appendFileSync(${JSON.stringify(file)}, 'x'.repeat(1e4)), 5)`;
    await expect(run(grow, { growing: { file, maxBytes: 1e5 } })).rejects.toThrow(
      /out is larger than 100000 bytes/,
    );
  });

  it('takes its commands and its scratch folder along when its process is told to end', async () => {
    const module = (name: string) =>
      JSON.stringify(new URL(`../../../dist/runtimes/cli/${name}.js`, import.meta.url).href);
    const parent = spawn(
      node,
      [
        '--input-type=module',
        '--eval',
        `import { runCommand } from ${module('command')};
         import { withScratch } from ${module('scratch')};
         await withScratch(0, (folder) => runCommand([process.execPath, '--eval',
           "require('node:fs').writeFileSync(process.argv[1], process.pid + ' ' + process.cwd()); setInterval(() => {}, 1000)",
           process.argv[1]], folder, { timeLimitSeconds: 60 }));`,
        path.join(scratch(), 'told'),
      ],
      { stdio: 'ignore' },
    );
    const told = parent.spawnargs.at(-1)!;
    await until(() => existsSync(told) && readFileSync(told, 'utf8').includes('/'));
    const [pid, folder] = readFileSync(told, 'utf8').split(' ');
    expect(existsSync(folder!)).toBe(true);
    parent.kill('SIGTERM');
    await until(() => !isRunning(Number(pid)) && !existsSync(folder!));
  });
});

it('readWritten says that there is no file, or nothing in it', async () => {
  const file = path.join(scratch(), 'out.bin');
  await expect(readWritten(file, '/bin/enc', 9)).rejects.toThrow(
    'enc ended well but wrote no file out.bin',
  );
  writeFileSync(file, '');
  await expect(readWritten(file, 'enc', 9)).rejects.toThrow('wrote an empty file out.bin');
});

it('readWritten takes neither a device nor more than was allowed', async () => {
  const file = path.join(scratch(), 'out.bin');
  writeFileSync(file, '0123456789');
  await expect(readWritten(file, 'enc', 9)).rejects.toThrow('it has 10 bytes; at most 9');
  rmSync(file);
  symlinkSync('/dev/zero', file);
  await expect(readWritten(file, 'enc', 9)).rejects.toThrow(
    'enc ended well but its out.bin cannot be read',
  );
});

it('findCommand finds programs on PATH and by path, and nothing else', () => {
  expect(findCommand('node')).not.toBeNull();
  expect(findCommand(node)).toBe(node);
  expect(findCommand('no-such-program')).toBeNull();
  expect(findCommand(scratch())).toBeNull();
});

it('a scratch folder is gone when the work is done, and when it fails', async () => {
  let folder = '';
  const work = async (fresh: string): Promise<string> => {
    folder = fresh;
    expect(existsSync(fresh)).toBe(true);
    return 'done';
  };
  expect(await withScratch(0, work)).toBe('done');
  expect(existsSync(folder)).toBe(false);
  const failing = withScratch(2 ** 60, async (fresh) => {
    await work(fresh);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(folder)).toBe(false);
});
