/** What runs this program: the version of Node. */
export function hostVersion(): string {
  return process.versions.node;
}
