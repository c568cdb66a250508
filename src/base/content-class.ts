/** Kinds of pictures whose sizes go their own ways: errors of estimates are never averaged over them. */
export const contentClasses = ['photograph', 'screen', 'drawing', 'flat', 'noise'] as const;
export type ContentClass = (typeof contentClasses)[number];

/** What people call these kinds, as folders and on the command line. */
const otherWords: Readonly<Record<string, ContentClass>> = {
  ...{ photo: 'photograph', photos: 'photograph', photographs: 'photograph' },
  ...{ screens: 'screen', screenshot: 'screen', screenshots: 'screen' },
  ...{ drawings: 'drawing', illustration: 'drawing', illustrations: 'drawing' },
};

/**
 * The class of pictures that a word stands for, in small letters: one of `contentClasses` where it is a
 * common word for that, else the word itself. Classes of one's own are as good as these, but for
 * estimates, which know these alone.
 */
export function classNamed(word: string): string {
  const name = word.trim().toLowerCase();
  return Object.hasOwn(otherWords, name) ? otherWords[name]! : name;
}

/** The class, where it is one that estimates know; else null. */
export function knownClass(name: string | null): ContentClass | null {
  return contentClasses.find((known) => known === name) ?? null;
}
