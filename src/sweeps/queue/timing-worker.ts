import { messageOf } from '../../base/errors.js';
import { demandAvailable } from '../../codecs/spec.js';
import { loadCodec } from '../../codecs/table.js';
import { captureTestbed } from '../../results/capture-testbed.js';
import { readProvenance } from '../../results/provenance.js';
import { serve } from '../../runtimes/processes/child.js';
import { type Configuration, configurationOf } from '../one-configuration.js';
import { runTiming } from '../timing/run.js';
import { type TimingAnswer, type TimingMessage, timingMessage } from './messages.js';
import type { TimingQuestion } from './timing-client.js';

// The process of a worker that makes whole timing runs, one at a time.

serve(
  (message) => {
    const { message: asked, results, testbed } = message as TimingQuestion;
    return { message: timingMessage.parse(asked), results, testbed };
  },
  async ({
    message,
    results,
    testbed: name,
  }: TimingQuestion): Promise<Omit<TimingAnswer, 'worker'>> => {
    const { configurations: asked, ...how } = message;
    const warnings: string[] = [];
    const configurations = await availableOf(asked, (text) => warnings.push(text));
    const testbed = captureTestbed(
      configurations.map(({ engine }) => engine),
      name,
    );
    if (configurations.length === 0) return { records: [], testbed, warnings };
    const { records, noise, calibration } = await runTiming({
      ...{ ...how, results, configurations, testbed, provenance: readProvenance() },
      stop: new AbortController().signal,
      warn: (text) => warnings.push(text),
      onProgress: undefined,
    });
    return { records: [...records], testbed: { ...testbed, noise, calibration }, warnings };
  },
);

/** What this machine would time by the engine and version that was planned. */
async function availableOf(
  asked: TimingMessage['configurations'],
  warn: (text: string) => void,
): Promise<Configuration[]> {
  const found: Configuration[] = [];
  for (const { codec: source, settings, identity } of asked) {
    try {
      const codec = await loadCodec(source);
      const configuration = configurationOf(codec, settings, source);
      await demandAvailable(codec, settings);
      if (configuration.identity === identity) found.push(configuration);
      else {
        const { name, version } = configuration.engine;
        warn(
          `${configuration.spec} is not timed: here it is ${name} ${version}, another was planned`,
        );
      }
    } catch (error) {
      warn(`${typeof source === 'string' ? source : 'a codec'} is not timed: ${messageOf(error)}`);
    }
  }
  return found;
}
