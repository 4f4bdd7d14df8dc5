// The proof in the console: the report of sessions and the audit, filtered, page by page, as files, by keyboard alone.
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { shareScreen } from "../pages/together.js";

test("two sessions are in the report, and each leads to its records", async ({ browser, broker, helper, sharer, captured, watch }) => {
  test.setTimeout(90_000);
  await shareScreen(helper, sharer, captured);
  await sharer.leave();
  await expect(helper.ended).toBeVisible();
  // Nobody joins the second one.
  await helper.open();
  await helper.startSession();
  await helper.leave();
  await expect(helper.ended).toBeVisible();

  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/report");
  await expect(admin.heading("Report")).toBeFocused();
  const rows = page.getByTestId("session");
  await expect(rows).toHaveCount(2);
  await expect(page.getByTestId("total-sessions")).toHaveText("2");
  await expect(page.getByTestId("total-started")).toHaveText("1");
  const shared = rows.filter({ hasText: "Yuki Tanaka" });
  await expect(shared).toHaveAttribute("data-outcome", "ended-by-sharer");
  await expect(shared).toContainText("Maya Okafor");
  await expect(shared).toContainText("View only");
  await expect(shared.getByTestId("duration")).toHaveText(/^0:\d\d$/);
  await expect(rows.filter({ hasText: "Nobody joined" })).toHaveAttribute("data-outcome", "ended-by-helper");
  // The chart and its table say the same.
  await expect(page.getByTestId("chart-sessions").getByRole("img", { name: "Sessions a day" })).toBeVisible();
  await page.getByTestId("chart-table").locator("summary").click();
  await expect(page.getByTestId("chart-day").first()).toBeVisible();

  // What is chosen stands in the address, and is what the files hold.
  await admin.field("filter-sharer").fill("yuki t");
  await admin.field("filter-outcome").selectOption({ label: "Ended by who was helped" });
  await page.getByTestId("filter-show").click();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/\/report\?outcome=ended-by-sharer&sharer=yuki%20t$/);
  await expect(page.getByTestId("total-sessions")).toHaveText("1");
  const csv = await download(page, "export-csv");
  expect(csv.name).toBe("remote-help-sessions.csv");
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(2);
  const lines = await download(page, "export-jsonl");
  expect(JSON.parse(lines.text)).toMatchObject({ outcome: "ended-by-sharer", helper_name: "Maya Okafor" });
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expect(admin.field("filter-sharer")).toHaveValue("yuki t");
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(admin.field("filter-sharer")).toHaveValue("");
  await page.goForward();
  await expect(rows).toHaveCount(1);

  // A link that is handed on shows the same, behind the sign-in too.
  const other = new ConsolePage(await person(browser, watch), broker.url);
  await other.page.goto(page.url());
  await other.page.getByTestId("sign-in").click();
  await other.page.getByTestId("demo-account-admin").click();
  await expect(other.page.getByTestId("session")).toHaveCount(1);
  await expect(other.page).toHaveURL(page.url());
  await other.page.context().close();

  await shared.getByTestId("to-records").click();
  await expect(admin.heading("Audit")).toBeFocused();
  const records = page.getByTestId("record");
  await expect(records.first()).toHaveAttribute("data-kind", "session-ended");
  await expect(records.last()).toHaveAttribute("data-kind", "session-created");
  await expect(records.filter({ hasText: "Sharing began" })).toContainText("Yuki Tanaka");
  await records.last().getByTestId("to-actor").click();
  await expect(page).toHaveURL(/\/audit\?actor=/);
  await expect(records.filter({ hasText: "Signed in" }).first()).toContainText("Maya Okafor");
  await page.getByTestId("filter-clear").click();
  await admin.field("filter-kind").selectOption({ label: "Report exported" });
  await page.getByTestId("filter-show").click();
  await expect(records).toHaveCount(2);
  await expect(records.first()).toContainText("jsonl");
  await page.context().close();
});

test("the audit by keyboard alone, page by page, and nothing where there is nothing", async ({ browser, broker, watch }) => {
  test.setTimeout(60_000);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  // More records than a page has.
  await page.evaluate(async () => {
    for (let nth = 0; nth < 60; nth++) await fetch("/api/v1/report/export?format=csv");
  });
  await admin.visit("/audit");
  const records = page.getByTestId("record");
  await expect(records).toHaveCount(50);
  const newest = await records.first().getByRole("rowheader").textContent();
  await admin.reach("forward");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("forward")).toHaveAttribute("aria-disabled", "true");
  await expect(records.last()).toHaveAttribute("data-kind", "audit-key-told");
  await admin.reach("back", "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(records).toHaveCount(50);
  await expect(records.first().getByRole("rowheader")).toHaveText(newest ?? "");
  await admin.reach("filter-actor", "Shift+Tab");
  await page.keyboard.type("nobody at all");
  await page.keyboard.press("Enter");
  await expect(admin.pageRows).toHaveText("Nothing found.");
  await expect(page.getByTestId("forward")).toHaveCount(0);
  await admin.reach("filter-clear");
  await page.keyboard.press("Enter");
  await expect(records).toHaveCount(50);
  await admin.visit("/report");
  await expect(page.getByTestId("report-none")).toBeVisible();
  await expect(admin.pageRows).toHaveText("Nothing found.");
  await page.context().close();
});

test("who may not read the audit is told so", async ({ helper, watch, broker }) => {
  watch.allow(/status of 4\d\d/);
  const admin = new ConsolePage(helper.page, broker.url);
  await admin.signIn("helper1");
  for (const place of ["/report", "/audit?kind=sign-in"]) {
    await admin.visit(place);
    await expect(admin.error).toHaveAttribute("data-code", "not-permitted");
  }
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("both pages", async ({ browser, broker, watch }) => {
      test.setTimeout(120_000);
      const helper = new HelperPage(await person(browser, watch, useOf(look)), broker.url);
      const sharer = new SharerPage(await person(browser, watch, useOf(look)), broker.url);
      await helper.signIn("helper1");
      const code = await helper.startSession();
      await sharer.signIn("sharer1");
      await sharer.enter(code);
      await sharer.decline();
      await expect(helper.ended).toBeVisible();
      for (const { page } of [helper, sharer]) await page.context().close();
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await admin.signIn("admin");
      await admin.visit("/report");
      await expect(page.getByTestId("session")).toHaveCount(1);
      await page.getByTestId("chart-table").locator("summary").click();
      await screen(page, look, "console-report");
      await admin.field("filter-helper").fill("nobody at all");
      await page.getByTestId("filter-show").click();
      await expect(page.getByTestId("report-none")).toBeVisible();
      await screen(page, look, "console-report-none");
      await admin.visit("/audit");
      await expect(page.getByTestId("record").first()).toBeVisible();
      await screen(page, look, "console-audit");
      await page.context().close();
    });
  });
}

/** Takes a file: what it is called, and what is in it. */
async function download(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId(link).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
