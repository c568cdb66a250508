import {
  endsTurn,
  entryOf,
  findSymbol,
  firstGoesOn,
  firstValue,
  goesOn,
  isLast,
  lengthOf,
  secondGoesOn,
  secondValue,
  valueIn,
} from './tables';

// Units of a sequential scan are read as one run of symbols. What is read by one table is a turn: the level
// of a block, then its other coefficients, then the level of the next block. A symbol says whether its turn
// ends with it, and table, block and count change by that without a branch: one that ends a block would be
// guessed wrongly nearly once a block.
//
//   turn    table (u32), block (u32)

// The bits to come at the top of `word`, `held` of them; the next 8 bytes are loaded at `next`.
let word: u64 = 0;
let held: u64 = 0;
let next: usize = 0;

// The same before the last run.
let wordBefore: u64 = 0;
let heldBefore: u64 = 0;
let nextBefore: usize = 0;

/** Units whose coefficients are in memory at once: those of 4:2:0 fit in the first cache. */
export const mostUnits: i32 = 16;

/** Turns of the units, of 10 blocks at most: ITU-T T.81, B.2.3. */
const turns: usize = memory.data(16 * 10 * 16 + 8, 8);
/** Bytes of the turns of a unit. */
let unitBytes: usize = 0;

/** By k the byte of a block where a coefficient goes: 62 and two times 16 at most. */
const places: usize = memory.data(96);

/**
 * Lays out the turns of the units that are in memory at once.
 * @param components as `decodeSequential` has them
 * @param order by k the byte of a block where a coefficient goes
 * @param spacing bytes of a block
 */
export function layOut(components: usize, end: usize, order: usize, spacing: u32): void {
  memory.copy(places, order, 96);
  let turn = turns;
  for (let m = 0; m < mostUnits; m++) {
    for (let c = components; c < end; c += 40) {
      const h = load<i32>(c);
      for (let y = 0; y < load<i32>(c, 4); y++) {
        for (let x = 0; x < h; x++) {
          const at = load<u32>(c, 20) + y * load<u32>(c, 24) + (m * h + x) * spacing;
          store<u32>(turn, load<u32>(c, 8));
          store<u32>(turn, at, 4);
          store<u32>(turn, load<u32>(c, 12), 8);
          store<u32>(turn, at, 12);
          turn += 16;
        }
      }
    }
    if (m === 0) unitBytes = turn - turns;
  }
}

/** Goes to a byte, of which the address is one more. */
export function goTo(end: usize): void {
  word = 0;
  held = 0;
  next = end - 8;
}

/** Bits that were read of what begins at `top`. */
export function bitsRead(top: usize): usize {
  return ((top - 8 - next) << 3) - <usize>held;
}

/** Reads units of those in memory, from the m-th on. Their coefficients were cleared before. */
export function readRun(m: i32, count: i32): void {
  wordBefore = word;
  heldBefore = held;
  nextBefore = next;
  const turn = turns + <usize>m * unitBytes;
  readTurns(turn, turn + <usize>count * unitBytes);
}

/** Goes to where the last run began. */
export function goBack(): void {
  word = wordBefore;
  held = heldBefore;
  next = nextBefore;
}

/** Makes levels of their differences, of units from the m-th on. */
export function addLevels(components: usize, end: usize, m: i32, count: i32): void {
  let turn = turns + <usize>m * unitBytes;
  for (let u = 0; u < count; u++) {
    for (let c = components; c < end; c += 40) {
      let level = load<i32>(c, 36);
      for (let i = load<i32>(c) * load<i32>(c, 4); i > 0; i--) {
        const block = <usize>load<u32>(turn, 4);
        level += <i32>load<i16>(block);
        store<i16>(block, <i16>level);
        turn += 16;
      }
      store<i32>(c, level, 36);
    }
  }
}

