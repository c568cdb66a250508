import { afterEach, expect, vi } from 'vitest';
import { connectQueue } from '#src/sweeps/queue/connect.js';
import { announce } from '#src/sweeps/queue/presence.js';
import { openRefusals } from '#src/sweeps/queue/unable.js';
import { openWatch } from '#src/sweeps/queue/watch.js';
import { startRedis, testWithRedis } from '../../support/redis.js';
import { scratch } from '../../support/scratch.js';

afterEach(() => vi.restoreAllMocks());

testWithRedis(
  'it says who works and how far it is, and warns within a minute where nobody does, and of what nobody can run',
  async () => {
    const connection = await connectQueue((await startRedis(scratch())).url);
    let seconds = 1000;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
    const [warnings, lines]: [string[], string[]] = [[], []];
    const refusals = openRefusals(0);
    const watch = openWatch(connection, {
      ...{ refusals, total: 40 },
      warn: (text) => void warnings.push(text),
      onStatus: (line) => void lines.push(line),
    });
    try {
      expect(await watch.look(['jxl'], 0)).toEqual(new Set());
      seconds += 31;
      await watch.look(['jxl'], 0);
      await watch.look(['jxl'], 0);
      expect(warnings).toEqual([expect.stringContaining('nobody works on the queue at redis://')]);
      expect(lines).toEqual(['0 workers; 0 of 40 done, 40 left']);
      const presence = announce(connection, () => ({
        ...{ id: 'pi-1', testbed: 'pi', machine: 'a cpu', version: '0.2.0', done: 30, seconds: 60 },
        doing: 'rd',
      }));
      await presence.tell();
      refusals.add('jxl', 'pi-1', 'pi: no libjxl');
      seconds += 29;
      expect(await watch.look(['jxl', 'png'], 10)).toEqual(new Set(['jxl']));
      await watch.look(['jxl', 'png'], 10);
      expect(warnings.slice(1)).toEqual(['nobody of 1 workers can run jxl: pi: no libjxl']);
      expect(lines[1]).toBe(
        '1 worker: pi (rd, 30.0 jobs a minute); 10 of 40 done, 30 left, about 3 min',
      );
      await presence.stop();
      // Those who have gone are missed again.
      seconds += 31;
      await watch.look([], 10);
      expect(warnings).toHaveLength(3);
    } finally {
      clock.mockRestore();
      await connection.close();
    }
  },
);
