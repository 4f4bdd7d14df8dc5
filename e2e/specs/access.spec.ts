// Who may help whom, as people meet it: an administrator gives a role over a group, somebody of another group is refused,
// and a role that is taken back ends the session at once.
import { change } from "../fixtures/api.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { join, shareScreen } from "../pages/together.js";

test.describe("only assignments make helpers", () => {
  test.use({ settings: { HELPERS__SUBJECTS: "[]" } });
  test("a role over a group helps that group only, and ends with it", async ({ browser, broker, helper, sharer, captured, watch }) => {
    watch.allow(/status of 403/);
    await helper.signIn("helper1");
    await expect(helper.error).toHaveAttribute("data-code", "not-a-helper");

    const admin = new HelperPage(await person(browser, watch), broker.url);
    await admin.signIn("admin");
    await change(admin, "PUT", "/access/assignments/finance", {
      name: "Finance",
      role: "help-desk-operator",
      members: { people: ["email:maya.okafor@brightwater.example"], groups: [] },
      scope: { users: { groups: ["claim:finance"] }, devices: null },
    });

    // Sales is another group: the code leads nowhere, and both learn why.
    await helper.signIn("helper1");
    const code = await helper.startSession();
    await sharer.signIn("sharer2");
    await sharer.enter(code);
    await expect(sharer.error).toHaveAttribute("data-code", "helper-not-permitted");
    await expect(sharer.error).toContainText("This helper may not help you.");
    await expect(helper.ended).toHaveAttribute("data-reason", "not-permitted");
    await expect(helper.ended).toContainText("You may not help the person who entered the code.");
    for (const side of [helper, sharer]) {
      await side.open();
      await side.signOut();
    }

    // Whoever may see the sessions that run can end one, and say why.
    await join(helper, sharer);
    const words = await admin.page.evaluate(async () => {
      const { sessions } = await (await fetch("/api/v1/sessions")).json();
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ note: "The help desk closes for today." });
      const reply = await fetch(`/api/v1/sessions/${sessions[0].session}/end`, { method: "POST", headers, body });
      return [sessions.length, reply.status];
    });
    expect(words).toEqual([1, 204]);
    for (const side of [helper, sharer]) {
      await expect(side.ended).toHaveAttribute("data-reason", "ended-by-administrator");
      await expect(side.page.getByTestId("ended-words")).toHaveText("The help desk closes for today.");
      await side.open();
      await side.signOut();
    }

    await shareScreen(helper, sharer, captured);
    const since = Date.now();
    await change(admin, "DELETE", "/access/assignments/finance");
    for (const side of [helper, sharer]) await expect(side.ended).toHaveAttribute("data-reason", "permission-withdrawn");
    expect(Date.now() - since).toBeLessThan(2_000);
    await expect(helper.ended).toContainText("The permission to help in this session was withdrawn.");
    await expect(sharer.ended).toContainText("Your helper may no longer help in this session.");
    await expect(sharer.stopButton).toHaveCount(0);
    await admin.page.context().close();
  });
});
