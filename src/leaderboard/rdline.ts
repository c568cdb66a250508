import type { RdFacts } from './facts.js';

/** Turns a line of a results file into what the leaderboard needs of it. */
type ReadRdLine = (line: string) => RdFacts | null;

type Program = Pick<RdFacts, 'version' | 'commit'>;
type Arm = Pick<RdFacts, 'codec' | 'spec' | 'settings' | 'knob' | 'engine'>;

// Printable ASCII without escapes: in these, JSON is the text itself, whatever the encoding.
const text = '"[ !#-\\[\\]-~]*"';
const id = '"[A-Za-z0-9][A-Za-z0-9._-]*"';
const whole = '(?:0|[1-9]\\d{0,14})';
const positive = '[1-9]\\d{0,14}';
const amount = '(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,20})?(?:[eE][-+]?\\d\\d?)?';
const number = `-?${amount}`;
const sha = '[0-9a-f]{64}';
const date =
  '20\\d\\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{3})?Z';
const object = (value: string): string => `\\{(?:${id}:${value}(?:,${id}:${value})*)?\\}`;
const tile = `\\{"x":${whole},"y":${whole},"width":${positive},"height":${positive},"value":(?:${number}|null)\\}`;
const runtime = '"(?:js|native|wasm|ffi|cli|onnx)"';
const arm = [
  `"codec":${text},"spec":${text},"settings":${object(`(?:${number}|true|false|${text})`)}`,
  `(?:,"knob":(?:null|${text}))?`,
  `,"engine":\\{"name":${text},"version":${text},"runtime":${runtime}\\}`,
].join('');

/** A line as the store writes it of a job that went to its end, the fields that are needed caught. */
const finished = new RegExp(
  [
    `^\\{"schema":1,"kind":"rd","key":"${sha}","protocol":(${positive}),(${arm})`,
    `,"dataset":(${text}),"image":(${text}),"imageSha256":"(${sha})","crop":(null|${text})`,
    `,"width":(${positive}),"height":(${positive}),"bytes":(${whole})`,
    `(?:,"sourceBytes":(null|${positive}))?`,
    `,"bitstreamSha256":(?:null|"${sha}"),"conversion":(?:null|${text})`,
    `,"exact":(null|true|false)(?:,"learned":null)?,"bpp":(${amount})`,
    `,"metrics":(${object(`(?:${number}|null)`)})`,
    `,"metricVersions":(${object(text)}),"metricErrors":(${object(text)})`,
    `(?:,"worstTiles":${object(tile)})?(?:,"learned":null)?`,
    `,"error":null,("version":${text},"commit":(?:null|${text})),"at":"(${date}T${time})"\\}$`,
  ].join(''),
);

/**
 * A reader of lines as the store writes them, many times as fast as parsing whole records and
 * checking them by their schema: one expression proves the type of every field, and only what the
 * leaderboard needs is made a value of. It answers null of any other line, also one that is a record
 * for all that (a failed job, a learned codec, a character beyond ASCII): that is for the schema to
 * judge. Records of one codec with its settings share these.
 */
export function createRdLineReader(): ReadRdLine {
  const arms = new Map<string, Arm>();
  const versionsOf = new Map<string, Record<string, string>>();
  const programs = new Map<string, Program>();
  const names = new Map<string, string>();
  const crops = new Map<string, string | null>();
  const named = (json: string): string => JSON.parse(json);
  return (line) => {
    const match = finished.exec(line);
    if (match === null) return null;
    const [, protocol, armText, dataset, image, imageSha256, crop] = match as unknown as string[];
    const [width, height, bytes, sourceBytes, exact, bpp] = match.slice(7, 13);
    const [metrics, versions, errors, made, at] = match.slice(13) as [
      ...[string, string, string, string, string],
    ];
    const {
      codec,
      spec,
      settings,
      knob = null,
      engine,
    } = remember(arms, armText!, (fields) => JSON.parse(`{${fields}}`));
    return {
      ...{ codec, spec, settings, knob, engine, error: null, learned: null, at },
      protocol: Number(protocol),
      ...remember(programs, made, (fields): Program => JSON.parse(`{${fields}}`)),
      dataset: remember(names, dataset!, named),
      image: remember(names, image!, named),
      imageSha256: remember(names, imageSha256!, (sha) => sha),
      crop: remember(crops, crop!, (json) => JSON.parse(json)),
      width: Number(width),
      height: Number(height),
      bytes: Number(bytes),
      sourceBytes: sourceBytes === undefined || sourceBytes === 'null' ? null : Number(sourceBytes),
      exact: exact === 'null' ? null : exact === 'true',
      bpp: Number(bpp),
      metrics: JSON.parse(metrics),
      metricVersions: remember(versionsOf, versions, (json) => JSON.parse(json)),
      metricErrors: errors === '{}' ? {} : JSON.parse(errors),
    };
  };
}

/** The value of a text, made once. The text is copied: as a part of its line it would keep that. */
function remember<T>(known: Map<string, T>, part: string, make: (copy: string) => T): T {
  const value = known.get(part);
  if (value !== undefined) return value;
  const copy = Buffer.from(part, 'latin1').toString('latin1');
  const made = make(copy);
  known.set(copy, made);
  return made;
}
