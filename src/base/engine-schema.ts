import { z } from 'zod';
import { engineRuntimes } from './engine.js';

/** An engine as it stands in files and messages. */
export const engineSchema = z.object({
  name: z.string(),
  version: z.string(),
  runtime: z.enum(engineRuntimes),
});
