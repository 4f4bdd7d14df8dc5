// The app comes in parts: the first screen's download is small, the rest follows while people read.
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

const PARTS = /\/assets\/parts\//;

test("the first screen needs no part; what comes next is fetched while it is read", async ({ sharer }) => {
  const page = sharer.page;
  const parts = new Set<string>();
  page.on("request", (request) => {
    if (PARTS.test(request.url())) parts.add(request.url());
  });
  // Held back, the parts hold nothing else back.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(PARTS, async (route) => {
    await held;
    await route.continue();
  });
  const signIn = page.waitForRequest((request) => /split_sign_in/.test(request.url()));
  const session = page.waitForRequest((request) => /split_sharer_session/.test(request.url()));
  await sharer.open();
  await expect(page.getByTestId("sign-in")).toBeVisible();
  release();
  await Promise.all([signIn, session]);
  for (const part of parts) expect(part).not.toContain("helper");
});

test("a part that cannot be fetched is said in words, and a reload mends it", async ({ browser, broker, watch }) => {
  watch.allow(/ERR_FAILED|Failed to fetch|failed to load/i);
  const helper = new HelperPage(await person(browser, watch), broker.url);
  await helper.signIn("helper1");
  const code = await helper.startSession();

  const sharer = new SharerPage(await person(browser, watch), broker.url);
  await sharer.page.route(PARTS, (route) => route.abort());
  await sharer.open();
  await sharer.page.getByTestId("sign-in").click();
  await expect(sharer.error).toHaveAttribute("data-code", "load-failed");
  await sharer.page.unroute(PARTS);
  await sharer.page.getByTestId("reload").click();
  await sharer.signIn("sharer1");
  await expect(sharer.codeInput).toBeVisible();

  await sharer.page.route(PARTS, (route) => route.abort());
  await sharer.page.reload();
  await sharer.enter(code);
  await expect(sharer.error).toHaveAttribute("data-code", "load-failed");
  await sharer.page.unroute(PARTS);
  await sharer.page.getByTestId("reload").click();
  await expect(sharer.trust("name")).toBeVisible();
  await sharer.page.context().close();
  await helper.page.context().close();
});
