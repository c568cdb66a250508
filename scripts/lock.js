// Makes package-lock.json say of no package that it has an install script, so that `npm ci` runs
// none: npm before 11.16 does not know `allowScripts` of package.json. Only esbuild, koffi and
// onnxruntime-node have one, and all three work without: the binaries are in their packages, and
// onnxruntime-node's script downloads CUDA from elsewhere. npm writes the entries anew when it
// updates a package.
//
//   npm run lock
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
/** @type {{ packages: Record<string, { hasInstallScript?: boolean }> }} */
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const entry of Object.values(lock.packages)) delete entry.hasInstallScript;
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
