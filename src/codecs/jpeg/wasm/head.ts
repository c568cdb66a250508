import { brokenJpeg, nextSegment } from './markers.js';
import { exifOrientation } from './orientation.js';
import type { JpegComponent, JpegHead, JpegSampling, JpegSegment } from './planes.js';

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
  for (let at = 2; ; ) {
    const segment = nextSegment(bytes, at);
    if (segment === null || segment.marker === 0xd9) throw brokenJpeg('it holds no scan');
    const { marker, start, end } = segment;
    const data = bytes.subarray(start + 4, end);
    const is = (name: string) => name === String.fromCharCode(...data.subarray(0, name.length));
    at = end;
    if (marker === 0xda) {
      if (frame === null) throw brokenJpeg('a scan stands before the frame header');
      return {
        ...frame,
        progressive: frame.process === 2,
        sampling: samplingOf(frame.components),
        ...{ restartInterval, adobeTransform, exif, icc, scanAt: start },
        orientation: exif ? exifOrientation(bytes.subarray(exif.start, exif.end)) : 1,
        refused: refusal(frame, adobeTransform, isJfif),
      };
    }
    if (isFrame(marker)) {
      if (frame !== null) throw brokenJpeg('it has two frame headers');
      frame = readFrame(marker, data);
    } else if (marker === 0xdd && data.length >= 2) restartInterval = (data[0]! << 8) | data[1]!;
    else if (marker === 0xe0 && is('JFIF\0')) isJfif = true;
    else if (marker === 0xe1 && exif === null && is('Exif\0\0')) exif = segment;
    else if (marker === 0xe2 && is('ICC_PROFILE\0')) icc.push(segment);
    else if (marker === 0xee && is('Adobe') && data.length >= 12) adobeTransform = data[11]!;
  }
}

/** DHT, JPG and DAC stand among the markers of frames. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function readFrame(marker: number, data: Uint8Array): Frame {
  const count = data[5] ?? 0;
  if (count === 0 || data.length < 6 + 3 * count) throw brokenJpeg('its frame header is cut short');
  const [height, width] = [(data[1]! << 8) | data[2]!, (data[3]! << 8) | data[4]!];
  if (width === 0 || height === 0) throw brokenJpeg(`its frame header says ${width}x${height}`);
  const components = Array.from({ length: count }, (_, i) => {
    const [id, factors, table] = data.subarray(6 + 3 * i, 9 + 3 * i);
    return { id: id!, across: factors! >> 4, down: factors! & 15, table: table! };
  });
  for (const { across, down, table } of components) {
    if (across < 1 || across > 4 || down < 1 || down > 4 || table > 3) {
      throw brokenJpeg('its frame header has illegal sampling factors or tables');
    }
  }
  return { process: marker - 0xc0, precision: data[0]!, width, height, components };
}

const names: Readonly<Record<string, JpegSampling>> = {
  '1x1': '4:4:4',
  '2x1': '4:2:2',
  '1x2': '4:4:0',
  '2x2': '4:2:0',
  '4x1': '4:1:1',
};

function samplingOf(components: readonly JpegComponent[]): JpegSampling {
  if (components.length === 1) return 'grey';
  const ratio = subsamplingOf(components);
  return (ratio && names[ratio.join('x')]) || 'other';
}

/** Pixels of luma for one sample of chroma; null where luma is not the finest, or chroma is unlike. */
export function subsamplingOf(
  components: readonly JpegComponent[],
): readonly [1 | 2 | 4, 1 | 2 | 4] | null {
  if (components.length === 1) return [1, 1];
  const [luma, cb, cr] = components;
  if (components.length !== 3 || cb!.across !== cr!.across || cb!.down !== cr!.down) return null;
  const [across, down] = [luma!.across / cb!.across, luma!.down / cb!.down];
  const isPower = (ratio: number): ratio is 1 | 2 | 4 => [1, 2, 4].includes(ratio);
  return isPower(across) && isPower(down) ? [across, down] : null;
}

function refusal(
  { process, precision, components }: Frame,
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
  if (subsamplingOf(components) === null || (components.length > 1 && blocks > 10)) {
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
  return components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
}
