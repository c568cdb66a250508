/** The first of many names, and how many more there are: `a, b, c, and 4 more`. */
export function nameShortly(names: readonly string[], shown = 3): string {
  // One that would be counted is as short as its count.
  const first = names.length <= shown + 1 ? names : names.slice(0, shown);
  const more = names.length - first.length;
  return more === 0 ? first.join(', ') : `${first.join(', ')}, and ${more} more`;
}
