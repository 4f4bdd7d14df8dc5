// A picture, an accessibility snapshot and an axe run of every screen, in both themes and directions.
import { CapturedPage } from "../fixtures/captured.js";
import { type Look, looks, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

interface People {
  helper: HelperPage;
  sharer: SharerPage;
  /** Somebody who gets nowhere. */
  stranger: SharerPage;
}

for (const look of looks) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("every screen of a session", async ({ browser, broker, helper, sharer, watch }) => {
      test.setTimeout(150_000);
      // Wrong codes, a refused account, a page that is not there; but no asset may be missing.
      watch.allow(/status of 4\d\d .*(\/api\/|\/rh\/nowhere)/);
      const stranger = new SharerPage(await person(browser, watch), broker.url);
      await everyScreen({ helper, sharer, stranger }, look);
    });
  });
}

/** One session from the first page to the last, with a picture of each screen on the way. */
async function everyScreen({ helper, sharer, stranger }: People, look: Look): Promise<void> {
  await stranger.page.goto(`${stranger.origin}/rh/nowhere`);
  await expect(stranger.page.locator("h1")).toBeVisible();
  await screen(stranger.page, look, "not-found");
  await stranger.open();
  await stranger.page.getByTestId("sign-in").click();
  await stranger.page.getByTestId("demo-account-outsider").click();
  await expect(stranger.error).toHaveAttribute("data-code", "wrong-tenant");
  await screen(stranger.page, look, "refused");
  await stranger.page.context().close();

  await helper.open();
  await expect(helper.page.getByTestId("sign-in")).toBeVisible();
  await screen(helper.page, look, "helper-1-sign-in");
  await helper.page.getByTestId("sign-in").click();
  await expect(helper.page.getByTestId("demo-account-helper1")).toBeVisible();
  await screen(helper.page, look, "demo-accounts");
  await helper.page.getByTestId("demo-account-helper1").click();
  await expect(helper.page.getByTestId("start-session")).toBeVisible();
  await screen(helper.page, look, "helper-2-home");
  const code = await helper.startSession();
  await helper.page.locator("summary").first().click();
  await screen(helper.page, look, "helper-3-code");

  await sharer.open();
  await expect(sharer.page.getByTestId("sign-in")).toBeVisible();
  await screen(sharer.page, look, "sharer-1-sign-in");
  await sharer.signIn("sharer1");
  await expect(sharer.codeInput).toBeVisible();
  await screen(sharer.page, look, "sharer-2-code");
  await sharer.enter("00000000");
  await expect(sharer.error).toBeVisible();
  await screen(sharer.page, look, "sharer-3-wrong-code");
  await sharer.enter(code);
  await expect(sharer.trust("name")).toBeVisible();
  await screen(sharer.page, look, "sharer-4-trust");
  await expect(helper.trust("name")).toBeVisible();
  await screen(helper.page, look, "helper-4-trust");
  await sharer.allow();
  await expect(sharer.page.getByTestId("allow")).toHaveCount(0);
  await screen(sharer.page, look, "sharer-5-answered");
  await helper.confirm();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  await screen(sharer.page, look, "sharer-6-share");
  await screen(helper.page, look, "helper-5-waiting");

  const content = await CapturedPage.open(sharer.page.context());
  await sharer.share();
  await expect(sharer.page.getByTestId("stop-sharing")).toBeVisible();
  await content.show(3);
  await sharer.say("Can you see the error? هل ترى الخطأ؟ エラーが見えますか？");
  await expect(helper.chatLog).toContainText("エラー");
  await helper.say("Yes ✅");
  await expect(sharer.chatLog).toContainText("✅");
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  await screen(sharer.page, look, "sharer-7-sharing");
  await screen(helper.page, look, "helper-6-viewing");
  await helper.view("statistics").click();
  await content.show(4);
  await expect.poll(async () => Object.keys(await helper.stages())).toContain("draw");
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  await screen(helper.page, look, "helper-6-statistics");
  await helper.page.getByTestId("stats-close").click();
  await sharer.page.getByTestId("pause").click();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  await screen(sharer.page, look, "sharer-8-paused");
  await screen(helper.page, look, "helper-7-paused");

  const second = await sharer.page.context().newPage();
  await second.goto(`${sharer.origin}/rh`);
  await expect(second.getByTestId("return-to-session")).toBeVisible();
  await screen(second, look, "sharer-return");
  await second.getByTestId("return-to-session").click();
  await expect(second.getByTestId("share-screen")).toBeVisible();
  await expect(sharer.error).toHaveAttribute("data-code", "replaced");
  await screen(sharer.page, look, "sharer-replaced");
  await second.close();
  await expect(helper.presence).toHaveAttribute("data-presence", "away");
  await screen(helper.page, look, "helper-away");
  await sharer.page.getByTestId("closed-action").click();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  await helper.page.getByTestId("leave").click();
  await expect(helper.page.getByTestId("leave-confirm")).toBeVisible();
  await screen(helper.page, look, "helper-8-leave");
  await helper.page.getByTestId("leave-confirm").click();
  await expect(sharer.ended).toBeVisible();
  await screen(sharer.page, look, "sharer-9-ended");
  await expect(helper.ended).toBeVisible();
  await screen(helper.page, look, "helper-9-ended");
}

test("a browser that cannot share gets one plain page in its language, without wasm", async ({ browser, broker, watch }) => {
  watch.allow(/ERR_FAILED|ERR_BLOCKED/);
  for (const look of looks.slice(0, 3)) {
    const phone = look.viewport.width < 500;
    const page = await person(browser, watch, { ...useOf(look), hasTouch: phone, isMobile: phone });
    const fetched: string[] = [];
    await page.route(/\.wasm$/, (route) => {
      fetched.push(route.request().url());
      return route.abort();
    });
    await page.addInitScript(() => {
      Object.defineProperty(MediaDevices.prototype, "getDisplayMedia", { value: undefined });
    });
    await page.goto(`${broker.url}/rh`);
    await expect(page.getByTestId("unsupported")).toBeVisible();
    await screen(page, look, "unsupported");
    // The page preloads the app before it can know the browser; a phone, which never shares, pays nothing.
    if (phone) expect(fetched).toEqual([]);
    const [other, word] = look.locale === "ja" ? ["en", "another browser"] : ["ja", "ブラウザー"];
    await page.getByTestId("language").selectOption(other);
    await expect(page.locator("html")).toHaveAttribute("lang", other);
    await expect(page.getByTestId("unsupported")).toContainText(word);
    await page.unroute(/\.wasm$/);
    await page.goto(`${broker.url}/rhh`);
    await expect(page.getByTestId("sign-in")).toBeVisible();
    await page.context().close();
  }
});

test("the language can be switched on every page and is remembered", async ({ sharer }) => {
  await sharer.open();
  await expect(sharer.page.getByTestId("sign-in")).toBeVisible();
  await sharer.page.getByTestId("language").selectOption("ar");
  await expect(sharer.page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(sharer.page.locator("html")).toHaveAttribute("lang", "ar");
  await sharer.page.reload();
  await expect(sharer.page.locator("html")).toHaveAttribute("dir", "rtl");
  await sharer.page.getByTestId("language").selectOption("ja");
  await expect(sharer.page.locator("html")).toHaveAttribute("dir", "ltr");
  await expect(sharer.page.locator("html")).toHaveAttribute("lang", "ja");
});
