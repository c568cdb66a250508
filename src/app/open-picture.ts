import { imageKeys } from '../page/model/pictures-shown.js';
import { curveOptions } from '../page/model/selection.js';
import type { Page } from './view.js';

/** What a point of a chart stands for. */
interface Pointed {
  /** Places in `group.curves` and `group.rows`; null where it is of the whole curve. */
  readonly curve: number;
  readonly row: number | null;
  /** Name of its image; null where it is a mean. */
  readonly image: string | null;
}

/** What a chart does with a point that is clicked: shows its picture, of a mean that of an image. */
export function openPicture({ data, state }: Page): (point: unknown) => void {
  const keys = imageKeys(data);
  return (point) => {
    const { curve, row, image } = point as Pointed;
    const place = data.images.findIndex(({ name }) => name === image);
    const asked = state.get('images.image');
    const known = asked !== null && keys.includes(asked) ? asked : keys[0];
    const change = {
      'images.image': (place >= 0 ? keys[place] : known) ?? null,
      'images.a': curveOptions(data.group)[curve]!.key,
      'images.at': row === null ? null : data.group.rows[row]!.spec,
    };
    state.set({ ...change, view: 'images' }, { push: true });
    scrollTo(0, 0);
  };
}
