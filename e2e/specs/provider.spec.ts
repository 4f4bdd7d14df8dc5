// What the provider takes back while somebody is signed in, it has taken back here: groups when it is asked again, sign-ins when it tells.
import type { Browser } from "@playwright/test";
import { freePort } from "../fixtures/broker.js";
import * as configured from "../fixtures/configured.js";
import { CLIENT_ID, ITS_OWN_PAGES, type Running, atTheProvider, signIn, startProvider } from "../fixtures/provider.js";
import { expect, person, test } from "../fixtures/test.js";
import type { Watch } from "../fixtures/watch.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

/** A broker that asks its provider again every minute. */
async function withProvider(run: (origin: string, provider: Running) => Promise<void>): Promise<void> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const provider = await startProvider(origin, { tells: true });
  const settings = `[identity]
issuer = "${provider.issuer}"
client_id = "${CLIENT_ID}"
[sign_in]
refresh_minutes = 1
[devices]
allow_unenrolled = true
[helpers]
groups = ["help-desk"]
`;
  try {
    await configured.withBroker(port, settings, () => run(origin, provider));
  } finally {
    await provider.close();
  }
}

/** A session of two people who have both agreed. */
async function connected(browser: Browser, watch: Watch, origin: string): Promise<[HelperPage, SharerPage]> {
  const helper = new HelperPage(await person(browser, watch), origin);
  const sharer = new SharerPage(await person(browser, watch), origin);
  await signIn(helper, "helen");
  const code = await helper.startSession();
  await signIn(sharer, "sami");
  await sharer.enter(code);
  await sharer.allow();
  await helper.confirm();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  return [helper, sharer];
}

// The provider is asked again after a minute at the latest.
const MINUTE = 70_000;

test("a helper who is taken out of the group there loses the session, and both are told why", async ({ browser, watch }) => {
  test.setTimeout(60_000 + MINUTE);
  watch.allow(ITS_OWN_PAGES);
  watch.allow(/status of 403/);
  await withProvider(async (origin, provider) => {
    const [helper, sharer] = await connected(browser, watch, origin);
    provider.regroup("helen", []);
    await expect(sharer.ended).toHaveAttribute("data-reason", "permission-withdrawn", { timeout: MINUTE });
    await expect(helper.ended).toHaveAttribute("data-reason", "permission-withdrawn");
    await helper.open();
    await expect(helper.error).toHaveAttribute("data-code", "not-a-helper");
    for (const side of [helper, sharer]) await side.page.context().close();
  });
});

test("whoever signs out at the provider is signed out here at once, and goes on after signing in again", async ({ browser, watch }) => {
  watch.allow(ITS_OWN_PAGES);
  await withProvider(async (origin, provider) => {
    const [helper, sharer] = await connected(browser, watch, origin);
    // In another tab, at the provider itself: nothing of ours is open there.
    const elsewhere = await helper.page.context().newPage();
    await elsewhere.goto(`${provider.issuer}/session/end`);
    await elsewhere.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect(helper.error).toHaveAttribute("data-code", "not-signed-in");
    await expect(sharer.presence).toHaveAttribute("data-presence", "away");
    // Nobody else is signed out by it, and nothing is lost yet.
    await helper.page.getByTestId("closed-action").click();
    await atTheProvider(helper, "helen");
    await expect(sharer.presence).toBeHidden();
    await sharer.leave();
    await expect(helper.ended).toHaveAttribute("data-reason", "ended-by-sharer");
    for (const side of [helper, sharer]) await side.page.context().close();
  });
});
