import vm from 'node:vm';

/**
 * Runs synchronous work, and ends it where it takes more than so many milliseconds, even inside a loop
 * of WASM.
 * @returns whether it came to its end
 */
export function runWithin(milliseconds: number, work: () => void): boolean {
  slot.work = work;
  try {
    context ??= vm.createContext(slot);
    script.runInContext(context, { timeout: milliseconds });
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  } finally {
    slot.work = idle;
  }
}

const idle = (): void => undefined;
const slot = { work: idle };
let context: vm.Context | undefined;
const script = new vm.Script('work()');

/** The error is of the context's own realm, so `instanceof Error` does not hold. */
function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
