import { tiffOrientation } from '../../../image/tiff-directory.js';
import { brokenJpeg, nextSegment } from './markers.js';
import type {
  JpegComponent,
  JpegHead,
  JpegSampling,
  JpegSegment,
  JpegSubsampling,
} from './planes.js';

interface Frame {
  readonly process: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

/**
 * Reads all that stands before the first scan of a JPEG. A file that the decoder does not take is no
 * error: `refused` says why.
 * @throws WorkError where the bytes are no JPEG, or end before its first scan
 */
export function readJpegHead(bytes: Uint8Array): JpegHead {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw brokenJpeg('it does not begin with FF D8');
  let frame: Frame | null = null;
  let restartInterval = 0;
  let adobeTransform: number | null = null;
  let isJfif = false;
  let exif: JpegSegment | null = null;
  const icc: JpegSegment[] = [];
  const tables: JpegSegment[] = [];
  for (let at = 2; ; ) {
    const segment = nextSegment(bytes, at);
    if (segment === null || segment.marker === 0xd9) throw brokenJpeg('it holds no scan');
    const { marker, start, end } = segment;
    at = end;
    if (marker === 0xda) {
      if (frame === null) throw brokenJpeg('a scan stands before the frame header');
      const subsampling = subsamplingOf(frame.components);
      // Written out, since spreading takes as long as all of the rest.
      return {
        width: frame.width,
        height: frame.height,
        process: frame.process,
        progressive: frame.process === 2,
        precision: frame.precision,
        components: frame.components,
        sampling: samplingOf(frame.components, subsampling),
        subsampling,
        restartInterval,
        adobeTransform,
        orientation: exif === null ? 1 : tiffOrientation(bytes.subarray(exif.start + 10, exif.end)),
        exif,
        icc,
        tables,
        scanAt: start,
        refused: refusal(frame, subsampling, adobeTransform, isJfif),
      };
    }
    const length = end - start - 4;
    if (marker === 0xdb || marker === 0xc4) tables.push(segment);
    else if (isFrame(marker)) {
      if (frame !== null) throw brokenJpeg('it has two frame headers');
      frame = readFrame(bytes, segment);
    } else if (marker === 0xdd) {
      tables.push(segment);
      if (length >= 2) restartInterval = (bytes[start + 4]! << 8) | bytes[start + 5]!;
    } else if (marker === 0xe0 && begins(bytes, segment, 'JFIF\0')) isJfif = true;
    else if (marker === 0xe1 && exif === null && begins(bytes, segment, 'Exif\0\0')) exif = segment;
    else if (marker === 0xe2 && begins(bytes, segment, 'ICC_PROFILE\0')) icc.push(segment);
    else if (marker === 0xee && length >= 12 && begins(bytes, segment, 'Adobe')) {
      adobeTransform = bytes[start + 15]!;
    }
  }
}

/** Whether a segment holds a name first. */
function begins(bytes: Uint8Array, { start, end }: JpegSegment, name: string): boolean {
  if (start + 4 + name.length > end) return false;
  for (let i = 0; i < name.length; i++) {
    if (bytes[start + 4 + i] !== name.charCodeAt(i)) return false;
  }
  return true;
}

/** DHT, JPG and DAC stand among the markers of frames. */
function isFrame(marker: number): boolean {
  if (marker === 0xc4 || marker === 0xc8 || marker === 0xcc) return false;
  return marker >= 0xc0 && marker <= 0xcf;
}

function readFrame(bytes: Uint8Array, { marker, start, end }: JpegSegment): Frame {
  const from = start + 4;
  const count = end < from + 6 ? 0 : bytes[from + 5]!;
  if (count === 0 || end < from + 6 + 3 * count) throw brokenJpeg('its frame header is cut short');
  const height = (bytes[from + 1]! << 8) | bytes[from + 2]!;
  const width = (bytes[from + 3]! << 8) | bytes[from + 4]!;
  if (width === 0 || height === 0) throw brokenJpeg(`its frame header says ${width}x${height}`);
  const components: JpegComponent[] = [];
  for (let i = 0; i < count; i++) {
    const at = from + 6 + 3 * i;
    const factors = bytes[at + 1]!;
    const across = factors >> 4;
    const down = factors & 15;
    const table = bytes[at + 2]!;
    if (across < 1 || across > 4 || down < 1 || down > 4 || table > 3) {
      throw brokenJpeg('its frame header has illegal sampling factors or tables');
    }
    components.push({ id: bytes[at]!, across, down, table });
  }
  return { process: marker - 0xc0, precision: bytes[from]!, width, height, components };
}

const names: Readonly<Record<string, JpegSampling>> = {
  11: '4:4:4',
  21: '4:2:2',
  12: '4:4:0',
  22: '4:2:0',
  41: '4:1:1',
};

function samplingOf(
  components: readonly JpegComponent[],
  subsampling: JpegSubsampling | null,
): JpegSampling {
  if (components.length === 1) return 'grey';
  return (subsampling && names[10 * subsampling[0] + subsampling[1]]) ?? 'other';
}

/** Pixels of luma for one sample of chroma; null where luma is not the finest, or chroma is unlike. */
export function subsamplingOf(components: readonly JpegComponent[]): JpegSubsampling | null {
  if (components.length === 1) return [1, 1];
  if (components.length !== 3) return null;
  const luma = components[0]!;
  const cb = components[1]!;
  const cr = components[2]!;
  if (cb.across !== cr.across || cb.down !== cr.down) return null;
  const across = luma.across / cb.across;
  const down = luma.down / cb.down;
  return isPower(across) && isPower(down) ? [across, down] : null;
}

function isPower(ratio: number): ratio is 1 | 2 | 4 {
  return ratio === 1 || ratio === 2 || ratio === 4;
}

function refusal(
  { process, precision, components }: Frame,
  subsampling: JpegSubsampling | null,
  adobe: number | null,
  isJfif: boolean,
): string | null {
  if (process === 3) return 'lossless coding';
  if (process > 8) return 'arithmetic coding';
  if (process > 2) return 'hierarchical coding';
  if (precision !== 8) return `${precision} bits a sample`;
  if (components.length === 4) return adobe === 2 ? 'YCCK' : 'CMYK';
  if (components.length !== 1 && components.length !== 3) return `${components.length} components`;
  if (components.length === 3 && isRgb(components, adobe, isJfif)) return 'RGB';
  // ITU-T T.81, B.2.3: at most 10 blocks in a unit.
  const blocks = components.reduce((sum, { across, down }) => sum + across * down, 0);
  if (subsampling === null || (components.length > 1 && blocks > 10)) {
    return 'unusual sampling factors';
  }
  return null;
}

/** As libjpeg guesses: JFIF is always Y'CbCr, then Adobe's segment says it, then the components' names. */
function isRgb(
  components: readonly JpegComponent[],
  adobe: number | null,
  isJfif: boolean,
): boolean {
  if (isJfif) return false;
  if (adobe !== null) return adobe === 0;
  return components[0]!.id === 0x52 && components[1]!.id === 0x47 && components[2]!.id === 0x42;
}
