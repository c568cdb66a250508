import { messageOf } from '../../base/errors.js';
import { elementTypes, writeModel } from './proto.js';
import { onnxAvailable, onnxBackends, openOnnx } from './session.js';

/** Where onnxruntime can run graphs, on one platform or another. */
export const providers = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml'] as const;

/** What a provider needs that does not come with onnxruntime-node. */
const needs: Readonly<Record<string, string>> = {
  cuda: 'Linux on x86-64, a GPU by NVIDIA with CUDA 12 and cuDNN 9, and the libraries that `node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12` downloads',
  webgpu: 'a GPU with a driver for Vulkan, Direct3D 12 or Metal',
  coreml: 'macOS',
  dml: 'Windows with a GPU for DirectX 12',
};

const answers = new Map<string, Promise<true | string>>();

/** True, or why graphs cannot run there and what is needed. Tried once, with a graph of one node. */
export function providerAvailable(provider: string): Promise<true | string> {
  const known = answers.get(provider) ?? tryProvider(provider);
  answers.set(provider, known);
  return known;
}

async function tryProvider(provider: string): Promise<true | string> {
  const installed = await onnxAvailable();
  if (provider === 'cpu' || installed !== true) return installed;
  const needed = `provider ${provider} needs ${needs[provider] ?? 'another build of onnxruntime'}`;
  const built = await onnxBackends();
  if (!built.includes(provider)) {
    return `${needed}; onnxruntime here has ${built.join(', ')}`;
  }
  try {
    const session = await openOnnx(addition(), 'a graph of one node', { provider });
    const { y } = await session.run({ x: { dims: [1], data: Float32Array.of(2) } });
    await session.close();
    return y?.data[0] === 4 ? true : `${needed}; it computes wrongly here`;
  } catch (error) {
    // What comes from the depths of a provider begins with places in its sources.
    const cause = messageOf(error)
      .split(/(?:false\.|: ) ?/)
      .at(-1);
    return `${needed}: ${cause}`;
  }
}

/** y = x + x. */
function addition(): Uint8Array {
  const type = {
    tensorType: { elemType: elementTypes.float32, shape: { dim: [{ dimValue: 1 }] } },
  };
  return writeModel({
    irVersion: 7,
    opsetImport: [{ version: 13 }],
    graph: {
      name: 'addition',
      node: [{ opType: 'Add', input: ['x', 'x'], output: ['y'], attribute: [] }],
      initializer: [],
      input: [{ name: 'x', type }],
      output: [{ name: 'y', type }],
      valueInfo: [],
    },
  });
}
