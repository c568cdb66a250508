import { expect, test, vi } from 'vitest';
import { startEarly } from '#src/cli/early-thread.js';

const start = vi.hoisted(() => vi.fn());
vi.mock('#src/resize/fast/spare-thread.js', () => ({ startSpareThread: start }));

test('a thread is started for what stands first, unless one thread is asked for', () => {
  startEarly(['photos', '--out', 'small', '--threads', '2']);
  expect(start).toHaveBeenLastCalledWith('photos');
  start.mockClear();
  startEarly(['photos', '--threads', '1']);
  startEarly(['photos', '--threads=1']);
  startEarly(['--manifest', 'jobs.json']);
  startEarly([]);
  expect(start).not.toHaveBeenCalled();
});
