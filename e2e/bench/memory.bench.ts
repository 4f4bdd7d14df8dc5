// Hours of mixed content: what both browsers hold of memory, and whether that grows. `RH_SECONDS` makes
// it shorter than two hours.
import { mkdir, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "@playwright/test";
import type { Between } from "./picture/inpage/peers.js";
import { ours } from "./picture/methods/ours.js";
import type { Sitting, World } from "./picture/methods/method.js";
import { memory } from "./picture/processes.js";
import { MAIN, SCENES } from "./picture/scenes/index.js";
import { FULL_HD, type Scene } from "./picture/scenes/scene.js";
import { Worlds } from "./picture/world.js";
import { machine, percentile } from "./statistics.js";

const WHOLE = 2 * 60 * 60;
const SECONDS = Number(process.env.RH_SECONDS ?? WHOLE);
/** How long each scene goes on, and how often is looked, in seconds. */
const [EACH, LOOK] = [60, 10];
/** What is mixed: everything that a tab of this size shows. */
const MIXED = SCENES.filter((scene) => MAIN.includes(scene) || (scene.act && !scene.size && !scene.surface));

interface Look {
  minutes: number;
  scene: string;
  /** In MB. */
  sharer: number;
  helper: number;
}

test("memory", async () => {
  const between: Between = { relay: null };
  const worlds = await Worlds.open(between);
  const world = worlds.ordinary;
  const looks: Look[] = [];
  try {
    const sitting = await ours.open(world, FULL_HD);
    const began = Date.now();
    for (let turn = 0; Date.now() - began < SECONDS * 1000; turn++) {
      const scene = MIXED[turn % MIXED.length];
      if (scene) await watch(world, sitting, scene, began, looks);
    }
    const exact = await sitting.exact();
    await sitting.close();
    await report(looks, exact, world.sharer.version);
  } finally {
    await worlds.close();
  }
});

/** Shows a scene for a while, and looks meanwhile. */
async function watch(world: World, { content }: Sitting, scene: Scene, began: number, looks: Look[]): Promise<void> {
  await content.goto(`${world.site.url}/scene/${scene.name}`);
  await content.evaluate(() => window.rhStage.show(0, 0).then(() => window.rhStage.begin(0)));
  for (const from = Date.now(); Date.now() - from < EACH * 1000; ) {
    await wait(LOOK * 1000);
    looks.push({
      minutes: (Date.now() - began) / 60_000,
      scene: scene.name,
      sharer: memory(world.sharer.process) / 1e6,
      helper: memory(world.helper.process) / 1e6,
    });
  }
  await content.evaluate(() => window.rhStage.stop());
}

/** Megabytes an hour, by the median of the slopes between the first half's looks and the second's (Theil and Sen, halved). */
function growth(looks: Look[], of: (look: Look) => number): number {
  const half = Math.floor(looks.length / 2);
  const slopes = looks.slice(0, half).flatMap((before, i) => {
    const after = looks[i + half];
    return after ? ((of(after) - of(before)) * 60) / (after.minutes - before.minutes) : [];
  });
  return percentile(slopes, 0.5);
}

async function report(looks: Look[], exact: boolean | null, browser: string): Promise<void> {
  // A shorter run is none to be kept.
  const name = SECONDS === WHOLE ? "memory" : "memory.part";
  // Caches fill at first.
  const settled = looks.filter(({ minutes }) => minutes * 60 > SECONDS / 8);
  const rows = (["sharer", "helper"] as const).map((side) => {
    const values = settled.map((look) => look[side]);
    const cells = [percentile(values, 0.5), Math.min(...values), Math.max(...values), growth(settled, (look) => look[side])];
    return `| ${side} | ${cells.map((cell) => cell.toFixed(0)).join(" | ")} |`;
  });
  const hours = (SECONDS / 3600).toFixed(1);
  const text = `# Memory

What each browser and all its processes hold (PSS) during ${hours} hours in which ${MIXED.map(({ name }) => name).join(", ")} take turns, ${EACH} s each;
the content is shown by the sharer's browser too. The first eighth is left out. Growth is the median of what was added from each
look to the one half the time later. Afterwards the picture was ${exact ? "exact" : "**not exact**"}. Chromium ${browser}. ${machine()}.

| browser | median, MB | least | most | growth, MB an hour |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

![Memory by the minute](${name}.svg)
`;
  const file = (ending: string) => new URL(`results/${name}.${ending}`, import.meta.url);
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(file("md"), text);
  await writeFile(file("json"), `${JSON.stringify({ machine: machine(), looks })}\n`);
  await writeFile(file("svg"), graph(looks));
}

/** Both as lines over time. */
function graph(looks: Look[]): string {
  const [width, height, left, bottom] = [860, 300, 60, 30];
  const end = looks.at(-1)?.minutes ?? 1;
  const most = 1.1 * Math.max(...looks.map(({ sharer, helper }) => Math.max(sharer, helper)));
  const at = (minutes: number, value: number) => {
    const x = left + (minutes / end) * (width - left - 10);
    return `${x.toFixed(1)},${((1 - value / most) * (height - bottom)).toFixed(1)}`;
  };
  const line = (side: "sharer" | "helper") =>
    `<polyline class="${side}" points="${looks.map((look) => at(look.minutes, look[side])).join(" ")}"/>
<text class="${side}" x="${left + 8}" y="${side === "sharer" ? 18 : 36}">${side}</text>`;
  const scale = [0.25, 0.5, 0.75].map((share) => {
    const [x, y] = at(0, share * most).split(",");
    return `<line class="grid" x1="${x}" x2="${width}" y1="${y}" y2="${y}"/><text x="4" y="${y}">${(share * most).toFixed(0)} MB</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>Megabytes that the sharer's and the helper's browser hold, over ${end.toFixed(0)} minutes</title>
<style>
  text { font: 11px system-ui, sans-serif; fill: #57606a } polyline { fill: none; stroke-width: 1.5 } .grid { stroke: #d0d7de }
  polyline.sharer { stroke: #bf5700 } text.sharer { fill: #bf5700 } polyline.helper { stroke: #0969da } text.helper { fill: #0969da }
</style>
<rect width="100%" height="100%" fill="#fff"/>
${scale.join("\n")}
${line("sharer")}
${line("helper")}
<text x="${left}" y="${height - 8}">0</text><text x="${width - 60}" y="${height - 8}">${end.toFixed(0)} min</text>
</svg>
`;
}
