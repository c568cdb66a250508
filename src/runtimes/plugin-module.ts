import { hash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../base/errors.js';
import { readBounded } from '../base/read-bounded.js';

/** Version of the plugin interface, the value of a plugin's export `pluginApi`. */
const pluginApi = 1;

/** A plugin's module, with nothing looked at yet of what it brings. */
export interface PluginModule {
  /** Absolute path of the file. */
  readonly file: string;
  readonly sha256: string;
  /** Its `version`, else the first digits of its hash: added to the version of all that it brings. */
  readonly mark: string;
  readonly codecs: readonly unknown[];
  readonly metrics: readonly unknown[];
}

/**
 * Loads a plugin: an ES module that exports `pluginApi`, and `codecs` or `metrics` (docs/plugins.md).
 * @throws UsageError naming the file and what is missing in it
 */
export async function loadPluginModule(given: string): Promise<PluginModule> {
  const file = path.resolve(given);
  const name = `plugin ${given}`;
  const source = await readBounded(file, { bound: 'plugin', name }).catch((error) => {
    throw new UsageError(messageOf(error), { code: 'broken-plugin' });
  });
  const sha256 = hash('sha256', source);
  const module = await importModule(file, sha256).catch((error) => {
    throw new UsageError(`plugin ${given} cannot be loaded: ${messageOf(error)}`, {
      code: 'broken-plugin',
    });
  });
  if (module['pluginApi'] !== pluginApi) {
    const got = module['pluginApi'] === undefined ? 'nothing' : String(module['pluginApi']);
    throw new UsageError(
      `plugin ${given}: export const pluginApi = ${pluginApi} is expected, got ${got}`,
      { code: 'broken-plugin' },
    );
  }
  const [codecs, metrics] = ['codecs', 'metrics'].map((name) => {
    const list = module[name] ?? [];
    if (Array.isArray(list)) return list as unknown[];
    throw new UsageError(`plugin ${given}: ${name} is an array where it is exported`, {
      code: 'broken-plugin',
    });
  }) as [unknown[], unknown[]];
  if (codecs.length + metrics.length === 0) {
    throw new UsageError(
      `plugin ${given}: export const codecs = […] with a codec is expected, or metrics = […] with a metric`,
      { code: 'broken-plugin' },
    );
  }
  const { version } = module;
  if (version !== undefined && (typeof version !== 'string' || version === '')) {
    throw new UsageError(`plugin ${given}: version is a string where it is exported`, {
      code: 'broken-plugin',
    });
  }
  const mark = typeof version === 'string' ? version : sha256.slice(0, 12);
  return { file, sha256, mark, codecs, metrics };
}

/** A file that has changed since it was imported is another module. */
async function importModule(file: string, sha256: string): Promise<Record<string, unknown>> {
  return (await import(`${pathToFileURL(file).href}?sha256=${sha256}`)) as Record<string, unknown>;
}
