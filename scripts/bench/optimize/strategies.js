// Searches for the coarsest value of a knob whose score meets a target, by the rules of several
// programs. Each is given `ask`, which encodes at a value and tells its quality, and gives the value
// that it settles for, or null.

/** @typedef {(knob: number) => Promise<number>} Ask */
/** @typedef {(ask: Ask, target: number, values: readonly number[]) => Promise<number | null>} Strategy */

/**
 * Halves the range until two neighbours are left.
 * @type {Strategy}
 */
export async function bisection(ask, target, values) {
  let [low, high] = [-1, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((await ask(/** @type {number} */ (values[middle]))) >= target) high = middle;
    else low = middle;
  }
  return values[high] ?? null;
}

/**
 * The rules of ab-av1 as its documentation tells them: the middle first, then straight interpolation
 * between the nearest on both sides; it ends within a tolerance that doubles with every encode.
 * @type {Strategy}
 */
export async function likeAbAv1(ask, target, values) {
  const last = values.length - 1;
  /** @type {{ at: number, quality: number }[]} */
  const tried = [];
  let at = last >> 1;
  for (let run = 1; run <= 40; run++) {
    const quality = await ask(/** @type {number} */ (values[at]));
    tried.push({ at, quality });
    const over = quality - target;
    if (over >= 0 && over < 0.1 * 2 ** (run - 1)) return values[at] ?? null;
    const meets = tried.filter((each) => each.quality >= target).sort((a, b) => a.at - b.at)[0];
    const misses = tried.filter((each) => each.quality < target).sort((a, b) => b.at - a.at)[0];
    if (meets && (meets.at === 0 || misses?.at === meets.at - 1)) return values[meets.at] ?? null;
    if (!meets && misses?.at === last) return null;
    if (meets && misses) {
      const share = (target - misses.quality) / (meets.quality - misses.quality);
      const wanted = Math.round(misses.at + share * (meets.at - misses.at));
      at = Math.min(meets.at - 1, Math.max(misses.at + 1, wanted));
    } else if (run === 1) at = Math.round(at * 0.4 + (meets ? 0 : last) * 0.6);
    else at = meets ? 0 : last;
  }
  return null;
}

/**
 * The rules of oavif as its source tells them: a first guess by a formula of the target, straight or
 * square interpolation of what was tried, six encodes at most, ended within a tolerance on both sides of
 * the target: what it gives may miss it.
 * @param {number} first the first guess
 * @param {number} tolerance
 * @returns {Strategy}
 */
export function likeOavif(first, tolerance) {
  return async (ask, target, values) => {
    const last = values.length - 1;
    const nearest = (/** @type {number} */ knob) => {
      const distances = values.map((value) => Math.abs(value - knob));
      return distances.indexOf(Math.min(...distances));
    };
    /** @type {{ at: number, quality: number }[]} */
    const tried = [];
    let [low, high] = [0, last];
    let at = nearest(first);
    for (let pass = 0; pass < 6; pass++) {
      const quality = await ask(/** @type {number} */ (values[at]));
      tried.push({ at, quality });
      if (Math.abs(quality - target) < tolerance) return values[at] ?? null;
      if (quality > target) high = Math.min(high, at);
      else low = Math.max(low, at);
      if (high - low <= 1) break;
      const [a, b] = tried.slice(-2);
      const slope = a && b && a !== b ? (b.quality - a.quality) / (b.at - a.at) : 0;
      const wanted = slope > 0 ? Math.round(at + (target - quality) / slope) : (low + high) >> 1;
      at = Math.min(high, Math.max(low, wanted));
      if (tried.some((each) => each.at === at)) at = (low + high) >> 1;
      if (tried.some((each) => each.at === at)) break;
    }
    const meets = tried.filter(({ quality }) => quality >= target).sort((a, b) => a.at - b.at)[0];
    const best = meets ?? tried.toSorted((a, b) => b.quality - a.quality)[0];
    return best === undefined ? null : (values[best.at] ?? null);
  };
}
