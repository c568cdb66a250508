/**
 * What all our locks have in common: they need not stand for a file that exists, one that a killed
 * program left behind goes stale after so many milliseconds, and one that is lost all the same (only
 * a machine that slept through those can lose it) ends no program.
 */
export const lockBase = { realpath: false, stale: 10_000, onCompromised: () => {} };
