/** Kinds of pictures whose sizes go their own ways: errors of estimates are never averaged over them. */
export const contentClasses = ['photograph', 'screen', 'drawing', 'flat', 'noise'] as const;
export type ContentClass = (typeof contentClasses)[number];
