// The planes of one picture, in the order in which they lie in its block. The first three hold the
// light of red, green and blue, then X, Y and B, and in the end what is left of these: the middle
// frequencies.

export const middle: u32 = 0;
export const low: u32 = 3;
export const high: u32 = 6;
export const highest: u32 = 8;
/** How busy the surroundings are; in a decoded picture the error map takes its place. */
export const activity: u32 = 10;
/** What hides errors; of the original only. */
export const mask: u32 = 11;

export const x: u32 = 0;
export const y: u32 = 1;
export const b: u32 = 2;
