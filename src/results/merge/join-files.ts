import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../base/errors.js';
import { readBoundedSync } from '../../base/read-bounded.js';
import type { Warn } from '../../base/warn.js';
import type { FileToWrite } from '../../base/write-whole.js';
import { filesBelow } from '../store.js';
import { contentsIn, formatContents, type StoredContent } from '../stored-contents.js';
import { readTestbed } from '../stored-testbeds.js';
import { isSameMachine, type Testbed } from '../testbed.js';
import { conflictError } from './conflict.js';

/** Of some folders, the files below one of their folders: which hold one of each name. */
function holdersOf(
  folders: readonly string[],
  below: string,
  ending: string,
): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const folder of folders) {
    for (const file of filesBelow(folder, below, ending)) {
      const name = path.relative(folder, file);
      holders.set(name, [...(holders.get(name) ?? []), folder]);
    }
  }
  return holders;
}

/**
 * Descriptions of testbeds, joined: the last description with the noise and the calibration that any of
 * them knows.
 * @throws UsageError where one name stands for two machines
 */
export function joinTestbeds(folders: readonly string[], out: string): FileToWrite[] {
  return [...holdersOf(folders, 'testbeds', '.json')].map(([name, holders]) => {
    const id = path.basename(name, '.json');
    const known = holders.map((folder) => ({ folder, testbed: readTestbed(folder, id)! }));
    const first = known[0]!;
    for (const { folder, testbed } of known) {
      if (isSameMachine(first.testbed, testbed)) continue;
      const machine = ({ hardware: { cpu, arch, cores } }: Testbed) =>
        `${cpu}, ${arch}, ${cores} cores`;
      throw new UsageError(
        `testbed ${id} is ${machine(first.testbed)} in ${first.folder}, and ${machine(testbed)} in ${folder}; nothing was merged: one name stands for one machine, so time one of them again under another name`,
        { code: 'other-testbed', data: { testbed: id } },
      );
    }
    const testbeds = known.map(({ testbed }) => testbed).sort(later((testbed) => testbed.at));
    const noise = testbeds.flatMap(({ noise: found }) => found ?? []).sort(later(({ at }) => at));
    const calibrations = testbeds
      .flatMap(({ calibration }) => calibration ?? [])
      .sort(
        later(
          ({ version, passes }) => `${version}`.padStart(8, '0') + `${passes}`.padStart(8, '0'),
        ),
      );
    const joined = {
      ...testbeds[0]!,
      noise: noise[0] ?? null,
      calibration: calibrations[0] ?? null,
    };
    return jsonFile(path.join(out, name), joined);
  });
}

/**
 * The classes of images, joined.
 * @throws UsageError where an image has two
 */
export function joinContents(folders: readonly string[], out: string, warn: Warn): FileToWrite[] {
  return [...holdersOf(folders, 'datasets', '.json')].flatMap(([name, holders]) => {
    const known = new Map<string, StoredContent & { readonly file: string }>();
    let dataset: string | null = null;
    for (const folder of holders) {
      const file = path.join(folder, name);
      const stored = contentsIn(file, warn);
      if (stored === null) continue;
      dataset = stored.dataset;
      for (const image of stored.images) {
        const other = known.get(image.sha256);
        if (other !== undefined && other.content !== image.content) {
          throw conflictError({
            of: `image ${image.name} of ${stored.dataset}`,
            field: 'its class',
            sides: [
              { file: other.file, says: other.content },
              { file, says: image.content },
            ],
          });
        }
        if (other === undefined || image.name < other.name) {
          known.set(image.sha256, { ...image, file });
        }
      }
    }
    if (dataset === null) return [];
    const images = [...known.values()].map(({ file: _file, ...image }) => image);
    return [{ file: path.join(out, name), pieces: [formatContents(dataset, images)] }];
  });
}

/**
 * Facts of metrics and published curves: files that say one thing. Of published curves the moment of
 * their import may differ.
 * @throws UsageError where two files of one name do not say the same
 */
export function joinEqual(folders: readonly string[], out: string): FileToWrite[] {
  return ['metrics', 'reference'].flatMap((below) =>
    [...holdersOf(folders, below, '.json')].map(([name, holders]) => {
      const files = holders.map((folder) => path.join(folder, name));
      const texts = files.map((file) => readBoundedSync(file, { bound: 'table' }).toString('utf8'));
      const values = texts.map((text, at) => withoutMoment(text, files[at]!));
      const other = values.findIndex((value) => !isDeepStrictEqual(value, values[0]));
      if (other > 0) {
        throw conflictError({
          of: name,
          field: 'what it holds',
          sides: [
            { file: files[0]!, says: values[0] },
            { file: files[other]!, says: values[other] },
          ],
        });
      }
      return { file: path.join(out, name), pieces: [[...texts].sort().at(-1)!] };
    }),
  );
}

/**
 * The bitstreams that come with results, under their SHA-256: those that are not there yet. One that
 * is not what its name says is left out with a warning.
 */
export function joinBitstreams(folders: readonly string[], out: string, warn: Warn): FileToWrite[] {
  const files: FileToWrite[] = [];
  for (const [name, holders] of holdersOf(folders, 'bitstreams', '')) {
    const target = path.join(out, name);
    if (!/^[0-9a-f]{64}$/.test(path.basename(name)) || existsSync(target)) continue;
    const whole = holders.find((folder) => {
      const file = path.join(folder, name);
      if (hash('sha256', readBoundedSync(file, { bound: 'picture' })) === path.basename(name))
        return true;
      warn(`${file} is left out: it is not what its name says, a file of this SHA-256`);
      return false;
    });
    if (whole !== undefined) files.push({ file: target, pieces: pieceOf(path.join(whole, name)) });
  }
  return files;
}

/** Read when its turn has come: all of them need not be in memory at once. */
function* pieceOf(file: string): Iterable<Buffer> {
  yield readBoundedSync(file, { bound: 'picture' });
}

function withoutMoment(text: string, file: string): unknown {
  try {
    const { at: _at, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return rest;
  } catch {
    throw new UsageError(`${file} is no JSON; move it away and merge again`, {
      code: 'broken-file',
      data: { file },
    });
  }
}

function jsonFile(file: string, value: unknown): FileToWrite {
  return { file, pieces: [`${JSON.stringify(value, null, 2)}\n`] };
}

/** An order that has the greatest first; what is equal by its text comes in one order always. */
function later<T>(moment: (value: T) => string): (a: T, b: T) => number {
  const text = (value: T): string => `${moment(value)} ${JSON.stringify(value)}`;
  return (a, b) => (text(a) > text(b) ? -1 : Number(text(a) < text(b)));
}
