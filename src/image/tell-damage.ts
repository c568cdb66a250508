/** What is said where a damaged file is taken. */
export function tellDamage(name: string, damage: string): string {
  return `${name} is damaged (${damage}) and is taken all the same`;
}
