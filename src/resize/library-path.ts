import { isOwnError, messageOf, WorkError } from '../base/errors.js';
import { demandName, formatOf } from '../codecs/formats.js';
import { readSource } from '../codecs/picture-source.js';
import { flatten, pad } from '../image/canvas.js';
import { damagedImage } from '../image/files/damage.js';
import { type FileFacts, readFileFacts } from '../image/files/facts.js';
import { quickEffort, quickLevel } from '../image/files/quick-coding.js';
import { resizeFile } from '../image/files/resize-file.js';
import { filters } from '../image/filters.js';
import { type FileFormat, imageFormats } from '../image/format.js';
import { withPixelLimit } from '../image/plausible.js';
import type { Raster } from '../image/raster.js';
import { resample } from '../image/resample.js';
import { tellDamage } from '../image/tell-damage.js';
import { type OutputId, outputFormats } from './formats.js';
import { changesNothing, type Geometry, planGeometry, type Size } from './geometry.js';
import type { ResizeAnswer } from './result.js';
import type { PictureAsk, ResizeTask } from './task.js';
import { writeOutput } from './write-output.js';

/** A file that was made of a picture. */
interface Made extends Size {
  readonly file: Uint8Array;
  readonly copied: boolean;
  readonly by: string;
}

/**
 * Resizes one picture by the libraries, in this process, which a broken file may crash or hang: for one
 * that may be killed.
 * @throws WorkError for a file that cannot be read, decoded, stored or written
 */
export async function resizeHere(task: ResizeTask): Promise<ResizeAnswer> {
  const { output } = task;
  const warnings: string[] = [];
  const made = await make(task, (message) => warnings.push(message));
  if (task.damage !== undefined && warnings.length === 0) {
    warnings.push(tellDamage(task.name, task.damage));
  }
  const { file, width, height, copied, by } = made;
  const written = output !== null;
  if (written) writeOutput(output, file);
  return {
    ...{ width, height, bytes: file.length, copied, by, warnings },
    file: written ? null : file,
  };
}

async function make(
  { source, name, ask, damage }: ResizeTask,
  warn: (message: string) => void,
): Promise<Made> {
  const { bytes } = await readSource(source, name);
  const format = formatOf(bytes);
  if (format !== null) demandName(name, format);
  const facts = format !== null && isSharps(format) ? await factsOf(bytes) : null;
  const target = ask.codec === null ? (ask.format ?? 'png') : null;
  // Codecs are loaded where libvips does not do it in one go.
  const load = async () => {
    const { loadPictureHere } = await import('../codecs/decode-here.js');
    return loadPictureHere(bytes, {
      ...{ name, lenient: ask.lenient, maxPixels: ask.maxPixels, onWarning: warn },
      maxPixelsPerByte: ask.maxPixelsPerByte,
    });
  };
  let loaded: ReturnType<typeof load> | undefined;
  const decode = (): ReturnType<typeof load> => {
    loaded ??= load();
    return loaded;
  };
  if (damage !== undefined && !ask.lenient) {
    // What is wrong is told by the decode of originals, unless it passes over it.
    await decode();
    throw damagedImage(name, damage);
  }
  const geometry = facts && checked(planGeometry(facts, ask.size), target, name);
  const staysSame = target !== null && format === outputFormats[target].format;
  if (facts && geometry && staysSame && needsNothing(facts, geometry, ask)) {
    // What is handed on must be whole: it is decoded all the same.
    await decode();
    return { ...(await copied(bytes, target, ask)), width: facts.width, height: facts.height };
  }
  const isAnimation = facts !== null && facts.frames > 1 && isAnimated(format);
  const keepsFrames = isAnimation && target !== null && outputFormats[target].animated;
  if (keepsFrames && (ask.linear || ask.filter === 'box')) {
    throw new WorkError(
      `${name} is an animation, which is resampled in sRGB values and not by box; choose another filter`,
    );
  }
  if (geometry && isDirect(target, format, keepsFrames, ask)) {
    // Rows below the window are not read, whatever is wrong with them.
    if (!keepsFrames && endsAbove(geometry)) await decode();
    const made = await direct(bytes, { geometry, target, keepsFrames, ask }).catch((error) => {
      // What is wrong is told by the decode of originals, which may take a damaged file too.
      if (keepsFrames || !isOwnError(error) || error.code !== 'broken-image')
        throw named(name, error);
      return null;
    });
    if (made !== null) return { ...made, copied: false, by: 'libvips in one go' };
  }
  const { picture } = await decode();
  const plan = geometry ?? checked(planGeometry(picture, ask.size), target, name);
  if (staysSame && !facts && changesNothing(picture, plan)) {
    return { ...(await copied(bytes, target, ask)), width: plan.width, height: plan.height };
  }
  return bySamples(picture, plan, target, ask);
}

