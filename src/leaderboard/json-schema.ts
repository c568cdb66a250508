import { z } from 'zod';
import { leaderboard, leaderboardSchema } from './schema.js';

/** JSON Schema (draft 2020-12) of leaderboard.json, as it is published in docs/. */
export function leaderboardJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(leaderboard, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: `urn:paretobench:leaderboard:${leaderboardSchema}`,
    title: 'leaderboard.json of paretobench',
    description: 'Every field is explained in docs/record.md.',
    ...rest,
  };
}
