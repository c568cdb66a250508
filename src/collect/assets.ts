import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { assetUrl } from '#platform/runtimes/wasm/asset.js';

/** The page with its scripts and kernels, as the build makes it. */
const folder = fileURLToPath(new URL('../bench-page/', import.meta.url));

/** Files of packages that the page's codecs fetch, by the names that the packages export. */
const packaged = [
  '@cornerstonejs/codec-charls/wasm',
  '@cornerstonejs/codec-openjpeg/wasm',
  '@cornerstonejs/codec-openjph/wasm',
  '@jsquash/jxl/codec/enc/jxl_enc.wasm',
  '@jsquash/jxl/codec/dec/jxl_dec.wasm',
  ...['avif', 'qoi', 'webp'].flatMap((id) => [`icodec/${id}-enc.wasm`, `icodec/${id}-dec.wasm`]),
] as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
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

/** Glue code lies beside its module, under the same name. */
function packagedAsset(name: string): Asset | null {
  const asked = packaged.find((each) => each === name || each.replace(/\.wasm$/, '.js') === name);
  if (asked === undefined) return null;
  const file = fileURLToPath(assetUrl(asked));
  return existing(asked === name ? file : file.replace(/\.wasm$/, '.js'));
}

function existing(file: string): Asset | null {
  try {
    return { file: realpathSync(file), type: types[path.extname(file)] ?? types['.wasm']! };
  } catch {
    return null;
  }
}
