import { type GivenValue, readSettings, shownSettings } from '../server/read-settings.js';
import { openService } from '../server/service.js';
import { settingNames } from '../server/settings.js';
import { serveFileOptions } from './options/serve.js';
import { printJson, tell } from './output.js';
import { readConfig } from './read-config.js';

/** Runs the service until TERM or Ctrl-C. */
export async function serveCommand(args: Readonly<Record<string, unknown>>): Promise<void> {
  const file = args['config'];
  const settings = readSettings({
    flags: args as Readonly<Record<string, GivenValue>>,
    environment: process.env,
    file: typeof file === 'string' ? readConfig(file, serveFileOptions) : {},
  });
  if (args['print-config'] === true) {
    printJson(shownSettings(settings));
    return;
  }
  const service = await openService({
    settings: Object.fromEntries(settingNames.map((name) => [name, settings[name]])),
    onWarning: (message) => tell(`pareto: ${message}`),
  });
  tell(`pareto serves at ${service.url}`);
  await new Promise<void>((resolve) => {
    const end = (): void => resolve(service.drain());
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
  });
}
