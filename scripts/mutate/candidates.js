import { parseSync, visitorKeys } from 'oxc-parser';
import { changesOf } from './operators.js';

/** @typedef {import('./operators.js').Node} Node */

/**
 * One change of one file. `before` and `after` are what the report shows; `inMessage` says that it
 * changes no more than the text of an error. `key` names the change by the text around it, so that
 * it stays the same where lines move.
 * @typedef {import('./operators.js').Change & {
 *   file: string, line: number, before: string, inMessage: boolean, key: string
 * }} Candidate
 */

/**
 * All changes that the operators know in a source, in the order of the text.
 * @param {string} file
 * @param {string} source
 * @returns {Candidate[]}
 */
export function findCandidates(file, source) {
  const { program, comments, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const code = blank(source, comments);
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Candidate[]} */
  const candidates = [];
  walk(/** @type {any} */ (program), [], (node, ancestors) => {
    const inMessage = [...ancestors, node].some(isMessage);
    for (const change of changesOf(node, { code, ancestors })) {
      if (applyChange(source, change) === source) continue;
      const line = source.slice(0, change.start).split('\n').length;
      const before = squeeze(source.slice(change.start, change.end));
      const text = squeeze(source.split('\n')[line - 1] ?? '');
      const name = [file, text, `${before} -> ${squeeze(change.after) || 'nothing'}`].join(' | ');
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      const key = nth === 0 ? name : `${name} | ${nth + 1}`;
      // Removing a `throw` changes more than its message.
      const wording = inMessage && node.type !== 'ThrowStatement';
      candidates.push({ ...change, file, line, before, inMessage: wording, key });
    }
  });
  return candidates.sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The source with the change made.
 * @param {string} source
 * @param {import('./operators.js').Change} change
 */
export function applyChange(source, { start, end, after }) {
  return source.slice(0, start) + after + source.slice(end);
}

/**
 * Calls `visit` for every node that runs: types are passed over.
 * @param {Node} node
 * @param {readonly Node[]} ancestors
 * @param {(node: Node, ancestors: readonly Node[]) => void} visit
 */
export function walk(node, ancestors, visit) {
  // `x as T`, `x!` and `x satisfies T` are read for the expression that they hold.
  const holdsValue = node['expression'] !== undefined && node['expression'] !== null;
  if (node.type.startsWith('TS')) {
    if (holdsValue) walk(node['expression'], ancestors, visit);
    return;
  }
  visit(node, ancestors);
  const inner = [...ancestors, node];
  for (const name of visitorKeys[node.type] ?? []) {
    const below = node[name];
    for (const child of Array.isArray(below) ? below : [below]) {
      if (child) walk(child, inner, visit);
    }
  }
}

/** Whether all below a node is the text of an error: thrown, made, or what a maker of errors returns. */
function isMessage(/** @type {Node} */ node) {
  if (node.type === 'ThrowStatement') return true;
  if (node.type === 'NewExpression') return /Error$/.test(node['callee'].name ?? '');
  const returned = node['returnType']?.typeAnnotation?.typeName?.name;
  return /Error$/.test(returned ?? '');
}

/** The source with spaces in place of its comments, so that positions stay. */
function blank(
  /** @type {string} */ source,
  /** @type {readonly { start: number, end: number }[]} */ comments,
) {
  let code = source;
  for (const { start, end } of comments) {
    code = code.slice(0, start) + ' '.repeat(end - start) + code.slice(end);
  }
  return code;
}

function squeeze(/** @type {string} */ text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}
