import { expect, test } from 'vitest';
import { htmlElements, loadingAttributes, svgElements } from '#src/optimize/svg/allowed.js';
import { sanitise } from '#src/optimize/svg/sanitise.js';
import type { SvgNode } from '#src/runtimes/svgo.js';

const element = (
  name: string,
  attributes: Record<string, string> = {},
  ...children: SvgNode[]
): SvgNode => ({
  type: 'element',
  ...{ name, attributes, children },
});

test('no element that runs or loads is on the lists, nor an attribute of SVG', () => {
  for (const name of [
    'script',
    'iframe',
    'object',
    'embed',
    'link',
    'meta',
    'base',
    'img',
    'video',
    'form',
  ]) {
    expect(svgElements.has(name) || htmlElements.has(name)).toBe(false);
    if (name !== 'img') expect(loadingAttributes.has(name)).toBe(false);
  }
  for (const name of ['href', 'd', 'fill', 'style', 'id', 'width']) {
    expect(loadingAttributes.has(name)).toBe(false);
  }
});

test('elements, attributes and references that leave the document go, in place', () => {
  const circle = element('circle', {
    r: '5',
    onclick: 'a()',
    fill: 'url(#p)',
    stroke: 'url(x.svg#p)',
  });
  const root: SvgNode = {
    type: 'root',
    children: [
      { type: 'doctype' },
      element(
        'svg',
        { xmlns: 'http://www.w3.org/2000/svg' },
        circle,
        element('script'),
        element('div'),
      ),
    ],
  };
  sanitise(root, () => null);
  expect(root.children).toHaveLength(1);
  expect(root.children![0]!.children).toEqual([circle]);
  expect(circle.attributes).toEqual({ r: '5', fill: 'url(#p)' });
});

test('HTML stands in a foreignObject alone', () => {
  const root = element(
    'svg',
    {},
    element('div'),
    element('foreignObject', {}, element('div'), element('iframe')),
  );
  sanitise({ type: 'root', children: [root] }, () => null);
  expect(root.children!.map(({ name }) => name)).toEqual(['foreignObject']);
  expect(root.children![0]!.children!.map(({ name }) => name)).toEqual(['div']);
});

test('documents within documents are made safe, not too deep', () => {
  const href = 'data:image/svg+xml,%3Csvg/%3E';
  const image = () => element('image', { href });
  const depths: number[] = [];
  const nested = (svg: string, depth: number) => {
    depths.push(depth);
    return svg.replace('/>', '>safe</svg>');
  };
  const first = image();
  sanitise({ type: 'root', children: [element('svg', {}, first)] }, nested);
  expect(atob(first.attributes!['href']!.split(',')[1]!)).toBe('<svg>safe</svg>');
  expect(depths).toEqual([1]);
  const deep = image();
  sanitise({ type: 'root', children: [element('svg', {}, deep)] }, nested, 2);
  expect(deep.attributes).toEqual({});
});
