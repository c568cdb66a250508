import type { Context } from '../context.js';
import type { Gauge } from '../counters.js';
import { findTools, goneTools } from '../tools.js';

/** GET /health: degraded where a tool is gone, or the service is about to end. */
export function answerHealth({ work, tools, isDraining }: Context) {
  const current = findTools();
  const isDegraded = isDraining() || goneTools(tools, current).length > 0;
  const { optimize, estimate } = work.gates;
  return {
    status: isDegraded ? 'degraded' : 'ok',
    tools: current,
    draining: isDraining(),
    queue: {
      optimize: { slots: optimize.slots, active: optimize.active, waiting: optimize.waiting },
      estimate: { slots: estimate.slots, active: estimate.active, waiting: estimate.waiting },
    },
    memory: { used: work.memory.usedBytes, budget: work.memory.totalBytes },
    bodies: { used: work.bodies.usedBytes, budget: work.bodies.totalBytes },
  };
}

/** GET /metrics: what Prometheus reads. */
export function answerMetrics({ counters, work }: Context): string {
  const { optimize, estimate } = work.gates;
  const gauges: Record<string, Gauge> = {
    pareto_optimize_active: { help: 'Pictures that are optimised', value: optimize.active },
    pareto_optimize_waiting: { help: 'Pictures that wait for that', value: optimize.waiting },
    pareto_estimate_active: { help: 'Pictures that are estimated', value: estimate.active },
    pareto_estimate_waiting: { help: 'Pictures that wait for that', value: estimate.waiting },
    pareto_memory_reserved_bytes: {
      help: 'Memory of the pictures that are worked on or wait, by their decoded size',
      value: work.memory.usedBytes,
    },
    pareto_bodies_bytes: { help: 'Bytes of requests that are held', value: work.bodies.usedBytes },
    pareto_resident_bytes: {
      help: 'Memory of the server itself',
      value: process.memoryUsage.rss(),
    },
  };
  return counters.text(gauges);
}
