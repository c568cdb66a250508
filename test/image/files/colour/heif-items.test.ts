import { expect, test } from 'vitest';
import {
  boxesIn,
  findBox,
  itemData,
  itemReferences,
  primaryItem,
  propertiesOf,
} from '#src/image/files/colour/heif-items.js';

const u16 = (value: number) => [value >> 8, value & 255];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 65535)];
const box = (type: string, ...content: number[]) => [
  ...u32(8 + content.length),
  ...Buffer.from(type),
  ...content,
];
const all = (bytes: readonly number[]) => ({
  bytes: Uint8Array.from(bytes),
  range: { start: 0, end: bytes.length },
});

test('boxes of every kind of size, up to one that is broken', () => {
  const wide = [...u32(1), ...Buffer.from('wide'), ...u32(0), ...u32(17), 5];
  const last = [...u32(0), ...Buffer.from('last'), 1, 2];
  const { bytes, range } = all([...box('one '), ...wide, ...last]);
  expect([...boxesIn(bytes, range)]).toEqual([
    { type: 'one ', start: 8, end: 8 },
    { type: 'wide', start: 24, end: 25 },
    { type: 'last', start: 33, end: 35 },
  ]);
  expect(findBox(bytes, range, 'last')).toMatchObject({ start: 33 });
  expect(findBox(bytes, range, 'none')).toBeNull();
  const broken = all([...box('one '), ...u32(7), ...Buffer.from('bad ')]);
  expect([...boxesIn(broken.bytes, broken.range)].length).toBe(1);
});

test('items in both widths', () => {
  for (const isWide of [false, true]) {
    const id = isWide ? u32 : u16;
    const head = u32(isWide ? 2 ** 24 : 0);
    const { bytes, range } = all([
      ...box('pitm', ...head, ...id(3)),
      ...box('iref', ...head, ...box('dimg', ...id(3), ...u16(2), ...id(4), ...id(5))),
      ...box(
        'iprp',
        ...box('ipco', ...box('aaaa', 1), ...box('bbbb', 2)),
        // The second with long indices, and an essential property.
        ...box('ipma', ...head, ...u32(1), ...id(3), 1, 2),
        ...box(
          'ipma',
          ...u32((isWide ? 2 ** 24 : 0) + 1),
          ...u32(1),
          ...id(4),
          2,
          ...u16(0x8001),
          ...u16(9),
        ),
      ),
    ]);
    expect(primaryItem(bytes, range)).toBe(3);
    expect(itemReferences(bytes, range)).toEqual([{ type: 'dimg', from: 3, to: [4, 5] }]);
    expect(propertiesOf(bytes, range, 3).map(({ type }) => type)).toEqual(['bbbb']);
    expect(propertiesOf(bytes, range, 4).map(({ type }) => type)).toEqual(['aaaa']);
  }
  const nothing = all([]);
  expect(primaryItem(nothing.bytes, nothing.range)).toBeNull();
  expect(itemReferences(nothing.bytes, nothing.range)).toEqual([]);
  expect(propertiesOf(nothing.bytes, nothing.range, 1)).toEqual([]);
  const short = all(box('pitm', 0, 0));
  expect(primaryItem(short.bytes, short.range)).toBeNull();
});

test('where data lies, in each version', () => {
  const tail = [9, 9, 9, 9];
  // Offsets and lengths of 4 bytes, no base.
  const old = box(
    'iloc',
    ...u32(0),
    ...u16(0x4400),
    ...u16(2),
    ...[1, 7].flatMap((id) => [...u16(id), ...u16(0), ...u16(1), ...u32(44 + id), ...u32(2)]),
  );
  const first = all([...old, ...tail, ...tail, ...tail]);
  expect(itemData(first.bytes, first.range, 7)).toEqual({ start: 51, end: 53 });
  expect(itemData(first.bytes, first.range, 2)).toBeNull();
  const later = (method: number) =>
    all(
      box(
        'iloc',
        ...u32(2 ** 25),
        ...u16(0x4040),
        ...u32(1),
        ...u32(7),
        ...u16(method),
        ...u16(0),
        ...u32(20),
        ...u16(1),
        ...u32(3),
      ),
    );
  expect(itemData(later(0).bytes, later(0).range, 7)).toEqual({
    start: 23,
    end: later(0).bytes.length,
  });
  expect(itemData(later(1).bytes, later(1).range, 7)).toBeNull();
});
