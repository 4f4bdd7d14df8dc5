// Tokens for other programs: made in the console, used against the interface as a program does, revoked, and refused.
import { give } from "../fixtures/api.js";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

/** What a program is answered with a token: no cookie, no origin. */
async function ask(origin: string, token: string, path: string): Promise<number> {
  const answer = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

test("a token is made, shown once, used by a program, and revoked at once", async ({ browser, broker, watch }) => {
  watch.allow(/status of 400/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/tokens");
  await expect(admin.heading("Tokens")).toBeFocused();
  await expect(admin.field("tokens-none")).toBeVisible();
  await expect(admin.field("openapi")).toHaveAttribute("href", "/api/v1/openapi.json");

  // What is refused stays as it was typed, at its field.
  await admin.field("new-token").click();
  await expect(admin.heading("New token")).toBeFocused();
  await expect(page.getByTestId("permission-view-screen")).toHaveCount(0);
  await admin.field("token-name").fill("SIEM");
  await admin.save();
  await expect(admin.field("permissions-error")).toContainText("Choose at least one");
  await admin.field("permission-audit-read").check();
  await admin.field("token-days").fill("731");
  await expect(admin.field("token-will-end")).toBeEmpty();
  await admin.save();
  await expect(page.locator("#token-days-error")).toContainText("whole number of days");
  await expect(admin.field("token-days")).toBeFocused();
  await admin.field("token-days").fill("30");
  await expect(admin.field("token-will-end")).toContainText("It ends on");
  await admin.save();

  await expect(page.locator("#token-issued")).toBeFocused();
  await expect(page).toHaveURL(/\/console\/tokens$/);
  const token = await admin.field("token").innerText();
  expect(token).toMatch(/^rhm_/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: broker.url });
  await admin.field("token-copy").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  const row = admin.rows("token-row");
  await expect(row).toContainText("SIEM");
  await expect(row).toContainText(/Audit data\W+Read/);
  await expect(row).toContainText("Ingrid Halvorsen");
  await expect(row).toContainText("Never");

  // It may what it is for, and nothing else.
  expect(await ask(broker.url, token, "/audit")).toBe(200);
  expect(await ask(broker.url, token, "/settings")).toBe(403);
  await admin.field("token-kept").click();
  await expect(admin.field("token")).toHaveCount(0);
  await expect(page.locator("#tokens")).toBeFocused();
  await page.reload();
  await expect(row).not.toContainText("Never");
  await expect(page.getByText(token)).toHaveCount(0);

  await row.getByTestId("token-revoke").click();
  await expect(page.getByRole("dialog")).toContainText("SIEM");
  await page.getByTestId("confirm-yes").click();
  await expect(admin.field("tokens-none")).toBeVisible();
  await expect(page.locator("#tokens")).toBeFocused();
  expect(await ask(broker.url, token, "/audit")).toBe(401);

  // Both are in the audit, and the token is not.
  await admin.visit("/audit?kind=token-issued");
  await expect(page.getByTestId("record")).toContainText("SIEM");
  await expect(page.getByText(token)).toHaveCount(0);
  await admin.visit("/audit?kind=token-revoked");
  await expect(page.getByTestId("record")).toHaveCount(1);
  await page.context().close();
});

test("by keyboard alone: a token is made and leads to what its program did", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/tokens");
  await expect(admin.field("tokens-none")).toBeVisible();
  await admin.reach("new-token");
  await page.keyboard.press("Enter");
  await expect(admin.heading("New token")).toBeFocused();
  await admin.reach("token-name");
  await page.keyboard.type("Clock");
  await admin.reach("permission-organization-update");
  await page.keyboard.press("Space");
  await admin.reach("save");
  await page.keyboard.press("Enter");
  await expect(page.locator("#token-issued")).toBeFocused();
  const token = await admin.field("token").innerText();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ revision: 0, set: { "codes.seconds": 500 } });
  expect((await fetch(`${broker.url}/api/v1/settings`, { method: "PUT", headers, body })).status).toBe(204);
  await admin.reach("token-records");
  await page.keyboard.press("Enter");
  await expect(admin.heading("Audit")).toBeFocused();
  await expect(page.getByTestId("record")).toHaveCount(1);
  await expect(page.getByTestId("record")).toHaveAttribute("data-kind", "settings-changed");
  await page.context().close();
});

test("nobody gives away what they may not do themselves", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await give(admin, "Settings", ["organization-update", "sessions"]);
  await admin.page.context().close();
  const helper = new ConsolePage(await person(browser, watch), broker.url);
  await helper.signIn("helper1");
  await helper.visit("/tokens/new");
  await expect(helper.field("permission-sessions")).toBeVisible();
  await expect(helper.field("permission-organization-update")).toBeVisible();
  for (const other of ["audit-read", "roles-update", "devices-update", "view-screen"]) {
    await expect(helper.field(`permission-${other}`)).toHaveCount(0);
  }
  await helper.page.context().close();
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("every page and dialog of tokens", async ({ browser, broker, watch }) => {
      test.setTimeout(90_000);
      watch.allow(/status of 400/);
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await admin.signIn("admin");
      await admin.visit("/tokens");
      await expect(admin.field("tokens-none")).toBeVisible();
      await screen(page, look, "console-tokens-none");
      await admin.field("new-token").click();
      await admin.field("token-name").fill("SIEM");
      await admin.save();
      await expect(admin.field("permissions-error")).not.toBeEmpty();
      await screen(page, look, "console-token-refused");
      await admin.field("permission-audit-read").check();
      await admin.field("permission-sessions").check();
      await admin.save();
      await expect(admin.field("token")).toBeVisible();
      await expect(admin.rows("token-row")).toHaveCount(1);
      await screen(page, look, "console-token-issued");
      await admin.field("token-revoke").click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await screen(page, look, "console-token-revoke");
      await page.context().close();
    });
  });
}
