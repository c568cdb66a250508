// Writes what the package offers: docs/api.md for people, and test/fixtures/api.txt, which a test
// compares, so that a change of the public interface is seen. `--check` writes nothing and fails
// where one of them is stale. Reads the declarations in dist: run `npm run build` first.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * One thing that a door offers.
 * @typedef {{ name: string, kind: string, text: string, doc: string, file: string }} Offer
 */

/** The doors of the package, `.` and its subpaths, with the files of their declarations. */
function doors() {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([subpath, conditions]) => {
    if (typeof conditions === 'string') return [];
    const specifier = path.posix.join(name, subpath);
    const own = [
      { specifier, file: path.join(root, conditions.types ?? conditions.default.types) },
    ];
    const { browser } = conditions;
    if (browser === undefined) return own;
    return [...own, { specifier: `${specifier} (browser)`, file: path.join(root, browser.types) }];
  });
}

/** Every door with what it offers, by name. */
export function describeApi() {
  const list = doors();
  const program = ts.createProgram(
    list.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      skipLibCheck: true,
      types: ['node'],
    },
  );
  const checker = program.getTypeChecker();
  return list.map(({ specifier, file }) => {
    const source = program.getSourceFile(file);
    if (!source) throw new Error(`${file} is not there; run npm run build`);
    const symbol = checker.getSymbolAtLocation(source);
    const offers = symbol ? checker.getExportsOfModule(symbol) : [];
    return {
      specifier,
      intro: leadingComment(source),
      offers: offers
        .map((offer) => describe(checker, offer))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  });
}

/**
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} exported
 * @returns {Offer}
 */
function describe(checker, exported) {
  const symbol =
    exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declarations = symbol.declarations ?? [];
  const [first] = declarations;
  if (!first) throw new Error(`${exported.name} has no declaration`);
  const texts = declarations.map((declaration) => withoutComments(statementOf(declaration)));
  return {
    name: exported.name,
    kind: ts.isFunctionDeclaration(first)
      ? 'function'
      : ts.isVariableDeclaration(first)
        ? 'const'
        : ts.isClassDeclaration(first)
          ? 'class'
          : 'type',
    text: texts.join('\n'),
    doc: docOf(symbol, checker),
    file: path.relative(path.join(root, 'dist'), first.getSourceFile().fileName),
  };
}

/**
 * The statement that declares a name: of a constant, the whole line.
 * @param {ts.Declaration} declaration
 */
function statementOf(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/**
 * A declaration in one form, without comments and without the words that every one has.
 * @param {ts.Node} node
 */
function withoutComments(node) {
  const printer = ts.createPrinter({ removeComments: true });
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return text.replace(/^export (declare )?/, '').replace(/^declare /, '');
}

/**
 * The docstring, with what it says of parameters and errors as a list.
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
function docOf(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol.getJsDocTags(checker).map(({ name, text: parts }) => {
    const told = ts.displayPartsToString(parts).replaceAll(/\s+/g, ' ');
    const [param, ...rest] = told.split(' ');
    if (name === 'param') return `- \`${param}\`: ${rest.join(' ')}`;
    return `- ${name}: ${told}`;
  });
  const paragraphs = text.split(/\n\n/).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '));
  return [...paragraphs, tags.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** @param {ts.SourceFile} source */
function leadingComment(source) {
  const [range] = ts.getLeadingCommentRanges(source.text, 0) ?? [];
  if (!range) return '';
  return source.text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/\s*\n\s*\*\s?/g, ' ')
    .trim();
}

/**
 * The snapshot: declarations alone.
 * @param {ReturnType<typeof describeApi>} api
 */
function snapshotOf(api) {
  return api
    .map(({ specifier, offers }) =>
      [`// ${specifier}`, ...offers.map(({ name, text }) => named(name, text))].join('\n\n'),
    )
    .join('\n\n')
    .concat('\n');
}

/**
 * A declaration with the name that it is exported by, where that is another than its own.
 * @param {string} name
 * @param {string} text
 */
function named(name, text) {
  return new RegExp(`\\b${name}\\b`).test(text) ? text : `${text} // as ${name}`;
}

/**
 * The page for people. A thing that two doors offer is described once, at the first.
 * @param {ReturnType<typeof describeApi>} api
 */
function pageOf(api) {
  const told = new Map();
  const parts = api.map(({ specifier, intro, offers }) => {
    const own = offers.filter(({ name, file }) => !told.has(`${file} ${name}`));
    const again = offers.filter((offer) => !own.includes(offer));
    for (const { name, file } of own) told.set(`${file} ${name}`, specifier);
    const values = own.filter(({ kind }) => kind !== 'type');
    const types = own.filter(({ kind }) => kind === 'type');
    const list = (/** @type {Offer[]} */ some) =>
      some.map(
        ({ name, text, doc }) =>
          `### ${name}\n\n${doc}\n\n\`\`\`ts\n${named(name, text)}\n\`\`\`\n`,
      );
    const also = again.map(({ name, file }) => `\`${name}\` (${told.get(`${file} ${name}`)})`);
    return [
      `## ${specifier}\n\n${intro}\n`,
      ...(also.length > 0 ? [`Also here: ${also.join(', ')}.\n`] : []),
      ...list(values),
      ...list(types),
    ].join('\n');
  });
  return `# The library

    import { score, encode } from 'paretobench';

The commands are thin: each of them calls what is here. Examples that run are in [examples/](../examples). This page is made from the docstrings by \`node scripts/api.js\`; nothing else of the package can be imported.

${parts.join('\n')}`.replaceAll(/\n{3,}/g, '\n\n');
}

const files = [
  { file: path.join(root, 'test/fixtures/api.txt'), make: snapshotOf },
  { file: path.join(root, 'docs/api.md'), make: pageOf },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const api = describeApi();
  const check = process.argv.includes('--check');
  for (const { file, make } of files) {
    const wanted = make(api);
    const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (wanted === there) continue;
    const name = path.relative(root, file);
    if (!check) {
      writeFileSync(file, wanted);
      console.log(`${name} written`);
      continue;
    }
    console.error(`${name} is stale: the public interface has changed; run node scripts/api.js`);
    process.exitCode = 1;
  }
}
