import type { PictureInfo } from '../resize/info.js';
import type { ResizeReport } from '../resize/result.js';
import { withHint } from './hints.js';
import { formatTable } from './output.js';

/** What became of a batch, for people: the sum, what failed, and where asked which way each was made. */
export function resizeText(report: ResizeReport, explain: boolean): string {
  const { files, seconds, threads } = report;
  const written = files.filter(({ path }) => path !== null);
  const failed = files.filter(({ error }) => error !== null);
  const skipped = files.length - written.length - failed.length;
  const bytes = written.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const rate = seconds > 0 ? written.length / seconds : 0;
  const sum = [
    `${written.length} written, ${(bytes / 1e6).toFixed(1)} MB`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    `${seconds.toFixed(2)} s, ${rate.toFixed(1)} a second`,
    `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  ].join(', ');
  return [
    ...(explain && files.length > 0 ? [explained(files)] : []),
    ...failed.map(({ error, code }) => `failed: ${withHint(error ?? '', code)}`),
    sum,
  ].join('\n\n');
}

function explained(files: ResizeReport['files']): string {
  const each = files.map((file) => [
    file.output,
    file.width === null ? '-' : `${file.width}x${file.height}`,
    file.bytes === null ? '-' : String(file.bytes),
    file.path ?? '-',
    file.note,
  ]);
  return formatTable(['file', 'size', 'bytes', 'path', 'why'], each);
}

/** What pictures are, for people. */
export function infoText(infos: readonly PictureInfo[]): string {
  return formatTable(
    ['file', 'format', 'size', 'colours', 'bits', 'frames', 'orientation', 'profile', 'bytes'],
    infos.map((info) => [
      info.file,
      info.format,
      `${info.width}x${info.height}`,
      info.colours,
      String(info.bits),
      String(info.frames),
      String(info.orientation),
      info.profileBytes > 0 ? `${info.profileBytes} bytes` : '-',
      String(info.bytes),
    ]),
  );
}
