/** CPU time of this process so far, in user and system mode, in microseconds. */
export function cpuMicroseconds(): number | null {
  const { user, system } = process.cpuUsage();
  return user + system;
}
