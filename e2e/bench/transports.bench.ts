// How soon bursts of bytes are there by each way to carry them, over the networks on which the transport decides.
import { mkdir, writeFile } from "node:fs/promises";
import { type Browser, type Page, chromium, test } from "@playwright/test";
import { chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { PLAIN_CANDIDATES } from "./picture/browsers.js";
import { type Between, traffic, watchPeers } from "./picture/inpage/peers.js";
import { NETWORKS, type Network } from "./picture/networks.js";
import { Relay, type Side } from "./picture/relay/relay.js";
import { Site } from "./picture/site.js";
import { machine, percentile } from "./statistics.js";
import { createEnds } from "./transports/ends.js";
import { LOADS, type Load, PLANS, type Plan } from "./transports/plans.js";

const MEASURED = NETWORKS.filter(({ name }) => ["rtt100", "loss", "slow"].includes(name));

interface Row {
  network: string;
  plan: string;
  load: string;
  /** Milliseconds from a burst's beginning until it and all before it were there; `null`: never. */
  times: (number | null)[];
  /** What the end that sends has sent meanwhile, in kbit/s. */
  sent: number;
}

test("transports", async () => {
  const site = await Site.open();
  const launch = () => chromium.launch({ executablePath: chromiumPath(), args: launchArguments(PLAIN_CANDIDATES) });
  const browsers = { sharer: await launch(), helper: await launch() };
  const rows: Row[] = [];
  try {
    for (const network of MEASURED) {
      console.log(network.title);
      // Side by side, each over a relay of its own: they hardly take anything of the machine.
      const measured = await Promise.all(PLANS.map((plan) => measure(browsers, site, network, plan)));
      rows.push(...measured.flat());
    }
    await report(rows, browsers.sharer.version());
  } finally {
    for (const browser of Object.values(browsers)) await browser.close();
    await site.close();
  }
});

async function measure(browsers: Record<Side, Browser>, site: Site, network: Network, plan: Plan): Promise<Row[]> {
  const relay = new Relay(network, 1);
  const open = (side: Side) => end(browsers[side], side, { relay }, site);
  const [from, to] = [await open("sharer"), await open("helper")];
  const answers = await to.evaluate(
    ([wanted, offers]) => window.rhEnds.answer(wanted, offers),
    [plan, await from.evaluate((wanted) => window.rhEnds.offer(wanted), plan)] as const,
  );
  await from.evaluate((given) => window.rhEnds.accept(given), answers);
  const rows: Row[] = [];
  for (const load of LOADS) rows.push(await carry(from, to, network, plan, load));
  for (const page of [from, to]) await page.context().close();
  await relay.close();
  return rows;
}

async function end(browser: Browser, side: Side, between: Between, site: Site): Promise<Page> {
  const context = await browser.newContext();
  await watchPeers(context, side, between);
  await context.addInitScript({ content: `window.rhEnds = (${createEnds})();` });
  const page = await context.newPage();
  await page.goto(`${site.url}/download`);
  return page;
}

async function carry(from: Page, to: Page, network: Network, plan: Plan, load: Load): Promise<Row> {
  const before = (await traffic(from)).sent;
  const began = await from.evaluate((wanted) => window.rhEnds.send(wanted), load);
  const bytes = (await traffic(from)).sent - before;
  const came = await to.evaluate(() => window.rhEnds.received());
  // A frame is of no use without those before it.
  let last: number | null = 0;
  const times = began.map((at, burst) => {
    const here = came[burst] ?? null;
    last = last === null || here === null ? null : Math.max(last, here);
    return last === null ? null : last - at;
  });
  return { network: network.name, plan: plan.name, load: load.name, times, sent: (bytes * 8) / (load.count * load.gap) };
}

async function report(rows: Row[], browser: string): Promise<void> {
  const number = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : "never");
  const cells = (network: Network, plan: Plan) =>
    LOADS.map((load) => {
      const row = rows.find((one) => one.network === network.name && one.plan === plan.name && one.load === load.name);
      const times = (row?.times ?? []).map((time) => time ?? Infinity);
      return [...[0.5, 0.95, 0.99, 1].map((share) => number(percentile(times, share))), number(row?.sent ?? NaN)].join(" / ");
    });
  const tables = MEASURED.map((network) => {
    const lines = PLANS.map((plan) => `| ${plan.title} | ${cells(network, plan).join(" | ")} |`);
    return `## ${network.title}\n\n| how | ${LOADS.map(({ title }) => title).join(" | ")} |\n| --- | --- | --- | --- |\n${lines.join("\n")}\n`;
  });
  const text = `# Ways to carry frames

Bursts from one browser to the other through the bench's relay, without the product. In each cell: milliseconds until a
burst and all before it were there (median / p95 / p99 / worst) / kbit/s sent, with all that the transport adds.
${LOADS.map(({ title, count }) => `${count} bursts of ${title}`).join(", ")}. Chromium ${browser}. ${machine()}.

${tables.join("\n")}`;
  await mkdir(new URL("results/", import.meta.url), { recursive: true });
  await writeFile(new URL("results/transports.md", import.meta.url), text);
  await writeFile(new URL("results/transports.json", import.meta.url), `${JSON.stringify({ machine: machine(), rows })}\n`);
}
