import type { JpegOptions } from 'sharp';
import type { Settings } from '../../base/params.js';
import { imageFormats } from '../../image/format.js';
import type { CodecSession, Resources } from '../codec.js';
import { openSharp } from '../sharp-session.js';

/** JPEG by the mozjpeg that sharp carries, with the settings of `jpeg` or `mozjpeg`. */
export function openJpegSharp(settings: Settings, resources: Resources): CodecSession {
  const options = optionsOf(settings);
  return openSharp(imageFormats.jpeg, resources, (source) => source.jpeg(options));
}

function optionsOf(settings: Settings): JpegOptions {
  const on = (name: string) => settings[name] === true;
  const common = {
    quality: Number(settings['quality']),
    chromaSubsampling: String(settings['chroma']),
  };
  if (on('mozjpeg')) return { ...common, mozjpeg: true };
  return {
    ...common,
    trellisQuantisation: on('trellis'),
    overshootDeringing: on('overshoot'),
    optimiseScans: on('scans'),
    quantisationTable: Number(settings['quant_table']),
    progressive: on('progressive') || on('scans'),
    optimiseCoding: on('optimise'),
  };
}
