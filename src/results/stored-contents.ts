import { existsSync } from 'node:fs';
import { z } from 'zod';
import { underLock } from '../base/lock.js';
import { readBoundedSync } from '../base/read-bounded.js';
import type { Warn } from '../base/warn.js';
import { writeWhole } from '../base/write-whole.js';
import { firstIssue } from '../base/zod-issue.js';
import type { ContentLookup } from './content-lookup.js';
import { foldersOf, type ResultFolders } from './folders.js';
import { contentFile } from './layout.js';
import { filesBelow } from './store.js';

/** Version of the format of results/datasets/<id>.json. */
const storedContentsSchema = 1;

/** results/datasets/<id>.json: the classes of a data set's images, beside the records. */
const storedContents = z.object({
  schema: z.literal(storedContentsSchema),
  dataset: z.string(),
  /** Those whose class is known, in the order of their names. */
  images: z.array(
    z.object({
      name: z.string(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      content: z.string().min(1),
    }),
  ),
});

/** An image, and its class. */
export type StoredContent = z.infer<typeof storedContents>['images'][number];

/** An image of a data set, and its class where that is known. */
export interface ImageContent {
  readonly name: string;
  readonly sha256: string;
  readonly content?: string | null;
}

/**
 * Keeps the classes of images beside their records, also where several sweeps write at once. What is
 * stored of other images of the data set stays. Nothing is written where nothing is known, or new.
 * @throws WorkError where the file cannot be written
 */
export async function saveContents(
  results: string,
  dataset: string,
  images: readonly ImageContent[],
  warn: Warn,
): Promise<void> {
  const file = contentFile(results, dataset);
  if (!existsSync(file) && images.every(({ content }) => !content)) return;
  await underLock(`${file}.lock`, () => {
    const stored = contentsIn(file, warn);
    // What is not understood is not written over: another version may understand it.
    if (stored === null && existsSync(file)) return;
    const known = stored?.images ?? [];
    const bySha = new Map<string, StoredContent>(known.map((each) => [each.sha256, each]));
    for (const { name, sha256, content = null } of images) {
      if (content === null) bySha.delete(sha256);
      else bySha.set(sha256, { name, sha256, content });
    }
    const merged = inOrder(bySha.values());
    if (JSON.stringify(merged) === JSON.stringify(known)) return;
    writeWhole([{ file, pieces: [formatContents(dataset, merged)] }]);
  });
}

/**
 * The classes of images that results hold. A file that holds none is passed over with a warning. Of
 * several folders the last that has an image counts.
 */
export function readContents(results: ResultFolders, warn: Warn): ContentLookup {
  const contents = new Map<string, string>();
  const files = foldersOf(results).flatMap((folder) => filesBelow(folder, 'datasets', '.json'));
  for (const file of files) {
    const stored = contentsIn(file, warn);
    for (const { sha256, content } of stored?.images ?? []) {
      contents.set(`${sha256} ${stored!.dataset}`, content);
    }
  }
  return (dataset, sha256) => contents.get(`${sha256} ${dataset}`) ?? null;
}

/** The text of a file of classes, with the images in the order of their names. */
export function formatContents(dataset: string, images: readonly StoredContent[]): string {
  const whole = { schema: storedContentsSchema, dataset, images: inOrder(images) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** The classes that a file holds; null where it holds none, with a warning if it is there. */
export function contentsIn(file: string, warn: Warn): z.infer<typeof storedContents> | null {
  if (!existsSync(file)) return null;
  const { data, error } = storedContents.safeParse(jsonOf(file));
  if (data !== undefined) return data;
  warn(`${file} is passed over: it holds no classes of images: ${firstIssue(error)}`);
  return null;
}

/** What a file holds, or undefined where it is no JSON. */
function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readBoundedSync(file, { bound: 'manifest' }).toString('utf8'));
  } catch {
    return undefined;
  }
}

function inOrder(images: Iterable<StoredContent>): StoredContent[] {
  return [...images].sort((a, b) => order(a.name, b.name) || order(a.sha256, b.sha256));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
