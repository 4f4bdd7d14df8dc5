// Medians and the like, and a table of them.
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";

/** The value below which this share of the values lies (nearest rank). */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** On what, and when. */
export function machine(): string {
  return `${cpus().length} cores, Linux ${release().split("-")[0]}, ${new Date().toISOString().slice(0, 10)}`;
}

/** Writes `results/<name>.md` and `.json` from rows of measured milliseconds. */
export async function report(name: string, title: string, rows: Record<string, number[]>): Promise<void> {
  const lines = Object.entries(rows).map(([what, values]) => {
    const cells = [0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(0));
    return `| ${what} | ${values.length} | ${cells.join(" | ")} |`;
  });
  const text = `# ${title}\n\nMilliseconds. ${machine()}.\n\n| what | trials | median | p95 | worst |\n| --- | --- | --- | --- | --- |\n${lines.join("\n")}\n`;
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(new URL(`results/${name}.md`, import.meta.url), text);
  await writeFile(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify({ machine: machine(), rows })}\n`);
}
