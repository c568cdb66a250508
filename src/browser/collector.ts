import {
  type CollectedLine,
  type CollectJob,
  collectJob,
  postBounds,
  tokenHeader,
} from '../collect/contract.js';

/** The server of this page. */
export interface Collector {
  job(): Promise<CollectJob>;
  /** A picture as a PAM file. */
  picture(sha256: string): Promise<Uint8Array>;
  /** Sends lines. Throws Error with what the server says where it does not take them. */
  send(lines: readonly CollectedLine[]): Promise<void>;
}

/** @param token out of the page's own address, where no server and no log sees it */
export function openCollector(token: string): Collector {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(new URL(path, location.href), {
      ...init,
      headers: { [tokenHeader]: token },
    });
    if (response.ok) return response;
    throw new Error(await response.text());
  };
  return {
    job: async () => collectJob.parse(await (await ask('/job')).json()),
    picture: async (sha256) =>
      new Uint8Array(await (await ask(`/pictures/${sha256}`)).arrayBuffer()),
    async send(lines) {
      for (let at = 0; at < lines.length; at += linesAtOnce) {
        const body = jsonLines(lines.slice(at, at + linesAtOnce));
        await ask('/records', { method: 'POST', body });
      }
    },
  };
}

const linesAtOnce = postBounds.lines / 5;

export function jsonLines(lines: readonly CollectedLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
