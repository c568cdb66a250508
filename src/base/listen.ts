import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, UsageError } from './errors.js';

/**
 * Has a server listen at an address of this machine.
 * @param port 0 for any that is free
 * @returns the port
 * @throws UsageError where the port is taken
 */
export function listen(server: Server, port: number, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const facts = { code: 'port-not-free', data: { port } } as const;
      const told = `cannot serve on port ${port} (${messageOf(error)})`;
      reject(new UsageError(`${told}; name another, or none for any`, facts));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Ends a server and what is connected to it. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
