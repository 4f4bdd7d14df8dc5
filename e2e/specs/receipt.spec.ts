// What is left of a session: the sharer's receipt, on the page and as a file, and what the helper notes.
import { readFile } from "node:fs/promises";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { connect, join, shareScreen } from "../pages/together.js";
import type { Page } from "@playwright/test";

/** One line of the receipt. */
const line = (page: Page, name: string) => page.getByTestId("receipt").locator(`[data-line="${name}"] dd`);

/** Saves it, and reads the file. */
async function saved(page: Page): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-receipt").click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** A whole session with a pause, ended by its helper. */
async function session(helper: HelperPage, sharer: SharerPage, captured: () => Promise<unknown>): Promise<void> {
  await connect(helper, sharer);
  await captured();
  await sharer.share();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
  await sharer.say("a secret of ours");
  await expect(helper.chatLog).toContainText("a secret of ours");
  await sharer.pauseButton.click();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  await sharer.pauseButton.click();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
  await helper.leave();
  await expect(sharer.ended).toBeVisible();
}

test("the sharer's receipt says what there was, and the file says the same", async ({ helper, sharer, captured, browser, watch }) => {
  await session(helper, sharer, captured);
  const { page } = sharer;
  await expect(line(page, "helper")).toHaveText(["Maya Okafor", "Service Desk Analyst", "Brightwater", "brightwater.example"]);
  await expect(line(page, "sharer")).toHaveText("Yuki Tanaka");
  await expect(line(page, "why")).toHaveText("Your helper ended the session.");
  await expect(line(page, "shared")).toHaveText("A tab of the browser");
  await expect(line(page, "pauses")).toHaveText(/^One, of .?\d+ seconds?.?$/);
  await expect(line(page, "chat")).toContainText("On.");
  await expect(line(page, "mode")).toContainText("Look only.");
  await expect(line(page, "ended")).toHaveText(/20\d\d.*\d:\d\d:\d\d.* (GMT|UTC|[A-Z]{3,4})/);
  const id = new URL(page.url()).pathname.split("/").pop() ?? "";
  await expect(line(page, "session")).toHaveText(id);
  await expect(helper.page.getByTestId("receipt")).toHaveCount(0);

  const file = await saved(page);
  expect(file.name).toMatch(/^remote-help-20\d\d-\d\d-\d\d\.html$/);
  expect(file.text).not.toContain("a secret of ours");
  expect(file.text).not.toMatch(/<script|https?:/);
  const shown = await page.getByTestId("receipt").locator("dt, dd").allInnerTexts();
  // Whoever opens it later, without us and without a network, reads the same.
  const later = await person(browser, watch);
  await later.context().setOffline(true);
  await later.setContent(file.text);
  expect(await later.locator("dt, dd").allInnerTexts()).toEqual(shown);
  await expect(later.locator("html")).toHaveAttribute("lang", "en");
  await later.context().close();

  // Back at the ended session, it is there again.
  await page.reload();
  await expect(line(page, "session")).toHaveText(id);
  expect((await saved(page)).text).toBe(file.text);
});

test.describe("in Arabic", () => {
  test.use({ locale: "ar" });
  test("the receipt and its file read from right to left", async ({ helper, sharer, captured, browser, watch }) => {
    await session(helper, sharer, captured);
    const { page } = sharer;
    await expect(line(page, "shared")).toHaveText("علامة تبويب في المتصفح");
    const file = await saved(page);
    expect(file.text).toContain('<html lang="ar" dir="rtl">');
    const shown = await page.getByTestId("receipt").locator("dt, dd").allInnerTexts();
    const later = await person(browser, watch);
    await later.setContent(file.text);
    expect(await later.locator("dt, dd").allInnerTexts()).toEqual(shown);
    expect(await later.locator("dl").evaluate((list) => getComputedStyle(list).direction)).toBe("rtl");
    await later.context().close();
  });
});

test("where nothing was shared the receipt says so", async ({ helper, sharer }) => {
  await join(helper, sharer);
  await sharer.decline();
  await expect(line(sharer.page, "shared")).toHaveText("Nothing. Nobody saw your screen.");
  await expect(line(sharer.page, "agreed")).toHaveText("You did not both agree.");
  await expect(line(sharer.page, "pauses")).toHaveCount(0);
});

