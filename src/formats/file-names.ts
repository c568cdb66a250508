/**
 * A file name for each of several titles, all different even where case does not count: small
 * letters, digits, points, underscores and hyphens, and a number where two would be one.
 */
export function fileNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const plain = slugOf(title);
    let name = plain;
    for (let n = 2; taken.has(name); n++) name = `${plain}-${n}`;
    taken.add(name);
    return name;
  });
}

/** A title in small letters, all but letters, digits, points and underscores as hyphens; never empty, and no way out of a folder. */
export function slugOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
  return slug === '' ? 'unnamed' : slug;
}
