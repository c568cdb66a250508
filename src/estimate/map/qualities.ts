/** Qualities of the JPEGs whose bits the tiles are balanced by, from coarse to fine. */
export const mapQualities: readonly number[] = [15, 40, 85];
