import { describe, expect, test } from 'vitest';
import { UsageError } from '#src/base/errors.js';
import { codecs } from '#src/codecs/registry.js';
import { planConfigurations } from '#src/sweeps/configuration.js';
import { configurationOf } from '#src/sweeps/one-configuration.js';

const specs = async (...args: Parameters<typeof planConfigurations>) =>
  (await planConfigurations(...args)).map(({ spec }) => spec);

describe('planConfigurations', () => {
  test('raw stands first, and each configuration once', async () => {
    expect(await specs('jpeg:quality=50+60,raw,jpeg:quality=60')).toEqual([
      'raw',
      'jpeg:quality=50',
      'jpeg:quality=60',
    ]);
  });

  test('values of quality take the place of the codec’s own grid, where none are given', async () => {
    expect(await specs('jpeg,webp:quality=10', { grid: [30, 60] })).toEqual([
      'raw',
      'jpeg:quality=30',
      'jpeg:quality=60',
      'webp:quality=10',
    ]);
    await expect(specs('webp:quality=10,png', { grid: [30] })).rejects.toMatchObject({
      name: 'UsageError',
      code: 'no-rate-knob',
      data: { codecs: 'webp:quality=10,png' },
    });
    await expect(specs('jpeg,htj2k', { grid: [30] })).rejects.toMatchObject({
      ...{ name: 'UsageError', code: 'other-rate-knob', data: { codec: 'htj2k', knob: 'step' } },
    });
  });

  test('a codec that cannot run here stops the plan, with the reason', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const error = await specs('jpegli:quality=80').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({
        code: 'codec-unavailable',
        data: { spec: 'jpegli:quality=80' },
      });
      expect((error as Error).message).toMatch(/^jpegli:quality=80 cannot run here: /);
    } finally {
      process.env['PATH'] = before;
    }
  });
});

test('a configuration says all that a job and its record need', async () => {
  const jpeg = await codecs.load('jpeg');
  const { settings } = (await planConfigurations('jpeg:quality=40'))[1]!;
  const configuration = configurationOf(jpeg, settings);
  expect(configuration).toMatchObject({
    ...{ codec: 'jpeg', source: 'jpeg', input: 'samples', spec: 'jpeg:quality=40' },
    ...{ knob: 'quality', engine: jpeg.engine(settings) },
  });
  expect(configuration.settings['quality']).toBe(40);
  expect(configurationOf(jpeg, { ...settings, quality: 41 }).identity).not.toBe(
    configuration.identity,
  );
});
