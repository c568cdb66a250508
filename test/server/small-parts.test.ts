import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '#src/base/error-codes.js';
import { UsageError, WorkError } from '#src/base/errors.js';
import { createAuthoriser } from '#src/server/authorise.js';
import { clientWords } from '#src/server/client-words.js';
import { createCounters } from '#src/server/counters.js';
import { answerOf } from '#src/server/estimate-answer.js';
import { demandPackages } from '#src/server/packages.js';
import { overloaded, problem, problemOf, problemStatus } from '#src/server/problem.js';
import { findTools, goneTools } from '#src/server/tools.js';

describe('a problem', () => {
  test('is made of the errors of the house by their code', () => {
    const of = (code: 'time-limit' | 'process-died' | 'too-many-pixels' | 'broken-image') =>
      problemOf(new WorkError('m', { code }), 'optimization_failed').name;
    expect([
      of('time-limit'),
      of('process-died'),
      of('too-many-pixels'),
      of('broken-image'),
    ]).toEqual(['tool_timeout', 'worker_died', 'image_too_large', 'optimization_failed']);
    const wrong = new UsageError('m', { code: 'wrong-option', data: { option: 'quality' } });
    expect(problemOf(wrong)).toEqual({
      name: 'bad_request',
      message: 'm',
      details: { fields: ['quality'] },
    });
    expect(problemOf(problem('not_found', 'm')).name).toBe('not_found');
    expect(problemStatus[overloaded('m').problem.name]).toBe(503);
  });

  test('advises what a client can do, and nothing that only who runs the service can', () => {
    const told = (code: ErrorCode, data: object) =>
      problemOf(
        new WorkError('allow more; read it leniently', { code, data: { ...data } }),
        'optimization_failed',
      );
    expect(told('damaged-image', { file: 'a', damage: 'x', reason: 'Premature end' })).toEqual({
      name: 'optimization_failed',
      message: 'the picture is damaged (Premature end); open it, save it anew, and send that',
      details: {},
    });
    const size = { width: 5, height: 4, maxPixels: 9, bytes: 3, pixelsPerByte: 2 };
    expect(told('too-many-pixels', size)).toMatchObject({
      name: 'image_too_large',
      message: expect.stringMatching(/5x4 pixels, and at most 9 .* send a smaller one/),
      details: { limit: 9 },
    });
    expect(told('implausible-size', size).details).toEqual({ limit: 6 });
    expect(told('memory-limit', { bytes: 7e6 }).message).toMatch(/7 MB.*smaller/);
    expect(told('time-limit', { seconds: 3 })).toMatchObject({
      name: 'tool_timeout',
      message: expect.stringMatching(/not done after 3 s/),
    });
    for (const code of [
      'too-many-pixels',
      'implausible-size',
      'memory-limit',
      'time-limit',
    ] as const) {
      expect(told(code, { ...size, seconds: 3 }).message).not.toMatch(/allow|leniently|raise/);
    }
    // Others, and those that hold no figures, keep their own.
    expect(clientWords('broken-image', {})).toBeNull();
    expect(told('memory-limit', {}).message).toMatch(/^allow more/);
  });

  test('tells nothing of what is not known', () => {
    const told = problemOf(new Error('/secret/path'));
    expect(told.name).toBe('internal_error');
    expect(told.message).not.toMatch(/secret/);
  });
});

test('a key is known however it is shown, and nothing else is', () => {
  const isAuthorised = createAuthoriser('key');
  expect(isAuthorised({ 'x-api-key': 'key' })).toBe(true);
  expect(isAuthorised({ authorization: 'bearer key' })).toBe(true);
  for (const headers of [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'keyy' },
    { authorization: 'key' },
  ]) {
    expect(isAuthorised(headers)).toBe(false);
  }
  expect(isAuthorised({ 'x-api-key': ['key'] })).toBe(false);
  expect(createAuthoriser('')({})).toBe(true);
});

test('counters are text that Prometheus reads', () => {
  const counters = createCounters();
  counters.add('pareto_requests_total', { route: '/a', status: '200' });
  counters.add('pareto_requests_total', { route: '/a', status: '200' });
  counters.add('pareto_saved_bytes_total', {}, 7);
  counters.observe('/a', 0.3);
  const lines = counters.text({ pareto_x: { help: 'X', value: 2 } }).split('\n');
  expect(lines).toContain('pareto_requests_total{route="/a",status="200"} 2');
  expect(lines).toContain('pareto_saved_bytes_total 7');
  expect(lines).toContain('pareto_request_seconds_bucket{route="/a",le="0.25"} 0');
  expect(lines).toContain('pareto_request_seconds_bucket{route="/a",le="0.5"} 1');
  expect(lines).toContain('pareto_request_seconds_sum{route="/a"} 0.3');
  expect(lines).toContain('pareto_x 2');
  expect(lines.at(-1)).toBe('');
});

test('tools are looked for, and what was never here is not gone', () => {
  expect(findTools()).toMatchObject({ sharp: true });
  expect(goneTools({ a: true, b: false, c: true }, { a: false, b: false, c: true })).toEqual(['a']);
});

test('the packages of the service are here', () => {
  expect(() => demandPackages()).not.toThrow();
});

describe('the answer of an estimate', () => {
  const found = {
    format: 'jpeg',
    ...{
      width: 8,
      height: 8,
      dimensions: { width: 8, height: 8 },
      frames: 1,
      colorType: null,
      bitDepth: null,
      trial: null,
    },
  } as const;
  const estimate = (predictedBytes: number) => ({
    ...{ spec: 'jpeg', predictedBytes, interval: { low: 1, high: 2000, level: 0.8 } },
    ...{ estimator: 'exact', confidence: 'high', reason: null, milliseconds: 1 },
  });
  const answer = (bytes: number) =>
    answerOf({
      ...{ method: 'mozjpeg', estimate: estimate(bytes) as never, fileBytes: 1000, found },
      ...{ fallback: null, milliseconds: 5 },
    });

  test.each([
    [600, 'high', 40],
    [700, 'high', 30],
    [701, 'medium', 29.9],
    [900, 'medium', 10],
    [901, 'low', 9.9],
  ])('%i of 1000 bytes is a potential that is %s', (bytes, potential, percent) => {
    expect(answer(bytes)).toMatchObject({
      ...{ optimization_potential: potential, estimated_reduction_percent: percent },
      ...{ already_optimized: false, method: 'mozjpeg', interval: { low: 1, high: 1000 } },
    });
  });

  test('what would not become smaller is as it is', () => {
    for (const bytes of [1000, 5000]) {
      expect(answer(bytes)).toMatchObject({
        ...{ already_optimized: true, estimated_optimized_size: 1000, method: 'none' },
        ...{ estimated_reduction_percent: 0, optimization_potential: 'low' },
      });
    }
  });
});
