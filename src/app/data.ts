import type { PageDataset, PageIndex } from '../page/model/contract.js';

declare global {
  interface Window {
    paretoData(name: string, json: string): void;
  }
}

const arrived = new Map<string, string>();
const loading = new Map<string, Promise<unknown>>();

window.paretoData = (name, json) => {
  arrived.set(name, json);
};

/**
 * Loads a file of data/ once, by a script element, as a page from the file system may not fetch.
 * Rejects with a message for people.
 * @param file path from the page, which is the file's name too
 */
export function loadData<T>(file: string): Promise<T> {
  const known = loading.get(file);
  if (known !== undefined) return known as Promise<T>;
  const promise = loadScript(file).then(() => {
    const json = arrived.get(file);
    if (json === undefined) throw new Error(`${file} holds no data of that name`);
    arrived.delete(file);
    return JSON.parse(json) as unknown;
  });
  loading.set(file, promise);
  return promise as Promise<T>;
}

/** Loads a script, relative to the page. */
export function loadScript(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = file;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${file} could not be loaded; write the page again`));
    document.head.append(script);
  });
}

export const loadIndex = (): Promise<PageIndex> => loadData('data/index.js');
export const loadDataset = (file: string): Promise<PageDataset> => loadData(file);
