import './page.css';
import { sha256 } from '#platform/base/sha256.js';
import { messageOf } from '../base/errors.js';
import type { CollectedLine, CollectJob } from '../collect/contract.js';
import { type Collector, jsonLines, openCollector } from './collector.js';
import { type Keep, openKeep } from './keep.js';
import { runRd } from './run-rd.js';
import { runTiming } from './run-timing.js';
import { openSession } from './session.js';
import { watchSight } from './sight.js';
import { createTally } from './tally.js';
import { usualName } from './this-testbed.js';

// The page: what is measured, how far it is, and where it goes.

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const [start, stopButton] = [
  element<HTMLButtonElement>('start'),
  element<HTMLButtonElement>('stop'),
];
const [name, download] = [
  element<HTMLInputElement>('name'),
  element<HTMLAnchorElement>('download'),
];
const [bar, status, notes] = [
  element<HTMLProgressElement>('bar'),
  element('status'),
  element('notes'),
];

const token = /[#&]token=([\w-]+)/.exec(location.hash)?.[1] ?? '';
const sight = watchSight();
const say = (text: string): void => {
  status.textContent = text;
};

function note(text: string): void {
  if ([...notes.children].some((each) => each.textContent === text)) return;
  const item = document.createElement('li');
  item.textContent = text;
  notes.append(item);
}

void main().catch((error: unknown) => {
  document.body.dataset['state'] = 'failed';
  say(messageOf(error));
});

async function main(): Promise<void> {
  const collector = openCollector(token);
  const job = await collector.job();
  name.value = localStorage.getItem('testbed') ?? usualName();
  describe(job);
  if (!globalThis.crossOriginIsolated) {
    note(
      'This page is not isolated from others (it is not on a secure address): its clock is coarse.',
    );
  }
  let stop = new AbortController();
  start.addEventListener('click', () => {
    stop = new AbortController();
    void measure(job, collector, stop.signal);
  });
  stopButton.addEventListener('click', () => stop.abort());
  start.disabled = false;
  document.body.dataset['state'] = 'ready';
  say('Ready.');
  if (/[#&]auto\b/.test(location.hash)) start.click();
}

function describe({ images, configurations, dataset, crop, measure }: CollectJob): void {
  const what = measure
    .map((each) => (each === 'rd' ? 'rate and distortion' : 'times'))
    .join(' and ');
  element('job').textContent =
    `${configurations.length} settings of codecs on ${images.length} image${images.length === 1 ? '' : 's'} of ${dataset}` +
    `${crop === null ? '' : `, centre ${crop}`}: ${what}.`;
}

async function measure(job: CollectJob, collector: Collector, stop: AbortSignal): Promise<void> {
  const testbed = name.value.trim();
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(testbed)) {
    say('A name has letters, digits, dots, dashes and underscores.');
    return;
  }
  localStorage.setItem('testbed', testbed);
  [start.disabled, stopButton.disabled, name.disabled] = [true, false, true];
  document.body.dataset['state'] = 'running';
  try {
    const keep = await openKeep(sha256(JSON.stringify([job, testbed, navigator.userAgent])));
    await run(job, collector, keep, testbed, stop);
  } catch (error) {
    document.body.dataset['state'] = 'failed';
    say(messageOf(error));
  }
  [start.disabled, stopButton.disabled, name.disabled] = [false, true, false];
}

async function run(
  job: CollectJob,
  collector: Collector,
  keep: Keep,
  testbed: string,
  stop: AbortSignal,
): Promise<void> {
  const tally = createTally(element<HTMLTableSectionElement>('rows'), job);
  const waiting: CollectedLine[] = [];
  const sent = new Set<string>(keep.get<string[]>('sent') ?? []);
  const nameOf = (line: CollectedLine): string =>
    line.kind === 'testbed' ? `testbed ${line.at}` : line.key;
  const take = (line: CollectedLine): void => {
    tally.add(line);
    if (!sent.has(nameOf(line))) waiting.push(line);
  };
  for (const kind of ['rd ', 'timing ', 'testbed']) keep.all<CollectedLine>(kind).forEach(take);
  const flush = async (least: number): Promise<void> => {
    if (waiting.length < Math.max(1, least)) return;
    const lines = waiting.splice(0);
    try {
      await collector.send(lines);
      for (const line of lines) sent.add(nameOf(line));
      await keep.set('sent', [...sent]);
    } catch (error) {
      waiting.unshift(...lines);
      note(`Not taken by the server: ${messageOf(error)}`);
    }
  };
  const session = await openSession({
    ...{ job, collector, keep, testbed, sight, stop },
    listener: {
      onLine: take,
      onNote: note,
      onProgress(done, total, now) {
        bar.max = total;
        bar.value = done;
        say(`${done} of ${total}: ${now}`);
        void flush(20);
      },
    },
  });
  const lock = await keepAwake();
  try {
    if (job.measure.includes('rd')) await runRd(session);
    if (job.measure.includes('timing')) await runTiming(session);
  } finally {
    await lock?.release();
    session.colleague.close();
    await flush(1);
    offer(keep);
  }
  document.body.dataset['state'] = stop.aborted ? 'stopped' : 'done';
  const unsent = waiting.length > 0 ? ` ${waiting.length} lines are not sent: start again.` : '';
  say(stop.aborted ? `Stopped; start goes on from here.${unsent}` : `Done.${unsent}`);
}

/** Keeps the screen of a phone from going dark, where the browser lets a page. */
async function keepAwake(): Promise<WakeLockSentinel | null> {
  return (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
}

/** Offers all lines as a file. */
function offer(keep: Keep): void {
  const lines = ['rd ', 'timing ', 'testbed'].flatMap((kind) => keep.all<CollectedLine>(kind));
  if (!download.hidden) URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([jsonLines(lines)], { type: 'application/jsonl' }));
  download.hidden = false;
}
