import path from 'node:path';
import {
  declareStruct,
  type Found,
  type NativeLibrary,
  openLibrary,
  versionedNames,
} from './ffi.js';

/** Releases whose interface is known to be the one used here, newest first. */
const releases = ['0.12', '0.11', '0.10', '0.9', '0.8', '0.7'];
const libjxlNames = versionedNames(
  'libjxl',
  'apt install libjxl-tools, brew install jpeg-xl',
  releases,
);

/** Samples in memory, JxlPixelFormat of jxl/types.h. */
export interface PixelFormat {
  readonly num_channels: number;
  readonly data_type: number;
  readonly endianness: number;
  readonly align: number;
}

/** What is used of JxlBasicInfo, jxl/codestream_header.h. */
export interface BasicInfo {
  xsize: number;
  ysize: number;
  bits_per_sample: number;
  exponent_bits_per_sample: number;
  uses_original_profile: number;
  num_color_channels: number;
  num_extra_channels: number;
  alpha_bits: number;
}

/** What is used of JxlColorEncoding, jxl/color_encoding.h. */
export interface ColorEncoding {
  color_space: number;
  white_point: number;
  primaries: number;
  transfer_function: number;
}

/** The libjxl of the system, with the structs of its interface declared. Never throws. */
export function openLibjxl(): Found {
  const found = openLibrary(libjxlNames);
  if ('library' in found) declareStructs();
  return found;
}

/** The runner of threads beside libjxl, of the same release and from the same folder. */
export function openLibjxlThreads(libjxl: NativeLibrary): Found {
  // A wheel gives each file digits of its own.
  const base = path.basename(libjxl.file).replace(/jxl(-[0-9a-f]+)?/, 'jxl_threads');
  const files = [path.join(path.dirname(libjxl.file), base)];
  const { install } = libjxlNames;
  return openLibrary({
    name: 'libjxl_threads',
    install,
    linux: files,
    darwin: files,
    win32: files,
  });
}

/** The version that the library itself tells, `0.7.0`, or `not installed`. */
export function libjxlVersion(): string {
  const found = openLibjxl();
  if ('missing' in found) return 'not installed';
  const { library } = found;
  const version = library.bind<() => number>('uint32_t JxlDecoderVersion(void)')();
  return `${Math.floor(version / 1e6)}.${Math.floor(version / 1000) % 1000}.${version % 1000}`;
}

/** The layout of a picture's samples: in the machine's byte order, rows without gaps. */
export function pixelFormat({
  channels,
  depth,
}: {
  readonly channels: number;
  readonly depth: number;
}): PixelFormat {
  const [uint8, uint16, nativeOrder] = [2, 3, 0];
  const type = depth === 8 ? uint8 : uint16;
  return { num_channels: channels, data_type: type, endianness: nativeOrder, align: 0 };
}

/** The same in all releases from 0.7 on. */
function declareStructs(): void {
  declareStruct('JxlPixelFormat', {
    num_channels: 'uint32_t',
    data_type: 'int',
    endianness: 'int',
    align: 'size_t',
  });
  declareStruct('JxlBasicInfo', {
    have_container: 'int',
    xsize: 'uint32_t',
    ysize: 'uint32_t',
    bits_per_sample: 'uint32_t',
    exponent_bits_per_sample: 'uint32_t',
    intensity_target: 'float',
    min_nits: 'float',
    relative_to_max_display: 'int',
    linear_below: 'float',
    uses_original_profile: 'int',
    have_preview: 'int',
    have_animation: 'int',
    orientation: 'int',
    num_color_channels: 'uint32_t',
    num_extra_channels: 'uint32_t',
    alpha_bits: 'uint32_t',
    alpha_exponent_bits: 'uint32_t',
    alpha_premultiplied: 'int',
    // Preview, animation and intrinsic size, of which nothing is used.
    sizes: ['uint32_t', 8],
    padding: ['uint8_t', 100],
  });
  declareStruct('JxlColorEncoding', {
    color_space: 'int',
    white_point: 'int',
    white_point_xy: ['double', 2],
    primaries: 'int',
    primaries_xy: ['double', 6],
    transfer_function: 'int',
    gamma: 'double',
    rendering_intent: 'int',
  });
}
