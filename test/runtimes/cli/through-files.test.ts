import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { measure, untimed } from '#src/base/clock.js';
import { WorkError } from '#src/base/errors.js';
import {
  decodeThroughFiles,
  encodeThroughFiles,
  type FileJob,
  type FilePaths,
} from '#src/runtimes/cli/through-files.js';

/** A command that writes its input backwards. */
const program = `
  const fs = require('node:fs');
  const [from, to] = process.argv.slice(1);
  fs.writeFileSync(to, fs.readFileSync(from).reverse());`;
const reversing = (changes: Partial<FileJob> = {}): FileJob => ({
  input: { name: 'in.bin', bytes: () => Uint8Array.of(1, 2, 3) },
  output: { name: 'out.bin', maxBytes: 1000 },
  argv: ({ input, output }) => [process.execPath, '--eval', program, input, output],
  ...changes,
});

test('gives the file that the command wrote, by stages, and leaves nothing behind', async () => {
  let paths: FilePaths | null = null;
  const job = reversing({
    seconds: (_result, given) => {
      paths = given;
      return 0.25;
    },
  });
  const encoded = await measure((clock) => encodeThroughFiles(job, clock));
  expect([...encoded.value]).toEqual([3, 2, 1]);
  expect(Object.keys(encoded.stages)).toEqual(['prepare', 'encode', 'store', 'other']);
  expect(encoded.reportedSeconds).toBe(0.25);
  expect(encoded.childCpuSeconds === null).toBe(process.platform !== 'linux');
  expect(path.basename(paths!.input)).toBe('in.bin');
  expect(existsSync(paths!.folder)).toBe(false);
  const decoded = await measure((clock) => decodeThroughFiles(reversing(), clock));
  expect(Object.keys(decoded.stages)).toEqual(['parse', 'decode', 'finish', 'other']);
});

test('a command that fails, or writes nothing, is told', async () => {
  const failing = ['--eval', 'console.error("it did not want to"); process.exit(4)'];
  const failed = encodeThroughFiles(
    reversing({ argv: () => [process.execPath, ...failing] }),
    untimed,
  );
  await expect(failed).rejects.toThrow(WorkError);
  await expect(failed).rejects.toThrow(/4.*it did not want to/);
  const silent = reversing({ argv: () => [process.execPath, '--eval', ''] });
  await expect(decodeThroughFiles(silent, untimed)).rejects.toThrow(WorkError);
});

test('the seconds may stand in a file that the command wrote', async () => {
  const job = reversing({
    seconds: async (_result, { folder, output }) => {
      await writeFile(path.join(folder, 'beside'), '');
      return existsSync(output) ? 7 : null;
    },
  });
  expect((await measure((clock) => encodeThroughFiles(job, clock))).reportedSeconds).toBe(7);
});
