import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { appendLines } from '../base/append.js';
import { messageOf, WorkError } from '../base/errors.js';
import type { Warn } from '../base/warn.js';

/** Writes records as they come, many at once where the disk is slower than the sweep. */
export interface RecordWriter<R> {
  add(record: R): void;
  /** Waits until all is written. Throws WorkError where something could not be. */
  finish(): Promise<void>;
}

/**
 * @param fileOf the file that takes a record
 * @param onFailure called once, as soon as the results folder takes no more
 * @param onWritten called with records that are on disk
 */
export function openRecordWriter<R extends object>(
  fileOf: (record: R) => string,
  warn: Warn,
  onFailure: () => void,
  onWritten: (records: readonly R[]) => void = () => {},
): RecordWriter<R> {
  let waiting: R[] = [];
  let writing: Promise<void> | null = null;
  const failures: string[] = [];

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      for (const file of new Set(batch.map(fileOf))) {
        await write(
          file,
          batch.filter((record) => fileOf(record) === file),
        );
      }
    }
    writing = null;
  };

  const write = async (file: string, records: R[]): Promise<void> => {
    try {
      const cut = await appendLines(file, records);
      if (cut > 0) warn(`${file}: cut off a torn last line of ${cut} bytes; its job runs again`);
      onWritten(records);
    } catch (error) {
      if (failures.length === 0) onFailure();
      failures.push(`${messageOf(error)}; ${await rescue(file, records)}`);
    }
  };

  return {
    add(record) {
      waiting.push(record);
      writing ??= writeAll();
    },
    async finish() {
      while (writing !== null) await writing;
      if (failures.length === 0) return;
      throw new WorkError(failures.join('; '), { code: 'records-not-written' });
    },
  };
}

/** Puts records that their file does not take into the system's folder for temporary files. */
async function rescue(file: string, records: readonly object[]): Promise<string> {
  try {
    const kept = path.join(
      mkdtempSync(path.join(os.tmpdir(), 'pareto-rescue-')),
      path.basename(file),
    );
    await appendLines(kept, records);
    return `${records.length} measured records are in ${kept}: append it to that file once there is room`;
  } catch (error) {
    return `${records.length} measured records are lost (${messageOf(error)})`;
  }
}
