// All settings of the service in one table. Flags, the file and the environment take their names from it.

/** How the text of a setting is read. */
export type SettingKind = 'text' | 'list' | 'whole' | 'bytes' | 'seconds' | 'switch';

/** What a setting of each kind holds. */
interface KindValues {
  readonly text: string;
  readonly list: readonly string[];
  readonly whole: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly switch: boolean;
}

interface Setting<Kind extends SettingKind = SettingKind> {
  readonly kind: Kind;
  readonly default: KindValues[Kind];
  readonly describe: string;
  /** Least and most, of numbers. */
  readonly range?: readonly [min: number, max: number];
  /** It is not shown. */
  readonly isSecret?: boolean;
}

const MiB = 2 ** 20;

/** Every setting by its flag; the variable of `max-file` is PARETO_SERVE_MAX_FILE. */
const settingTable = {
  host: { kind: 'text', default: '127.0.0.1', describe: 'Address to listen at' },
  port: { kind: 'whole', default: 8080, range: [0, 65_535], describe: 'Port; 0 takes a free one' },
  'api-key': {
    ...{ kind: 'text', default: '', isSecret: true },
    describe: 'Key that POST requests show (X-API-Key, or Authorization: Bearer); none is open',
  },
  proxy: {
    ...{ kind: 'list', default: [] },
    describe: 'Addresses or networks of proxies whose X-Forwarded-For is believed',
  },
  'max-file': {
    ...{ kind: 'bytes', default: 32 * MiB, range: [1024, 2 ** 31 - 1] },
    describe: 'Bytes of a picture',
  },
  'max-pixels': {
    ...{ kind: 'whole', default: 100_000_000, range: [1, 2 ** 31 - 1] },
    describe: 'Pixels of a picture',
  },
  'max-frames': {
    kind: 'whole',
    default: 500,
    range: [1, 1e6],
    describe: 'Frames of an animation',
  },
  'max-decoded': {
    ...{ kind: 'bytes', default: 512 * MiB, range: [2 ** 20, 2 ** 40] },
    describe: 'Bytes of all samples of a picture, over its frames',
  },
  'work-seconds': {
    ...{ kind: 'seconds', default: 60, range: [0.1, 86_400] },
    describe: 'Seconds that the work on one picture may take',
  },
  'upload-seconds': {
    ...{ kind: 'seconds', default: 30, range: [1, 3600] },
    describe: 'Seconds in which a request must have come whole',
  },
  'drain-seconds': {
    ...{ kind: 'seconds', default: 25, range: [0, 3600] },
    describe: 'Seconds that running work may still take after TERM',
  },
  'loop-seconds': {
    ...{ kind: 'seconds', default: 1, range: [0.05, 3600] },
    describe: 'Seconds that the server may be late with its own work before it refuses new work',
  },
  slots: {
    ...{ kind: 'whole', default: 0, range: [0, 1024] },
    describe:
      'Pictures that are optimised at the same time; 0 is the count of processors, 2 at least',
  },
  queue: {
    ...{ kind: 'whole', default: -1, range: [-1, 65_535] },
    describe: 'Pictures that wait for a slot; -1 is as many as there are slots',
  },
  memory: {
    ...{ kind: 'bytes', default: 6144 * MiB, range: [512 * MiB, 2 ** 45] },
    describe: 'Memory that all pictures may take together, by their decoded size',
  },
  'max-bodies': {
    ...{ kind: 'bytes', default: 512 * MiB, range: [2 ** 20, 2 ** 40] },
    describe: 'Bytes of all requests and downloads that are held at the same time',
  },
  'rate-minute': {
    ...{ kind: 'whole', default: 60, range: [0, 1e6] },
    describe: 'Requests that a client without a key has in a minute; 0 is no limit',
  },
  'rate-burst': {
    ...{ kind: 'whole', default: 10, range: [0, 1e6] },
    describe: 'The same in ten seconds',
  },
  'fetch-seconds': {
    ...{ kind: 'seconds', default: 30, range: [0.1, 3600] },
    describe: 'Seconds that fetching a URL may take, redirects and all',
  },
  'fetch-redirects': {
    ...{ kind: 'whole', default: 5, range: [0, 20] },
    describe: 'Redirects that are followed',
  },
  'fetch-ports': { kind: 'list', default: ['443'], describe: 'Ports that URLs may name' },
  'fetch-http': {
    kind: 'switch',
    default: false,
    describe: 'Fetch http: URLs too (port 80 if listed)',
  },
  'fetch-private': {
    ...{ kind: 'list', default: [] },
    describe: 'Hosts whose addresses may be private, by their exact names',
  },
  'fetch-ca': {
    ...{ kind: 'text', default: '' },
    describe: 'PEM file of certificate authorities that are trusted beside the usual ones',
  },
  'storage-folder': {
    ...{ kind: 'text', default: '' },
    describe: 'Folder that answers may be stored in (provider folder)',
  },
  'storage-url': {
    ...{ kind: 'text', default: '' },
    describe: 'Address at which that folder is public, for public_url',
  },
  'storage-plugin': {
    ...{ kind: 'list', default: [] },
    describe: 'Modules that bring further providers of storage (docs/service.md)',
  },
  docs: { kind: 'switch', default: true, describe: 'Show the OpenAPI description at /docs' },
  page: { kind: 'switch', default: true, describe: 'Show the page to try it with at /' },
  log: { kind: 'switch', default: true, describe: 'Write a JSON line for each request' },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingTable;

export const settingNames = Object.keys(settingTable) as readonly SettingName[];

/** The table without its literal types. */
export const settings: Readonly<Record<SettingName, Setting>> = settingTable;

/** The values of all settings. */
export type Settings = {
  readonly [Name in SettingName]: KindValues[(typeof settingTable)[Name]['kind']];
};

/** The variable of the environment that holds a setting. */
export function variableOf(name: SettingName): string {
  return `PARETO_SERVE_${name.toUpperCase().replaceAll('-', '_')}`;
}
