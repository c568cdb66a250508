import type { Stats } from 'node:fs';
import path from 'node:path';
import { UsageError, WorkError } from '../base/errors.js';
import { isEmptyFolder, pathBefore, realPath } from '../base/files-below.js';
import { readBounded } from '../base/read-bounded.js';
import { statsOf } from '../base/stats-of.js';
import { isNamed, type OutputId, outputFormats, outputIds, sameFormat } from './formats.js';
import { planGeometry, type Size } from './geometry.js';
import { findInputs } from './inputs.js';
import type { ManifestPicture } from './manifest.js';
import { checkPattern, nameBy, needsSize, plainName, sizedName } from './naming.js';
import { type ResizeOptions, readPictureOptions } from './options.js';
import type { PictureAsk } from './task.js';

/** A file that is to be written. */
export interface PlannedPicture {
  readonly input: string;
  /** Path or bytes of the input. */
  readonly source: string | Uint8Array;
  readonly output: string;
  /** Its format is never null. */
  readonly ask: PictureAsk;
  readonly inputBytes: number;
  /** It is there, and newer than the input. */
  readonly upToDate: boolean;
}

/** A picture that is no file: what came on standard input. */
export interface NamedPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a batch is made of. */
export interface BatchAsk {
  /** Files, folders, patterns, and pictures in memory. */
  readonly inputs: readonly (string | NamedPicture)[];
  readonly manifest?: readonly ManifestPicture[] | undefined;
  /** Folder of outputs, or the file of a single one; beside the inputs, under a name of its own, if not given. */
  readonly out?: string | undefined;
  /** Pattern of names. */
  readonly name?: string | undefined;
  /** Widths: a file for each. */
  readonly sizes?: readonly number[] | undefined;
  /** Formats: a file for each. */
  readonly formats?: readonly OutputId[] | undefined;
}

/** What was planned. */
export interface BatchPlan {
  readonly pictures: readonly PlannedPicture[];
  readonly passedOver: number;
}

interface Entry extends Pick<ManifestPicture, 'output' | 'name' | 'options'> {
  readonly file: string;
  readonly source: string | Uint8Array;
  readonly folder: string;
}

/**
 * Plans a batch: which files are made of which, under which names. Nothing is decoded; headers are read where
 * names need them.
 * @throws UsageError for options that make no sense, for two outputs of one name, and for an output that is
 *   one of the inputs; WorkError for inputs that are not there
 */
export async function planBatch(ask: BatchAsk, options: ResizeOptions): Promise<BatchPlan> {
  const { out, sizes = [], formats = [] } = ask;
  const pattern = ask.name ?? (sizes.length > 0 ? sizedName : plainName);
  checkPattern(pattern);
  if (
    sizes.length > 0 &&
    [options.width, options.height, options.percent].some((v) => v !== undefined)
  ) {
    throw new UsageError('sizes and width, height or percent exclude each other; leave one out');
  }
  const { entries, passedOver } = findEntries(ask);
  const single = out !== undefined && entries.length === 1 && ask.name === undefined;
  const toFile = single && isFileName(out) && Math.max(sizes.length, formats.length) <= 1;
  if (out === undefined && ask.name === undefined && entries.some(({ output }) => !output)) {
    throw new UsageError(
      "name a folder for the outputs, or a pattern of names to lay them beside the inputs: '{name}-small.{ext}'",
    );
  }
  const read = createReader(options);
  const kinds = kindsOf(sizes, formats);
  const placeOf = createPlaces(out);
  const lookAt = createLook();
  const stats = new Map<string, Stats>();
  const there = new Map<string, Stats>();
  const pictures: PlannedPicture[] = [];
  for (const [at, entry] of entries.entries()) {
    const inputStats = typeof entry.source === 'string' ? statOf(entry.file, stats) : null;
    const own = entry.name ?? pattern;
    const named = entry.output ?? (toFile ? out : undefined);
    let header: Size | null = null;
    for (const kind of kinds) {
      const asked = read(kind, entry.options);
      const file = asked.as(formatFor(asked.ask, entry.file, named));
      if (named === undefined && needsSize(own) && sizes.length === 0) {
        header ??= await sizeOf(entry);
      }
      const width = sizes.length > 0 ? file.size.width : undefined;
      const written = (): Size => sizeIn(file, header, width);
      const extension =
        file.format === null ? await codecExtension(file) : extensionOf(file.format, entry.file);
      const { name } = path.parse(entry.file);
      const parts = { name, ext: extension.ext, format: extension.format, index: at + 1 };
      const output = named ?? placeOf(entry, nameBy(own, parts, written));
      const outputStats = lookAt(output);
      if (outputStats !== null) there.set(output, outputStats);
      pictures.push({
        input: entry.file,
        source: entry.source,
        output,
        ask: file,
        inputBytes: inputStats?.size ?? (entry.source as Uint8Array).length,
        upToDate: isNewer(outputStats, inputStats),
      });
    }
  }
  // What lies in one folder is told apart by its name as it is.
  const isOneTree = out !== undefined && !toFile && entries.every(({ output }) => !output);
  demandApart(pictures, isOneTree ? (output) => output : path.resolve, stats, there);
  return { pictures, passedOver };
}

