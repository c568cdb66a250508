import { type Tool, toolVersion } from '../../runtimes/cli/tools.js';

/** libjxl's own programs. */
export const cjxl: Tool = { program: 'cjxl', variable: 'PARETO_CJXL' };
export const djxl: Tool = { program: 'djxl', variable: 'PARETO_DJXL' };

/** The version that one of them prints, `0.7.0`. */
export function jxlToolVersion(tool: Tool): string {
  return toolVersion(tool, { args: ['--version'], pattern: /v(\d+\.\d+\.\d+)/ });
}
