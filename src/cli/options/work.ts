import { jobsOption, memoryOption, queueOption, testbedOption } from './shared.js';

/** What `pareto work` takes. */
export const workOptions = {
  queue: {
    ...queueOption,
    demandOption: true,
    describe:
      'The Redis server that a sweep hands out by: redis://host:6379, or rediss:// for TLS; password by PARETO_REDIS_PASSWORD',
  },
  testbed: testbedOption,
  jobs: jobsOption,
  'max-memory': memoryOption('all workers together', 'three quarters of what is available'),
  idle: { type: 'number', describe: 'End after so many seconds without work  [never]' },
} as const;
