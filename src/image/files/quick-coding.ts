/** PNG's level of deflate: 6 takes 3 % off in 1.6 of the time. */
export const quickLevel = 2;

/** WebP's effort: 4 takes 2 to 3 % off in twice the time. */
export const quickEffort = 2;
