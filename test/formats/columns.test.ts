import { expect, test } from 'vitest';
import { own, subject } from '#src/formats/columns.js';
import { rdOf } from '../support/records.ts';

test('the value of the knob is a number, or nothing', () => {
  const { cell } = subject.find(({ name }) => name === 'knobValue')!;
  const settings = { quality: 40, tune: 'iq', constructor: 'x' };
  const of = (knob: string | null) => cell(rdOf({ spec: 'a', image: 'a', settings, knob }));
  expect(['quality', 'tune', 'constructor', 'toString', null].map(of)).toEqual([
    ...[40, null, null, null, null],
  ]);
});

test('a name that every object has is none of a table', () => {
  expect([own({}, 'constructor'), own({ a: 1 }, 'a')]).toEqual([null, 1]);
});
