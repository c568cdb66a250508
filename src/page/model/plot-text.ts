import { printable } from '../../base/foreign-text.js';

/**
 * Text for plotly, which would read `<b>`, `<a>` and `&amp;` in it as markup. Of its own markup only
 * `<br>` works under the page's policy: the rest becomes style attributes.
 */
export function plotText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
