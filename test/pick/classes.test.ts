import { describe, expect, test } from 'vitest';
import { contentIn, cutToClass, smallerClasses } from '#src/pick/classes.js';
import { temporaryFolder } from '../support/folders.ts';

const sha = (digit: string) => digit.repeat(64);
const image = (name: string, content?: string | null) => ({
  ...{ name, path: name, sha256: sha(name), bytes: 1 },
  ...(content !== undefined && { content }),
});
const images = [image('a', 'photograph'), image('b', 'screen'), image('c', 'screen'), image('d')];
const own = ({ content = null }: { content?: string | null }) => content;

describe('classes of pictures', () => {
  test('are what the pictures say, else what results hold', async () => {
    const out = await temporaryFolder({
      'datasets/photos.json': JSON.stringify({
        ...{ schema: 1, dataset: 'photos' },
        images: ['a', 'd'].map((name) => ({ name, sha256: sha(name), content: 'maps' })),
      }),
    });
    const contentOf = contentIn(out, 'photos', (text) => expect.unreachable(text));
    expect(images.map(contentOf)).toEqual(['photograph', 'screen', 'screen', 'maps']);
    expect(contentIn(out, 'others', () => {})(images[3]!)).toBeNull();
  });

  test('cut the pictures, by common words too', () => {
    expect(cutToClass(images, own, undefined)).toEqual(images);
    expect(cutToClass(images, own, 'Photos').map(({ name }) => name)).toEqual(['a']);
    expect(cutToClass(images, own, 'screen').map(({ name }) => name)).toEqual(['b', 'c']);
  });

  test('that no picture has are refused, with those that there are', () => {
    expect(() => cutToClass(images, own, 'screne')).toThrow(
      "unknown class of images 'screne'; did you mean screen?",
    );
    expect(() => cutToClass([image('a')], own, 'screen')).toThrow(
      /no picture has a class.*subfolder/,
    );
  });

  test('are told apart where they are not all of the pictures', () => {
    expect(smallerClasses(images, own)).toEqual(['photograph', 'screen']);
    expect(smallerClasses(images.slice(1, 3), own)).toEqual([]);
    expect(smallerClasses([], own)).toEqual([]);
  });
});
