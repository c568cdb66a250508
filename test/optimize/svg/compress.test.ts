import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sharp } from '#src/image/files/sharp.js';
import { compressSvg } from '#src/optimize/svg/compress.js';

const svg = (inside: string, attributes = '') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100" width="100" height="100" ${attributes}>${inside}</svg>`,
  );

const compressed = async (bytes: Uint8Array, precision: number | null = 3) =>
  Buffer.from(await compressSvg(bytes, { precision })).toString('utf8');

const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('what runs, loads or leads elsewhere goes', () => {
  test.each([
    ['<script>evil()</script>'],
    ['<SCRIPT>evil()</SCRIPT>'],
    ['<x:script xmlns:x="http://www.w3.org/2000/svg">evil()</x:script>'],
    ['<x:script xmlns:x="http://www.w3.org/1999/xhtml">evil()</x:script>'],
    ['<script href="https://evil/a.js"/>'],
    ['<g onload="evil()"><path d="M0 0h9v9z"/></g>'],
    ['<path d="M0 0h9v9z" onclick="evil()" onfocusin="evil()" ONLOAD="evil()"/>'],
    ['<set attributeName="href" to="javascript:evil()"/>'],
    ['<animate attributeName="xlink:href" values="javascript:evil()"/>'],
    ['<set attributeName="onclick" to="evil()"/>'],
    ['<a href="javascript:evil()"><text>x</text></a>'],
    ['<a xlink:href="java&#x0A;script:evil()"><text>x</text></a>'],
    ['<a href="  data:text/html,evil"><text>x</text></a>'],
    ['<image href="https://evil/a.png" width="9" height="9"/>'],
    ['<image xlink:href="evil.png" width="9" height="9"/>'],
    ['<use href="evil.svg#a"/>'],
    ['<use href="data:image/svg+xml,evil"/>'],
    ['<feImage href="https://evil/a.png"/>'],
    [
      '<style>@import url(https://evil/a.css); .a { fill: red }</style><path class="a" d="M0 0h9v9z"/>',
    ],
    ['<path d="M0 0h9v9z" fill="url(https://evil/a.svg#b)"/>'],
    ['<path d="M0 0h9v9z" style="fill:u\\72l(https://evil/a.svg#b)"/>'],
    [
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>evil()</script></body></foreignObject>',
    ],
    ['<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="evil"/></foreignObject>'],
    ['<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="evil"/></foreignObject>'],
    [
      '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml" onclick="evil()">x</div></foreignObject>',
    ],
    ['<foreignObject><form xmlns="http://www.w3.org/1999/xhtml" action="evil"/></foreignObject>'],
    ['<handler type="application/ecmascript">evil()</handler>'],
    ['<!-- evil --><path d="M0 0h9v9z"/>'],
    ['<?xml-stylesheet href="https://evil/a.css"?><path d="M0 0h9v9z"/>'],
    ['<video xmlns="http://www.w3.org/1999/xhtml" src="evil"/>'],
    [
      `<image width="9" height="9" href="data:image/svg+xml;base64,${Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>evil()</script></svg>').toString('base64')}"/>`,
    ],
  ])('%s', async (inside) => {
    for (const precision of [null, 3]) {
      const text = await compressed(svg(inside), precision);
      expect(text).toMatch(/^<svg/);
      const nested = [...text.matchAll(/base64,([\w+/=]+)/g)].map(([, data]) => atob(data!));
      expect(`${text}${nested}`).not.toMatch(/evil/i);
    }
  });

  test('on the first element as well', async () => {
    expect(await compressed(svg('<path d="M0 0h9v9z"/>', 'onload="evil()"'))).not.toContain('evil');
    const sheet = Buffer.from(`<?xml-stylesheet href="evil.css"?>${svg('<path d="M0 0h9v9z"/>')}`);
    expect(await compressed(sheet)).not.toContain('evil');
  });
});

describe('what is harmless stays', () => {
  test.each([
    ['<a href="https://example.com/?a=b"><path d="M0 0h9v9z"/></a>', 'https://example.com/?a=b'],
    ['<a href="page.html#a:b"><path d="M0 0h9v9z"/></a>', 'page.html#a:b'],
    [`<image href="${dot}" width="9" height="9"/>`, dot],
    [
      '<defs><path id="p" d="M0 0h9v9z"/></defs><use xlink:href="#p" x="5"/><use href="#p" x="20"/>',
      '<use',
    ],
    [
      '<foreignObject width="9" height="9"><div xmlns="http://www.w3.org/1999/xhtml">words</div></foreignObject>',
      'words',
    ],
    ['<text>1 &lt; 2</text>', '1 &lt; 2'],
    [
      '<path d="M0 0h9v9z"><animate attributeName="opacity" values="0;1" dur="1s"/></path>',
      'values="0;1"',
    ],
    ['<title>expression(1)</title><path d="M0 0h9v9z"/>', 'expression(1)'],
  ])('%s', async (inside, kept) => {
    expect(await compressed(svg(inside))).toContain(kept);
  });

  test('entities of editors are expanded', async () => {
    const text = await compressed(
      Buffer.from(
        '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"><path d="M0 0h9v9z"/></svg>',
      ),
    );
    expect(text).toBe('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>');
  });
});