/** The formats that sharp reads as the bench does. */
function isSharps(format: FileFormat): boolean {
  const { png, jpeg, webp, tiff, gif, avif } = imageFormats;
  return ([png, jpeg, webp, tiff, gif, avif] as FileFormat[]).includes(format);
}

function isAnimated(format: FileFormat | null): boolean {
  return format === imageFormats.gif || format === imageFormats.webp;
}

/** Headers; null where they are broken, which a decode tells better. */
async function factsOf(bytes: Uint8Array): Promise<FileFacts | null> {
  return readFileFacts(bytes).catch(() => null);
}

function needsNothing(facts: FileFacts, geometry: Geometry, ask: PictureAsk): boolean {
  const keepsColours = facts.icc === null || ask.icc === 'keep';
  return facts.orientation === 1 && keepsColours && changesNothing(facts, geometry);
}

async function copied(
  bytes: Uint8Array,
  format: OutputId,
  { metadata }: PictureAsk,
): Promise<Omit<Made, keyof Size>> {
  const { stripMetadata, strippable } = await import('../optimize/metadata/strip.js');
  const strips = metadata === 'drop' && strippable.includes(format);
  const file = strips ? stripMetadata(bytes, format) : bytes;
  return { file, copied: true, by: 'copied: nothing of its pixels is to change' };
}

/** Whether the window ends above the last row. */
function endsAbove({ scaled, window }: Geometry): boolean {
  return window.top + window.height < scaled.height;
}

/** Whether libvips may do it in one go; it may refuse still. */
function isDirect(
  target: OutputId | null,
  format: FileFormat | null,
  keepsFrames: boolean,
  { linear }: PictureAsk,
): target is Exclude<OutputId, 'jxl'> {
  if (target === null || target === 'jxl' || linear) return false;
  // What no frame of a GIF covers is transparent, which the decode of originals sees to.
  return format !== imageFormats.gif || keepsFrames;
}

async function direct(
  bytes: Uint8Array,
  {
    geometry,
    target,
    keepsFrames,
    ask,
  }: {
    geometry: Geometry;
    target: Exclude<OutputId, 'jxl'>;
    keepsFrames: boolean;
    ask: PictureAsk;
  },
): Promise<(Size & { file: Uint8Array }) | null> {
  const { keeps, quality } = outputFormats[target];
  const made = await withPixelLimit(bytes.length, ask, (maxPixels) =>
    resizeFile(bytes, {
      ...geometry,
      ...{ filter: ask.filter, ground: ask.ground, format: target, maxPixels },
      quality: quality === null ? null : (ask.quality ?? quality),
      keepProfile: ask.icc === 'keep' && keeps,
      keepMetadata: ask.metadata === 'keep' && keeps,
      animated: keepsFrames,
    }),
  );
  return made && { file: made.bytes, width: made.width, height: made.height };
}

async function bySamples(
  picture: Raster,
  plan: Geometry,
  target: OutputId | null,
  ask: PictureAsk,
): Promise<Made> {
  const { filter, linear, ground } = ask;
  const { scaled, window, width, height, left, top } = plan;
  const small = resample(picture, { ...scaled, window, filter: filters[filter], linear });
  const padded = pad(small, { width, height, left, top, ground });
  const opaque = target === 'jpeg' || target === 'gif' ? flatten(padded, ground) : padded;
  const spec = ask.codec ?? specOf(target!, ask.quality);
  const { encode } = await import('../codecs/encode.js');
  const { bytes: file, spec: printed } = await encode(opaque, spec, { maxPixels: ask.maxPixels });
  const light = linear ? ' in linear light' : '';
  return { file, width, height, copied: false, by: `samples, ${filter}${light}, ${printed}` };
}

function specOf(target: OutputId, asked: number | null): string {
  const { quality } = outputFormats[target];
  if (target === 'png') return `png:level=${quickLevel}`;
  const effort = target === 'webp' ? `effort=${quickEffort},` : '';
  return quality === null ? target : `${target}:${effort}quality=${asked ?? quality}`;
}

/** The plan, where the format stores pictures of its size. */
function checked(plan: Geometry, target: OutputId | null, name: string): Geometry {
  if (target === null) return plan;
  const { side, format } = outputFormats[target];
  if (Math.max(plan.width, plan.height) <= side) return plan;
  throw new WorkError(
    `${name}: ${format.title} stores sides up to ${side} pixels, and ${plan.width}x${plan.height} are asked for`,
    { code: 'too-large-to-store', data: { width: plan.width, height: plan.height } },
  );
}

function named(name: string, error: unknown): unknown {
  if (!isOwnError(error)) return error;
  return new WorkError(`${name}: ${messageOf(error)}`, error);
}
