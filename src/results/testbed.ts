import { z } from 'zod';

/** Timing noise: one codec timed twice in one run, as if it were two. */
const noise = z.object({
  spec: z.string(),
  at: z.iso.datetime(),
  seed: z.int(),
  passes: z.int(),
  images: z.int(),
  /** Second timing over the first, minus 1, with its 95 % interval. */
  encode: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
  decode: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
});

/** How long the kernel that every testbed runs takes here: one run, over the passes. */
const calibration = z.object({
  kernel: z.string(),
  /** Of the kernel: times of two versions are not to be compared. */
  version: z.int().positive(),
  seconds: z.object({
    median: z.number().positive(),
    low: z.number().positive(),
    high: z.number().positive(),
  }),
  passes: z.int().positive(),
});

const hardware = z.object({
  cpu: z.string(),
  arch: z.string(),
  cores: z.int().positive(),
  /** Null where nobody tells, as to a page. */
  memoryBytes: z.int().positive().nullable(),
});

/** results/testbeds/<id>.json: a machine that codecs were timed on. */
export const testbed = z.object({
  schema: z.literal(1),
  id: z.string(),
  hardware,
  features: z.array(z.string()),
  governor: z.string().nullable(),
  os: z.string(),
  node: z.string(),
  libraries: z.record(z.string(), z.string()),
  noise: noise.nullable(),
  /** Descriptions made before this field was there have none. */
  calibration: calibration.nullable().default(null),
  at: z.iso.datetime(),
});

export type Noise = z.infer<typeof noise>;
export type Calibration = z.infer<typeof calibration>;
export type Testbed = z.infer<typeof testbed>;

/** Whether two descriptions are of one machine, as far as its processor tells. */
export function isSameMachine(a: Testbed, b: Testbed): boolean {
  const [one, other] = [a.hardware, b.hardware];
  return one.cpu === other.cpu && one.arch === other.arch && one.cores === other.cores;
}
