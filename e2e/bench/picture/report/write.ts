// Leaves the results of a run: a table, the same as data, and a plot.
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import type { Cell, Results } from "../results.js";
import { plot } from "./plot.js";
import { table } from "./table.js";

const FOLDER = new URL("../../results/", import.meta.url);

/** Gives the table's file. A run of a part has names of its own, outside git: it must not pass for the whole. */
export async function write(results: Results, whole: boolean, browser: string, began: number): Promise<string> {
  const name = whole ? "picture" : "picture.part";
  const circumstances = {
    machine: `${cpus().length} cores, Linux ${release().split("-")[0]}`,
    browser: `Chromium ${browser}`,
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round((Date.now() - began) / 60_000),
  };
  const { cells, failures, agreed } = results;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${name}.md`, FOLDER), table(results, circumstances, `${name}.svg`));
  await writeFile(new URL(`${name}.svg`, FOLDER), plot(results));
  await writeFile(new URL(`${name}.json`, FOLDER), `${JSON.stringify({ ...circumstances, agreed, failures, cells: cells.map(compact) }, null, 1)}\n`);
  return `e2e/bench/results/${name}.md`;
}

/** Numbers of one digit after the point; what never came is `null` in JSON. */
function compact(cell: Cell): Cell {
  const rounded = (values: Record<string, number>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 10) / 10]));
  return { ...cell, figures: rounded(cell.figures), ...(cell.stages ? { stages: rounded(cell.stages) } : {}) };
}
