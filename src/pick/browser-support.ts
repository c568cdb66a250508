/** Browsers that `browsers` asks for. */
const browsers = ['Chrome', 'Edge', 'Firefox', 'Safari'] as const;

/** When and where the table below was read. Its data is CC BY 4.0. */
export const browserSource = {
  date: '2026-11-24',
  source: 'caniuse.com, by Alexis Deveria and others',
} as const;

/**
 * Since which version browsers show still pictures of a format with nothing switched on, in the order
 * of `browsers`; null where they do not. Formats that are not named are shown by none.
 */
const since: Readonly<Record<string, readonly (string | null)[]>> = {
  png: ['1', '12', '1', '1'],
  jpeg: ['1', '12', '1', '1'],
  gif: ['1', '12', '1', '1'],
  webp: ['32', '18', '65', '14'],
  avif: ['85', '121', '93', '16.4'],
  jxl: ['155', null, '158', '17'],
  heic: [null, null, null, '17'],
  bmp: ['1', '12', '1', '1'],
};

/** How far browsers show a format. */
export interface BrowserSupport {
  readonly everywhere: boolean;
  /** `Chrome 85, Edge 121, Firefox 93, Safari 16.4`, or who shows it at all. */
  readonly text: string;
}

/**
 * Which browsers show the pictures of a format.
 * @param format its id: `avif`
 */
export function browserSupport(format: string): BrowserSupport {
  const versions = Object.hasOwn(since, format) ? since[format]! : browsers.map(() => null);
  const shown = browsers.flatMap((browser, i) =>
    versions[i] === null ? [] : [`${browser} ${versions[i]}`],
  );
  return { everywhere: shown.length === browsers.length, text: shown.join(', ') || 'none' };
}