/** What is made of every picture: each size in each format, or the one thing that its options say. */
function kindsOf(sizes: readonly number[], formats: readonly OutputId[]): readonly ResizeOptions[] {
  const ownSizes = sizes.length > 0 ? sizes.map((width) => ({ width })) : [{}];
  const ownFormats = formats.length > 0 ? formats.map((format) => ({ format })) : [{}];
  return ownSizes.flatMap((size) => ownFormats.map((format) => ({ ...size, ...format })));
}

/** Options that were read. Pictures share what they ask for: it is sent to threads once, not with each. */
interface ReadAsk {
  readonly ask: PictureAsk;
  /** The same in a format. */
  as(format: OutputId | null): PictureAsk;
}

/** Reads options of pictures beside those of the batch; the same ones again are not checked again. */
function createReader(
  options: ResizeOptions,
): (kind: ResizeOptions, own: ResizeOptions) => ReadAsk {
  const known = new Map<string, ReadAsk>();
  const plain = new Map<ResizeOptions, ReadAsk>();
  const read = (own: ResizeOptions): ReadAsk => {
    const key = JSON.stringify(own);
    const asked = known.get(key) ?? readAsk(readPictureOptions('resize', { ...options, ...own }));
    known.set(key, asked);
    return asked;
  };
  return (kind, own) => {
    if (own !== noOptions) return read({ ...kind, ...own });
    const asked = plain.get(kind) ?? read(kind);
    plain.set(kind, asked);
    return asked;
  };
}

function readAsk(ask: PictureAsk): ReadAsk {
  const known = new Map<OutputId | null, PictureAsk>();
  return {
    ask,
    as(format) {
      const asked = known.get(format) ?? { ...ask, format };
      known.set(format, asked);
      return asked;
    },
  };
}

/** Of files that were named alone, or lie in folders. */
const noOptions: ResizeOptions = {};

function findEntries({ inputs, manifest = [], out }: BatchAsk): {
  entries: Entry[];
  passedOver: number;
} {
  const named = inputs.filter((input) => typeof input === 'string');
  const leftOut = out === undefined ? null : realPath(out);
  const found = findInputs(named, leftOut);
  const entries: Entry[] = found.files.map(({ file, folder }) => {
    return { file, folder, source: file, options: noOptions };
  });
  for (const input of inputs) {
    if (typeof input === 'string') continue;
    entries.push({ file: input.name, folder: '', source: input.bytes, options: noOptions });
  }
  for (const { input, ...rest } of manifest) {
    entries.push({ file: input, folder: '', source: input, ...rest });
  }
  if (entries.length === 0) {
    throw new UsageError(
      'expected pictures or a folder of them to resize, got none: name some, as in pareto resize ./photos',
    );
  }
  return { entries, passedOver: found.passedOver };
}

function isFileName(out: string): boolean {
  const isFolder = statsOf(out)?.isDirectory() === true;
  return !isFolder && path.extname(out) !== '' && !/[\\/]$/.test(out);
}

function statOf(file: string, known: Map<string, Stats>): Stats {
  const stat = known.get(file) ?? statsOf(file);
  if (stat === null) {
    throw new WorkError(`${file} is not there`, { code: 'no-images', data: { path: file } });
  }
  known.set(file, stat);
  return stat;
}

