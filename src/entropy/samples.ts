import type { Sheet } from './arrangements/sheet.js';
import { rangeOf } from './byte-coder.js';

/** A sheet of unsigned samples: each is a value less the smallest one of the sheet. */
export interface SampleSheet extends Omit<Sheet, 'data'> {
  /** What a sample takes at most, 0..16; 0 where all values are the same. */
  readonly bits: number;
  /** The smallest value. */
  readonly low: number;
  readonly data: Uint16Array;
}

export function writeSamples({ data, ...size }: Sheet): SampleSheet {
  const [low, high] = rangeOf(data);
  const samples = new Uint16Array(data.length);
  for (let i = 0; i < data.length; i++) samples[i] = data[i]! - low;
  return { ...size, bits: 32 - Math.clz32(high - low), low, data: samples };
}

/** The inverse of `writeSamples`. */
export function readSamples({ channels, height, width, low, data }: SampleSheet): Sheet {
  const values = new Int16Array(data.length);
  for (let i = 0; i < data.length; i++) values[i] = data[i]! + low;
  return { channels, height, width, data: values };
}

/** The same samples in bytes: in each channel all high ones below all low ones. */
export function splitBytes(sheet: SampleSheet): SampleSheet {
  const size = sheet.height * sheet.width;
  const data = new Uint16Array(2 * sheet.data.length);
  for (let i = 0; i < sheet.data.length; i++) {
    const at = i + Math.floor(i / size) * size;
    data[at] = sheet.data[i]! & 0xff;
    data[at + size] = sheet.data[i]! >> 8;
  }
  return { ...sheet, height: 2 * sheet.height, bits: 8, data };
}

/** The inverse of `splitBytes`, but for `bits`. */
export function joinBytes(sheet: SampleSheet): SampleSheet {
  const height = sheet.height / 2;
  const size = height * sheet.width;
  const data = new Uint16Array(sheet.data.length / 2);
  for (let i = 0; i < data.length; i++) {
    const at = i + Math.floor(i / size) * size;
    data[i] = sheet.data[at]! | (sheet.data[at + size]! << 8);
  }
  return { ...sheet, height, data };
}
