import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { checkNumbers } from './arguments.js';

/** A command of the program: its options are a table, which help and error messages are made from. */
export interface Command {
  readonly module: CommandModule<object, Record<string, unknown>>;
  readonly options: readonly string[];
}

/**
 * Makes a command.
 * @param usage name and positional arguments as yargs writes them, `codecs [codec]`
 * @param run gets the options by their names in the table, checked for type by yargs
 */
export function createCommand<O extends Record<string, Options>>(
  usage: string,
  describe: string,
  options: O,
  run: (args: InferredOptionTypes<O>) => Promise<void>,
): Command {
  return {
    options: Object.keys(options),
    module: {
      command: usage,
      describe,
      builder: (yargs) => yargs.options(options),
      handler: (args) => {
        checkNumbers(options, args, process.argv.slice(2));
        return run(args as InferredOptionTypes<O>);
      },
    },
  };
}
