import { expect, test } from 'vitest';
import { codecs } from '#src/codecs/registry.js';
import { defaultAnchor } from '#src/leaderboard/default-anchor.js';
import { buildLeaderboard } from '#src/leaderboard/leaderboard.js';
import { tablesOf } from '#src/leaderboard/rd-table.js';
import { facts } from '../support/facts.ts';
import { rdOf } from '../support/records.ts';

test('the anchor is a codec that there is, and curves are compared with it unless told', () => {
  expect(codecs.names).toContain(defaultAnchor);
  const rd = tablesOf(
    ['avif', defaultAnchor, 'webp'].map((codec) => rdOf({ spec: codec, codec, image: 'a' })),
  );
  const { datasets } = buildLeaderboard({ rd, timing: [], facts, describe: () => null });
  const [group] = datasets;
  expect(group!.anchor).toBe(defaultAnchor);
});
