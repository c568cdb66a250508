import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../../base/errors.js';
import { problem } from '../problem.js';
import type { StorageRequest } from '../request-schemas.js';
import type { Settings } from '../settings.js';
import { openFolder } from './folder.js';
import type { StorageProvider, Stored, StoreRequest } from './storage.js';

/** Keeps an answer where a client wants it. */
export interface Storage {
  /** @throws a problem `bad_request` for a provider that is none, before any work */
  demand(asked: StorageRequest): StorageProvider;
}

/**
 * Opens the folder and the plug-ins that the settings name.
 * @throws UsageError for a plug-in that brings no provider
 */
export async function openStorage(settings: Settings): Promise<Storage> {
  const providers = new Map<string, StorageProvider>();
  const folder = settings['storage-folder'];
  if (folder !== '') providers.set('folder', openFolder(folder, settings['storage-url']));
  for (const file of settings['storage-plugin']) {
    const provider = await loadProvider(file);
    providers.set(provider.name, provider);
  }
  return {
    demand({ provider }) {
      const found = providers.get(provider);
      if (found !== undefined) return found;
      const known =
        [...providers.keys()].join(', ') || 'none; the service was started without storage';
      throw problem('bad_request', `storage.provider takes one of ${known}`, {
        fields: ['storage.provider'],
      });
    },
  };
}

/**
 * Has a provider keep an answer.
 * @throws a problem: its own, or `storage_failed` for whatever else it throws
 */
export async function store(provider: StorageProvider, request: StoreRequest): Promise<Stored> {
  try {
    return await provider.store(request);
  } catch (error) {
    if (error instanceof Error && 'problem' in error) throw error;
    // Who runs the service reads why in the log; a client is not told its paths.
    const failure = problem('storage_failed', `the answer could not be stored by ${provider.name}`);
    failure.cause = error;
    throw failure;
  }
}

async function loadProvider(file: string): Promise<StorageProvider> {
  const module = (await import(pathToFileURL(path.resolve(file)).href).catch((error: unknown) => {
    throw wrong(file, messageOf(error));
  })) as { readonly storage?: unknown };
  const { storage } = module;
  const isProvider =
    typeof storage === 'object' &&
    storage !== null &&
    'name' in storage &&
    typeof storage.name === 'string' &&
    'store' in storage &&
    typeof storage.store === 'function';
  if (!isProvider) throw wrong(file, 'export const storage = { name, store } is expected');
  return storage as unknown as StorageProvider;
}

function wrong(file: string, why: string): UsageError {
  return new UsageError(`plug-in of storage ${file}: ${why}`, { code: 'broken-plugin' });
}
