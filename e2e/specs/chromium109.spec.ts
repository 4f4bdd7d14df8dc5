// The oldest Chromium: as sharer, of a canvas since it has no screen, and as helper.
import type { Browser } from "@playwright/test";
import { captureCanvas, chromium109Path, launchChromium109 } from "../fixtures/chromium109.js";
import { type CapturePath, force } from "../fixtures/paths.js";
import { samples, tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { connect, shareScreen } from "../pages/together.js";

test.describe("Chromium 109", () => {
  test.skip(!chromium109Path(), "there is no Chromium 109 here");
  let oldest: Browser;
  test.beforeAll(async () => {
    oldest = await launchChromium109();
  });
  test.afterAll(() => oldest.close());

  for (const path of ["stream", "bitmap"] satisfies CapturePath[]) {
    test(`shares exactly on the path "${path}"`, async ({ helper, broker, watch }) => {
      const sharer = new SharerPage(await person(oldest, watch), broker.url);
      await captureCanvas(sharer.page.context());
      await force(sharer.page.context(), path);
      await tapWorkers(helper.page);
      await tapWorkers(sharer.page);
      await connect(helper, sharer);
      await sharer.share();
      await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
      const last = (await tap(sharer.page, "encoder")).frame;
      await sharer.page.evaluate(() => (window as { rhPaint?: (n: number) => void }).rhPaint?.(7));
      await expect.poll(async () => (await tap(sharer.page, "encoder")).frame).not.toBe(last);
      const { sent } = await tapBoth(sharer.page, helper.page);
      expect(new Set(samples(sent)).size, "the frame is not blank").toBeGreaterThan(16);
      await sharer.page.context().close();
    });
  }

  test("sees exactly", async ({ sharer, captured, broker, watch }) => {
    const helper = new HelperPage(await person(oldest, watch), broker.url);
    await tapWorkers(helper.page);
    await tapWorkers(sharer.page);
    const { content } = await shareScreen(helper, sharer, captured);
    const last = (await tap(sharer.page, "encoder")).frame;
    await content.show(7);
    await expect.poll(async () => (await tap(sharer.page, "encoder")).frame).not.toBe(last);
    await tapBoth(sharer.page, helper.page);
    await helper.page.context().close();
  });
});
