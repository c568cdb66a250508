import { fileURLToPath } from 'node:url';
import type { ArgumentsOf } from './command.js';
import { type completionOptions, completionWord, type shells } from './options/completion.js';
import { print } from './output.js';

type Shell = (typeof shells)[number];

/** Prints the script that makes a shell complete this program's command lines. */
export async function completionCommand({
  shell = process.env['SHELL']?.endsWith('/zsh') ? 'zsh' : 'bash',
}: ArgumentsOf<typeof completionOptions>): Promise<void> {
  const program = [process.execPath, fileURLToPath(new URL('./main.js', import.meta.url))];
  print(scripts[shell](`${program.map(quoted).join(' ')} ${completionWord}`));
}

/** A word as both shells take it, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The script of each shell. @param ask command that prints what a command line can go on with */
const scripts: Readonly<Record<Shell, (ask: string) => string>> = {
  // Bash takes what stands before = and : for words of their own, and puts in what follows them.
  bash: (ask) => `# In ~/.bashrc: source <(pareto completion bash)
_pareto() {
  local line="\${COMP_LINE:0:COMP_POINT}" IFS=$'\\n'
  local word="\${line##*[[:space:]]}"
  local before="\${word%"\${word##*[=:]}"}"
  COMPREPLY=($(${ask} "$line" 2>/dev/null))
  COMPREPLY=("\${COMPREPLY[@]#"$before"}")
}
complete -o default -F _pareto pareto`,
  zsh: (ask) => `# In ~/.zshrc, below compinit: source <(pareto completion zsh)
_pareto() {
  local -a found
  found=("\${(@f)$(${ask} "\${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _pareto pareto`,
};
