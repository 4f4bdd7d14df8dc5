// The picture between engines: Chromium and Firefox ESR, each as sharer and as helper, with a really captured
// screen.
import { mkdir, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { type Browser, type BrowserContext, test } from "@playwright/test";
import { Broker } from "../fixtures/broker.js";
import { Display } from "../fixtures/display.js";
import { launchFirefox } from "../fixtures/firefox.js";
import { Person } from "./picture/browsers.js";
import { type Changes, changes } from "./picture/figures.js";
import { type Between, traffic, watchPeers } from "./picture/inpage/peers.js";
import { installReader, untilSeen } from "./picture/inpage/reader.js";
import type { Seats, Sitting } from "./picture/methods/method.js";
import { ours } from "./picture/methods/ours.js";
import { MAIN } from "./picture/scenes/index.js";
import { FULL_HD, type Scene } from "./picture/scenes/scene.js";
import { Site } from "./picture/site.js";
import { cornerOf } from "./picture/world.js";
import { machine } from "./statistics.js";

type Engine = "Chromium" | "Firefox";
const ENGINES: Engine[] = ["Chromium", "Firefox"];
/** How long each scene is left alone, how long it is measured, and how long it may take to rest, in seconds. */
const [EASE, SECONDS, REST] = [2, 8, 1.5];

interface Row extends Changes {
  sharer: Engine;
  helper: Engine;
  scene: string;
  /** In kbit/s. */
  sent: number;
  exact: boolean | null;
}

test("engines", async () => {
  const between: Between = { relay: null };
  const [broker, site, display] = [await Broker.start(), await Site.open(), await Display.start(FULL_HD)];
  const source = "--auto-select-desktop-capture-source=Entire screen";
  const chromium = {
    sharer: await Person.start("sharer", between, { display: display.name, source }),
    helper: await Person.start("helper", between),
  };
  const firefox = { sharer: await launchFirefox(display), helper: await launchFirefox(display) };
  // What everybody sees on the screen is in front of all.
  const aside = await chromium.sharer.window();
  const context = async (engine: Engine, side: "sharer" | "helper"): Promise<BrowserContext> =>
    engine === "Chromium" ? chromium[side].context : inFirefox(firefox[side], side, between);
  const rows: Row[] = [];
  try {
    for (const sharing of ENGINES) {
      for (const helping of ENGINES) {
        const seats: Seats = {
          broker,
          site,
          sharer: { context: await context(sharing, "sharer") },
          helper: { context: await context(helping, "helper") },
          content: async () => {
            const page = await aside.newPage();
            const session = await aside.newCDPSession(page);
            const { windowId } = await session.send("Browser.getWindowForTarget");
            await session.send("Browser.setWindowBounds", { windowId, bounds: { left: 0, top: 0, ...FULL_HD } });
            await page.goto(`${site.url}/scene/typing`);
            await page.bringToFront();
            return page;
          },
          front: cornerOf("screen"),
        };
        const sitting = await ours.open(seats, FULL_HD);
        for (const scene of MAIN) {
          const row = { sharer: sharing, helper: helping, ...(await measure(seats, sitting, scene)) };
          rows.push(row);
          console.log(`${sharing} → ${helping}, ${scene.name}: ${row.p50.toFixed(0)} ms, ${row.exact ? "exact" : "NOT exact"}`);
        }
        await sitting.close();
        for (const [engine, { context }] of [[sharing, seats.sharer], [helping, seats.helper]] as const) {
          if (engine === "Firefox") await context.close();
        }
      }
    }
    await report(rows, { Chromium: chromium.helper.version, Firefox: firefox.helper.version() });
  } finally {
    for (const one of [chromium.sharer, chromium.helper, firefox.sharer, firefox.helper, site, display]) await one.close();
    await broker.dispose();
  }
});

/** A person's place in Firefox, prepared as it is in Chromium. */
async function inFirefox(browser: Browser, side: "sharer" | "helper", between: Between): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: FULL_HD, locale: "en-US", colorScheme: "light" });
  context.setDefaultTimeout(20_000);
  await watchPeers(context, side, between);
  await installReader(context);
  return context;
}

async function measure(seats: Seats, sitting: Sitting, scene: Scene): Promise<Omit<Row, "sharer" | "helper">> {
  const { content, seeing, sharing, selector } = sitting;
  await content.goto(`${seats.site.url}/scene/${scene.name}`);
  const origin = await seats.front(content);
  await content.evaluate(() => window.rhStage.show(0, 1));
  await seeing.evaluate((wanted) => window.rhReader.start(wanted), { selector, origin, parts: [] });
  await untilSeen(seeing, 1);
  await content.evaluate(() => window.rhStage.begin(1));
  await wait(EASE * 1000);
  const [before, from] = [await traffic(sharing), Date.now()];
  await wait(SECONDS * 1000);
  const [after, to] = [await traffic(sharing), Date.now()];
  await content.evaluate(() => window.rhStage.stop());
  await wait(REST * 1000);
  const looks = await seeing.evaluate(() => window.rhReader.stop());
  const drawn = await content.evaluate(() => window.rhStage.drawn);
  return {
    scene: scene.name,
    ...changes(drawn, looks, { from, to }),
    sent: ((after.sent - before.sent) * 8) / (to - from),
    exact: await sitting.exact(),
  };
}

async function report(rows: Row[], versions: Record<Engine, string>): Promise<void> {
  const number = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : "never");
  const lines = rows.map((row) => {
    const figures = [row.p50, row.p95, row.seen, row.behind, row.sent].map(number);
    return `| ${row.sharer} → ${row.helper} | ${row.scene} | ${figures.join(" | ")} | ${row.exact ? "yes" : "**no**"} |`;
  });
  const text = `# Between engines

The whole screen of an X display (${FULL_HD.width}×${FULL_HD.height}, shown by Chromium) shared by one engine and seen in the other, on this
machine: ${SECONDS} s of each scene. *Exact* is whether the helper's canvas showed just what was captured, once the scene rested. Chromium
${versions.Chromium}, Firefox ${versions.Firefox}. ${machine()}.

| sharer → helper | scene | p50, ms | p95, ms | changes seen, % | behind at worst, ms | sent, kbit/s | exact |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(new URL("results/engines.md", import.meta.url), text);
  await writeFile(new URL("results/engines.json", import.meta.url), `${JSON.stringify({ machine: machine(), versions, rows })}\n`);
}
