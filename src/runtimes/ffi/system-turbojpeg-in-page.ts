/** The libjpeg-turbo of the system, which no page can call. */
export function openTurbo(): { readonly missing: string } {
  return { missing: 'a page cannot call the libjpeg-turbo of the system: name engine=wasm' };
}

/** Of the libjpeg-turbo of the system: none in a page. */
export function turboVersion(): string {
  return 'unknown';
}
