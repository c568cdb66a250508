import { describe, expect, test } from 'vitest';
import { isOwnStyle, ownStyle } from '#src/optimize/svg/css.js';

describe('isOwnStyle', () => {
  test.each([
    'fill:red',
    'fill:url(#a)',
    "fill: url( '#a' )",
    '.a{fill:#fff}/* http://example.com */',
    'background:url(data:image/png;base64,AAAA)',
    '@font-face{src:url(data:font/woff2;base64,AAAA)}',
    '@media (min-width:3px){a{fill:red}}',
    'content:"a;b}c"',
    '',
  ])('%s', (css) => expect(isOwnStyle(css)).toBe(true));

  test.each([
    'fill:url(http://example.com/a.svg#b)',
    'fill:URL(//example.com)',
    'fill:url(a.svg#b)',
    'fill:u\\72l(http://example.com)',
    'fill:\\75 rl(http://example.com)',
    'fill:ur/**/l(x);background:url/**/(http://example.com)',
    '@import "a.css"',
    '@imp\\6frt "a.css"',
    'background:image-set("a.png" 1x)',
    'background:image("a.png")',
    'width:expression(alert(1))',
    'background:url(javascript:alert(1))',
    'background:url(data:image/svg+xml,<svg/>)',
    'background:url(data:text/html,a)',
    'behavior:url(#a)',
    '-moz-binding:url(#a)',
    'a{}</style><script>',
    'fill:url(',
  ])('not %s', (css) => expect(isOwnStyle(css)).toBe(false));
});

describe('ownStyle', () => {
  test('leaves out what points outside, and keeps the rest', () => {
    expect(ownStyle('fill:red;filter:url(http://a.b);stroke:url(#s)')).toBe(
      'fill:red;;stroke:url(#s)',
    );
    expect(ownStyle('@import url("a;b.css");.a{fill:red;mask:url(x.svg)}.b{fill:url(#c)}')).toBe(
      ';.a{fill:red;}.b{fill:url(#c)}',
    );
    expect(ownStyle('a{content:"};{";fill:red;mask:url(x)}')).toBe('a{content:"};{";fill:red;}');
  });

  test('is empty where that does not help', () => {
    expect(ownStyle('a{}</style ;>')).toBe('a{};>');
    expect(ownStyle('url(;http://a.b')).toBe('');
  });

  test('takes no longer than the text is long', () => {
    for (const piece of ['url(', '"(', '/*', '\\', '((', 'a{b:url(x;', 'url ', "('"]) {
      const long = piece.repeat(100_000 / piece.length);
      expect(isOwnStyle(ownStyle(long))).toBe(true);
    }
  });
});
