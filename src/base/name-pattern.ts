/**
 * Whether a name matches a pattern with * (any characters, also none) and ? (one). The time is at most
 * the product of their lengths, whatever the pattern: what a star takes is given back to the last star
 * alone.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  /** The last star, and where what comes after it was tried to begin. */
  let star = -1;
  let tried = 0;
  while (at < name.length) {
    if (pattern[next] === '*') {
      star = next++;
      tried = at;
    } else if (pattern[next] === '?' || pattern[next] === name[at]) {
      next += 1;
      at += 1;
    } else {
      if (star < 0) return false;
      next = star + 1;
      at = ++tried;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}

/** Whether a name is a pattern. */
export function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}
