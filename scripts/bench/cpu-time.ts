/** CPU time of a process, from Linux: user and system, of all its threads, in nanoseconds. */
import { readdirSync, readFileSync } from "node:fs";

/**
 * `/proc/PID/task/TID/schedstat` counts nanoseconds, where `/proc/PID/stat` counts ticks of 10 ms. What ended threads
 * used is not in it; workerd's live as long as the process.
 */
export function cpuTimeNs(pid: number): number {
  let total = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [onCpu = "0"] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
    total += Number(onCpu);
  }
  return total;
}
