import { expect, test } from 'vitest';
import { UsageError, WorkError } from '#src/base/errors.js';
import type { Codec } from '#src/codecs/codec.js';
import { raw } from '#src/codecs/raw.js';
import { checkCodingOptions, findSetting, naming, withCodec } from '#src/codecs/with-codec.js';

test('findSetting fills in the defaults, the rate knob too', async () => {
  const { codec, settings } = await findSetting('webp:effort=2');
  expect(codec.id).toBe('webp');
  expect(settings).toMatchObject({ effort: 2, quality: 75, lossless: false });
  await expect(findSetting('webp:effort=7')).rejects.toThrow("effort is integer 0..6, got '7'");
});

/** The codec `raw` that says when it is closed, and what it was opened with. */
function watched() {
  const log: unknown[] = [];
  const codec: Codec = {
    ...raw,
    open: async (settings, resources) => {
      log.push(resources);
      const session = await raw.open(settings, resources);
      return { ...session, close: async () => void log.push('closed') };
    },
  };
  return { log, setting: { codec, settings: {} } };
}

test('withCodec closes the codec, also where the work fails', async () => {
  const { log, setting } = watched();
  expect(await withCodec(setting, {}, async () => 3)).toBe(3);
  await expect(
    withCodec(setting, { threads: 2, maxPixels: 9 }, () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no');
  expect(log).toEqual([
    ...[{ threads: 1, maxPixels: 2 ** 28 }, 'closed'],
    ...[{ threads: 2, maxPixels: 9 }, 'closed'],
  ]);
});

test('withCodec hands the signal on, and closes behind one that has left', async () => {
  const { log, setting } = watched();
  const controller = new AbortController();
  const running = withCodec(setting, { signal: controller.signal }, async () => {
    controller.abort(new Error('gone'));
    await new Promise((done) => setTimeout(done, 10));
  });
  await expect(running).rejects.toThrow('gone');
  expect(log[0]).toMatchObject({ signal: controller.signal });
  await expect.poll(() => log.at(-1)).toBe('closed');
});

test('naming puts the name before errors of the work, and leaves wrong use alone', async () => {
  const failing = (error: Error) => naming('a.jxl', () => Promise.reject(error));
  const work = new WorkError('is cut short', { code: 'broken-image', data: { more: 1 } });
  await expect(failing(work)).rejects.toMatchObject({
    ...{ message: 'a.jxl: is cut short', code: 'broken-image', data: { file: 'a.jxl', more: 1 } },
  });
  const wrong = new UsageError('no such codec');
  await expect(failing(wrong)).rejects.toBe(wrong);
});

test('how a picture is coded is checked, and limits may be without an end', () => {
  const refused = [
    [{ threads: 0 }, 'threads takes a whole number from 1, got 0'],
    [{ maxPixels: Number.NaN }, /^maxPixels takes a number above 0, got /],
    [{ maxPixelsPerByte: -1 }, 'maxPixelsPerByte takes a number above 0, got -1'],
    [{ maxMemoryBytes: '1' }, "maxMemoryBytes takes a number above 0, got '1'"],
    [{ timeLimitSeconds: 0 }, 'timeLimitSeconds takes a number above 0, got 0'],
    [{ plugins: 'a.js' }, "plugins takes an array of files, got 'a.js'"],
    [{ lenient: 1 }, 'lenient takes true or false, got 1'],
  ] as const;
  for (const [options, message] of refused) {
    expect(() => checkCodingOptions(options as never)).toThrow(message);
  }
  expect(() => checkCodingOptions({ maxPixelsPerByte: Number.POSITIVE_INFINITY })).not.toThrow();
});
