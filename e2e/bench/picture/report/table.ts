// The results as Markdown: the goals first, then every figure.
import { NETWORKS, type Network } from "../networks.js";
import type { Results, Summary } from "../results.js";
import { SCENES } from "../scenes/index.js";
import type { Scene } from "../scenes/scene.js";
import { type Figure, figuresOf, shown } from "./figures.js";
import { type Verdict, verdicts } from "./goals.js";
import { SHORTFALLS, falls } from "./shortfalls.js";

/** Where, when and with what it was measured. */
export interface Circumstances {
  machine: string;
  browser: string;
  date: string;
  minutes: number;
}

export function table(results: Results, { machine, browser, date, minutes }: Circumstances, plot: string): string {
  const others = results.others();
  return `# The picture

${machine}, ${browser}, ${date}, ${minutes} minutes. Other programs took ${shown(others.median, {})} % of a core meanwhile (at most ${shown(others.most, {})}).

\`ours\` is the product, seen on the helper's canvas; \`local\` the captured stream in a \`<video>\` of the capturing
page, which nobody can beat; the best track is, figure by figure, the best of the browser's own video tracks
(codec and \`contentHint\` by name). Latency is from a change's drawing to its being seen, both read off the
page's own animation frames; a change that a method skips is seen when the next one is. Medians of the runs;
least–most where there are several.

![Latency by scene, method and network](${plot})

## Goals

${goals(results)}

${NETWORKS.flatMap((network) => section(results, network)).join("\n\n")}

## Tracks

What was agreed upon: ${agreed(results)}.
${failures(results)}`;
}

function goals(results: Results): string {
  const all = verdicts(results);
  const rows = all.map(({ scene, network, title, digits, ours, track, ratio, goal, met }) => [
    scene.name,
    network.name,
    title,
    shown(ours, { digits }),
    track ? `${shown(track.median, { digits })} (${track.method})` : "",
    ratio === null ? "" : `${ratio.toFixed(2)}×`,
    goal,
    met ? "yes" : "**no**",
  ]);
  const short = all.filter(({ met }) => !met);
  const reasons = SHORTFALLS.flatMap(({ why, ...of }) => {
    const here = short.filter((verdict) => falls(of, verdict));
    return here.length === 0 ? [] : `- ${named(here)}: ${why}`;
  });
  const open = short.filter((verdict) => !SHORTFALLS.some((shortfall) => falls(shortfall, verdict)));
  if (open.length > 0) reasons.push(`- ${named(open)}: not understood yet.`);
  const table = markdown(["scene", "network", "figure", "ours", "best track", "ratio", "goal", "met"], rows);
  return reasons.length === 0 ? table : `${table}\n\n### What falls short\n\n${reasons.join("\n")}`;
}

/** In words: each scene and network once. */
function named(verdicts: Verdict[]): string {
  const groups = new Map<string, string[]>();
  for (const { scene, network, title } of verdicts) {
    const where = `${scene.name} on ${network.name}`;
    groups.set(where, [...(groups.get(where) ?? []), title.replace(/,[^,]*$/, "")]);
  }
  return [...groups].map(([where, titles]) => `**${where}**, ${titles.join(", ")}`).join("; ");
}

function section(results: Results, network: Network): string[] {
  const scenes = SCENES.filter((scene) => results.methods(scene, network).length > 0);
  if (scenes.length === 0) return [];
  const rows = scenes.flatMap((scene) => {
    const exact = results.exact(scene, network);
    const told = exact === null ? "" : exact ? "exact" : "**not exact**";
    return figuresOf(scene, network).map((figure, i) => [i === 0 ? scene.name : i === 1 ? told : "", ...row(results, scene, network, figure)]);
  });
  const header = ["scene", "figure", ...(network.name === "plain" ? ["local"] : []), "best track", "ours", "ratio"];
  return [`## On ${network.title}\n\n${markdown(header, rows)}`, ...stages(results, scenes, network)];
}

/** Where the time of ours goes, scene by scene. */
function stages(results: Results, scenes: Scene[], network: Network): string[] {
  const told = scenes.map((scene) => ({ scene, stages: results.stages(scene, network) }));
  // Each scene tells them in the order of a frame's way; one through which no frame went is missing. The longest has all.
  const names = told.map(({ stages }) => Object.keys(stages)).reduce((all, some) => (some.length > all.length ? some : all), []);
  if (names.length === 0) return [];
  const rows = told.map(({ scene, stages }) => [scene.name, ...names.map((name) => stages[name]?.toFixed(1) ?? "")]);
  return [
    `Where the time of \`ours\` goes, in median milliseconds, as its own statistics tell right after the figures above were
taken (capture is what it took beyond the quickest frame, network there and back):\n\n${markdown(["scene", ...names], rows)}`,
  ];
}

function row(results: Results, scene: Scene, network: Network, figure: Figure): string[] {
  const best = results.bestTrack(scene, network, figure.name, figure.better);
  const ours = results.summary(scene, network, "ours", figure.name);
  const local = figure.name === "sent" ? null : results.summary(scene, network, "local", figure.name);
  const ratio = best && ours && Number.isFinite(best.summary.median) ? ours.median / best.summary.median : Number.NaN;
  return [
    figure.title,
    ...(network.name === "plain" ? [cell(local, figure)] : []),
    best ? `${cell(best.summary, figure)} ${best.method}` : "",
    cell(ours, figure),
    Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : "",
  ];
}

function cell(summary: Summary | null, figure: Figure): string {
  if (!summary) return "";
  const { median, least, most, runs } = summary;
  const range = runs > 1 && least !== most ? ` (${shown(least, figure)}–${shown(most, figure)})` : "";
  return `${shown(median, figure)}${range}`;
}

function agreed(results: Results): string {
  const told = Object.entries(results.agreed).map(([method, { codec, encoder }]) => `${method}: ${codec}, ${encoder}`);
  return told.length === 0 ? "no track ran" : told.join("; ");
}

function failures(results: Results): string {
  if (results.failures.length === 0) return "";
  const lines = results.failures.map(({ scene, network, method, run, why }) => `- ${network}, run ${run}, ${method}, ${scene}: ${why}`);
  return `\n## What came to nothing\n\n${lines.join("\n")}\n`;
}

function markdown(header: string[], rows: string[][]): string {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
