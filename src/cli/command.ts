import type { CommandModule, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import { checkNumbers } from './arguments.js';

/** Options by their long names, positional arguments among them, as yargs takes them. */
export type OptionTable = Readonly<Record<string, Options>>;

/** What a command with these options is called with: the values by the options' names. */
export type ArgumentsOf<O extends OptionTable> = InferredOptionTypes<O>;

/** A command of the program. Its options are loaded when it is called or helped with, its work when it runs. */
export interface Command {
  readonly name: string;
  /** Name and positional arguments as yargs writes them: `codecs [codec]`. */
  readonly usage: string;
  readonly describe: string;
  readonly options: () => Promise<OptionTable>;
  /** Does the work. The arguments are checked for type by yargs, and numbers here. */
  readonly run: (args: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** Makes a command of its usage, one line for help, and the loaders of its two parts. */
export function createCommand<O extends OptionTable>(
  usage: string,
  describe: string,
  parts: {
    readonly options: () => Promise<O>;
    readonly run: () => Promise<(args: ArgumentsOf<O>) => Promise<void>>;
  },
): Command {
  return {
    name: usage.split(' ')[0]!,
    usage,
    describe,
    options: parts.options,
    async run(args) {
      checkNumbers(await parts.options(), args, process.argv.slice(2));
      const run = await parts.run();
      await run(args as ArgumentsOf<O>);
    },
  };
}

/** The command as yargs takes it. */
export function commandModule({ usage, describe, options, run }: Command): CommandModule {
  return {
    command: usage,
    describe,
    builder: async (yargs) => {
      // Where of an option that is given twice the last one counts, yargs takes the last of several
      // arguments alone, too.
      const several = usage.includes('..]');
      if (several) yargs.parserConfiguration({ 'duplicate-arguments-array': true });
      for (const [name, option] of Object.entries(await options())) {
        // Not every option of yargs suits an argument by its place, but all of ours do.
        if ([`<${name}>`, `[${name}]`, `[${name}..]`].some((place) => usage.includes(place)))
          yargs.positional(name, option as PositionalOptions);
        else {
          const requiresArg = option.type !== 'boolean';
          yargs.option(name, { ...option, requiresArg, ...(several && { coerce: lastOf }) });
        }
      }
      return yargs;
    },
    handler: run,
  };
}

function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}
