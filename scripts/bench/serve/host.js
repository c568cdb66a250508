// The service in a process of its own, for the bench: node host.js SETTINGS (JSON). It tells its URL, and,
// whenever it is asked, how late its event loop was at most since it was last asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openService } from '../../../dist/server/service.js';

const settings = JSON.parse(process.argv[2] ?? '{}');
const late = monitorEventLoopDelay({ resolution: 10 });
const service = await openService({ settings });
late.enable();
const tell = (/** @type {object} */ message) => process.send?.(message);
process.on('message', async (message) => {
  if (message === 'end') {
    await service.drain();
    process.disconnect();
    return;
  }
  tell({ stallMilliseconds: late.max / 1e6 });
  late.reset();
});
// It does not outlive the bench.
process.on('disconnect', () => process.exit());
tell({ url: service.url });
