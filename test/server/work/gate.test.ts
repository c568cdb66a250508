import { describe, expect, test } from 'vitest';
import { createByteBudget, createGate } from '#src/server/work/gate.js';

const full = { problem: { name: 'service_overloaded', details: { retry_after: 5 } } };
const signal = new AbortController().signal;

describe('a gate', () => {
  test('lets in as many as it has slots, has others wait in line, and refuses the rest at once', async () => {
    const gate = createGate({ slots: 1, queue: 1 });
    const leave = await gate.enter(signal);
    const second = gate.enter(signal);
    expect([gate.active, gate.waiting]).toEqual([1, 1]);
    expect(() => gate.reserve(60)).toThrow(/1 pictures are worked on and 1 wait/);
    await expect(gate.enter(signal)).rejects.toMatchObject(full);
    leave();
    leave();
    const leaveSecond = await second;
    expect([gate.active, gate.waiting]).toEqual([1, 0]);
    leaveSecond();
    expect(gate.active).toBe(0);
  });

  test('who is still sending keeps a place, for so many seconds at most', async () => {
    const gate = createGate({ slots: 1, queue: 0 });
    const leavePlace = gate.reserve(60);
    expect(() => gate.reserve(60)).toThrow(/0 pictures are worked on and 1 wait/);
    await expect(gate.enter(signal)).rejects.toMatchObject(full);
    leavePlace();
    leavePlace();
    const leave = await gate.enter(signal);
    expect(() => gate.reserve(60)).toThrow(/1 pictures are worked on and 0 wait/);
    leave();
    const slow = gate.reserve(0.02);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const other = gate.reserve(60);
    slow();
    expect(() => gate.reserve(60)).toThrow();
    other();
  });

  test('who goes away leaves the line', async () => {
    const gate = createGate({ slots: 1, queue: 1 });
    const leave = await gate.enter(signal);
    const gone = new AbortController();
    const waiting = gate.enter(gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(gate.waiting).toBe(0);
    leave();
    expect(gate.active).toBe(0);
    await expect(gate.enter(gone.signal)).rejects.toThrow('gone');
  });
});

describe('a budget of bytes', () => {
  test('lends what it has, and takes back once', () => {
    const budget = createByteBudget(100);
    const giveBack = budget.take(60);
    expect(() => budget.take(41)).toThrow(/the memory for pictures is in use/);
    budget.take(40);
    giveBack();
    giveBack();
    expect(budget.usedBytes).toBe(40);
  });

  test('the first is always served: one that needs all is not refused for ever', () => {
    const budget = createByteBudget(100);
    const giveBack = budget.take(500);
    expect(() => budget.take(1)).toThrow(/the memory for pictures is in use/);
    giveBack();
    expect(budget.usedBytes).toBe(0);
  });
});
