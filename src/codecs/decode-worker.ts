import { serve } from '../runtimes/processes/child.js';
import { decodeHere } from './decode-here.js';
import { type DecodeAnswer, type DecodeQuestion, mostMessageBytes } from './decode-message.js';
import type { DecodeOptions } from './decoded.js';
import { writeSamples } from './samples-file.js';

// The process that decodes a foreign file for a program that must not crash or hang with it. Questions
// come from that same program and have their type.
serve((message) => message as DecodeQuestion, answer);

async function answer(question: DecodeQuestion): Promise<DecodeAnswer> {
  const { source, options, folder, variables } = question;
  if (process.cwd() !== folder) process.chdir(folder);
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('PARETO_') && !(name in variables)) delete process.env[name];
  }
  Object.assign(process.env, variables);
  const warnings: DecodeAnswer['warnings'] = [];
  const { format, ...decoded } = await decodeHere(source, {
    ...(options as DecodeOptions),
    onWarning: (message, code) => warnings.push({ message, ...(code && { code }) }),
  });
  const told = { ...decoded, format: format?.id ?? null, warnings };
  const { output } = told;
  if (output instanceof Uint8Array || output.data.byteLength <= mostMessageBytes) return told;
  writeSamples(question.samplesFile, output.data);
  return { ...told, output: { ...output, data: null } };
}
