import { UsageError } from '../base/errors.js';
import type { Ground } from '../image/canvas.js';

const named: Readonly<Record<string, string>> = {
  white: 'ffffff',
  black: '000000',
  grey: '808080',
  gray: '808080',
  transparent: '00000000',
};

/** Reads `#ffffff`, `#fff`, `#ffffff80`, `white`, `black`, `grey`, `transparent`. Throws UsageError. */
export function parseColour(text: string): Ground {
  const given = text.trim().toLowerCase();
  const hex = Object.hasOwn(named, given) ? named[given]! : given.replace(/^#/, '');
  const digits = /^[0-9a-f]{3}$/.test(hex) ? hex.replaceAll(/./g, '$&$&') : hex;
  if (!/^(?:[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) {
    throw new UsageError(
      `a colour is #rrggbb, #rrggbbaa, ${Object.keys(named).join(', ')}, got '${text}'`,
    );
  }
  const [r, g, b, alpha = 255] = digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16));
  return { r: r!, g: g!, b: b!, alpha };
}
