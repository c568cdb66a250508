import type { Engine } from '../../base/engine.js';
import type { Settings } from '../../base/params.js';
import { missingTool } from '../../runtimes/cli/tools.js';
import { libjxlVersion, openLibjxl } from '../../runtimes/ffi/libjxl.js';
import type { JpegCodec } from '../codec.js';
import { jxlFormat } from './format.js';
import { cjxl, djxl, jxlToolVersion } from './tools.js';

const byNative = (settings: Settings) => settings['engine'] === 'native';

/**
 * Lossless recompression of JPEG files into JPEG XL by libjxl, ISO/IEC 18181-2 annex A: what goes in
 * is a JPEG file, what comes back is that file, byte for byte. Engine `native` is the system's
 * library, `cli` the programs cjxl and djxl.
 */
export const jxlJpeg: JpegCodec = {
  id: 'jxl-jpeg',
  title: 'JPEG XL of JPEG files',
  kind: 'lossless',
  input: 'jpeg',
  format: jxlFormat,
  params: {
    engine: {
      type: 'choice',
      values: ['native', 'cli'],
      default: 'native',
      meaning: 'the library of the system, or cjxl and djxl',
    },
    effort: {
      type: 'integer',
      min: 1,
      max: 10,
      default: 7,
      meaning: '1 fastest, 9 smallest as a rule; 10 needs libjxl 0.10',
    },
  },
  engine: (settings): Engine =>
    byNative(settings)
      ? { name: 'libjxl', version: libjxlVersion(), runtime: 'ffi' }
      : { name: 'cjxl+djxl', version: toolsVersion(), runtime: 'cli' },
  available: async (settings) => {
    const missing = byNative(settings) ? missingLibrary() : missingTools();
    return missing ?? tooLow(settings) ?? true;
  },
  open: async (settings, resources) =>
    byNative(settings)
      ? (await import('./jpeg-native.js')).openJxlJpegNative(settings, resources)
      : (await import('./jpeg-cli.js')).openJxlJpegCli(settings, resources),
};

function missingLibrary(): string | null {
  const found = openLibjxl();
  return 'missing' in found ? found.missing : null;
}

function missingTools(): string | null {
  const source = 'apt install libjxl-tools, brew install jpeg-xl';
  return missingTool(cjxl, source) ?? missingTool(djxl, source);
}

function toolsVersion(): string {
  const [encoder, decoder] = [jxlToolVersion(cjxl), jxlToolVersion(djxl)];
  return encoder === decoder ? encoder : `${encoder}, djxl ${decoder}`;
}

/** Effort 10 came with libjxl 0.10. */
function tooLow({ engine, effort }: Settings): string | null {
  const version = engine === 'native' ? libjxlVersion() : jxlToolVersion(cjxl);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (Number(effort) < 10 || major > 0 || minor >= 10) return null;
  return `effort 10 needs libjxl 0.10 or newer, this one is ${version}; take effort 9`;
}
