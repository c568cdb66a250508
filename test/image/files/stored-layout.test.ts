import { expect, test } from 'vitest';
import { encode } from '#src/codecs/encode.js';
import { encodePng } from '#src/image/files/save.js';
import { readStoredLayout } from '#src/image/files/stored-layout.js';
import { createRaster } from '#src/image/raster.js';
import { picture } from '../../support/photos.ts';

test('the header tells colours and bits', async () => {
  const of = async (spec: string) => readStoredLayout((await encode(picture(20, 10), spec)).bytes);
  expect(await of('jpeg')).toEqual({ colourType: 'rgb', bitDepth: 8 });
  expect(await of('png:palette=true')).toMatchObject({ colourType: 'palette' });
  const deep = { width: 2, height: 1, channels: 4, depth: 16, data: new Uint16Array(8) } as const;
  expect(await readStoredLayout(await encodePng(createRaster(deep)))).toEqual({
    ...{ colourType: 'rgb-alpha', bitDepth: 16 },
  });
  expect(await readStoredLayout(Buffer.from('no picture'))).toBeNull();
});
