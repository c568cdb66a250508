import { WorkError } from '../base/errors.js';
import type { Distribution, DistributionTable } from './distribution.js';

/** A checked table in arrays, as coders use it. Equal objects among its distributions stand once. */
export interface FlatTable {
  readonly precision: number;
  /** Distinct distributions. */
  readonly count: number;
  /** Number of the distinct distribution of every index. */
  readonly distinct: Uint16Array;
  /** The CDFs of the distinct distributions one after the other. */
  readonly cdf: Uint32Array;
  /** Where each begins in `cdf`, and where the last one ends. */
  readonly first: Uint32Array;
  /** The smallest symbol with a slot of its own. */
  readonly offset: Int32Array;
  /** Slots of single symbols. */
  readonly own: Int32Array;
  /** 1 where one more slot stands for all other symbols. */
  readonly escapes: Uint8Array;
}

const known = new WeakMap<DistributionTable, FlatTable>();
const leastSymbol = -32_768;
const greatestSymbol = 32_767;
/** Entries of all CDFs: 256 MiB. */
const mostEntries = 2 ** 26;

/**
 * Checks a table and lays it out; the second time for the same object costs nothing.
 * @throws WorkError for a table that breaks a rule of `Distribution` or `DistributionTable`
 */
export function flatTable(table: DistributionTable): FlatTable {
  const flat = known.get(table) ?? layOut(table);
  known.set(table, flat);
  return flat;
}

/** @throws WorkError for a precision that no table has */
export function checkPrecision(precision: number): void {
  if (Number.isInteger(precision) && precision >= 8 && precision <= 16) return;
  throw new WorkError(`a table of distributions has 8 to 16 bits of precision, got ${precision}`);
}

function layOut({ precision, distributions }: DistributionTable): FlatTable {
  checkPrecision(precision);
  if (distributions.length < 1 || distributions.length > 65_536) {
    throw new WorkError(`a table holds 1 to 65536 distributions, got ${distributions.length}`);
  }
  const numbers = new Map<Distribution, number>();
  const distinct = new Uint16Array(distributions.length);
  let entries = 0;
  for (const [index, distribution] of distributions.entries()) {
    let number = numbers.get(distribution);
    if (number === undefined) {
      check(distribution, precision, index);
      number = numbers.size;
      numbers.set(distribution, number);
      entries += distribution.cdf.length;
    }
    distinct[index] = number;
  }
  if (entries > mostEntries) {
    throw new WorkError(`the CDFs of a table have ${entries} entries, at most ${mostEntries} fit`);
  }
  const cdf = new Uint32Array(entries);
  const first = new Uint32Array(numbers.size + 1);
  const offset = new Int32Array(numbers.size);
  const own = new Int32Array(numbers.size);
  const escapes = new Uint8Array(numbers.size);
  let at = 0;
  for (const [distribution, number] of numbers) {
    cdf.set(distribution.cdf, at);
    at += distribution.cdf.length;
    first[number + 1] = at;
    offset[number] = distribution.offset;
    own[number] = ownSlots(distribution);
    escapes[number] = distribution.escape ? 1 : 0;
  }
  return { precision, count: numbers.size, distinct, cdf, first, offset, own, escapes };
}

function ownSlots(distribution: Distribution): number {
  return distribution.cdf.length - 1 - (distribution.escape ? 1 : 0);
}

function check(distribution: Distribution, precision: number, index: number): void {
  const { cdf, offset } = distribution;
  const fail = (what: string): never => {
    throw new WorkError(`distribution ${index} of a table: ${what}`);
  };
  const whole = 2 ** precision;
  if (cdf.length < 2 || cdf[0] !== 0 || cdf[cdf.length - 1] !== whole) {
    fail(`a CDF goes from 0 to ${whole}, got ${cdf.length} entries ${cdf[0]} to ${cdf.at(-1)}`);
  }
  for (let i = 1; i < cdf.length; i++) {
    if (cdf[i]! <= cdf[i - 1]!) {
      fail(`a CDF ascends strictly, got ${cdf[i]} after ${cdf[i - 1]} at entry ${i}`);
    }
  }
  const last = offset + ownSlots(distribution) - 1;
  if (!Number.isInteger(offset) || offset < leastSymbol || last > greatestSymbol) {
    fail(`symbols lie in -32768..32767, got ${offset} to ${last}`);
  }
}

/** @throws WorkError for pieces of two lengths or an index without a distribution */
export function checkPiece(table: FlatTable, symbols: Int16Array, indexes: Uint16Array): void {
  if (symbols.length !== indexes.length) {
    throw new WorkError(
      `each symbol has an index, got ${symbols.length} symbols and ${indexes.length} indexes`,
    );
  }
  const count = table.distinct.length;
  if (count === 65_536) return;
  for (let i = 0; i < indexes.length; i++) {
    if (indexes[i]! >= count) throw indexError(indexes[i]!, count);
  }
}

export function indexError(index: number, count: number): WorkError {
  return new WorkError(`a table of ${count} distributions has no index ${index}`);
}