/** The format that is asked for, that a named output's ending tells, or the input's own. */
function formatFor(
  { format, codec }: PictureAsk,
  file: string,
  named: string | undefined,
): OutputId | null {
  if (format !== null || codec !== null) return format;
  if (named === undefined) return sameFormat(file);
  const found = outputIds.find((id) => isNamed(named, outputFormats[id].format));
  if (found !== undefined) return found;
  throw new UsageError(`${named} ends as no format that is written: ${outputIds.join(', ')}`);
}

function extensionOf(format: OutputId, file: string): { ext: string; format: string } {
  const own = outputFormats[format].format;
  const ext = isNamed(file, own) ? path.extname(file).slice(1) : own.extensions[0];
  return { ext, format };
}

async function codecExtension({ codec }: PictureAsk): Promise<{ ext: string; format: string }> {
  const { findSetting } = await import('../codecs/with-codec.js');
  const found = (await findSetting(codec!)).codec.format;
  return { ext: found.extensions[0], format: found.id };
}

/** Tells where the output of an input goes, by its name. */
function createPlaces(out: string | undefined): (entry: Entry, name: string) => string {
  const known = new Map<string, string>();
  return ({ file, folder }, name) => {
    if (out === undefined) return path.join(path.dirname(file), name);
    if (/[\\/]/.test(name)) return path.join(out, folder, name);
    const before = known.get(folder) ?? pathBefore(path.join(out, folder));
    known.set(folder, before);
    return before + name;
  };
}

/** Tells what is at a path as `statsOf` does: in a folder of nothing not each path is asked for. */
function createLook(): (file: string) => Stats | null {
  const known = new Map<string, boolean>();
  return (file) => {
    const folder = path.dirname(file);
    const isEmpty = known.get(folder) ?? isEmptyFolder(folder);
    known.set(folder, isEmpty);
    return isEmpty ? null : statsOf(file);
  };
}

async function sizeOf({ file, source }: Entry): Promise<Size> {
  const { readHeader } = await import('../image/files/header.js');
  const bytes =
    typeof source === 'string' ? await readBounded(source, { bound: 'picture' }) : source;
  const header = await readHeader(bytes);
  if (header !== null) return header;
  throw new WorkError(
    `${file}: its header does not tell its size, which the pattern of names asks for; leave out {width} and {height}`,
    { code: 'broken-image', data: { file } },
  );
}

/** Of a size out of a list that size itself, also where a smaller picture is not enlarged to it. */
function sizeIn({ size }: PictureAsk, header: Size | null, width: number | undefined): Size {
  if (header !== null) return planGeometry(header, size);
  if (width === undefined) throw new UsageError('{width} is not known here');
  return {
    width,
    get height(): number {
      throw new UsageError('of a list of sizes a name can hold {width} and not {height}');
    },
  };
}

function isNewer(output: Stats | null, input: Stats | null): boolean {
  return output !== null && input !== null && output.isFile() && output.mtimeMs > input.mtimeMs;
}

/**
 * @param keyOf the same of two paths of one file
 * @param there what is where outputs go
 * @throws UsageError where two outputs have one name, or one is an input
 */
function demandApart(
  pictures: readonly PlannedPicture[],
  keyOf: (output: string) => string,
  stats: ReadonlyMap<string, Stats>,
  there: ReadonlyMap<string, Stats>,
): void {
  const seen = new Map<string, string>();
  for (const { input, output } of pictures) {
    const key = keyOf(output);
    const other = seen.get(key);
    if (other !== undefined) {
      throw new UsageError(
        other === input
          ? `${input} would become ${output} twice; tell its outputs apart by {width}, {format} or {ext} in the pattern of names`
          : `${other} and ${input} would both become ${output}; tell them apart by {name}, {ext} or {index} in the pattern of names`,
      );
    }
    seen.set(key, input);
  }
  if (there.size === 0) return;
  const inputs = new Map([...stats].map(([file, { dev, ino }]) => [`${dev}:${ino}`, file]));
  for (const [output, { dev, ino }] of there) {
    const replaced = inputs.get(`${dev}:${ino}`);
    if (replaced !== undefined) {
      throw new UsageError(
        `${output} is the picture ${replaced} that is read; name another folder or another pattern of names`,
      );
    }
  }
}
