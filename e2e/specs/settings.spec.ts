// What the organisation can switch off.
import { expect, test } from "../fixtures/test.js";
import { join } from "../pages/together.js";

test.describe("chat off", () => {
  test.use({ settings: { FEATURES__CHAT: "false" } });
  test("the session works, and there is no chat on either side", async ({ helper, sharer, captured }) => {
    await join(helper, sharer);
    await sharer.allow();
    await helper.confirm();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    await expect(helper.page.getByText("The other person chooses what to show.")).toBeVisible();
    for (const side of [helper, sharer]) await expect(side.page.getByText("chat")).toHaveCount(0);
    await captured();
    await sharer.share();
    await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
    for (const side of [helper, sharer]) {
      await expect(side.chatInput).toHaveCount(0);
      await expect(side.chatLog).toHaveCount(0);
    }
  });
});

test.describe("Remote Help off", () => {
  test.use({ settings: { FEATURES__ENABLED: "false" } });
  test("both sides are told so instead of being signed in", async ({ helper, sharer, watch }) => {
    watch.allow(/status of 403/);
    for (const side of [helper, sharer]) {
      await side.open();
      await expect(side.error).toHaveAttribute("data-code", "remote-help-off");
      await expect(side.page.getByTestId("sign-in")).toHaveCount(0);
    }
  });
});
