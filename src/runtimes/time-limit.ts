import vm from 'node:vm';
import { WorkError } from '../base/errors.js';

/**
 * Runs synchronous work and breaks it off after so many seconds, even inside a loop of WASM: for
 * decoders with known endless loops. What the work was changing is then in no known state.
 * @throws WorkError when the time is up
 */
export function withTimeLimit<T>(seconds: number, work: () => T): T {
  let result: { value: T } | undefined;
  slot.work = () => {
    result = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: Math.ceil(seconds * 1000) });
  } catch (error) {
    if (isTimeout(error)) {
      throw new WorkError(`no result after ${Math.round(seconds * 10) / 10} s`, {
        code: 'broken-bitstream',
      });
    }
    throw error;
  } finally {
    slot.work = idle;
  }
  return result!.value;
}

/** A limit for decoders in WASM: some thirty times what they take on a slow core. */
export function decodeLimitSeconds(pixels: number): number {
  return 10 + (10 * pixels) / 1e6;
}

const idle = (): void => undefined;
const slot = { work: idle };
const context = vm.createContext(slot);
const script = new vm.Script('work()');

/** The error is of the context's own realm, so `instanceof Error` does not hold. */
function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
