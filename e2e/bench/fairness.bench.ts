// What a download keeps of a slow link while somebody shares a screen over it, and how the picture does
// beside the download.
import { mkdir, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "@playwright/test";
import { Download } from "./picture/download.js";
import { behind } from "./picture/figures.js";
import { type Between, traffic } from "./picture/inpage/peers.js";
import { untilSeen } from "./picture/inpage/reader.js";
import type { Method, World } from "./picture/methods/method.js";
import { ours } from "./picture/methods/ours.js";
import { track } from "./picture/methods/track.js";
import { SLOW } from "./picture/networks.js";
import { Relay } from "./picture/relay/relay.js";
import { MAIN } from "./picture/scenes/index.js";
import { FULL_HD, type Scene } from "./picture/scenes/scene.js";
import { Worlds } from "./picture/world.js";
import { machine } from "./statistics.js";

/** Seconds until both are at ease, and for which they are measured. */
const [EASE, SECONDS] = [6, 20];
const CAPACITY = SLOW.rate ?? Infinity;

interface Row {
  beside: string;
  /** Of the link, in %. */
  download: number;
  /** What the other one sent, in kbit/s. */
  sent: number;
  /** How old the newest picture seen was at worst, in milliseconds. */
  behind: number | null;
}

test("fairness", async () => {
  const between: Between = { relay: null };
  const worlds = await Worlds.open(between);
  const world = worlds.ordinary;
  const rows: Row[] = [];
  const on = async (measured: () => Promise<Row>) => {
    const relay = new Relay(SLOW, 1);
    between.relay = relay;
    try {
      const row = await measured();
      rows.push(row);
      console.log(`${row.beside}: the download keeps ${row.download.toFixed(0)} % of the link`);
    } finally {
      between.relay = null;
      await relay.close();
    }
  };
  try {
    await on(() => beside(world, "nothing", null));
    await on(async () => {
      const other = await Download.start(world);
      const row = await beside(world, "another download", () => other.bytes());
      await other.close();
      return row;
    });
    for (const scene of MAIN) await on(() => besideSharing(world, ours, scene));
    for (const scene of MAIN) await on(() => besideSharing(world, track("H264", "text"), scene));
    await report(rows, world.sharer.version);
  } finally {
    await worlds.close();
  }
});

/** What a download keeps beside whatever `sent` counts the bytes of. */
async function beside(world: World, name: string, sent: (() => Promise<number>) | null): Promise<Row> {
  const download = await Download.start(world);
  await wait(EASE * 1000);
  const look = async () => ({ at: Date.now(), download: await download.bytes(), sent: (await sent?.()) ?? 0 });
  const before = await look();
  await wait(SECONDS * 1000);
  const after = await look();
  await download.close();
  const kbits = (bytes: number) => (bytes * 8) / (after.at - before.at);
  return {
    beside: name,
    download: (100 * kbits(after.download - before.download)) / (CAPACITY / 1000),
    sent: kbits(after.sent - before.sent),
    behind: null,
  };
}

/** The same, while a scene is shared. */
async function besideSharing(world: World, method: Method, scene: Scene): Promise<Row> {
  const sitting = await method.open(world, FULL_HD);
  try {
    const { content, seeing, sharing, selector } = sitting;
    await content.goto(`${world.site.url}/scene/${scene.name}`);
    const origin = await world.front(content);
    await content.evaluate(() => window.rhStage.show(0, 1));
    await seeing.evaluate((wanted) => window.rhReader.start(wanted), { selector, origin, parts: [] });
    await untilSeen(seeing, 1);
    await content.evaluate(() => window.rhStage.begin(1));
    const row = await beside(world, `${method.title}, ${scene.name}`, async () => (await traffic(sharing)).sent);
    const to = Date.now();
    await content.evaluate(() => window.rhStage.stop());
    const looks = await seeing.evaluate(() => window.rhReader.stop());
    const drawn = await content.evaluate(() => window.rhStage.drawn);
    return { ...row, behind: behind(drawn, looks, { from: to - SECONDS * 1000, to }) };
  } finally {
    await sitting.close();
  }
}

async function report(rows: Row[], browser: string): Promise<void> {
  const number = (value: number | null) => (value === null ? "" : Number.isFinite(value) ? value.toFixed(0) : "never");
  const lines = rows.map((row) => `| ${row.beside} | ${number(row.download)} | ${number(row.sent)} | ${number(row.behind)} |`);
  const text = `# A download beside the picture

What a download keeps of a link of ${CAPACITY / 1e6} Mbit/s (20 ms each way, 250 ms of queue) while a screen is shared over it,
and how the picture does meanwhile: ${SECONDS} s each, after ${EASE} s. The download is a data channel of its own connection
between the same two browsers. Chromium ${browser}. ${machine()}.

| beside | the download keeps, % of the link | the other one sends, kbit/s | picture behind at worst, ms |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(new URL("results/fairness.md", import.meta.url), text);
  await writeFile(new URL("results/fairness.json", import.meta.url), `${JSON.stringify({ machine: machine(), rows })}\n`);
}
