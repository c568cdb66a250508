import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { isOwnedName } from '../../../dist/base/owned.js';
import { livenessOf, parseOwner } from '../../../dist/base/owner.js';

// Each check reads files as their readers do, and gives what is wrong with them, or null.

/** @param {string} results */
export function checkBoard(results) {
  const file = path.join(results, 'leaderboard.json');
  return whatFails('leaderboard.json', () => JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Reads the page as a browser does: the document, the index, then every file that it names.
 * @param {string} results
 */
export function checkPage(results) {
  const page = path.join(results, 'page');
  return whatFails('page', () => {
    const document = readFileSync(path.join(page, 'index.html'), 'utf8');
    if (!document.includes('</html>')) throw new Error('its document is cut off');
    for (const name of ['page.js', 'page.css']) readFileSync(path.join(page, name));
    for (const { file, times, pictures } of load(page, 'data/index.js').datasets) {
      for (const name of [file, times, pictures]) if (name !== null) checkNamed(page, name);
    }
  });
}

/**
 * The name of a file of data tells its content.
 * @param {string} page
 * @param {string} name
 */
function checkNamed(page, name) {
  const digest = hash('sha256', JSON.stringify(load(page, name))).slice(0, 12);
  if (!name.endsWith(`-${digest}.js`)) throw new Error(`${name} holds something else`);
}

/**
 * @param {string} page
 * @param {string} name
 */
function load(page, name) {
  let json = '';
  const context = createContext({
    /** @type {(name: string, text: string) => void} */
    paretoData: (_, text) => {
      json = text;
    },
  });
  runInContext(readFileSync(path.join(page, name), 'utf8'), context);
  return JSON.parse(json);
}

/**
 * A table of so many lines, where there is one.
 * @param {string} file
 * @param {number} lines
 */
export function checkTable(file, lines) {
  if (!existsSync(file)) return null;
  return whatFails(path.basename(file), () => {
    const text = readFileSync(file, 'utf8');
    const found = text.split('\n').length - 1;
    if (!text.endsWith('\n') || found !== lines) throw new Error(`${found} lines`);
  });
}

/**
 * Every file of a folder of JSON, where there is one.
 * @param {string} folder
 */
export function checkCurves(folder) {
  if (!existsSync(folder)) return null;
  return whatFails(folder, () => {
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.json')) JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    }
  });
}

/**
 * @param {string} what
 * @param {() => void} read
 */
function whatFails(what, read) {
  try {
    read();
    return null;
  } catch (error) {
    return `${what}: ${error}`;
  }
}

/**
 * What lies about below a folder, and of dead processes in memory.
 * @param {string} folder
 */
export function leftovers(folder) {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part$|\.lock(\.break)?$|pareto-[0-9a-f]{8}-|\.journal-/.test(path.basename(name)),
  );
  return [...below, ...deadInMemory()].map((name) => `${name} lies about`);
}

function deadInMemory() {
  if (!existsSync('/dev/shm')) return [];
  return readdirSync('/dev/shm').filter((name) => {
    const owner = parseOwner(name.replace(/^\.?pareto-/, ''));
    return isOwnedName(name) && owner !== null && livenessOf(owner) === 'dead';
  });
}
