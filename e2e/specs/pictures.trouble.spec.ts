// Pictures of the screens that nobody hopes for: what is off, what has expired, what is lost, what is over.
import { CapturedPage } from "../fixtures/captured.js";
import { extremes, screen, useOf } from "../fixtures/looks.js";
import { Network } from "../fixtures/network.js";
import { expect, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { join, shareScreen } from "../pages/together.js";

/** Every reason for an end, by who is told of it in words of their own. */
const TOLD = ["ended-by-helper", "ended-by-sharer", "declined-by-helper", "declined-by-sharer", "helper-gone", "sharer-gone", "permission-withdrawn"];
const ENDS = {
  helper: [...TOLD, "consent-timed-out", "nobody-joined", "too-long", "ended-by-administrator", "not-permitted", "unknown"],
  sharer: TOLD,
};

for (const look of extremes) {
  test.describe(look.name, () => {
    test.use(useOf(look));

    test.describe("switched off", () => {
      test.use({ settings: { FEATURES__ENABLED: "false" } });
      test("Remote Help is off", async ({ helper, sharer, watch }) => {
        watch.allow(/status of 403/);
        for (const [name, side] of Object.entries({ helper, sharer })) {
          await side.open();
          await expect(side.error).toHaveAttribute("data-code", "remote-help-off");
          await screen(side.page, look, `${name}-off`);
        }
      });
    });

    test.describe("strict", () => {
      test.use({ settings: { FEATURES__CHAT: "false", CODES__SECONDS: "8" } });
      test("no chat, a share that is cut off, an expired code", async ({ helper, sharer, captured }) => {
        await join(helper, sharer);
        await sharer.allow();
        await helper.confirm();
        await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
        await screen(sharer.page, look, "sharer-share-no-chat");
        await screen(helper.page, look, "helper-waiting-no-chat");
        const content = await captured();
        await sharer.share();
        await expect(sharer.stopButton).toBeVisible();
        await expect(helper.state).toHaveAttribute("data-state", "unchanged");
        await screen(sharer.page, look, "sharer-sharing-no-chat");
        await screen(helper.page, look, "helper-viewing-no-chat");
        await content.page.close();
        await expect(sharer.page.getByTestId("share-cut-off")).toBeVisible();
        await screen(sharer.page, look, "sharer-cut-off");

        await helper.open();
        await helper.startSession();
        await expect(helper.page.getByTestId("code-expired")).toBeVisible();
        await screen(helper.page, look, "helper-code-expired");
      });
    });

    test("a network that is lost", async ({ browser, broker, watch }) => {
      const networks = [await Network.start(browser, watch), await Network.start(browser, watch)] as const;
      const helper = new HelperPage(networks[0].page, broker.url);
      const sharer = new SharerPage(networks[1].page, broker.url);
      await shareScreen(helper, sharer, () => CapturedPage.open(sharer.page.context()));
      await networks[1].lose();
      await expect(helper.state).toHaveAttribute("data-state", "stalled");
      await expect(helper.presence).toHaveAttribute("data-presence", "unstable");
      await screen(helper.page, look, "helper-stalled");
      await expect(sharer.linkBanner).toBeVisible();
      await screen(sharer.page, look, "sharer-link-lost");
      await expect(helper.presence).toHaveAttribute("data-presence", "lost");
      await screen(helper.page, look, "helper-lost");
      for (const network of networks) await network.dispose();
    });

    test("every end", async ({ helper, sharer }) => {
      // The broker's last word with another reason in it: what each takes to come true, `ends.spec.ts` goes through.
      let reason = "declined-by-helper";
      for (const side of [helper, sharer]) {
        await side.page.routeWebSocket(/\/socket$/, (socket) => {
          const broker = socket.connectToServer();
          broker.onMessage((text) => socket.send(String(text).replace("declined-by-helper", reason)));
        });
      }
      await join(helper, sharer);
      await helper.decline();
      for (const [name, side] of Object.entries({ helper, sharer })) {
        await expect(side.ended).toBeVisible();
        for (reason of ENDS[name as keyof typeof ENDS]) {
          await side.page.reload();
          await expect(side.ended).toHaveAttribute("data-reason", reason);
          await screen(side.page, look, `${name}-${reason}`);
        }
      }
    });
  });
}
