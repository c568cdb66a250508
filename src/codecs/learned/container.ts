import { crc32 } from '#platform/base/crc32.js';
import { WorkError } from '../../base/errors.js';
import type { ArrangementId } from '../../entropy/coder.js';
import { createByteReader, createByteWriter } from './bytes.js';
import { learnedMark } from './format.js';

/** What a file of a learned codec holds; docs/learned.md has it byte by byte. */
export interface LearnedFile {
  /** Id of the model. */
  readonly model: string;
  /** The first bytes of the hash of what decode needs of the model, `identityBytes` of them. */
  readonly identity: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 0 coarsest, 1000 finest. */
  readonly rate: number;
  /** Id of the entropy coder. */
  readonly coder: string;
  /** How array coders had the groups laid out; null of modelled coders. */
  readonly arrangement: ArrangementId | null;
  /** Distributions that were measured on this picture; empty where the model has its own. */
  readonly distributions: Uint8Array;
  readonly payload: Uint8Array;
}

export const identityBytes = 4;

const magic = new TextEncoder().encode(learnedMark);
const version = 1;
const checksumBytes = 2;
const head = magic.length + 1 + checksumBytes;

/** In the order of their codes in files: append only. */
const arrangements: readonly (ArrangementId | null)[] = [
  null,
  'stacked',
  'tiled',
  'nested',
  'strided',
];

export function writeLearnedFile(file: LearnedFile): Uint8Array {
  const writer = createByteWriter();
  writer.text(file.model);
  writer.bytes(file.identity);
  writer.integer(file.width);
  writer.integer(file.height);
  writer.integer(file.rate);
  writer.text(file.coder);
  writer.integer(arrangements.indexOf(file.arrangement));
  writer.integer(file.distributions.length);
  writer.bytes(file.distributions);
  writer.integer(file.payload.length);
  writer.bytes(file.payload);
  const rest = writer.finish();
  const bytes = new Uint8Array(head + rest.length);
  bytes.set([...magic, version, ...checksum(rest)]);
  bytes.set(rest, head);
  return bytes;
}

/**
 * Takes a file apart; nothing is allocated for its picture.
 * @throws WorkError for a file that is damaged, cut short, longer than it says, or of a newer version
 */
export function readLearnedFile(bytes: Uint8Array): LearnedFile {
  const told = bytes[magic.length];
  if (told !== undefined && told !== version) {
    throw new WorkError(
      `learned codec's file is of version ${told}; this program reads ${version}, get a newer one`,
    );
  }
  const rest = bytes.subarray(head);
  const found = bytes.subarray(magic.length + 1, head);
  if (bytes.length <= head || checksum(rest).some((byte, index) => byte !== found[index])) {
    throw new WorkError("learned codec's file is damaged or cut short: its checksum is wrong");
  }
  const reader = createByteReader(rest, "learned codec's file");
  const model = reader.text();
  const identity = reader.bytes(identityBytes);
  const [width, height, rate] = [reader.integer(), reader.integer(), reader.integer()];
  const coder = reader.text();
  const arrangement = arrangements[reader.integer()];
  const distributions = reader.bytes(reader.integer());
  const payload = reader.bytes(reader.integer());
  reader.finish();
  if (width < 1 || height < 1 || rate > 1000 || arrangement === undefined) {
    throw new WorkError(
      `learned codec's file tells ${width}x${height} pixels at rate ${rate}; expected a picture at a rate up to 1000`,
    );
  }
  return { model, identity, width, height, rate, coder, arrangement, distributions, payload };
}

function checksum(bytes: Uint8Array): [number, number] {
  const crc = crc32(bytes);
  return [crc & 0xff, (crc >>> 8) & 0xff];
}
