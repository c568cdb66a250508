/**
 * What became of a picture's transparency: `kept`, every sample of alpha is equal; `lost`, the
 * original is transparent somewhere and the decoded picture nowhere; `differs` otherwise.
 */
export const alphaFates = ['kept', 'differs', 'lost'] as const;
export type AlphaFate = (typeof alphaFates)[number];
