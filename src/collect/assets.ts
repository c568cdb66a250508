import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetUrl } from '#platform/runtimes/wasm/asset.js';
import { projectModels } from '../models/catalogue.js';

/** The page with its scripts and kernels, as the build makes it. */
const folder = fileURLToPath(new URL('../bench-page/', import.meta.url));

/** Files of packages that the page's codecs fetch, by the names that the packages export. */
const packaged = [
  '@cornerstonejs/codec-charls/wasm',
  '@cornerstonejs/codec-openjpeg/wasm',
  '@cornerstonejs/codec-openjph/wasm',
  '@jsquash/jxl/codec/enc/jxl_enc.wasm',
  '@jsquash/jxl/codec/dec/jxl_dec.wasm',
  '@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm',
  ...['avif', 'qoi', 'webp'].flatMap((id) => [`icodec/${id}-enc.wasm`, `icodec/${id}-dec.wasm`]),
] as const;

/** What of onnxruntime-web a page loads where sprig is asked for, by its place in the package. */
const ofOnnxruntime =
  /^(?:package\.json|ort\.(?:wasm|webgpu)\.min\.mjs|ort-wasm-simd-threaded(?:\.asyncify)?\.(?:mjs|wasm))$/;

/** Files of the model sprig. */
const ofSprig = /^(?:card\.json|distributions\.bin|[a-z]+\.onnx)$/;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.onnx': 'application/octet-stream',
  '.bin': 'application/octet-stream',
};

/** A file that is given out. */
export interface Asset {
  readonly file: string;
  readonly type: string;
}

/** The file that an address names: of the page, or one of the packages' that it needs; or null. */
export function assetOf(pathname: string): Asset | null {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  if (name.startsWith('assets/')) return packagedAsset(name.slice('assets/'.length));
  if (!/^(?:kernels\/)?[\w-]+\.(?:html|css|js|wasm|svg)$/.test(name)) return null;
  return existing(path.join(folder, name));
}

function packagedAsset(name: string): Asset | null {
  const [, folder, file = ''] = /^(onnxruntime-web|models\/sprig)\/(.+)$/.exec(name) ?? [];
  if (folder === 'onnxruntime-web') return ofOnnxruntime.test(file) ? onnxruntimeAsset(file) : null;
  if (folder !== undefined) {
    return ofSprig.test(file) ? existing(path.join(projectModels, 'sprig', file)) : null;
  }
  // Glue code lies beside its module, under the same name.
  const asked = packaged.find((each) => each === name || each.replace(/\.wasm$/, '.js') === name);
  if (asked === undefined) return null;
  const module = fileURLToPath(assetUrl(asked));
  return existing(asked === name ? module : module.replace(/\.wasm$/, '.js'));
}

/** The package may be missing: it is an optional one. */
function onnxruntimeAsset(name: string): Asset | null {
  try {
    const beside = fileURLToPath(assetUrl('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
    const from = name === 'package.json' ? '..' : '.';
    return existing(path.join(path.dirname(beside), from, name));
  } catch {
    return null;
  }
}

function existing(file: string): Asset | null {
  try {
    return { file: realpathSync(file), type: types[path.extname(file)] ?? types['.wasm']! };
  } catch {
    return null;
  }
}