describe('it looks as before', () => {
  const drawing = svg(
    `<defs><linearGradient id="gradient-1"><stop offset="0" stop-color="#ff0000"/><stop offset="1" style="stop-color:blue"/></linearGradient></defs>
     <style>.shape { stroke: #00ff00; stroke-width: 2.0000px }</style>
     <g transform="translate(10.123456,5.654321)"><rect class="shape" x="3.00001" y="4" width="40.123456" height="30" fill="url(#gradient-1)"/>
     <circle cx="60" cy="50" r="20.5555555" fill="rgb(255, 128, 0)" opacity="0.50"/></g><image href="${dot}" x="80" y="80" width="10" height="10"/>`,
  );

  test.each([3, 5, null])('with a precision of %s', async (precision) => {
    const smaller = await compressSvg(drawing, { precision });
    expect(smaller.length).toBeLessThan(drawing.length);
    const [before, after] = await Promise.all(
      [drawing, smaller].map((each) =>
        sharp(each, { density: 144 }).flatten({ background: '#88f' }).raw().toBuffer(),
      ),
    );
    const largest = before!.reduce((most, v, i) => Math.max(most, Math.abs(v - after![i]!)), 0);
    expect(largest).toBeLessThanOrEqual(4);
  });

  test('SVGZ stays SVGZ', async () => {
    const smaller = await compressSvg(gzipSync(drawing, { level: 1 }), { precision: 3 });
    expect(gunzipSync(smaller).toString()).toBe(await compressed(drawing));
  });

  test('compressed again it changes no more', async () => {
    const once = await compressed(drawing);
    expect(await compressed(Buffer.from(once))).toBe(once);
  });
});

describe('hostile documents are refused, in one line', () => {
  const entities = (count: number, refs: number) =>
    Array.from(
      { length: count },
      (_, i) => `<!ENTITY e${i} "${i === 0 ? 'a' : `&e${i - 1};`.repeat(refs)}">`,
    ).join('');
  test.each([
    [
      'entities in entities',
      `<!DOCTYPE svg [${entities(10, 10)}]><svg xmlns="http://www.w3.org/2000/svg"><text>&e9;</text></svg>`,
      /entity/,
    ],
    [
      'many entities',
      `<!DOCTYPE svg [${entities(1, 1)}]><svg><text>${'&e0;'.repeat(100_000)}</text></svg>`,
      /entity count/,
    ],
    [
      'a long entity',
      `<!DOCTYPE svg [<!ENTITY a "${'a'.repeat(3000)}">]><svg><text>${'&a;'.repeat(10_000)}</text></svg>`,
      /entity count/,
    ],
    [
      'a file',
      '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><text>&a;</text></svg>',
      /in other files/,
    ],
    [
      'a depth of 100,000',
      `<svg>${'<g>'.repeat(100_000)}${'</g>'.repeat(100_000)}</svg>`,
      /cannot be read/,
    ],
    ['an end within the first element', '<svg xmlns="http://www.w3.org/2000/svg"', /ends within/],
    ['what is not closed', '<svg><g></svg>', /cannot be read/],
  ])('%s', async (_, text, message) => {
    await expect(compressSvg(Buffer.from(text), { precision: 3 })).rejects.toThrow(message);
    await expect(compressSvg(Buffer.from(text), { precision: 3 })).rejects.toMatchObject({
      code: 'broken-image',
      message: expect.not.stringContaining('\n'),
    });
  });

  test('a gzip bomb, before it is unpacked', async () => {
    const head = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">');
    const bomb = gzipSync(Buffer.concat([head, Buffer.alloc(2 ** 26, ' ')]), { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    await expect(compressSvg(bomb, { precision: 3 })).rejects.toThrow(/more than 32 MiB/);
  });

  test('a broken gzip stream', async () => {
    const packed = gzipSync(svg('<path d="M0 0h9v9z"/>'.repeat(1000)));
    await expect(compressSvg(packed.subarray(0, -20), { precision: 3 })).rejects.toThrow(/gzip/);
  });
});
