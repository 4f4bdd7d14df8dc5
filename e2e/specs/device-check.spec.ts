// What Entra ID says of the sharer's device: asked for quietly when they join, shown to both, and no dead end where it is no yes.
import * as configured from "../fixtures/configured.js";
import type * as entraId from "../fixtures/entra.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

const EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

/** A broker whose provider is like Entra ID, and whose sharers prove their device by the context `c2`. */
function withEntra(run: (origin: string, entra: entraId.Entra) => Promise<void>): Promise<void> {
  return configured.withEntra('compliance_context = "c2"', "", run);
}

/** A join that leads to the provider first is answered with this status, which browsers write into the console. */
const FIRST = /status of 401/;

/** A helper whose session waits, and its code. */
async function waiting(helper: HelperPage): Promise<string> {
  await helper.open();
  await helper.page.getByTestId("sign-in").click();
  return helper.startSession();
}

test("a yes is had without a page of the provider's, and both read that the device is proved", async ({ browser, watch }) => {
  watch.allow(FIRST);
  await withEntra(async (origin, entra) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    const code = await waiting(helper);
    const asked = configured.requests(sharer.page);
    await sharer.open(`?passcode=${code.replace(/\s/, "")}`);
    await sharer.page.getByTestId("sign-in").click();
    await expect(sharer.trust("name")).toHaveText("Helen Hargreaves");
    expect(asked.map((request) => request.get("prompt"))).toEqual([null, "none"]);
    expect(asked[0]?.has("claims")).toBe(false);
    expect(JSON.parse(asked[1]?.get("claims") ?? "")).toEqual({ id_token: { acrs: { essential: true, value: "c2" } } });
    for (const side of [sharer, helper]) {
      await expect(side.device).toHaveAttribute("data-state", "compliant");
      await expect(side.device.getByTestId("device-verdict")).toHaveText("Proved by sign-in: the sign-in service says so.");
    }
    expect(await sharer.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    await sharer.allow();
    // No warning stands before it.
    await helper.page.getByTestId("confirm").click();
    await expect(sharer.chatInput).toBeEnabled();

    // A while later nobody is asked again who joins another session.
    await sharer.leave();
    await sharer.open();
    const before = entra.asked.length;
    await helper.open();
    await sharer.enter(await helper.startSession());
    await expect(sharer.device).toHaveAttribute("data-state", "compliant");
    expect(entra.asked.length).toBe(before);
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("a quiet no is put in words, and asked once more where the provider may show its pages it can become a yes", async ({ browser, watch }) => {
  watch.allow(FIRST);
  await withEntra(async (origin, entra) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch, { userAgent: EDGE }), origin);
    const code = await waiting(helper);
    const no = { error: "interaction_required", error_description: "AADSTS53000: secret details" };
    entra.policy = no;
    await sharer.open();
    await sharer.enter(code);
    // Signed in, and back from being asked.
    const card = sharer.page.getByTestId("check-said");
    await expect(card).toContainText("did not confirm");
    await expect(sharer.page.getByTestId("check-number")).toHaveText("AADSTS53000");
    await expect(sharer.page.locator("main")).toContainText("signed in to Edge itself");
    await expect(sharer.page.locator("main")).not.toContainText("secret details");
    // Still no: the same words, and no loop.
    const again = sharer.page.getByTestId("check-again");
    const before = entra.asked.length;
    await again.click();
    await expect.poll(() => entra.asked.length).toBe(before + 1);
    await expect(card).toContainText("did not confirm");
    expect(entra.asked.at(-1)?.get("prompt")).toBeNull();
    entra.policy = "met";
    await again.click();
    await expect(sharer.device).toHaveAttribute("data-state", "compliant");
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

for (const [error, state, said, verdict] of [
  ["interaction_required", "not-compliant", "did not confirm", "did not confirm this device"],
  ["login_required", "unenrolled", "gave no answer", "gave no answer about this device"],
] as const) {
  test(`who goes on after ${error} is helped, as ${state}, and the helper is warned`, async ({ browser, watch }) => {
    watch.allow(FIRST);
    await withEntra(async (origin, entra) => {
      entra.quietly = { error, error_description: "" };
      const helper = new HelperPage(await person(browser, watch), origin);
      const sharer = new SharerPage(await person(browser, watch), origin);
      const code = await waiting(helper);
      await sharer.open();
      await sharer.enter(code);
      await expect(sharer.page.getByTestId("check-said")).toContainText(said);
      await expect(sharer.page.locator("main")).toContainText("extension or a setting");
      await sharer.page.getByTestId("check-go-on").click();
      for (const side of [sharer, helper]) {
        await expect(side.device).toHaveAttribute("data-state", state);
        await expect(side.device.getByTestId("device-verdict")).toContainText(verdict);
      }
      await expect(helper.warning).toContainText("administrator credentials");
      await sharer.allow();
      await helper.confirm();
      await expect(sharer.chatInput).toBeEnabled();
      await helper.page.context().close();
      await sharer.page.context().close();
    });
  });
}
