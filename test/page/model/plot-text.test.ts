import { expect, test } from 'vitest';
import { plotText } from '#src/page/model/plot-text.js';

test('nothing in a text is markup for plotly', () => {
  expect(plotText('<b>&amp; a > b</b>')).toBe('&lt;b&gt;&amp;amp; a &gt; b&lt;/b&gt;');
  expect(plotText('avif:speed=0')).toBe('avif:speed=0');
});
