import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * The rooms of the house from the lowest to the highest. A room imports those of lower floors, and
 * nothing of its own floor. `only` narrows that; `packages` are imported there and nowhere else.
 */
const floors: readonly (readonly Room[])[] = [
  [{ name: 'base' }],
  [{ name: 'image' }, { name: 'curves', only: ['base'] }],
  [{ name: 'runtimes' }],
  [{ name: 'models' }],
  [{ name: 'entropy' }],
  [{ name: 'codecs' }, { name: 'metrics' }, { name: 'datasets' }],
  [{ name: 'results', only: ['base', 'curves'] }, { name: 'estimate' }],
  [{ name: 'sweeps' }, { name: 'score' }, { name: 'verify' }],
  [{ name: 'leaderboard', only: ['base', 'curves', 'results'] }],
  [
    { name: 'compare', only: ['base', 'curves', 'results', 'leaderboard'] },
    { name: 'formats', only: ['base', 'curves', 'results', 'leaderboard'] },
    { name: 'page/model', only: ['base', 'curves', 'results', 'leaderboard'] },
  ],
  [
    { name: 'app', only: ['base', 'curves', 'page/model'] },
    // Pictures are decoded out of the cache of bitstreams, by the one part of sweeps that does that.
    { name: 'page/write' },
  ],
  [{ name: 'pick' }],
  [{ name: 'optimize' }],
  // The bench as a page: the server of it, and the page.
  [{ name: 'collect' }],
  [{ name: 'browser' }],
  // A picture that is copied loses its metadata as the optimiser takes them out.
  [{ name: 'resize' }],
  // What the commands do, without the commands.
  [{ name: 'library' }],
  // HTTP: nothing below knows of it.
  [{ name: 'server' }],
  [{ name: 'cli' }],
];

interface Room {
  readonly name: string;
  readonly only?: readonly string[];
}

/** Where a package may be imported: its own runtime and nowhere else. */
const homes: readonly (readonly [library: RegExp, home: RegExp])[] = [
  [/^sharp$/, /^image\/files\//],
  [/^hyparquet(?:\/|$)/, /^results\/compact\/columns/],
  [/^koffi$/, /^runtimes\/ffi\//],
  [/^onnxruntime-(?:node|web)$/, /^runtimes\/onnx\//],
  [/^@tensorflow\//, /^runtimes\/tfjs\//],
  [/^(?:fastify|undici|ipaddr\.js|@fastify\/)/, /^server\//],
  [/^(?:bullmq|ioredis)$/, /^sweeps\/queue\/connect/],
  [/^(?:wasm-vips|icodec|@jsquash\/|@cornerstonejs\/|@foxglove\/)/, /^runtimes\/wasm\//],
  [
    /^node:child_process$/,
    /^(?:runtimes\/(?:cli|processes)|models\/export|results\/provenance|page\/write\/open)/,
  ],
];

const source = fileURLToPath(new URL('../src', import.meta.url));

/** Every import of src, statements and dynamic ones, but those within the WASM kernels. */
const imports = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !/\/kernels\//.test(file))
  .flatMap((file) => {
    const text = readFileSync(path.join(source, file), 'utf8');
    const found = text.matchAll(
      /(import type [^;]*?)?(?:from|import)\s*\(?\s*'([^']+)'|require\('([^']+)'\)/g,
    );
    return [...found].map(([, type, from, required]) => {
      return { file, target: (from ?? required)!, type: type !== undefined };
    });
  });

/** What stands in two files, one for each platform, is imported by the name that they share. */
const byPlatform = /^#platform\/(.*)\.js$/;

const local = imports.flatMap(({ file, target }) => {
  const shared = byPlatform.exec(target)?.[1];
  if (shared) return ['node', 'page'].map((at) => ({ file, to: `${shared}-in-${at}.js` }));
  if (!target.startsWith('.')) return [];
  return [{ file, to: path.posix.join(path.posix.dirname(file), target) }];
});

/** A file directly in src is a public door, above every room. */
const doors = 'doors';

function roomOf(file: string): string {
  const [first, second, ...rest] = file.split('/');
  if (second === undefined) return doors;
  return first === 'page' && rest.length > 0 ? `page/${second}` : first!;
}

test('every file lies in a room', () => {
  const names = new Set([doors, ...floors.flat().map(({ name }) => name)]);
  const strays = new Set(
    imports.map(({ file }) => roomOf(file)).filter((room) => !names.has(room)),
  );
  expect([...strays]).toEqual([]);
});

test('imports lead down, from floor to floor', () => {
  const floorOf = new Map(
    floors.flatMap((rooms, floor) => rooms.map(({ name }) => [name, floor] as const)),
  );
  const narrowed = new Map(floors.flat().flatMap(({ name, only }) => (only ? [[name, only]] : [])));
  const wrong = local.filter(({ file, to }) => {
    const [from, into] = [roomOf(file), roomOf(to)];
    if (from === into || from === doors) return false;
    if (into === doors) return true;
    if (floorOf.get(into)! >= floorOf.get(from)!) return true;
    return narrowed.get(from)?.includes(into) === false;
  });
  expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const targets = new Map<string, string[]>();
  for (const { file, to } of local) {
    const known = targets.get(file) ?? [];
    known.push(to.replace(/\.js$/, '.ts'));
    targets.set(file, known);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) cycles.push([...way.slice(at), file].join(' > '));
    if (at >= 0 || done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

test('what stands in two files by platform stands in both, and a page imports nothing of Node there', () => {
  const files = new Set(imports.map(({ file }) => file));
  const shared = [...new Set(imports.flatMap(({ target }) => byPlatform.exec(target)?.[1] ?? []))];
  expect(shared.length).toBeGreaterThan(3);
  const text = (name: string) => readFileSync(path.join(source, name), 'utf8');
  for (const name of shared) expect(text(`${name}-in-node.ts`)).not.toBe('');
  const pages = [...files].filter((file) => file.endsWith('-in-page.ts'));
  expect(pages.filter((file) => /from 'node:/.test(text(file)))).toEqual([]);
});

test('foreign libraries are imported by their runtime alone', () => {
  const wrong = imports.filter(
    ({ file, target, type }) =>
      !type && homes.some(([library, home]) => library.test(target) && !home.test(file)),
  );
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test('file names are kebab-case', () => {
  const files = new Set(imports.map(({ file }) => file));
  const wrong = [...files].filter(
    (file) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.d)?\.ts$/.test(file),
  );
  expect(wrong).toEqual([]);
});

test('no folder of src holds more than 15 % of the lines', () => {
  const lines = new Map<string, number>();
  let total = 0;
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    const name = file.split(path.sep).join('/');
    if (!/\.(?:ts|css)$/.test(name)) continue;
    const count = readFileSync(path.join(source, name), 'utf8').split('\n').length;
    const folder = name.split('/')[0]!;
    lines.set(folder, (lines.get(folder) ?? 0) + count);
    total += count;
  }
  const crowded = [...lines].filter(([, count]) => count > 0.15 * total);
  expect(crowded).toEqual([]);
});
