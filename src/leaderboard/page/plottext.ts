/** Text for plotly, which would read `<b>`, `<a>` and `&amp;` in it as markup. */
export function plotText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
