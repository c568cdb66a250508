import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withoutChatter } from '../support/chatter.ts';

export interface Question {
  readonly codec: string;
  readonly engine: string | null;
  readonly file: string;
  readonly maxPixels: number;
}

/** What came of one file: a picture, an error, the death of the process, or no end in time. */
export interface Answer {
  readonly shape?: readonly [number, number, number, number];
  readonly sha256?: string;
  readonly error?: string;
  readonly name?: string;
  readonly crash?: string;
  readonly hang?: boolean;
  /** Peak resident memory of the process so far, in MiB. */
  readonly peak?: number;
}

interface Child {
  readonly process: ChildProcess;
  readonly lines: Interface;
}

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'decode-child.js');

/**
 * Decodes files in a child process, one after the other; one that kills the child or takes longer
 * than `limitSeconds` is told so, and the next gets a new child.
 */
export async function decodeInChild(
  questions: readonly Question[],
  { limitSeconds = 20 }: { limitSeconds?: number } = {},
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let child: Child | null = null;
  for (const question of questions) {
    child ??= start();
    const answer = await ask(child, question, limitSeconds);
    answers.push(answer);
    if (answer.crash !== undefined || answer.hang) child = null;
  }
  child?.process.stdin?.end();
  return answers;
}

function start(): Child {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (text) => {
    printed += text;
  });
  child.once('close', () => process.stderr.write(withoutChatter(printed)));
  return { process: child, lines: createInterface({ input: child.stdout! }) };
}

function ask({ process: child, lines }: Child, question: Question, seconds: number) {
  return new Promise<Answer>((resolve) => {
    const finish = (answer: Answer) => {
      clearTimeout(timer);
      lines.off('line', onLine);
      child.off('exit', onExit);
      resolve(answer);
    };
    const onLine = (line: string) => finish(JSON.parse(line) as Answer);
    const onExit = (code: number | null, signal: string | null) =>
      finish({ crash: `exit ${code ?? signal}` });
    const timer = setTimeout(() => {
      finish({ hang: true });
      child.kill('SIGKILL');
    }, seconds * 1000);
    lines.on('line', onLine);
    child.on('exit', onExit);
    child.stdin!.write(`${JSON.stringify(question)}\n`);
  });
}
