// What each side learns when the other leaves, and how soon; and what heals by itself.
import { chromium } from "@playwright/test";
import { chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { Broker } from "../fixtures/broker.js";
import { CapturedPage } from "../fixtures/captured.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { connect, shareScreen } from "../pages/together.js";

test("leave ends the session for both, with the reason", async ({ helper, sharer }) => {
  await connect(helper, sharer);
  await helper.leave();
  await expect(sharer.ended).toHaveAttribute("data-reason", "ended-by-helper", { timeout: 2_000 });
});

test("a closed tab shows as away within two seconds, and the person can return", async ({ helper, sharer }) => {
  await connect(helper, sharer);
  const context = sharer.page.context();
  await sharer.page.close({ runBeforeUnload: false });
  await expect(helper.presence).toHaveAttribute("data-presence", "away", { timeout: 2_000 });

  const back = new SharerPage(await context.newPage(), sharer.origin);
  await back.open();
  await back.page.getByTestId("return-to-session").first().click();
  await expect(back.page.getByTestId("share-screen")).toBeVisible();
  await expect(back.page.getByTestId("allow")).toHaveCount(0);
  await expect(helper.presence).toHaveCount(0);
});

test("a sharer who goes on to another page of the app takes the picture along, and can return", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  await sharer.page.locator(".brand-name").click();
  await expect(helper.presence).toHaveAttribute("data-presence", "away", { timeout: 2_000 });
  await expect(helper.screen).toBeHidden();
  await sharer.page.getByTestId("return-to-session").first().click();
  await expect(helper.presence).toHaveCount(0);
  await sharer.say("here again");
  await expect(helper.messages.last()).toHaveText("here again");
});

test("a killed browser shows as away within two seconds", async ({ helper, broker, watch }) => {
  const server = await chromium.launchServer({ executablePath: chromiumPath(), args: launchArguments() });
  const browser = await chromium.connect(server.wsEndpoint());
  const sharer = new SharerPage(await person(browser, watch), broker.url);
  await connect(helper, sharer);
  // All of the browser at once: no beacon, no closing handshake.
  server.process().kill("SIGKILL");
  await expect(helper.presence).toHaveAttribute("data-presence", "away", { timeout: 2_000 });
});

test("silence shows as unstable within 3 s and lost within 10 s, the picture as stalled, and all heals", async ({
  helper,
  broker,
  watch,
}) => {
  // A browser that is frozen keeps its connections and says nothing, as when a cable is pulled.
  const server = await chromium.launchServer({ executablePath: chromiumPath(), args: launchArguments() });
  const group = -(server.process().pid ?? 0);
  expect(group).toBeLessThan(-1);
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const sharer = new SharerPage(await person(browser, watch), broker.url);
    const { content } = await shareScreen(helper, sharer, () => CapturedPage.open(sharer.page.context()));
    const frozenAt = Date.now();
    process.kill(group, "SIGSTOP");
    await expect(helper.presence).toHaveAttribute("data-presence", "unstable", { timeout: 3_000 });
    await expect(helper.state).toHaveAttribute("data-state", "stalled");
    const left = frozenAt + 10_000 - Date.now();
    await expect(helper.presence).toHaveAttribute("data-presence", "lost", { timeout: left });
    process.kill(group, "SIGCONT");
    await expect(helper.presence).toHaveCount(0);
    await content.show(9);
    await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
    await expect(sharer.stopButton).toBeVisible();
  } finally {
    process.kill(group, "SIGCONT");
    await server.kill();
  }
});

test("the sharer is told when the helper goes, can still stop, and the helper can return", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  const context = helper.page.context();
  await helper.page.close({ runBeforeUnload: false });
  await expect(sharer.presence).toHaveAttribute("data-presence", "away", { timeout: 2_000 });
  await expect(sharer.stopButton).toBeVisible();

  const back = new HelperPage(await context.newPage(), helper.origin);
  await back.open();
  await back.page.getByTestId("return-to-session").first().click();
  await expect(back.state).toHaveAttribute("data-state", /live|unchanged/);
  await expect(sharer.presence).toHaveCount(0);
  await sharer.stopButton.click();
  await expect(back.screen).toBeHidden();
});

test("the broker killed with -9: the picture goes on, and so does the session after its restart", async ({ browser, watch }) => {
  watch.allow(/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch/);
  let broker = await Broker.start();
  try {
    const helper = new HelperPage(await person(browser, watch), broker.url);
    const sharer = new SharerPage(await person(browser, watch), broker.url);
    const { content } = await shareScreen(helper, sharer, () => CapturedPage.open(sharer.page.context()));
    await broker.kill("SIGKILL");
    await content.show(21);
    await expect(helper.state).toHaveAttribute("data-state", "live");
    await sharer.say("written while the broker was down");
    await expect(helper.chatLog).toContainText("written while the broker was down");
    broker = await broker.restart("SIGKILL");
    await helper.leave();
    await expect(sharer.ended).toHaveAttribute("data-reason", "ended-by-helper", { timeout: 15_000 });
    await helper.page.context().close();
    await sharer.page.context().close();
  } finally {
    await broker.dispose();
  }
});

test("the newest tab of a person wins; the older one says so", async ({ helper, sharer }) => {
  await connect(helper, sharer);
  const second = await sharer.page.context().newPage();
  await second.goto(sharer.page.url());
  await expect(second.getByTestId("share-screen")).toBeVisible();
  await expect(sharer.page.getByTestId("error")).toHaveAttribute("data-code", "replaced");
});
