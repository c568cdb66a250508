import { bitstreamsCommand, pageCommand } from '../page/model/commands.js';
import { type PictureReason, reasonText } from '../page/model/picture-reason.js';
import type { PagePictures } from '../page/model/pictures.js';
import { imageKeys } from '../page/model/pictures-shown.js';
import { h, lines, replace } from './dom.js';
import type { Page } from './view.js';

/** All images of the data set, each a link to its comparison. */
export function createGallery(
  page: Page,
  pictures: PagePictures | null,
): { readonly elements: readonly HTMLElement[]; update(): void; destroy(): void } {
  const { data, state } = page;
  const counts = data.images.map(
    (_, image) =>
      pictures?.shown.filter((each) => each.image === image && each.file !== null).length ?? 0,
  );
  const entries = imageKeys(data).map((key, image) => {
    const { name, width, height } = data.images[image]!;
    const file = pictures?.images[image]?.thumbnail ?? null;
    const count = counts[image]!;
    const size = width === null || height === null ? '' : `${width} × ${height}`;
    const told = count === 0 ? 'no pictures' : `${count} ${count === 1 ? 'picture' : 'pictures'}`;
    const open = (event: Event): void => {
      if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      state.set({ 'images.image': key }, { push: true });
      scrollTo(0, 0);
    };
    const link = h(
      'a',
      { href: state.link({ 'images.image': key }), onclick: open },
      file === null
        ? h('span', { class: 'empty', 'aria-hidden': 'true' })
        : h('img', { src: file, alt: '', loading: 'lazy', decoding: 'async' }),
      h('span', { class: 'caption' }, name),
      h('span', { class: 'note' }, [size, told].filter((each) => each !== '').join(', ')),
    );
    return { key, link, element: h('li', {}, link), bare: file === null && count === 0 };
  });
  const notes = h('div', { class: 'hint' });
  replace(notes, ...notesOf(page, pictures, counts));
  const some = counts.some((count) => count > 0);
  const bare = entries.filter((each) => each.bare);
  const shown = entries.filter((each) => !each.bare);
  const listOf = (name: string, list: typeof entries): HTMLElement =>
    h('ul', { class: name }, ...list.map(({ element }) => element));
  return {
    elements: [
      h('h1', {}, page.dataKey),
      h(
        'p',
        { class: 'lede' },
        some
          ? 'Choose an image to see the codecs beside each other, at nearly equal size or quality.'
          : 'This page was written without pictures. Choose an image for its scores.',
      ),
      ...(shown.length === 0 ? [] : [listOf('gallery', shown)]),
      ...(shown.length === 0 || bare.length === 0
        ? []
        : [h('h2', {}, 'Without pictures: scores alone')]),
      ...(bare.length === 0 ? [] : [listOf('gallery bare', bare)]),
      notes,
    ],
    update: () => {
      for (const { key, link } of entries) link.href = state.link({ 'images.image': key });
    },
    destroy: () => {},
  };
}

/** What is not there, why, and the command that makes it. */
function notesOf(
  { data, index }: Page,
  pictures: PagePictures | null,
  counts: readonly number[],
): HTMLElement[] {
  const asked = pictures?.images.filter((image) => image.asked).length ?? 0;
  const specs = data.group.curves.map(({ label }) => label);
  const command = bitstreamsCommand(index, data.group, { specs, metric: null });
  const write = pageCommand(index, ['--pictures', 'all']);
  if (counts.every((count) => count === 0)) {
    const told =
      asked === 0
        ? 'Pictures come out of the cache that sweeps fill. To have them, and first the bitstreams where the cache of this machine has none:'
        : `None could be made: ${whyNone(pictures)}. To make the bitstreams, and then the page:`;
    return [h('p', {}, told), lines(`${command}\n${write}`)];
  }
  const notes: HTMLElement[] = [];
  if (asked < data.images.length) {
    const told = `The page was written with pictures of ${asked} of ${data.images.length} images. For all of them:`;
    notes.push(h('p', {}, told), lines(write));
  }
  const left = reasonsLeft(pictures);
  for (const { reason, count } of left) {
    const those = `${count} ${count === 1 ? 'picture is' : 'pictures are'} not here`;
    notes.push(h('p', {}, `${those}: ${reasonText(reason)}.`));
  }
  if (left.some(({ reason }) => reason.code === 'no-bitstream')) {
    notes.push(lines(`${command}\n${write}`));
  }
  return notes;
}

/** Why decoded pictures are not here, and how many. */
function reasonsLeft(pictures: PagePictures | null): { reason: PictureReason; count: number }[] {
  const shown = pictures?.shown ?? [];
  return (pictures?.reasons ?? []).flatMap((reason, place) => {
    const count = shown.filter((each) => each.reason === place).length;
    return count === 0 ? [] : [{ reason, count }];
  });
}

function whyNone(pictures: PagePictures | null): string {
  const left = reasonsLeft(pictures).map(({ reason }) => reasonText(reason));
  return left.length === 0 ? reasonText({ code: 'no-bitstream' }) : left.join('; ');
}
