// What the organisation can switch off.
import { Broker } from "../fixtures/broker.js";
import { CapturedPage } from "../fixtures/captured.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { join } from "../pages/together.js";

test("chat off: the session works, and there is no chat on either side", async ({ browser, watch }) => {
  const broker = await Broker.start({ env: { REMOTE_HELP_FEATURES__CHAT: "false" } });
  try {
    const helper = new HelperPage(await person(browser, watch), broker.url);
    const sharer = new SharerPage(await person(browser, watch), broker.url);
    await join(helper, sharer);
    await sharer.allow();
    await helper.confirm();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    await CapturedPage.open(sharer.page.context());
    await sharer.share();
    await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
    for (const side of [helper, sharer]) {
      await expect(side.chatInput).toHaveCount(0);
      await expect(side.chatLog).toHaveCount(0);
      await side.page.context().close();
    }
  } finally {
    await broker.dispose();
  }
});

test("Remote Help off: both sides are told so instead of being signed in", async ({ browser, watch }) => {
  watch.allow(/status of 403/);
  const broker = await Broker.start({ env: { REMOTE_HELP_FEATURES__ENABLED: "false" } });
  try {
    for (const side of [
      new HelperPage(await person(browser, watch), broker.url),
      new SharerPage(await person(browser, watch), broker.url),
    ]) {
      await side.open();
      await expect(side.error).toHaveAttribute("data-code", "remote-help-off");
      await expect(side.page.getByTestId("sign-in")).toHaveCount(0);
      await side.page.context().close();
    }
  } finally {
    await broker.dispose();
  }
});
