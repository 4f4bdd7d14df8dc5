// What the organisation can switch off and set, in the configuration and while people are at it.
import { set } from "../fixtures/api.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { join } from "../pages/together.js";

test("an administrator's word is read by who needs help, and chat goes from a session that runs", async ({
  browser,
  broker,
  helper,
  sharer,
  watch,
}) => {
  watch.allow(/status of 403/);
  const admin = new HelperPage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await set(admin, { "features.notice": "We never ask for your password." });
  await sharer.open();
  await expect(sharer.page.getByTestId("notice")).toHaveText("We never ask for your password.");
  await join(helper, sharer);
  await expect(sharer.page.getByTestId("notice")).toBeVisible();
  await expect(helper.page.getByTestId("notice")).toHaveCount(0);
  await sharer.allow();
  await helper.confirm();
  await expect(sharer.chatInput).toBeEnabled();
  await set(admin, { "features.chat": false });
  for (const side of [helper, sharer]) await expect(side.chatInput).toHaveCount(0);
  await set(admin, { "features.enabled": false });
  for (const side of [helper, sharer]) await expect(side.ended).toHaveAttribute("data-reason", "ended-by-administrator");
  await admin.page.context().close();
});

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
  test("both sides are told so, and only who administers gets in", async ({ helper, sharer, watch }) => {
    watch.allow(/status of 403/);
    for (const side of [helper, sharer]) {
      await side.open();
      await expect(side.error).toHaveAttribute("data-code", "remote-help-off");
    }
    await expect(sharer.page.getByTestId("sign-in")).toHaveCount(0);
    await helper.signIn("helper1");
    await expect(helper.error).toHaveAttribute("data-code", "remote-help-off");
    await expect(helper.page.getByTestId("sign-out")).toHaveCount(0);
    await helper.signIn("admin");
    await expect(helper.page.getByTestId("start-session")).toBeVisible();
  });
});
