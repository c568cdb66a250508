// The one-token changes that the mutator knows: a table from the kind of a syntax node (ESTree, as
// oxc-parser gives it) to what may be changed there.

/**
 * A node of the syntax tree; positions count UTF-16 units of the source.
 * @typedef {{ type: string, start: number, end: number } & Record<string, any>} Node
 */

/**
 * The text from `start` to `end` becomes `after`; `operator` names the kind of change.
 * @typedef {{ operator: string, start: number, end: number, after: string }} Change
 */

/**
 * What an operator may look at: the code with its comments blanked, and the nodes around, outermost
 * first.
 * @typedef {{ code: string, ancestors: readonly Node[] }} Place
 */

/** @type {Record<string, string[]>} */
const binary = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '|=': ['&='],
  '&=': ['|='],
  '<<=': ['>>='],
  '>>=': ['<<='],
  '>>>=': ['<<='],
};

/** Methods that have a near relative with the same arguments. @type {Record<string, string>} */
const relatives = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  findIndex: 'findLastIndex',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  push: 'unshift',
  padStart: 'padEnd',
  padEnd: 'padStart',
};

/** Methods whose result has the type of what they are called on. */
const removable = new Set([
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'filter',
  'slice',
  'subarray',
  'trim',
  'toLowerCase',
  'toUpperCase',
  'replaceAll',
  'replace',
  'fill',
]);

/** What is returned in place of a value of a type. @type {Record<string, string[]>} */
const stand = {
  TSNumberKeyword: ['0'],
  TSBooleanKeyword: ['true', 'false'],
  TSStringKeyword: ["''"],
  TSArrayType: ['[]'],
  TSUndefinedKeyword: ['undefined'],
  TSNullKeyword: ['null'],
  TSTypePredicate: ['true', 'false'],
};

/** @type {Record<string, (node: Node, place: Place) => Change[]>} */
const table = {
  BinaryExpression: swapOperator,
  LogicalExpression(node, place) {
    if (node['operator'] !== '??') return swapOperator(node, place);
    return [
      { operator: 'fallback', start: node['left'].end, end: node.end, after: '' },
      { operator: 'fallback', start: node.start, end: node['right'].start, after: '' },
    ];
  },
  AssignmentExpression: swapOperator,
  UpdateExpression(node) {
    const start = node['prefix'] ? node.start : node['argument'].end;
    const end = node['prefix'] ? node['argument'].start : node.end;
    return [{ operator: 'step', start, end, after: node['operator'] === '++' ? '--' : '++' }];
  },
  UnaryExpression(node) {
    if (node['operator'] !== '!' && node['operator'] !== '-') return [];
    return [{ operator: 'sign', start: node.start, end: node['argument'].start, after: '' }];
  },
  Literal: changeLiteral,
  TemplateLiteral(node, { ancestors }) {
    if (ancestors.at(-1)?.type === 'TaggedTemplateExpression') return [];
    return [{ operator: 'string', start: node.start, end: node.end, after: '``' }];
  },
  IfStatement: negateTest,
  WhileStatement: negateTest,
  ConditionalExpression: negateTest,
  ExpressionStatement(node) {
    if (typeof node['directive'] === 'string') return [];
    return removeStatement(node);
  },
  ThrowStatement: removeStatement,
  ContinueStatement: removeStatement,
  BreakStatement: removeStatement,
  ReturnStatement(node, { ancestors }) {
    if (node['argument'] === null) return removeStatement(node);
    return replaceResult(node['argument'], ancestors);
  },
  ArrowFunctionExpression(node, { ancestors }) {
    if (node['body'].type === 'BlockStatement') return [];
    return replaceResult(node['body'], [...ancestors, node]);
  },
  CallExpression: changeCall,
  MemberExpression(node) {
    if (!node['optional']) return [];
    const start = node['object'].end;
    // `a?.[i]` loses both characters, `a?.b` the question mark alone.
    return [{ operator: 'optional', start, end: start + 2, after: node['computed'] ? '' : '.' }];
  },
  SpreadElement(node, { ancestors }) {
    if (ancestors.at(-1)?.type !== 'ObjectExpression') return [];
    return [{ operator: 'spread', start: node.start, end: node.end, after: '...{}' }];
  },
};

