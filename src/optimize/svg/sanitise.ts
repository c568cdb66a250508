import type { SvgNode } from '../../runtimes/svgo.js';
import { htmlElements, loadingAttributes, svgElements } from './allowed.js';
import { isOwnStyle, ownStyle } from './css.js';

/** Pictures of samples that may stand in the document itself. */
const ownPicture = /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|x-icon)[;,]/i;

/** Pictures in the document that are documents themselves. */
const ownDocument = /^data:image\/svg\+xml(?:;[\w=-]+)*(;base64)?,/i;

/** What a link may lead to: pages, not what runs in this one. */
const link = /^(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i;

/** A document in a document in a document is no picture that somebody needs. */
const deepest = 2;

/** Makes a document in a document safe, or gives null. */
type Nested = (svg: string, depth: number) => string | null;

/**
 * Takes out of a document what runs, loads or leads to something else: scripts, handlers, frames, films,
 * references that leave the document, in attributes, styles and animations, and whatever is no element
 * of SVG. Links to pages stay, pictures within the document too.
 * @param nested makes safe the text of a document that stands in it as a picture
 */
export function sanitise(root: SvgNode, nested: Nested, depth = 0): void {
  clean(root, { nested, depth, inHtml: false });
}

interface Where {
  readonly nested: Nested;
  readonly depth: number;
  /** Within a foreignObject. */
  readonly inHtml: boolean;
}

/** The part of a name behind its prefix. What is harmless in one name space is in every. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1).toLowerCase();
}

function clean(parent: SvgNode, where: Where): void {
  const children = parent.children ?? [];
  const kept = children.filter((child) => staysNode(child, where));
  if (kept.length < children.length) parent.children = kept;
  for (const child of kept) {
    if (child.type !== 'element') continue;
    const name = localName(child.name ?? '');
    cleanAttributes(child.attributes ?? {}, name, where);
    if (name === 'style') cleanSheet(child);
    clean(child, { ...where, inHtml: where.inHtml || name === 'foreignobject' });
  }
}

function staysNode({ type, name = '', attributes = {} }: SvgNode, { inHtml }: Where): boolean {
  // Instructions load style sheets, types of documents declare entities, which are expanded by now.
  if (type === 'comment' || type === 'instruction' || type === 'doctype') return false;
  if (type !== 'element') return true;
  const local = localName(name);
  // Animations of what would not be allowed to stand there.
  const animated = localName(attributes['attributeName'] ?? '');
  if (animated === 'href' || animated.startsWith('on') || loadingAttributes.has(animated))
    return false;
  return svgElements.has(local) || (inHtml && htmlElements.has(local));
}

function cleanAttributes(attributes: Record<string, string>, element: string, where: Where): void {
  for (const [name, value] of Object.entries(attributes)) {
    const kept = keptAttribute(localName(name), value, element, where, name);
    if (kept === null) delete attributes[name];
    else if (kept !== value) attributes[name] = kept;
  }
}

function keptAttribute(
  local: string,
  value: string,
  element: string,
  where: Where,
  name: string,
): string | null {
  if (name === 'xmlns' || name.startsWith('xmlns:')) return value;
  if (local.startsWith('on') || loadingAttributes.has(local)) return null;
  if (local === 'base') return null;
  if (local === 'href') return keptReference(value, element, where);
  if (local === 'style') return ownStyle(value) || null;
  // Values of animations, fills, filters, cursors.
  return isOwnStyle(value) || isText(local) ? value : null;
}

/** Attributes that are shown as they are, or are a name. */
function isText(local: string): boolean {
  return (
    ['id', 'class', 'lang', 'title', 'label', 'alt'].includes(local) || local.startsWith('aria-')
  );
}

function keptReference(value: string, element: string, where: Where): string | null {
  // Browsers pass over spaces and controls in schemes.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is passed over
  const plain = value.replaceAll(/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/g, '');
  if (plain.startsWith('#') || plain === '') return value;
  if (element === 'a') return link.test(plain) && !plain.startsWith('data:') ? value : null;
  if (element !== 'image' && element !== 'feimage') return null;
  if (ownPicture.test(plain)) return value;
  const document = ownDocument.exec(plain);
  if (document === null || where.depth >= deepest) return null;
  return keptDocument(value.trim(), document[1] !== undefined, where);
}

function keptDocument(value: string, isBase64: boolean, { nested, depth }: Where): string | null {
  const content = value.slice(value.indexOf(',') + 1);
  try {
    const text = isBase64
      ? Buffer.from(content, 'base64').toString('utf8')
      : decodeURIComponent(content);
    const safe = nested(text, depth + 1);
    if (safe === null) return null;
    return `data:image/svg+xml;base64,${Buffer.from(safe).toString('base64')}`;
  } catch {
    return null;
  }
}

function cleanSheet(style: SvgNode): void {
  const texts = (style.children ?? []).filter(({ type }) => type === 'text' || type === 'cdata');
  const css = texts.map(({ value = '' }) => value).join('');
  const kept = ownStyle(css);
  if (kept !== css || texts.length !== (style.children ?? []).length) {
    style.children = kept === '' ? [] : [{ type: 'text', value: kept }];
  }
}
