import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * A file of JSON lines, to which every run adds.
 * @param {string} file
 */
export function openJournal(file) {
  return {
    /** @param {string} part @param {object} measured */
    add(part, measured) {
      appendFileSync(file, `${JSON.stringify({ part, ...measured })}\n`);
    },
    /** Everything of a part that was measured so far. @param {string} part @returns {any[]} */
    of(part) {
      if (!existsSync(file)) return [];
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
        .filter((each) => each.part === part);
    },
  };
}

/** @typedef {ReturnType<typeof openJournal>} Journal */