/**
 * All changes of one node itself, not of those below it.
 * @param {Node} node
 * @param {Place} place
 * @returns {Change[]}
 */
export function changesOf(node, place) {
  return table[node.type]?.(node, place) ?? [];
}

/** @type {(node: Node, place: Place) => Change[]} */
function swapOperator(node, { code }) {
  const operator = node['operator'];
  const gap = code.slice(node['left'].end, node['right'].start);
  const start = node['left'].end + gap.indexOf(operator);
  return (binary[operator] ?? []).map((after) => ({
    operator: 'operator',
    start,
    end: start + operator.length,
    after,
  }));
}

/** @type {(node: Node, place: Place) => Change[]} */
function changeLiteral(node, { ancestors }) {
  const { start, end, value } = node;
  const parent = ancestors.at(-1);
  if (/^(Import|Export)/.test(parent?.type ?? '')) return [];
  if (parent?.['key'] === node && !parent?.['computed']) return [];
  if (typeof value === 'boolean') {
    return [{ operator: 'boolean', start, end, after: String(!value) }];
  }
  if (typeof value === 'number') {
    const minus = Number.isSafeInteger(value) || value > 1 ? value - 1 : 0;
    const neighbours = [value + 1, minus].filter((other) => other !== value);
    return neighbours.map((other) => ({ operator: 'number', start, end, after: numeral(other) }));
  }
  if (typeof value === 'bigint') {
    return [{ operator: 'number', start, end, after: `${value + 1n}n` }];
  }
  if (typeof value === 'string') {
    return [{ operator: 'string', start, end, after: value === '' ? "'?'" : "''" }];
  }
  return [];
}

/** A negative number needs parentheses: `2 ** -1` and `a--1` would not be read. */
function numeral(/** @type {number} */ value) {
  return value < 0 ? `(${value})` : String(value);
}

/** @type {(node: Node, place: Place) => Change[]} */
function negateTest(node, { code }) {
  const { start, end } = node['test'];
  return [{ operator: 'condition', start, end, after: `!(${code.slice(start, end)})` }];
}

/** An empty statement takes the place of one. @type {(node: Node) => Change[]} */
function removeStatement(node) {
  return [{ operator: 'statement', start: node.start, end: node.end, after: ';' }];
}

/**
 * The result of a function whose type is declared becomes another value of that type.
 * @type {(result: Node, ancestors: readonly Node[]) => Change[]}
 */
function replaceResult(result, ancestors) {
  const around = ancestors.findLast(({ type }) => /Function/.test(type));
  const annotation = around?.['returnType']?.typeAnnotation;
  const isPromise = annotation?.typeName?.name === 'Promise';
  const declared = isPromise ? annotation.typeArguments?.params[0] : annotation;
  const types = declared?.type === 'TSUnionType' ? declared.types : declared ? [declared] : [];
  const { start, end } = result;
  return types
    .flatMap((/** @type {Node} */ { type }) => stand[type] ?? [])
    .map((/** @type {string} */ after) => ({ operator: 'result', start, end, after }));
}

/** @type {(node: Node) => Change[]} */
function changeCall(node) {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed) return [];
  const { name, start, end } = callee.property;
  /** @type {Change[]} */
  const changes = [];
  const relative = Object.hasOwn(relatives, name) ? relatives[name] : undefined;
  if (relative !== undefined) changes.push({ operator: 'method', start, end, after: relative });
  if (removable.has(name)) {
    changes.push({ operator: 'call', start: callee.object.end, end: node.end, after: '' });
  }
  if (name === 'abs' && callee.object.name === 'Math') {
    changes.push({ operator: 'call', start: node.start, end: callee.end, after: '' });
  }
  return changes;
}
