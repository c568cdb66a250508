import './images-view.css';
import type { PagePictures } from '../page/model/pictures.js';
import { imageOf } from '../page/model/pictures-scene.js';
import { h, replace } from './dom.js';
import { createGallery } from './images-gallery.js';
import { createOneImage } from './images-one.js';
import type { View } from './view.js';

/** The pictures themselves: a gallery, and for one image the codecs beside each other. */
export const imagesView: View = {
  id: 'images',
  title: 'Images',
  controls: ['data', 'metric'],
  mount(host, page) {
    let pictures: PagePictures | null = null;
    let part: { readonly one: boolean; update(): void; destroy(): void } | null = null;
    let gone = false;
    const bare = page.data.images.length === 0;
    let ready = false;
    const waiting = h('p', { class: 'lede' }, 'Loading…');
    host.append(waiting);
    const update = (): void => {
      if (!ready || gone) return;
      const one = imageOf(page.data, page.state.get) !== null;
      if (part === null || part.one !== one) {
        part?.destroy();
        const made = one ? createOneImage(page, pictures) : createGallery(page, pictures);
        replace(host, ...made.elements);
        part = { ...made, one };
      }
      part.update();
    };
    const file = page.index.datasets.find(({ key }) => key === page.dataKey)?.pictures ?? null;
    if (bare || file === null) replace(waiting, 'No image was measured.');
    else {
      page.load<PagePictures>(file).then(
        (loaded) => {
          pictures = loaded;
          ready = true;
          update();
        },
        (error: unknown) => {
          replace(waiting, error instanceof Error ? error.message : String(error));
        },
      );
    }
    return {
      update,
      unmount: () => {
        gone = true;
        part?.destroy();
      },
    };
  },
};
