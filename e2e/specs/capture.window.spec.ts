// A captured window that is minimised, resized and closed, and a dense screen: what only a browser with windows, or started
// for it, can do.
import { execFileSync } from "node:child_process";
import { chromium } from "@playwright/test";
import { CapturedPage } from "../fixtures/captured.js";
import { CAPTURED_TITLE, chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { Display } from "../fixtures/display.js";
import { tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { expect, person, test } from "../fixtures/test.js";
import { SharerPage } from "../pages/sharer.js";
import { connect } from "../pages/together.js";

/** Whether there is a display to be had, and what takes windows off it. */
function hasWindows(): boolean {
  try {
    for (const program of ["Xvfb", "xwininfo", "xprop", "xdotool"]) execFileSync("which", [program]);
    return true;
  } catch {
    return false;
  }
}

test("a minimised window never passes for a live one, another size is exact, and its end is told", async ({ helper, broker, watch }) => {
  test.skip(!hasWindows(), "there is no Xvfb or xdotool here");
  const display = await Display.start({ width: 1280, height: 800 });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    // Both switches at once would make the tab win.
    args: launchArguments([`--auto-select-window-capture-source-by-title=${CAPTURED_TITLE} - Chromium`]).filter(
      (arg) => !arg.startsWith("--auto-select-tab"),
    ),
    headless: false,
    env: display.env,
  });
  try {
    const context = await browser.newContext({ viewport: null });
    await watch.context(context);
    const sharer = new SharerPage(await context.newPage(), broker.url);
    await tapWorkers(sharer.page);
    await tapWorkers(helper.page);
    await connect(helper, sharer);
    const content = await CapturedPage.open(await browser.newContext({ viewport: null }));
    const windows = await content.page.context().newCDPSession(content.page);
    const { windowId } = await windows.send("Browser.getWindowForTarget");
    const place = (width: number, height: number) =>
      windows.send("Browser.setWindowBounds", { windowId, bounds: { left: 0, top: 0, width, height } });
    await place(800, 600);
    await display.manage(CAPTURED_TITLE);
    await sharer.share();
    await content.show(1);
    const isUnchanged = () => expect(helper.state).toHaveAttribute("data-state", "unchanged");
    await isUnchanged();
    await tapBoth(sharer.page, helper.page);

    await display.show(CAPTURED_TITLE, false);
    // Nobody says that it is gone, so the age is what tells: it grows, and the picture is never called live.
    await expect.poll(() => helper.age(), { timeout: 15_000 }).toBeGreaterThan(4);
    await isUnchanged();
    await display.show(CAPTURED_TITLE, true);
    await content.show(2);
    await expect(helper.state).toHaveAttribute("data-state", "live");

    await place(600, 700);
    await expect
      .poll(async () => {
        const { width, height } = await tap(helper.page, "decoder");
        return [width, height];
      })
      .toEqual([600, 700]);
    await isUnchanged();
    await tapBoth(sharer.page, helper.page);

    await content.page.context().close();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    await expect(helper.screen).toBeHidden();
  } finally {
    await browser.close();
    await display.close();
  }
});

test("a dense screen is captured in its own pixels", async ({ helper, broker, watch }) => {
  const args = launchArguments(["--force-device-scale-factor=2"]);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    const page = await person(browser, watch, { viewport: { width: 800, height: 500 }, deviceScaleFactor: 2 });
    const sharer = new SharerPage(page, broker.url);
    await tapWorkers(page);
    await tapWorkers(helper.page);
    await connect(helper, sharer);
    const content = await CapturedPage.open(page.context());
    await sharer.share();
    await content.show(3);
    await expect(helper.state).toHaveAttribute("data-state", "unchanged");
    const { sent } = await tapBoth(page, helper.page);
    expect([sent.width, sent.height]).toEqual([1600, 1000]);
  } finally {
    await browser.close();
  }
});
