import type { RdRecord } from './record.js';

/** What the leaderboard needs of a rate-distortion record; a whole record is one. */
export type RdFacts = Pick<
  RdRecord,
  | ('codec' | 'spec' | 'settings' | 'knob' | 'engine' | 'dataset' | 'crop')
  | ('image' | 'imageSha256' | 'width' | 'height' | 'at' | 'error')
  | ('bytes' | 'sourceBytes' | 'bpp' | 'exact' | 'alpha' | 'damage' | 'learned')
  | ('metrics' | 'metricVersions' | 'metricErrors')
  | ('protocol' | 'version' | 'commit')
>;
