import { spawn } from 'node:child_process';

/**
 * Asks the system to show an address in its browser, without a shell. Answers at once; a system
 * without a browser, or without a display, is no error.
 */
export function openInBrowser(url: string, platform = process.platform): void {
  const [program, ...args] = commandFor(url, platform);
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  // There may be no such program.
  child.on('error', () => {});
  child.unref();
}

function commandFor(url: string, platform: NodeJS.Platform): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      // `start` is a word of the command line, and no program.
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      return ['xdg-open', url];
  }
}
