// How soon a helper knows that the sharer is gone: 100 trials of each way to go.
import { type Browser, type Page, chromium } from "@playwright/test";
import { chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { Broker } from "../fixtures/broker.js";
import { person, test } from "../fixtures/test.js";
import type { Watch } from "../fixtures/watch.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { report } from "./statistics.js";

const TRIALS = Number(process.env.RH_TRIALS ?? 100);

/** Notes in the helper's page when it first says that the session ended or the sharer is away. */
async function watchForDeparture(page: Page): Promise<void> {
  await page.evaluate(() => {
    const gone = () => document.querySelector('[data-testid="session-ended"], [data-presence="away"]');
    (window as { rhGone?: Promise<number> }).rhGone = new Promise((resolve) => {
      const look = () => gone() && resolve(Date.now());
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
      look();
    });
  });
}

const whenGone = (page: Page) => page.evaluate(() => (window as { rhGone?: Promise<number> }).rhGone ?? 0);

/** Notes in the helper's page when it says each of these for the first time. */
async function watchForPresence(page: Page, states: string[]): Promise<void> {
  await page.evaluate((wanted) => {
    const seen: Record<string, number> = {};
    (window as { rhSeen?: Record<string, number> }).rhSeen = seen;
    const look = () => {
      const banner = document.querySelector<HTMLElement>('[data-testid="presence"]');
      const state = banner?.dataset.presence ?? "here";
      if (wanted.includes(state)) seen[state] ??= Date.now();
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  }, states);
}

/** When the helper's page said it. */
async function saidAt(page: Page, state: string): Promise<number> {
  const handle = await page.waitForFunction((wanted) => (window as { rhSeen?: Record<string, number> }).rhSeen?.[wanted], state);
  return (await handle.jsonValue()) ?? Number.NaN;
}

/** One session until both have consented; the sharer's way to go is timed by one clock: the machine's. */
async function trial(
  helper: HelperPage,
  sharer: SharerPage,
  go: (sharer: SharerPage) => Promise<unknown>,
): Promise<number> {
  await helper.open();
  const code = await helper.startSession();
  await sharer.open();
  await sharer.enter(code);
  await sharer.allow();
  await helper.confirm();
  await sharer.page.getByTestId("share-screen").waitFor();
  await watchForDeparture(helper.page);
  const left = Date.now();
  await go(sharer);
  const took = (await whenGone(helper.page)) - left;
  // Who left by word has ended it; who only went is waited for.
  if (!(await helper.ended.isVisible())) await helper.leave();
  await helper.ended.waitFor();
  return took;
}

async function signedIn(browser: Browser, broker: Broker, watch: Watch): Promise<SharerPage> {
  const sharer = new SharerPage(await person(browser, watch), broker.url);
  await sharer.signIn("sharer1");
  return sharer;
}

test("departures", async ({ browser, broker, watch, helper }) => {
  watch.allow(/.*/);
  await helper.signIn("helper1");
  const rows: Record<string, number[]> = {};

  rows["leave"] = [];
  let sharer = await signedIn(browser, broker, watch);
  for (let i = 0; i < TRIALS; i++) rows["leave"].push(await trial(helper, sharer, (side) => side.leave()));

  rows["tab closed"] = [];
  for (let i = 0; i < TRIALS; i++) {
    rows["tab closed"].push(await trial(helper, sharer, (side) => side.page.close()));
    sharer = new SharerPage(await sharer.page.context().newPage(), broker.url);
  }
  await sharer.page.context().close();

  rows["browser killed"] = [];
  for (let i = 0; i < TRIALS; i++) {
    const server = await chromium.launchServer({ executablePath: chromiumPath(), args: launchArguments() });
    const other = await chromium.connect(server.wsEndpoint());
    const victim = await signedIn(other, broker, watch);
    rows["browser killed"].push(
      await trial(helper, victim, async () => {
        server.process().kill("SIGKILL");
      }),
    );
  }
  await report("departures", "How soon the helper knows that the sharer is gone", rows);
});

test("silence", async ({ broker, watch, helper }) => {
  watch.allow(/.*/);
  await helper.signIn("helper1");
  // A browser that is frozen keeps its connections and says nothing, as when a cable is pulled.
  const server = await chromium.launchServer({ executablePath: chromiumPath(), args: launchArguments() });
  const group = -(server.process().pid ?? 0);
  const rows: Record<string, number[]> = { unstable: [], lost: [], "here again after 12 s": [] };
  try {
    const sharer = await signedIn(await chromium.connect(server.wsEndpoint()), broker, watch);
    await helper.open();
    const code = await helper.startSession();
    await sharer.enter(code);
    await sharer.allow();
    await helper.confirm();
    await sharer.page.getByTestId("share-screen").waitFor();
    for (let i = 0; i < TRIALS; i++) {
      await watchForPresence(helper.page, ["unstable", "lost"]);
      const frozen = Date.now();
      process.kill(group, "SIGSTOP");
      rows["unstable"]?.push((await saidAt(helper.page, "unstable")) - frozen);
      rows["lost"]?.push((await saidAt(helper.page, "lost")) - frozen);
      await helper.page.waitForTimeout(Math.max(0, frozen + 12_000 - Date.now()));
      await watchForPresence(helper.page, ["here"]);
      const thawed = Date.now();
      process.kill(group, "SIGCONT");
      rows["here again after 12 s"]?.push((await saidAt(helper.page, "here")) - thawed);
    }
  } finally {
    process.kill(group, "SIGCONT");
    await server.kill();
  }
  await report("silence", "How soon the helper knows that the sharer fell silent, and is back", rows);
});
