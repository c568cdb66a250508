/** The part of the global `navigator` that is read. */
interface Navigator {
  readonly userAgent?: string;
}

/** What runs this program: a browser's engine and its version, `Chromium 156.0.0.0`. */
export function hostVersion(): string {
  const { navigator } = globalThis as { readonly navigator?: Navigator };
  return browserOf(navigator?.userAgent ?? '');
}

/** The engine that a user agent names, with its version; the text itself where it names none that is known. */
export function browserOf(userAgent: string): string {
  const engines = [
    ['Firefox', /\bFirefox\/([\d.]+)/],
    ['Chromium', /\b(?:Headless)?Chrom(?:e|ium)\/([\d.]+)/],
    ['WebKit', /\bVersion\/([\d.]+)\b.*\bSafari\//],
  ] as const;
  for (const [name, pattern] of engines) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return userAgent.slice(0, 60) || 'unknown';
}

/** Bytes of memory that a page may hope for: what WASM can address; browsers do not tell the machine's. */
export function hostMemoryBytes(): number {
  return 2 ** 32;
}
