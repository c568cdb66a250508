/** The libjxl of the system, which no page can call. */
export function openLibjxl(): { readonly missing: string } {
  return { missing: 'a page cannot call the libjxl of the system: name engine=jsquash' };
}

/** Of the libjxl of the system: none in a page. */
export function libjxlVersion(): string {
  return 'unknown';
}
