/**
 * What the changelog says of a version, without its heading; null where it has no such section.
 * @param {string} changelog
 * @param {string} version
 */
export function changelogSection(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split('\n', 1)[0]?.trim() === version);
  const body = section?.split('\n').slice(1).join('\n').trim();
  return body === undefined || body === '' ? null : body;
}

/**
 * Whether a version is later than another; both of three numbers.
 * @param {string} version
 * @param {string} than
 */
export function isLater(version, than) {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (const [i, part] of (a ?? []).entries()) {
    const other = b?.[i] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
