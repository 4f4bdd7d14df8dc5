// The sharer's device: what both sides are told of it, the warning that a helper has to take note of, browsers that are
// enrolled, and sessions that are started for one device.
import { ask, change, set } from "../fixtures/api.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { join } from "../pages/together.js";

/** Puts a device into the directory, which runs what these browsers run. */
async function device(admin: HelperPage, id: string, compliance: string, owner: string): Promise<void> {
  const there = { subject: owner, name: owner, enabled: true, groups: [] };
  await change(admin, "PUT", `/directory/people/p-${owner}`, there);
  const reasons = compliance === "not-compliant" ? ["No disk encryption"] : [];
  const what = { name: id.toUpperCase(), owner: `p-${owner}`, platform: "linux", compliance, reasons, groups: [] };
  await change(admin, "PUT", `/directory/devices/${id}`, what);
}

/** The browser of a sharer who is signed in is enrolled on a device, by a link. */
async function enrol(admin: HelperPage, sharer: SharerPage, id: string): Promise<void> {
  const { body } = await ask(admin, "POST", `/directory/devices/${id}/enrolment`);
  await sharer.page.goto(String(body.link));
  await expect(sharer.page).toHaveURL(/\/rh\/enrol$/);
  await expect(sharer.page.getByTestId("enrol-device")).toHaveText(id.toUpperCase());
  await sharer.page.getByTestId("enrol").click();
  await expect(sharer.page.getByTestId("enrolled")).toBeVisible();
  await sharer.open();
}

/** A helper starts a session for a device and stands before its code. */
async function startFor(helper: HelperPage, id: string): Promise<string> {
  const { body } = await ask(helper, "POST", "/helper/sessions", { device: id });
  await helper.page.goto(`${helper.origin}/rhh/s/${String(body.session)}`);
  await expect(helper.page.getByTestId("bound-device")).toHaveText(id.toUpperCase());
  return (await helper.code.innerText()).trim();
}

test("a device that nobody knows is warned of, and only a conscious Continue leads on", async ({ helper, sharer }) => {
  await join(helper, sharer);
  for (const side of [helper, sharer]) await expect(side.device).toHaveAttribute("data-state", "unenrolled");
  await expect(helper.warning).toContainText("Your organisation does not know it");
  await expect(helper.warning).toContainText("administrator credentials");
  await expect(sharer.page.getByTestId("device-warning")).toHaveCount(0);
  await expect(helper.page.getByTestId("confirm")).toHaveCount(0);
  await helper.page.keyboard.press("Tab");
  await helper.goOn.focus();
  await helper.page.keyboard.press("Enter");
  await expect(helper.warning).toHaveCount(0);
  await expect(helper.page.locator("#trust-actions")).toBeFocused();
  await sharer.allow();
  await helper.page.getByTestId("confirm").click();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  // It says nothing that both did not know.
  await expect(helper.page.getByTestId("device-changed")).toHaveCount(0);
});

test("a browser that is enrolled shows which device it is on, until its key is revoked", async ({
  browser,
  broker,
  helper,
  sharer,
  watch,
}) => {
  watch.allow(/status of 40/);
  const admin = new HelperPage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await device(admin, "d-1", "compliant", "sharer1");
  await sharer.signIn("sharer1");
  await enrol(admin, sharer, "d-1");
  await helper.signIn("helper1");
  await sharer.enter(await helper.startSession());
  for (const side of [helper, sharer]) {
    await expect(side.device).toHaveAttribute("data-state", "compliant");
    await expect(side.page.getByTestId("device-name")).toHaveText("D-1");
    await expect(side.page.getByTestId("device-proof")).toContainText("browser is enrolled on it");
  }
  // Nothing to be warned of: both agree as they always did.
  await expect(helper.goOn).toHaveCount(0);
  await sharer.allow();
  await helper.page.getByTestId("confirm").click();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();

  // What becomes of the device is told while they are at it.
  await device(admin, "d-1", "not-compliant", "sharer1");
  await expect(helper.page.getByTestId("device-changed")).toHaveAttribute("data-state", "not-compliant");

  await set(admin, { "devices.allow_unenrolled": false });
  const { body } = await ask(admin, "GET", "/directory/devices/d-1/keys");
  const [key] = body.keys as { id: string }[];
  const revoked = Date.now();
  await change(admin, "DELETE", `/directory/devices/d-1/keys/${key?.id}`);
  for (const side of [helper, sharer]) await expect(side.ended).toHaveAttribute("data-reason", "device-not-enrolled");
  expect(Date.now() - revoked).toBeLessThan(2_000);
  await admin.page.context().close();
});