/** From a turn to before another. */
function readTurns(from: usize, to: usize): void {
  let w = word;
  let n = held;
  let p = next;
  let turn = from;
  let table = tableOf(turn);
  let block = blockOf(turn);
  let k: usize = 0;
  let one: usize = 0;
  let two: usize = 0;
  let entry: u32 = 0;
  let ended: u32 = 0;
  while (true) {
    // Five entries of at most 11 bits between two loads, until one does not suffice. They stand one after the other:
    // as a loop they take 5 % more time.
    while (true) {
      w = more(w, n, p);
      p = moved(n, p);
      n |= 56;
      entry = entryOf(w, table);
      one = k + firstGoesOn(entry);
      two = one + secondGoesOn(entry);
      if (two >= 63) break;
      putBoth(block, one, two, entry);
      w <<= <u64>entry;
      n -= <u64>entry;
      ended = entry & endsTurn;
      table = select<usize>(tableOf(turn + 8), table, ended);
      block = select<usize>(blockOf(turn + 8), block, ended);
      k = select<usize>(0, two, ended);
      turn += ended >> 14;
      if (turn === to) break;
      entry = entryOf(w, table);
      one = k + firstGoesOn(entry);
      two = one + secondGoesOn(entry);
      if (two >= 63) break;
      putBoth(block, one, two, entry);
      w <<= <u64>entry;
      n -= <u64>entry;
      ended = entry & endsTurn;
      table = select<usize>(tableOf(turn + 8), table, ended);
      block = select<usize>(blockOf(turn + 8), block, ended);
      k = select<usize>(0, two, ended);
      turn += ended >> 14;
      if (turn === to) break;
      entry = entryOf(w, table);
      one = k + firstGoesOn(entry);
      two = one + secondGoesOn(entry);
      if (two >= 63) break;
      putBoth(block, one, two, entry);
      w <<= <u64>entry;
      n -= <u64>entry;
      ended = entry & endsTurn;
      table = select<usize>(tableOf(turn + 8), table, ended);
      block = select<usize>(blockOf(turn + 8), block, ended);
      k = select<usize>(0, two, ended);
      turn += ended >> 14;
      if (turn === to) break;
      entry = entryOf(w, table);
      one = k + firstGoesOn(entry);
      two = one + secondGoesOn(entry);
      if (two >= 63) break;
      putBoth(block, one, two, entry);
      w <<= <u64>entry;
      n -= <u64>entry;
      ended = entry & endsTurn;
      table = select<usize>(tableOf(turn + 8), table, ended);
      block = select<usize>(blockOf(turn + 8), block, ended);
      k = select<usize>(0, two, ended);
      turn += ended >> 14;
      if (turn === to) break;
      entry = entryOf(w, table);
      one = k + firstGoesOn(entry);
      two = one + secondGoesOn(entry);
      if (two >= 63) break;
      putBoth(block, one, two, entry);
      w <<= <u64>entry;
      n -= <u64>entry;
      ended = entry & endsTurn;
      table = select<usize>(tableOf(turn + 8), table, ended);
      block = select<usize>(blockOf(turn + 8), block, ended);
      k = select<usize>(0, two, ended);
      turn += ended >> 14;
      if (turn === to) break;
    }
    if (turn === to) break;
    // One symbol: it is long, or of two the first may be the block's last.
    w = more(w, n, p);
    p = moved(n, p);
    n |= 56;
    const symbol = findSymbol(w, table);
    k += goesOn(symbol);
    put(block, k, valueIn(symbol));
    w <<= <u64>lengthOf(symbol);
    n -= <u64>lengthOf(symbol);
    if (!isLast(symbol) && k < 63) continue;
    turn += 8;
    table = tableOf(turn);
    block = blockOf(turn);
    k = 0;
    if (turn === to) break;
  }
  word = w;
  held = n & 63;
  next = p;
}

function tableOf(turn: usize): usize {
  return <usize>load<u32>(turn);
}

function blockOf(turn: usize): usize {
  return <usize>load<u32>(turn, 4);
}

function put(block: usize, k: usize, value: i32): void {
  store<i16>(block + load<u8>(k, places), <i16>value);
}

/** Both values of an entry; that of a single one goes over the other, which has its place. */
function putBoth(block: usize, one: usize, two: usize, entry: u32): void {
  put(block, two, secondValue(entry));
  put(block, one, firstValue(entry));
}

/** Of `held` the lowest 6 bits count. */
function more(w: u64, n: u64, p: usize): u64 {
  return w | (load<u64>(p) >> n);
}

function moved(n: u64, p: usize): usize {
  return p - <usize>((~n >> 3) & 7);
}
