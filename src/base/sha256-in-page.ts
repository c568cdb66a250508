/**
 * SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. FIPS 180-4. The browser's own answers later,
 * and only pages of secure addresses, which those of a local network are not.
 */
export function sha256(data: string | Uint8Array): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const state = Int32Array.from(start);
  const whole = bytes.length - (bytes.length % 64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) mix(state, view, at);
  const rest = bytes.length - whole;
  const end = new Uint8Array(rest < 56 ? 64 : 128);
  end.set(bytes.subarray(whole));
  end[rest] = 0x80;
  const last = new DataView(end.buffer);
  last.setBigUint64(end.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < end.length; at += 64) mix(state, last, at);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The first 64 primes: of their roots the constants are made. */
const primes = [2];
for (let n = 3; primes.length < 64; n += 2) if (primes.every((p) => n % p > 0)) primes.push(n);

/** The first 32 bits behind the point of a square or cube root, found in whole numbers. */
function fractionOf(prime: number, degree: 2 | 3): number {
  const target = BigInt(prime) << BigInt(32 * degree);
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** BigInt(degree) <= target) root += bit;
  }
  return Number(BigInt.asIntN(32, root));
}

const start = primes.slice(0, 8).map((prime) => fractionOf(prime, 2));
const constants = Int32Array.from(primes, (prime) => fractionOf(prime, 3));
const words = new Int32Array(64);

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Mixes a block of 64 bytes into the state. */
function mix(state: Int32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [near, far] = [words[i - 2]!, words[i - 15]!];
    const one = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const zero = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    words[i] = one + words[i - 7]! + zero + words[i - 16]!;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const one =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + constants[i]! + words[i]!) | 0;
    const most = (a & b) ^ (a & c) ^ (b & c);
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + most) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i]! += value;
}

type Eight = [number, number, number, number, number, number, number, number];
