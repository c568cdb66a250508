import { normalTail } from './tails.js';

/** What Wilcoxon's signed-rank test says of paired differences. */
export interface SignedRank {
  /** Two-sided: how often differences of no direction would lean so far to one side. */
  readonly p: number;
  /** The least p that so many differences can have, whatever their signs. */
  readonly leastP: number;
  /** Differences that are not 0: the others have no direction and are left out. */
  readonly n: number;
}

/** Up to so many differences every assignment of signs is counted; above, the normal approximation. */
const mostExact = 50;

/**
 * Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945), two-sided: exact, given the
 * magnitudes, also where some are tied; by the normal approximation with continuity correction above
 * 50. An infinite difference ranks above all finite ones. With no difference but 0, p is 1.
 */
export function signedRank(differences: readonly number[]): SignedRank {
  const ranked = doubledRanks(differences.filter((difference) => difference !== 0));
  const n = ranked.length;
  if (n === 0) return { p: 1, leastP: 1, n };
  const total = ranked.reduce((sum, { rank }) => sum + rank, 0);
  const positive = ranked.reduce((sum, { rank, up }) => sum + (up ? rank : 0), 0);
  const distance = Math.abs(positive - total / 2);
  const ranks = ranked.map(({ rank }) => rank);
  const pOf = n <= mostExact ? exactP : approximateP;
  return { p: pOf(ranks, total, distance), leastP: pOf(ranks, total, total / 2), n };
}

/** Twice the rank of each magnitude, so that the mean rank of a tie is a whole number too. */
function doubledRanks(differences: readonly number[]): { rank: number; up: boolean }[] {
  const sorted = differences
    .map((difference) => ({ size: Math.abs(difference), up: difference > 0 }))
    .sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : 0));
  let first = 0;
  let last = -1;
  return sorted.map(({ size, up }, at) => {
    if (at > last) {
      first = at;
      last = at;
      while (sorted[last + 1]?.size === size) last++;
    }
    return { rank: first + last + 2, up };
  });
}

/** Share of all signs under which the positive ranks lie as far from the middle, or farther. */
function exactP(ranks: readonly number[], total: number, distance: number): number {
  const shares = new Float64Array(total + 1);
  shares[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      shares[sum] = (shares[sum]! + (sum >= rank ? shares[sum - rank]! : 0)) / 2;
    }
  }
  const beyond = shares.reduce(
    (sum, share, at) => (Math.abs(at - total / 2) >= distance ? sum + share : sum),
    0,
  );
  return Math.min(1, beyond);
}

function approximateP(ranks: readonly number[], _total: number, distance: number): number {
  // The variance of the sum of the positive ranks; ties are in it, as the ranks are as they are.
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  // Half a rank, which here is 1.
  return Math.min(1, 2 * normalTail(Math.max(0, distance - 1) / Math.sqrt(variance)));
}
