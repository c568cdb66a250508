import { existsSync } from 'node:fs';
import path from 'node:path';
import { UsageError, WorkError } from '../base/errors.js';
import { filesBelow, realPath } from '../base/files-below.js';
import { statsOf } from '../base/stats-of.js';
import { type FormatId, formatFacts, formatIds } from './formats/table.js';

/** A file to be optimised, and where the answer goes. */
export interface PlannedFile {
  readonly input: string;
  /** Path of the answer without the ending of its format; of an input in place the input itself. */
  readonly stem: string;
  /** Ending of the input's name, with the dot: kept where the format is. */
  readonly ending: string;
  /** Whether the answer's name was given whole, so that its ending asks for a format. */
  readonly isNamed?: boolean;
}

/** Where answers go. */
export interface Destination {
  /** A folder, or a file where one file is optimised; beside the inputs if not given. */
  readonly out?: string | undefined;
  /** Replaces the inputs. */
  readonly inPlace: boolean;
  /** Whether answers may be of other formats than their inputs, and get their endings. */
  readonly mayConvert?: boolean | undefined;
}

/** What was planned. */
export interface FilePlan {
  readonly files: readonly PlannedFile[];
  /** The folder that a report of all files goes to; null where single files are optimised. */
  readonly folder: string | null;
  /** Files of a tree whose names are of no format. */
  readonly passedOver: number;
}

const endings = new Set(formatIds.flatMap((id) => formatFacts[id].extensions));

/** What stands before the ending of an answer that lies beside its input. */
const mark = '.optimized';

/**
 * Plans which files are read, and where each answer goes. A folder is walked with all below it; files
 * whose names end as those of no format are passed over there, and so are links, hidden files and the
 * folder of answers.
 * @throws UsageError where answers would lie over inputs, which `inPlace` alone allows; WorkError for an
 *   input that is not there
 */
export function planFiles(
  inputs: readonly string[],
  { out, inPlace, mayConvert = false }: Destination,
): FilePlan {
  if (out !== undefined && inPlace) {
    throw new UsageError('answers go to a folder or take the place of the inputs; choose one');
  }
  const found = inputs.map((input) => {
    const stat = statsOf(input);
    if (stat === null) {
      throw new WorkError(`${input} is not there`, { code: 'no-images', data: { path: input } });
    }
    return { input, isFolder: stat.isDirectory() };
  });
  const folders = found.filter(({ isFolder }) => isFolder);
  if (folders.length > 0 && out === undefined && !inPlace) {
    throw new UsageError(`${folders[0]!.input} is a folder; name a folder for the answers`);
  }
  const single = found.length === 1 && folders.length === 0;
  const toFile = out !== undefined && single && !isFolder(out) && path.extname(out) !== '';
  let passedOver = 0;
  const files = found.flatMap(({ input, isFolder: isTree }): PlannedFile[] => {
    if (!isTree) return [placed(input, path.basename(input), { out, inPlace, toFile })];
    const target = out === undefined ? null : path.resolve(out);
    if (target !== null && realPath(target) === realPath(input)) {
      throw new UsageError(
        `${out} is the folder that is read; name another one, or replace the files in place`,
      );
    }
    const leftOut = target === null ? null : realPath(target);
    const below = filesBelow(input, { leftOut, links: false });
    const chosen = below.filter((file) => endings.has(path.extname(file).slice(1).toLowerCase()));
    passedOver += below.length - chosen.length;
    const stems = countStems(chosen);
    return chosen.map((file) => {
      // Two pictures that differ in their ending alone could get one name.
      const name = mayConvert && stems.get(stemOf(file))! > 1 ? `${file}.` : file;
      return placed(path.join(input, file), name, { out, inPlace, toFile: false });
    });
  });
  demandApart(files);
  return { files, folder: folders.length > 0 ? (out ?? folders[0]!.input) : null, passedOver };
}

/** Path of an answer of a format: the ending of the input stays where the format does. */
export function outputPath(
  { stem, ending, isNamed = false }: PlannedFile,
  isSameFormat: boolean,
  format: string,
) {
  const id = format as FormatId;
  const isOther = isNamed && formatIds.some((each) => holdsEnding(each, ending));
  if (isSameFormat && !isOther) return stem + ending;
  return holdsEnding(id, ending) ? stem + ending : `${stem}.${formatFacts[id].extensions[0]}`;
}

/** @throws UsageError where a name that was given for the answer ends as one of another format */
export function demandFormat(
  { stem, ending, isNamed = false }: PlannedFile,
  allowed: readonly FormatId[],
): void {
  const asked = isNamed ? formatIds.filter((id) => holdsEnding(id, ending)) : [];
  if (asked.length === 0 || asked.some((id) => allowed.includes(id))) return;
  throw new UsageError(
    `${stem}${ending} is named as ${asked.join(' or ')}, and the answer is to be of ${allowed.join(', ')}; allow that format, or name the answer otherwise`,
  );
}

function holdsEnding(id: FormatId, ending: string): boolean {
  return formatFacts[id].extensions.includes(ending.slice(1).toLowerCase());
}

function placed(
  input: string,
  name: string,
  { out, inPlace, toFile }: Destination & { readonly toFile: boolean },
): PlannedFile {
  const ending = path.extname(input);
  if (toFile) {
    demandOther(input, out!);
    return { input, stem: stemOf(out!), ending: path.extname(out!), isNamed: true };
  }
  if (inPlace) return { input, stem: stemOf(input), ending };
  if (out === undefined) return { input, stem: stemOf(input) + mark, ending };
  // `a.jpg.` stands for a name that keeps its ending beside that of the format.
  const stem = name.endsWith('.') ? name.slice(0, -1) : stemOf(name);
  const whole = { input, stem: path.join(out, stem), ending };
  demandOther(input, whole.stem + ending);
  return whole;
}

function demandOther(input: string, output: string): void {
  if (!existsSync(output) || realPath(output) !== realPath(input)) return;
  throw new UsageError(
    `${output} is the file that is read; name another one, or replace it in place`,
  );
}

/** @throws UsageError where two answers would get one name */
function demandApart(files: readonly PlannedFile[]): void {
  const seen = new Map<string, string>();
  for (const { input, stem, ending } of files) {
    const key = path.resolve(stem + ending);
    const other = seen.get(key);
    if (other !== undefined) {
      throw new UsageError(`${other} and ${input} would both become ${stem}${ending}`);
    }
    seen.set(key, input);
  }
}

function countStems(files: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(stemOf(file), (counts.get(stemOf(file)) ?? 0) + 1);
  return counts;
}

function stemOf(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}

function isFolder(file: string): boolean {
  return statsOf(file)?.isDirectory() === true;
}
