import { UsageError, WorkError } from '../base/errors.js';
import { type CheckedCodec, checkCodec, codecTolerance } from '../library/check-codec.js';
import {
  checkModel,
  exportModel,
  type ListedModel,
  listModels,
  planModelExport,
} from '../library/models.js';
import { loadCard } from '../models/catalogue.js';
import type { CheckedModel } from '../models/check.js';
import type { ModelExportOptions } from '../models/export.js';
import type { ArgumentsOf } from './command.js';
import type { modelsOptions } from './options/models.js';
import { formatTable, print, printJson, tableWithNotes } from './output.js';

/** Lists the models of learned metrics and codecs, exports a metric’s from its official weights, checks them. */
export async function modelsCommand({
  action,
  id,
  json,
  ...args
}: ArgumentsOf<typeof modelsOptions>): Promise<void> {
  if (action === 'list') await list(json);
  else if (action === 'check') await check(id, json);
  else if (id === undefined) throw new UsageError('models export needs the id of a model');
  else await runExport(id, args);
}

async function list(json: boolean): Promise<void> {
  const described = await listModels();
  if (json) {
    printJson(described);
    return;
  }
  const rows = described.map(({ id, kind, licence, path, ...sizes }) => [
    id,
    kind,
    megabytesOf(sizes),
    licence,
    path === null ? 'no' : 'yes',
  ]);
  const notes = [
    ...described.map(({ id, path, missing }) => [id, path ?? missing ?? ''] as const),
    [
      'MB',
      'of its files; before an export of the official weights, of one level the largest',
    ] as const,
  ];
  print(tableWithNotes(formatTable(['model', 'kind', 'MB', 'licence', 'here'], rows), notes));
}

/** Of the files, else of what an export would download; `-` where neither is known. */
function megabytesOf({
  bytes,
  downloadBytes,
}: Pick<ListedModel, 'bytes' | 'downloadBytes'>): string {
  const size = bytes > 0 ? bytes : downloadBytes;
  return size === null ? '-' : (size / 1e6).toFixed(1);
}

async function check(id: string | undefined, json: boolean): Promise<void> {
  const ids = id === undefined ? await metricsHere() : [id];
  const checked: (CheckedModel | CheckedCodec)[] = [];
  for (const each of ids) checked.push(await checkAny(each));
  if (json) printJson(checked);
  else {
    for (const each of checked) print('levels' in each ? describeCodec(each) : describeCheck(each));
  }
  const failed = checked.filter(({ passed }) => !passed).map((each) => each.id);
  if (failed.length > 0) throw new WorkError(`${failed.join(', ')} missed the values of the card`);
}

async function checkAny(id: string): Promise<CheckedModel | CheckedCodec> {
  if ((await loadCard(id)).kind === 'metric') return checkModel(id);
  return checkCodec(id, { onWarning: (text) => process.stderr.write(`warning: ${text}\n`) });
}

function describeCodec({ id, out, levels, missing }: CheckedCodec): string {
  const rows = levels.map(({ quality, tuned, pictures, bpp, psnr, published, passed }) => [
    ...[String(quality), tuned, String(pictures), bpp.toFixed(4), psnr.toFixed(3)],
    ...[published?.bpp.toFixed(4) ?? '', published?.psnr.toFixed(3) ?? ''],
    passed === null ? '' : passed ? 'yes' : 'NO',
  ]);
  const head = ['quality', 'tuned', 'pictures', 'bpp', 'PSNR', 'published', 'PSNR', 'within'];
  const away = missing.length === 0 ? [] : [`${missing.length} levels have no weights here`];
  const tolerance = `1 % of the rate and ${codecTolerance.psnr} dB`;
  const notes = [`${id} on Kodak, to ${tolerance}; records are in ${out}`, ...away];
  return `${notes.join('\n')}\n${formatTable(head, rows)}\n`;
}

/** Ids of the metrics' models that are at hand. */
async function metricsHere(): Promise<string[]> {
  const all = (await listModels()).filter(({ kind }) => kind === 'metric');
  const here = all.filter(({ path }) => path !== null);
  if (here.length > 0) return here.map(({ id }) => id);
  throw new WorkError(`no model is here: ${all.map(({ missing }) => missing).join('; ')}`);
}

function describeCheck({ id, path, sha256, macsPerPixel, parameters, values }: CheckedModel) {
  const head = [
    `${id}: ${path}`,
    `SHA-256 ${sha256}, inputs and outputs as its card says`,
    `${Math.round(macsPerPixel)} multiply-accumulates per pixel of a pair, ${parameters} parameters`,
  ];
  const rows = values.map(({ pair, by, expected, tolerance, got, passed }) => [
    pair,
    by,
    expected.toPrecision(7),
    got.toPrecision(7),
    String(tolerance),
    passed ? 'yes' : 'NO',
  ]);
  const table = formatTable(['pair', 'by', 'expected', 'got', 'tolerance', 'within'], rows);
  return `${head.join('\n')}\n${table}\n`;
}

async function runExport(
  id: string,
  { yes, ...given }: ModelExportOptions & { readonly yes: boolean },
): Promise<void> {
  const card = await loadCard(id);
  const plan = await planModelExport(id, given);
  print(`${card.title}, ${card.licence}`);
  const sources = given.checkpoint === undefined ? card.weights : [];
  for (const source of sources) print(`  --weights ${source.name}: ${source.what}`);
  if (plan.environment !== null) print(`sets up Python in ${plan.environment}`);
  for (const download of plan.downloads) print(`downloads ${download}`);
  print(`writes to ${plan.out}`);
  if (plan.downloads.length > 0 && !yes) {
    throw new UsageError('nothing was done yet: --yes downloads and exports');
  }
  await exportModel(plan, { onOutput: (text) => process.stderr.write(text) });
  if (!plan.weights.startsWith('random:') && given.out === undefined && card.kind === 'metric') {
    await check(id, false);
  }
}
