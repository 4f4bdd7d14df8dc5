// CPU time and memory of process trees, and of the whole machine, from /proc.
import { readFileSync, readdirSync } from "node:fs";

/** Clock ticks a second: a constant of Linux's interface to programs. */
const TICKS = 100;

interface Process {
  parent: number;
  ticks: number;
}

function all(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      // The name may hold anything; it ends with the last bracket.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // Gone meanwhile.
    }
  }
  return processes;
}

/** A process and all below it. */
function tree(processes: Map<number, Process>, root: number): number[] {
  const found = [root];
  // What is found is looked below in turn.
  for (const id of found) {
    for (const [child, { parent }] of processes) if (parent === id && !found.includes(child)) found.push(child);
  }
  return found;
}

/** Bytes that a process and all below it hold; what several share is divided among them (PSS). */
export function memory(root: number): number {
  const held = tree(all(), root).map((id) => {
    try {
      const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "latin1")) ?? [];
      return 1024 * Number(kilobytes ?? 0);
    } catch {
      // Gone meanwhile.
      return 0;
    }
  });
  return held.reduce((sum, bytes) => sum + bytes, 0);
}

/** Seconds that the machine was busy since it started. */
function machine(): number {
  const [, user, nice, system, , , irq, softirq] = (readFileSync("/proc/stat", "latin1").split("\n")[0] ?? "").split(/\s+/);
  return (Number(user) + Number(nice) + Number(system) + Number(irq) + Number(softirq)) / TICKS;
}

/** What each process has used up so far. */
export class Usage {
  readonly at = performance.now();
  readonly machine = machine();
  private readonly processes = all();

  /** Seconds of a process and all below it since `before`; who began meanwhile counts, who ended does not. */
  since(before: Usage, root: number): number {
    const used = tree(this.processes, root).map(
      (id) => (this.processes.get(id)?.ticks ?? 0) - (before.processes.get(id)?.ticks ?? 0),
    );
    return used.reduce((sum, ticks) => sum + ticks, 0) / TICKS;
  }
}
