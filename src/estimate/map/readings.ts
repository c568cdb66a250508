import type { UnitReading } from '../../codecs/jpeg/wasm/read-units.js';

/**
 * What is read of every block of a picture. Bits of a coarse and a fine JPEG, and how many coefficients
 * are beyond half a step: of luma a coarse one, of its half size, which larger transforms see, and of
 * chroma a fine one. Of 59 readings these tell best, together, what tiles take as AVIF and JPEG XL.
 */
export const mapReadings = {
  coarse: { of: 'bits', quality: 25 },
  fine: { of: 'bits', quality: 85 },
  luma: { of: 'luma', step: 19 },
  halfLuma: { of: 'half-luma', step: 5 },
  chroma: { of: 'chroma', step: 5 },
} as const satisfies Record<string, UnitReading>;
