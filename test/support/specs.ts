import fc from 'fast-check';

// Parts of what the grammar of codecs with settings is made of.

/** Ids of codecs, and of recipes by their path. */
export const idText: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/),
  fc.stringMatching(/^cli:[a-z./-]{1,12}\.json$/),
);

/** Names of settings. */
export const nameText: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);

/** Values of settings: words, numbers, and with colons. */
export const valueText: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[a-z0-9:./=-]{1,8}$/),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => String(value).replace('+', '')),
  fc.integer().map(String),
);
