// Two minutes of sharing from a really hidden tab, in each engine and on each path of capture.
import { mkdir, writeFile } from "node:fs/promises";
import { firefoxPath } from "../fixtures/firefox.js";
import { test } from "../fixtures/test.js";
import { type Rates, UNSEEN, unseen } from "../fixtures/unseen.js";
import { machine, percentile } from "./statistics.js";

const SECONDS = Number(process.env.RH_SECONDS ?? 120);

test("hidden", async ({ browser, broker, watch }) => {
  watch.allow(/.*/);
  const rows: Record<string, Rates> = {};
  for (const way of UNSEEN) {
    if (way[0] === "firefox" && !firefoxPath()) continue;
    rows[way.join(", ")] = await unseen(way, SECONDS, { browser, origin: broker.url, watch });
  }
  const lines = Object.entries(rows).map(([way, { shown, hidden, page }]) => {
    const figures = [percentile(shown, 0.5), percentile(hidden, 0.5), percentile(hidden, 0.05), Math.min(...hidden), page.frames, page.timers];
    return `| ${way} | ${figures.map((figure) => figure.toFixed(1)).join(" | ")} |`;
  });
  const text = `# Sharing from a hidden tab

Frames a second that the helper gets of some 30 changes, second by second for ${SECONDS} s, and what the hidden page itself still
gets. Chromium ${browser.version()} with a captured tab, Firefox ESR with a captured screen. ${machine()}.

| engine, path | median before it is hidden | median | p5 | worst second | animation frames of the page | its timers of 33 ms |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  // A shorter run is none to be kept.
  const name = SECONDS === 120 ? "hidden" : "hidden.part";
  await writeFile(new URL(`results/${name}.md`, import.meta.url), text);
  await writeFile(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify({ machine: machine(), rows })}\n`);
});