test("the helper notes while it runs, changes it afterwards, and the report tells", async ({ browser, broker, helper, sharer, captured, watch }) => {
  test.setTimeout(90_000);
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await shareScreen(helper, sharer, captured);
  const { page } = helper;
  await expect(page.getByTestId("screen-surface")).toHaveText("A tab of the browser");
  const field = (name: string) => page.getByTestId(name);
  await field("note-fold").locator("summary").click();
  await field("note-text").fill("They could not print.");
  await field("note-ticket").fill("INC-17");
  await expect(field("note-state")).toHaveAttribute("data-state", "unsaved");
  // What is typed outlives the end, and a network that is gone.
  await sharer.leave();
  await expect(helper.ended).toBeVisible();
  await expect(field("note-text")).toHaveValue("They could not print.");
  await page.context().setOffline(true);
  await field("save-note").click();
  await expect(helper.error).toHaveAttribute("data-code", "network-unreachable");
  await expect(field("note-state")).toHaveAttribute("data-state", "kept");
  await page.context().setOffline(false);
  await field("save-note").click();
  await expect(field("note-state")).toHaveAttribute("data-state", "saved");
  await expect(helper.error).toHaveCount(0);
  await page.reload();
  await expect(field("note-ticket")).toHaveValue("INC-17");
  await field("note-text").fill("They can print <b>again</b>.\nNew driver.");
  await field("save-note").click();
  await expect(field("note-state")).toHaveAttribute("data-state", "saved");
  // Too long is said at the field, and nothing of it is lost.
  await field("note-ticket").fill("x".repeat(65));
  await field("save-note").click();
  await expect(page.locator("#note-ticket-error")).toContainText("too long");
  await expect(field("note-ticket")).toHaveValue("x".repeat(65));
  await expect(sharer.page.getByText("driver")).toHaveCount(0);

  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await admin.visit("/report?ticket=inc-17");
  const row = admin.page.getByTestId("session");
  await expect(row).toHaveCount(1);
  await expect(row.getByTestId("ticket")).toHaveText("INC-17");
  await row.getByTestId("note-show").click();
  await expect(row.getByTestId("note")).toHaveText("They can print <b>again</b>. New driver.");
  await expect(row.getByTestId("surface")).toHaveText("A tab of the browser");
  await admin.visit("/report?ticket=inc-18");
  await expect(admin.page.getByTestId("report-none")).toBeVisible();
  await admin.page.context().close();

  // A sign-in that is over by then loses nothing of what is typed either.
  await page.context().clearCookies({ name: /^rh-helper/ });
  await field("note-ticket").fill("INC-18");
  await field("save-note").click();
  await expect(helper.error).toHaveAttribute("data-code", "not-signed-in");
  await field("note-sign-in").click();
  await field("demo-account-helper1").click();
  await expect(field("note-ticket")).toHaveValue("INC-18");
  await expect(field("note-text")).toHaveValue("They can print <b>again</b>.\nNew driver.");
  await expect(field("note-state")).toHaveAttribute("data-state", "unsaved");
  await field("save-note").click();
  await expect(field("note-state")).toHaveAttribute("data-state", "saved");
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

for (const look of looks) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("receipt and note as they look", async ({ browser, broker, helper, sharer, captured, watch }) => {
      test.setTimeout(120_000);
      await connect(helper, sharer);
      await helper.page.getByTestId("note-fold").locator("summary").click();
      await screen(helper.page, look, "helper-5-note");
      await captured();
      await sharer.share();
      await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
      await sharer.pauseButton.click();
      await expect(helper.state).toHaveAttribute("data-state", "paused");
      await helper.page.getByTestId("note-text").fill("They could not print.\nهل ترى الخطأ؟ 123");
      await helper.page.getByTestId("note-ticket").fill("INC-17");
      await helper.page.getByTestId("save-note").click();
      await expect(helper.page.getByTestId("note-state")).toHaveAttribute("data-state", "saved");
      await helper.leave();
      await expect(sharer.page.getByTestId("receipt")).toBeVisible();
      await screen(sharer.page, look, "sharer-9-receipt");
      await screen(helper.page, look, "helper-8-note");
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      await admin.signIn("admin");
      await admin.visit("/report");
      await admin.page.getByTestId("note-show").click();
      await expect(admin.page.getByTestId("note")).toBeVisible();
      await screen(admin.page, look, "console-report-note");
      await admin.page.context().close();
    });
  });
}
