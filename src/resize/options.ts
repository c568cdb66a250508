import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { oneOf, passedOn, readOptions, text, whole, yes } from '../base/options.js';
import { type FilterName, filterNames } from '../image/filters.js';
import { defaultMaxPixels } from '../image/raster.js';
import { parseColour } from './colour.js';
import { type OutputId, outputFormats, outputIds } from './formats.js';
import { type Fit, fits, type Gravity, gravities, longestSide } from './geometry.js';
import {
  type MetadataFate,
  metadataFates,
  type PictureAsk,
  type ProfileFate,
  profileFates,
} from './task.js';

/** How one picture is resized. */
export interface ResizeOptions {
  /** Width in pixels; alone, the height follows. */
  readonly width?: number | undefined;
  /** Height in pixels; alone, the width follows. */
  readonly height?: number | undefined;
  /** Both sides in percent of the picture's, in place of width and height. */
  readonly percent?: number | undefined;
  /**
   * How a picture is brought into width and height: `inside` them (the default), `exact` by stretching,
   * `cover` by a crop, `contain` by padding.
   */
  readonly fit?: Fit | undefined;
  /** What a crop keeps, and where padding leaves the picture; `centre` unless told. */
  readonly gravity?: Gravity | undefined;
  /** Of padding, and behind what is transparent where the format has no alpha; `white` unless told. */
  readonly background?: string | undefined;
  /** Make pictures larger too. */
  readonly enlarge?: boolean | undefined;
  /** `lanczos3` unless told. */
  readonly filter?: FilterName | undefined;
  /** Sum light in place of sRGB values. */
  readonly linear?: boolean | undefined;
  /** The format that is written; the picture's own unless told. */
  readonly format?: OutputId | undefined;
  /** A codec with its settings, `jxl:effort=3,distance=1`, in place of a format. */
  readonly codec?: string | undefined;
  /** 1 to 100, on the format's own scale: 85 for JPEG, 80 for WebP and JPEG XL, 60 for AVIF unless told. */
  readonly quality?: number | undefined;
  /** Colour profiles: kept where the output holds one (the default), or turned into sRGB. */
  readonly icc?: ProfileFate | undefined;
  /** EXIF and XMP: dropped (the default) or kept. */
  readonly metadata?: MetadataFate | undefined;
  /** Take what can be decoded of a damaged file, with a warning. */
  readonly lenient?: boolean | undefined;
  readonly maxPixels?: number | undefined;
  readonly maxPixelsPerByte?: number | undefined;
}

const side = whole(1, longestSide);
const percentage = 'a number above 0 to 10000';
const limit = z.custom<number>(
  (value) => typeof value === 'number' && value > 0,
  'a number above 0',
);

/** The options of one picture, as callers and manifests give them. */
export const pictureOptions = z.strictObject({
  width: side.optional(),
  height: side.optional(),
  percent: z.number(percentage).positive(percentage).max(10_000, percentage).optional(),
  fit: oneOf(fits).optional(),
  gravity: oneOf(Object.keys(gravities) as [Gravity, ...Gravity[]]).optional(),
  background: text('a colour such as #ffffff').default('white'),
  enlarge: yes.default(false),
  filter: oneOf(filterNames as [FilterName, ...FilterName[]]).default('lanczos3'),
  linear: yes.default(false),
  format: oneOf(outputIds as [OutputId, ...OutputId[]]).optional(),
  codec: text('a codec such as jxl:effort=3').optional(),
  quality: whole(1, 100).optional(),
  icc: oneOf(profileFates).default('keep'),
  metadata: oneOf(metadataFates).default('drop'),
  lenient: yes.default(false),
  maxPixels: limit.default(defaultMaxPixels),
  maxPixelsPerByte: limit.optional(),
});

/** With options that are not of a picture alone. */
const allOptions = pictureOptions.extend({
  signal: passedOn,
  onWarning: passedOn,
  name: passedOn,
});

/**
 * Checks what is asked for one picture, and fills in what is not.
 * @throws UsageError for options that are none or contradict each other
 */
export function readPictureOptions(owner: string, options: ResizeOptions): PictureAsk {
  const read = readOptions(owner, allOptions, options);
  const { width, height, percent, fit, gravity, enlarge } = read;
  const { format = null, codec = null, quality = null } = read;
  if (percent !== undefined && (width !== undefined || height !== undefined)) {
    throw new UsageError('percent and width or height exclude each other; leave one out');
  }
  if (fit !== undefined && (width === undefined || height === undefined)) {
    throw new UsageError(`fit=${fit} needs width and height; name both, or leave it out`);
  }
  if (gravity !== undefined && fit !== 'cover' && fit !== 'contain') {
    throw new UsageError(
      'gravity is of fit=cover and fit=contain; name one of them, or leave it out',
    );
  }
  if (format !== null && codec !== null) {
    throw new UsageError('format and codec exclude each other; leave one out');
  }
  if (quality !== null && codec !== null) {
    throw new UsageError(
      `the quality of a codec is one of its settings: ${codec}:quality=${quality}`,
    );
  }
  if (quality !== null && format !== null && outputFormats[format].quality === null) {
    throw new UsageError(`${format} has no quality; leave it out`);
  }
  if (
    read.metadata === 'keep' &&
    (codec !== null || (format !== null && !outputFormats[format].keeps))
  ) {
    const able = outputIds.filter((id) => outputFormats[id].keeps);
    throw new UsageError(
      `metadata are kept in ${able.join(', ')}, not in ${codec ?? format}; choose one of these, or drop them`,
    );
  }
  return {
    size: { width, height, percent, fit, gravity, enlarge },
    ...{ filter: read.filter, linear: read.linear, ground: parseColour(read.background) },
    ...{ format, codec, quality, icc: read.icc, metadata: read.metadata, lenient: read.lenient },
    ...{ maxPixels: read.maxPixels, maxPixelsPerByte: read.maxPixelsPerByte },
  };
}
