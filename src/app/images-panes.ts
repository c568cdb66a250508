import { type NotShown, reasonText } from '../page/model/picture-reason.js';
import type { Letter } from '../page/model/pictures-scene.js';
import type { ImagePoint } from '../page/model/pictures-shown.js';
import { h } from './dom.js';
import { drawDifference } from './images-difference.js';

/** A picture as it is shown: the original, or what a codec made of it. */
export interface Pane {
  readonly letter: Letter;
  /** `Original`, or the printed form of codec and settings. */
  readonly title: string;
  readonly colour: string | null;
  /** Size and score, and whether what was matched is far off. */
  readonly figures: readonly { readonly text: string; readonly far: boolean }[];
  /** Null where the page has no picture. */
  readonly file: string | null;
  /** Why it has none. */
  readonly reason: NotShown;
  readonly maps: NonNullable<ImagePoint['picture']>['maps'];
}

/** `A` of `a`; the original has no letter. */
export function letterName(letter: Letter): string {
  return letter === 'original' ? '' : letter.toUpperCase();
}

/** The name of a picture, with its letter. */
export function paneTitle({ letter, title }: Pane): HTMLElement {
  const name = letterName(letter);
  return h('span', { class: 'title' }, name === '' ? null : h('b', {}, name), ` ${title}`);
}

/**
 * Pictures that stay loaded while others are shown. One that cannot be loaded becomes a sentence.
 */
export function createPictures(): {
  /** @param place where it stands: an element can be in one place alone */
  picture(place: string, pane: Pane): HTMLElement;
  /** Errors of `pane` against `base`, or its error map of a metric. */
  errors(
    place: string,
    pane: Pane,
    options: { base: Pane; map: string | null; gain: number },
  ): HTMLElement;
} {
  const made = new Map<string, HTMLImageElement>();
  const image = (place: string, file: string): HTMLImageElement => {
    const key = `${place} ${file}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    // Enough for a walk through the settings of three codecs.
    if (made.size > 60) made.delete([...made.keys()][0]!);
    const element = h('img', { src: file, alt: '', draggable: 'false', decoding: 'async' });
    made.set(key, element);
    return element;
  };
  return {
    picture: (place, pane) => {
      if (pane.file === null) return gone(reasonText(pane.reason));
      const element = image(place, pane.file);
      element.alt = pane.title;
      element.onerror = () => element.replaceWith(gone(`${pane.file} could not be loaded`));
      return element;
    },
    errors: (place, pane, { base, map, gain }) => {
      if (map !== null) {
        const file = pane.maps[map];
        if (file === undefined) return gone('its error map is not in the cache');
        return canvasOf([image(`${place} map`, file)], gain, `Error map of ${pane.title}`);
      }
      if (pane.file === null) return gone(reasonText(pane.reason));
      if (base.file === null) return gone(`${base.title} is not there: ${reasonText(base.reason)}`);
      const images = [image(`${place} a`, base.file), image(`${place} b`, pane.file)];
      return canvasOf(images, gain, `Differences of ${pane.title} from ${base.title}`);
    },
  };
}

function canvasOf(images: HTMLImageElement[], gain: number, label: string): HTMLElement {
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  Promise.all(images.map((image) => image.decode()))
    .then(() => {
      drawDifference(canvas, images[0]!, images[1] ?? null, gain);
      canvas.dataset['drawn'] = '';
    })
    .catch(() => canvas.replaceWith(gone('a picture of it could not be loaded')));
  return canvas;
}

function gone(reason: string): HTMLElement {
  return h('p', { class: 'gone' }, `No picture: ${reason}.`);
}
