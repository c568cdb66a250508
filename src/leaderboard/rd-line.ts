import { type AlphaFate, alphaFates } from '../base/alpha-fate.js';
import type { RdFacts } from '../results/rd-facts.js';

/** Turns a line of a results file into what the leaderboard needs of it. */
type ReadRdLine = (line: string) => RdFacts | null;

type Program = Pick<RdFacts, 'version' | 'commit'>;
type CodecFields = Pick<RdFacts, 'codec' | 'spec' | 'settings' | 'knob' | 'engine'>;

// Printable ASCII without escapes: in these, JSON is the text itself, whatever the encoding.
const text = '"[ !#-\\[\\]-~]*"';
const id = '"[A-Za-z0-9][A-Za-z0-9._-]*"';
const whole = '(?:0|[1-9]\\d{0,14})';
const positive = '[1-9]\\d{0,14}';
const amount = '(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,24})?(?:[eE][-+]?\\d\\d?)?';
const number = `-?${amount}`;
const sha = '[0-9a-f]{64}';
const date =
  '20\\d\\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{3})?Z';
const object = (value: string): string => `\\{(?:${id}:${value}(?:,${id}:${value})*)?\\}`;
const tile = `\\{"x":${whole},"y":${whole},"width":${positive},"height":${positive},"value":(?:${number}|null)\\}`;
const fate = `"(?:${alphaFates.join('|')})"`;
const runtime = '"(?:js|native|wasm|ffi|cli|onnx)"';
const codecFields = [
  `"codec":${text},"spec":${text},"settings":${object(`(?:${number}|true|false|${text})`)}`,
  `(?:,"knob":(?:null|${text}))?`,
  `,"engine":\\{"name":${text},"version":${text},"runtime":${runtime}\\}`,
].join('');

/** A line as the store writes it of a job that went to its end, the fields that are needed caught. */
const finished = new RegExp(
  [
    `^\\{"schema":1,"kind":"rd","key":"${sha}","protocol":(${positive}),(${codecFields})`,
    `,"dataset":(${text}),"image":(${text}),"imageSha256":"(${sha})","crop":(null|${text})`,
    `,"width":(${positive}),"height":(${positive}),"bytes":(${whole})`,
    `(?:,"sourceBytes":(null|${positive}))?`,
    `,"bitstreamSha256":(?:null|"${sha}"),"conversion":(?:null|${text})`,
    `,"exact":(null|true|false)(?:,"alpha":(null|${fate}))?(?:,"damage":(null|${text}))?(?:,"learned":null)?,"bpp":(${amount})`,
    `,"metrics":(${object(`(?:${number}|null)`)})`,
    `,"metricVersions":(${object(text)}),"metricErrors":(${object(text)})`,
    `(?:,"worstTiles":${object(tile)})?(?:,"learned":null)?`,
    `,"error":null(?:,"machine":(?:null|${text}))?,("version":${text},"commit":(?:null|${text})),"at":"(${date}T${time})"\\}$`,
  ].join(''),
);

/**
 * A reader of lines as the store writes them. It is many times faster than parsing whole records and
 * checking them by their schema: one expression proves the type of every field, and only the fields
 * that the leaderboard needs become values. It answers null for any other line. Such a line may still
 * be a record (a failed job, a learned codec, a character beyond ASCII), which the schema decides.
 * Records of one codec share the object of its settings.
 */
export function createRdLineReader(): ReadRdLine {
  const codecs = new Map<string, CodecFields>();
  const versionsOf = new Map<string, Record<string, string>>();
  const programs = new Map<string, Program>();
  const names = new Map<string, string>();
  const fates = new Map<string, AlphaFate>();
  return (line) => {
    const match = finished.exec(line);
    if (match === null) return null;
    const { 1: protocol, 2: codecFields, 3: dataset, 4: image, 5: sha256, 6: crop } = match;
    const { 10: sourceBytes, 11: exact, 12: alpha, 13: damage } = match;
    const { 15: metrics, 16: versions, 17: errors } = match;
    const { codec, spec, settings, knob, engine } = remember(
      codecs,
      codecFields!,
      parseCodecFields,
    );
    const { version, commit } = remember(programs, match[18]!, parseProgram);
    // Without spreading: an object that is spread into is many times as slow to make and to read.
    return {
      protocol: Number(protocol),
      codec,
      spec,
      settings,
      knob,
      engine,
      dataset: remember(names, dataset!, parseName),
      image: remember(names, image!, parseName),
      imageSha256: remember(names, sha256!, itself),
      crop: crop === 'null' ? null : remember(names, crop!, parseName),
      width: Number(match[7]),
      height: Number(match[8]),
      bytes: Number(match[9]),
      sourceBytes: sourceBytes === undefined || sourceBytes === 'null' ? null : Number(sourceBytes),
      exact: exact === 'null' ? null : exact === 'true',
      alpha: alpha === undefined || alpha === 'null' ? null : remember(fates, alpha, parseFate),
      damage: damage === undefined || damage === 'null' ? null : parseName(damage),
      learned: null,
      bpp: Number(match[14]),
      metrics: JSON.parse(metrics!),
      metricVersions: remember(versionsOf, versions!, parseVersions),
      metricErrors: errors === '{}' ? noErrors : JSON.parse(errors!),
      error: null,
      version,
      commit,
      at: match[19]!,
    };
  };
}

const noErrors: RdFacts['metricErrors'] = {};
const itself = (part: string): string => part;
const parseName = (json: string): string => JSON.parse(json);
const parseFate = (json: string): AlphaFate => JSON.parse(json);
const parseVersions = (json: string): RdFacts['metricVersions'] => JSON.parse(json);
const parseProgram = (fields: string): Program => JSON.parse(`{${fields}}`);

function parseCodecFields(fields: string): CodecFields {
  const { codec, spec, settings, knob = null, engine } = JSON.parse(`{${fields}}`);
  return { codec, spec, settings, knob, engine };
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
