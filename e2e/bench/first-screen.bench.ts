// The first visit to /rh at 1.6 Mbit/s and 150 ms: time to the static shell, and to a usable screen.
import { person, test } from "../fixtures/test.js";
import { report } from "./statistics.js";

const TRIALS = Number(process.env.RH_TRIALS ?? 7);

test("first screen", async ({ browser, broker, watch }) => {
  const rows: Record<string, number[]> = { "shell painted": [], "usable": [] };
  for (let i = 0; i < TRIALS; i++) {
    const page = await person(browser, watch);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 750_000 / 8,
    });
    const began = Date.now();
    await page.goto(`${broker.url}/rh`, { waitUntil: "commit" });
    await page.getByTestId("sign-in").waitFor();
    rows["usable"]?.push(Date.now() - began);
    const painted = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    rows["shell painted"]?.push(painted);
    await page.context().close();
  }
  await report("first-screen", "First visit to /rh at 1.6 Mbit/s and 150 ms round trip", rows);
});
