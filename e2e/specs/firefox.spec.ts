// Firefox ESR and Chromium, each as sharer and as helper, with a really captured screen.
import { type Browser, chromium } from "@playwright/test";
import { chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { CapturedPage } from "../fixtures/captured.js";
import { Display } from "../fixtures/display.js";
import { firefoxPath, launchFirefox } from "../fixtures/firefox.js";
import { samples, tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { connect } from "../pages/together.js";

const SCREEN = { width: 1024, height: 768 };

type Engine = "chromium" | "firefox";
const PAIRS: [sharer: Engine, helper: Engine][] = [["firefox", "chromium"], ["chromium", "firefox"], ["firefox", "firefox"]];

test.describe("a screen between engines", () => {
  test.skip(!firefoxPath(), "there is no Firefox ESR here");

  let display: Display;
  let engines: Record<Engine, Browser>;
  let content: CapturedPage;

  test.beforeAll(async () => {
    display = await Display.start(SCREEN);
    // Both switches at once would make the tab win.
    const args = launchArguments(["--auto-select-desktop-capture-source=Entire screen", "--kiosk"]);
    const headed = chromium.launch({
      executablePath: chromiumPath(),
      args: args.filter((arg) => !arg.startsWith("--auto-select-tab")),
      headless: false,
      env: display.env,
    });
    engines = { chromium: await headed, firefox: await launchFirefox(display) };
    // What everybody sees on the screen.
    content = await CapturedPage.open(await engines.chromium.newContext({ viewport: null }));
  });

  test.afterAll(async () => {
    for (const engine of Object.values(engines)) await engine.close();
    await display.close();
  });

  for (const [sharing, helping] of PAIRS) {
    test(`${sharing} → ${helping}: exact`, async ({ broker, watch }) => {
      const helper = new HelperPage(await person(engines[helping], watch), broker.url);
      const sharer = new SharerPage(await person(engines[sharing], watch), broker.url);
      await tapWorkers(helper.page);
      await tapWorkers(sharer.page);
      await connect(helper, sharer);
      await sharer.share();
      // Above the sharer's own window, whose preview would show itself for ever.
      await content.page.bringToFront();
      await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
      for (const number of [7, 42]) {
        const last = (await tap(sharer.page, "encoder")).frame;
        await content.show(number);
        await expect.poll(async () => (await tap(sharer.page, "encoder")).frame).not.toBe(last);
        await expect(helper.state).toHaveAttribute("data-state", "unchanged", { timeout: 20_000 });
        const { sent } = await tapBoth(sharer.page, helper.page);
        expect([sent.width, sent.height]).toEqual([SCREEN.width, SCREEN.height]);
        expect(new Set(samples(sent)).size, "the frame is not blank").toBeGreaterThan(16);
      }
      for (const { page } of [helper, sharer]) await page.context().close();
    });
  }
});
