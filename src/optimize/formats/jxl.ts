import type { OptimizeFormat } from '../contract.js';
import { jpegInJxl } from '../jpeg-in-jxl.js';
import { stripTrial } from '../strip-trial.js';

/** JPEG XL: of JPEG files without loss. */
export const jxl: OptimizeFormat = { trials: [jpegInJxl, stripTrial('jxl')] };
