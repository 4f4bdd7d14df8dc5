// CPU time of process trees, and of the whole machine, from /proc.
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
    let ticks = 0;
    const seen = new Set<number>();
    const add = (id: number) => {
      if (seen.has(id)) return;
      seen.add(id);
      const now = this.processes.get(id);
      if (!now) return;
      ticks += now.ticks - (before.processes.get(id)?.ticks ?? 0);
      for (const [child, { parent }] of this.processes) if (parent === id) add(child);
    };
    add(root);
    return ticks / TICKS;
  }
}
