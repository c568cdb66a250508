import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
// @ts-expect-error: no types come with it
import autocannon from 'autocannon';
import { median } from '../../../dist/base/statistics.js';
import { timeProgram } from '../report.js';
import { postPicture, startHosted } from './start.js';

/** @typedef {import('../report.js').Figure} Figure */

/** What both are asked for. */
const quality = 80;

const clients = 50;

/** Slots of the service, and processes of the command line. */
const slots = 2;

/**
 * Fifty clients that each ask once in so many seconds while they get 503, and wait for their answer else.
 * @param {string} folder of pictures
 * @param {number} seconds
 * @param {number} pauseSeconds
 */
export async function overload(folder, seconds, pauseSeconds) {
  const service = await startHosted({ slots });
  try {
    const pictures = readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
    const bodies = await Promise.all(pictures.map(bodyOf));
    // Processes are started and warm, as they are a second after the first request.
    await Promise.all(
      pictures
        .slice(0, slots)
        .map((bytes) => postPicture(`${service.url}/optimize`, bytes, fields)),
    );
    await service.stall();
    let next = 0;
    const start = performance.now();
    const running = autocannon({
      ...{
        url: `${service.url}/optimize`,
        method: 'POST',
        connections: clients,
        duration: seconds,
      },
      ...{ overallRate: clients / pauseSeconds, ignoreCoordinatedOmission: true },
      timeout: seconds + 60,
      setupClient: (/** @type {any} */ client) => {
        const { body, type } = bodies[next++ % bodies.length] ?? {};
        client.setHeadersAndBody({ 'content-type': type }, body);
      },
    });
    /** @type {{ status: number, milliseconds: number, at: number }[]} */
    const answers = [];
    running.on(
      'response',
      (
        /** @type {any} */ _,
        /** @type {number} */ status,
        /** @type {number} */ __,
        /** @type {number} */ milliseconds,
      ) => {
        answers.push({ status, milliseconds, at: (performance.now() - start) / 1000 });
      },
    );
    let broken = 0;
    running.on('reqError', () => {
      broken += 1;
    });
    await running;
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 503);
    return {
      ...{ seconds, pauseSeconds, done: done.length, refused: refused.length, broken },
      others: answers.length - done.length - refused.length,
      refusedMilliseconds: median(refused.map(({ milliseconds }) => milliseconds)),
      perSecond: done.length / Math.max(...done.map(({ at }) => at)),
      stallMilliseconds: await service.stall(),
      isAlive: (await service.health()) !== null,
    };
  } finally {
    await service.end();
  }
}

const fields = { options: JSON.stringify({ quality }) };

/** @param {Buffer} bytes */
async function bodyOf(bytes) {
  const form = new FormData();
  form.append('options', fields.options);
  form.append(
    'file',
    new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (/** @type {Uint8Array} */ (bytes))]),
    'picture',
  );
  const made = new Response(form);
  const type = made.headers.get('content-type') ?? '';
  return { body: Buffer.from(await made.arrayBuffer()), type };
}

/**
 * The same pictures by the command line, its start and all.
 * @param {string} folder
 * @param {string} scratch
 */
export async function byCommand(folder, scratch) {
  const pictures = readdirSync(folder).length;
  const { seconds } = await timeProgram(
    [
      ...['optimize', folder, '--quality', `${quality}`, '--progressive-jpeg'],
      ...['--jobs', `${slots}`, '--out', path.join(scratch, 'out')],
    ],
    scratch,
  );
  return { pictures, seconds, perSecond: pictures / seconds };
}

/**
 * @param {import('./journal.js').Journal} journal
 * @returns {Figure[]}
 */
export function overloadFigures(journal) {
  const command = journal.of('command').at(-1);
  return ['overload', 'patient'].flatMap((part) => {
    const last = journal.of(part).at(-1);
    return last === undefined ? [] : figuresOf(part, last, command);
  });
}

/**
 * @param {string} part
 * @param {any} last
 * @param {any} command undefined where it was not measured
 */
function figuresOf(part, last, command) {
  const { done, refused, broken, others, refusedMilliseconds, stallMilliseconds } = last;
  /** @type {Figure[]} */
  const figures = [
    {
      what: `${part}: ${clients} clients that ask every ${last.pauseSeconds} s, ${last.seconds} s, ${done} answered and ${refused} refused: a 503 at the median after`,
      value: `${refusedMilliseconds.toFixed(0)} ms`,
      ...{ bound: 'at most 50 ms', holds: refusedMilliseconds <= 50 },
    },
    {
      what: `${part}: answers that are neither, and connections that broke`,
      value: `${others} and ${broken}`,
      ...{ bound: 'none', holds: others + broken === 0 && last.isAlive },
    },
    {
      what: `${part}: the event loop was late at most`,
      value: `${stallMilliseconds.toFixed(0)} ms`,
      ...{ bound: 'at most 200 ms', holds: stallMilliseconds <= 200 },
    },
  ];
  if (command === undefined) return figures;
  const share = last.perSecond / command.perSecond;
  return [
    ...figures,
    {
      what: `${part}: ${last.perSecond.toFixed(2)} pictures a second, the command line ${command.perSecond.toFixed(2)}`,
      value: `${(100 * share).toFixed(0)} %`,
      ...{ bound: 'at least 90 %', holds: share >= 0.9 },
    },
  ];
}
