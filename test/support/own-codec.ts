import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CodecSource } from '#src/codecs/table.js';
import { scratch } from './scratch.ts';

/** JavaScript of a codec's parts, each with `image`, `bytes` and `clock` at hand. */
interface Parts {
  /** Before its session is there. */
  readonly open?: string;
  readonly encode?: string;
  readonly decode?: string;
  /** What `report` does, which it has only then. */
  readonly report?: string;
  /** What `close` does. */
  readonly close?: string;
}

/**
 * A plugin with one codec, `mine`, which copies the samples and is lossless; statements that are
 * given run before each of its parts.
 */
export function ownCodec(parts: Parts = {}): { file: string; source: CodecSource } {
  const { open = '', encode = '', decode = '', report = '', close = '' } = parts;
  const file = path.join(scratch(), 'mine.mjs');
  writeFileSync(
    file,
    `import * as fs from 'node:fs';
    export const pluginApi = 1;
    export const version = '1';
    export const codecs = [{
      id: 'mine', title: 'Copies', kind: 'lossless', extension: 'mine', params: {},
      accepts: () => ({ channels: [1, 3, 4], depths: [8] }),
      lossless: () => true,
      engine: () => ({ name: 'mine', version: '1', runtime: 'js' }),
      available: async () => true,
      open: async (_settings, resources) => {
        ${open}
        return {
          encode: async (image, clock) => {
            ${encode}
            const { width, height, channels, data } = image;
            const samples = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
            return clock.stage('store', () =>
              Buffer.concat([Uint8Array.of(width, height, channels), samples]));
          },
          decode: async (bytes, clock) => {
            ${decode}
            const [width, height, channels] = bytes;
            const data = clock.stage('parse', () => Uint8Array.from(bytes.subarray(3)));
            return { width, height, channels, depth: 8, data };
          },
          ${report && `report: async () => { ${report} },`}
          close: async () => { ${close} },
        };
      },
    }];`,
  );
  const sha256 = hash('sha256', readFileSync(file));
  return { file, source: { plugin: file, sha256, id: 'mine' } };
}
