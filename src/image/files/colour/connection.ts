import type { Step } from './icc-lattice.js';
import type { Triple } from './matrix.js';
import { connectionWhite } from './primaries.js';

/** How three values 0..1 stand for the connection space. ICC.1:2022, 6.3.4.2, and 10.10 for the legacy one. */
export type Encoding = 'xyz' | 'lab' | 'lab-legacy';

/** The step from encoded values of the connection space to X, Y and Z under D50. */
export function fromConnection(encoding: Encoding): Step {
  if (encoding === 'xyz') {
    const scale = 1 + 32767 / 32768;
    return (values) => {
      for (let i = 0; i < 3; i++) values[i] = values[i]! * scale;
    };
  }
  // Of the legacy encoding L* = 100 is 65280, and a* = b* = 0 is 32768.
  const [light, chroma] = encoding === 'lab' ? [100, 255] : [6553500 / 65280, 65535 / 256];
  return (values) => {
    const y = (values[0]! * light + 16) / 116;
    const x = y + (values[1]! * chroma - 128) / 500;
    const z = y - (values[2]! * chroma - 128) / 200;
    values[0] = connectionWhite[0] * cubed(x);
    values[1] = connectionWhite[1] * cubed(y);
    values[2] = connectionWhite[2] * cubed(z);
  };
}

/** The inverse of CIELAB's function. */
function cubed(t: number): number {
  return t > 6 / 29 ? t ** 3 : (3 * 36 * (t - 4 / 29)) / 841;
}

/** The black of the perceptual intent's reference medium. ICC.1:2022, 6.3.3. */
export const perceptualBlack: Triple = [0.00336, 0.0034731, 0.00287];

/** The grey of a luminance Y, no lighter than L* = 50: the black that a profile is taken to have. */
export function blackPoint(luminance: number): Triple {
  const middle = ((50 + 16) / 116) ** 3;
  const y = Math.min(middle, Math.max(0, luminance));
  return [connectionWhite[0] * y, y, connectionWhite[2] * y];
}

/** Black point compensation (ISO 18619): X, Y and Z so that this black becomes 0 and white stays. */
export function compensateBlack(black: Triple): Step {
  return (values) => {
    for (let i = 0; i < 3; i++) {
      const white = connectionWhite[i]!;
      values[i] = ((values[i]! - black[i]!) * white) / (white - black[i]!);
    }
  };
}
