import { bitstreamsCommand, pageCommand } from '../page/model/commands.js';
import { metricTitle } from '../page/model/metric-text.js';
import { reasonText } from '../page/model/picture-reason.js';
import type { PagePictures } from '../page/model/pictures.js';
import type { Scene } from '../page/model/pictures-scene.js';
import { h, lines } from './dom.js';
import type { Pane } from './images-panes.js';
import type { Page } from './view.js';

/** What is not there and the commands that make it; and how what is there is to be read. */
export function notesOf(
  page: Page,
  pictures: PagePictures | null,
  scene: Scene,
  panes: readonly Pane[],
): HTMLElement[] {
  const { data } = page;
  const { slots, mode, map, gain, image } = scene;
  const notes: HTMLElement[] = [];
  const say = (...text: string[]): void => void notes.push(h('p', {}, text.join(' ')));
  const name = data.images[image]!.name;
  if (mode === 'errors' && map === null) {
    const white = Math.ceil(255 / gain);
    const against = panes.find(({ letter }) => letter === scene.base)!.title;
    say(
      `Difference from ${against === 'Original' ? 'the original' : against} of each channel, times ${gain}, computed here from the pictures shown:`,
      `black is no difference, full brightness one of ${white} of 255 levels or more.`,
    );
  }
  const legend = map === null ? undefined : pictures?.maps[map];
  if (mode === 'errors' && map !== null && legend !== undefined) {
    say(
      `Map of ${metricTitle(data, map)}, from the cache: ${legend.meaning}.`,
      `Black is 0, white ${legend.full / gain} or more.`,
    );
  }
  const decoded = slots.flatMap(({ point }) => {
    const by = point?.picture?.decodedBy;
    return by == null ? [] : [`${point!.spec} by ${by}`];
  });
  if (decoded.length > 0) {
    say(`Decoded to PNG to be shown: ${decoded.join('; ')}.`);
  }
  const missing = panes.filter(({ file }) => file === null);
  const commands = new Set<string>();
  const sweep = (): void => {
    const specs = slots.flatMap(({ point }) => (point === null ? [] : [point.spec]));
    const wanted = { specs, image: name, metric: page.metric() };
    commands.add(bitstreamsCommand(page.index, data.group, wanted));
  };
  const mapless = panes.every(({ maps }) => Object.keys(maps).length === 0);
  if (mode === 'errors' && missing.length === 0 && mapless) {
    say('There are error maps of metrics as well where a sweep is asked for them:');
    sweep();
    commands.add(pageCommand(page.index, ['--pictures', 'all']));
  }
  if (missing.length > 0) {
    const texts = missing.map(({ reason }) => reasonText(reason));
    const told = [...new Set(texts)].map((text) => {
      const titles = missing.flatMap(({ title }, nth) => (texts[nth] === text ? [title] : []));
      return `${titles.join(', ')}: ${text}.`;
    });
    say(`Not here: ${told.join(' ')} To have ${missing.length === 1 ? 'it' : 'them'}:`);
    const empty = pictures === null || pictures.shown.every(({ file }) => file === null);
    const has = (code: string): boolean => missing.some(({ reason }) => reason.code === code);
    if (empty || has('no-bitstream')) sweep();
    const more = has('beyond-limit') ? ['--pictures-limit', '2000'] : [];
    commands.add(pageCommand(page.index, ['--pictures', 'all', ...more]));
  }
  if (commands.size > 0) notes.push(lines([...commands].join('\n')));
  return notes;
}