test("a link enrols one browser, and says so to whoever comes later", async ({ browser, broker, sharer, watch }) => {
  watch.allow(/status of 40/);
  const admin = new HelperPage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await device(admin, "d-1", "compliant", "sharer1");
  const { body } = await ask(admin, "POST", "/directory/devices/d-1/enrolment");
  // The link is kept through the sign-in.
  await sharer.page.goto(String(body.link));
  await sharer.page.getByTestId("sign-in").click();
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await sharer.page.getByTestId("enrol").click();
  await expect(sharer.page.getByTestId("enrolled")).toBeVisible();
  const late = new SharerPage(await person(browser, watch), broker.url);
  await late.signIn("sharer2");
  await late.page.goto(String(body.link));
  await expect(late.error).toHaveAttribute("data-code", "wrong-enrolment-link");
  await late.page.reload();
  await expect(late.page.getByTestId("enrol-missing")).toBeVisible();
  for (const one of [admin, late]) await one.page.context().close();
});

test("where only enrolled devices are helped, both are told so and what to do", async ({ browser, broker, helper, sharer, watch }) => {
  watch.allow(/status of 403/);
  const admin = new HelperPage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await set(admin, { "devices.allow_unenrolled": false });
  await helper.signIn("helper1");
  const code = await helper.startSession();
  await sharer.signIn("sharer1");
  await sharer.enter(code);
  await expect(sharer.error).toHaveAttribute("data-code", "device-not-enrolled");
  await expect(sharer.error).toContainText("ask your help desk to enrol this one");
  await expect(helper.ended).toHaveAttribute("data-reason", "device-not-enrolled");
  await expect(helper.ended).toContainText("Have it enrolled");
  await admin.page.context().close();
});

test("a session for a device is for its owner: presumed where they join from a system of its kind", async ({
  browser,
  broker,
  helper,
  sharer,
  watch,
}) => {
  watch.allow(/status of 40/);
  const admin = new HelperPage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await device(admin, "d-1", "in-grace-period", "sharer1");
  await helper.signIn("helper1");
  const code = await startFor(helper, "d-1");
  await expect(helper.page.getByTestId("bound-owner")).toHaveText("sharer1");
  await sharer.signIn("sharer1");
  await sharer.enter(code);
  for (const side of [helper, sharer]) {
    await expect(side.device).toHaveAttribute("data-state", "in-grace-period");
    await expect(side.page.getByTestId("device-proof")).toContainText("Presumed");
  }
  await expect(helper.goOn).toHaveCount(0);

  // Anybody else is refused, or with another setting warned of.
  const other = new SharerPage(await person(browser, watch), broker.url);
  await other.signIn("sharer2");
  await other.enter(await startFor(helper, "d-1"));
  await expect(other.error).toHaveAttribute("data-code", "other-than-bound");
  await expect(other.error).not.toContainText("D-1");
  await expect(helper.ended).toHaveAttribute("data-reason", "other-than-bound");
  await set(admin, { "devices.refuse_others": false });
  await other.enter(await startFor(helper, "d-1"));
  await expect(helper.page.getByTestId("other-person")).toContainText("sharer1");
  await expect(helper.page.getByTestId("other-device")).toContainText("D-1");
  await expect(other.page.getByTestId("other-device")).toHaveCount(0);
  await other.allow();
  await helper.confirm();
  await expect(other.page.getByTestId("share-screen")).toBeVisible();
  for (const one of [admin, other]) await one.page.context().close();
});
