// The sessions that run, and webhooks: what an administrator sees of them and does about them.
import { change, give } from "../fixtures/api.js";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { Receiver } from "../fixtures/receiver.js";
import { test as base, expect, person } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";
import { join } from "../pages/together.js";

/** A broker that tells a receiver of webhooks. */
const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    await receiver.stop();
  },
  settings: async ({ receiver }, use) => use({ WEBHOOKS: receiver.setting("tickets") }),
});

const NOTE = "The help desk closes for today.";

test("a session is seen as it goes on, and ended with a word that both read", async ({ browser, broker, helper, sharer, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/sessions");
  await expect(admin.heading("Sessions")).toBeFocused();
  await expect(page.getByText("Nobody is being helped right now.")).toBeVisible();

  await helper.signIn("helper1");
  const code = await helper.startSession();
  const row = admin.rows("session");
  await expect(row).toContainText("Maya Okafor");
  await expect(row).toContainText("Nobody has joined yet");
  await expect(row.getByTestId("session-phase")).toHaveText("Waiting for somebody to join");

  // Whoever is at a row stays there while what stands in it changes.
  const end = row.getByTestId("session-end");
  await end.focus();
  await sharer.signIn("sharer1");
  await sharer.enter(code);
  await expect(row).toContainText("Yuki Tanaka");
  await expect(row.getByTestId("session-phase")).toHaveAttribute("data-phase", "phase-joined");
  await expect(end).toBeFocused();
  await sharer.page.goto("about:blank");
  const presence = row.getByTestId("session-presence");
  await expect(presence.nth(1)).toHaveAttribute("data-presence", /presence-(away|lost)/);
  await expect(end).toBeFocused();
  await sharer.page.goBack();
  await expect(presence.nth(1)).toHaveAttribute("data-presence", "presence-here");

  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(admin.field("session-end-who")).toHaveText(/Maya Okafor.+ helps .+Yuki Tanaka/);
  await admin.field("session-note").fill("x".repeat(501));
  await expect(page.locator("#session-note-error")).toContainText("At most");
  await admin.field("session-end-yes").click();
  await expect(admin.field("session-note")).toBeFocused();
  await expect(row).toHaveCount(1);
  await admin.field("session-note").fill(`${NOTE}\n`);
  await admin.field("session-end-yes").click();
  await expect(row).toHaveCount(0);
  await expect(page.locator("#sessions-heading")).toBeFocused();
  for (const side of [helper, sharer]) {
    await expect(side.ended).toHaveAttribute("data-reason", "ended-by-administrator");
    // The sharer reads it in their receipt, too.
    await expect(side.page.getByText(NOTE).first()).toBeVisible();
  }
  await page.context().close();
});

test("a session that ends while somebody is at its row leaves the focus at the list", async ({ browser, broker, helper, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await helper.signIn("helper1");
  await helper.startSession();
  await admin.visit("/sessions");
  await admin.field("session-end").focus();
  await helper.leave();
  await expect(admin.rows("session")).toHaveCount(0);
  await expect(admin.page.locator("#sessions-heading")).toBeFocused();
  await admin.page.context().close();
});

test("a page whose right is taken away says so, and asks no more by itself", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await give(admin, "Looks", ["sessions"]);

  const helper = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = helper;
  await page.clock.install();
  await helper.signIn("helper1");
  await helper.visit("/sessions");
  await expect(page.getByText("Nobody is being helped right now.")).toBeVisible();
  watch.allow(/status of 403/);
  await change(admin, "DELETE", "/access/assignments/looks");
  await page.clock.runFor(5_000);
  await expect(helper.error).toHaveAttribute("data-code", "not-permitted");
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/v1/sessions")) asked++;
  });
  for (let minutes = 0; minutes < 5; minutes++) await page.clock.runFor(60_000);
  await helper.field("try-again").click();
  await expect.poll(() => asked).toBe(1);
  for (const one of [admin, helper]) await one.page.context().close();
});

test("a webhook: a test, what was given up, another try, and what is discarded", async ({ browser, broker, helper, receiver, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/webhooks");
  const hook = page.locator('[data-testid="webhook"][data-name="tickets"]');
  await expect(hook.getByTestId("webhook-state")).toHaveAttribute("data-state", "webhook-idle");
  await hook.getByTestId("webhook-test").click();
  await expect(hook.getByTestId("webhook-tested")).toHaveText("The test was delivered.");
  expect(receiver.types).toEqual(["test"]);
  receiver.status = 500;
  await hook.getByTestId("webhook-test").click();
  await expect(hook.getByTestId("webhook-tested")).toContainText(/The answer was \W*500/);

  // An answer that says that nobody is there any more gives it up at once.
  receiver.status = 410;
  await helper.signIn("helper1");
  await helper.startSession();
  await helper.leave();
  await expect(hook.getByTestId("webhook-dead")).toHaveText(/1/);
  await expect(hook.getByTestId("webhook-failure")).toContainText("410");
  await hook.getByTestId("letters").click();
  const letter = admin.rows("dead-letter");
  await expect(letter).toHaveCount(1);
  await expect(letter).toContainText("Session ended");
  await letter.getByTestId("letter-discard").click();
  await expect(page.getByRole("dialog")).toContainText("The receiver will never be told of it.");
  await page.keyboard.press("Escape");
  await expect(letter).toHaveCount(1);

  receiver.status = 204;
  await letter.getByTestId("letter-retry").click();
  await expect(letter).toHaveCount(0);
  await expect.poll(() => receiver.types.filter((type) => type === "session.ended").length).toBe(2);
  await expect(page.getByText("Nothing was given up.")).toBeVisible();

  receiver.status = 410;
  await helper.open();
  await helper.startSession();
  await helper.leave();
  await expect(letter).toHaveCount(1);
  await letter.getByTestId("letter-discard").click();
  await page.getByTestId("confirm-yes").click();
  await expect(letter).toHaveCount(0);
  await expect(hook.getByTestId("webhook-dead")).toHaveText(/0/);
  await page.context().close();
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("both pages and their dialogs", async ({ browser, broker, helper, sharer, receiver, watch }) => {
      test.setTimeout(150_000);
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await admin.signIn("admin");
      await admin.visit("/sessions");
      await expect(admin.field("sessions-count")).toBeVisible();
      await screen(page, look, "console-sessions-none");
      await join(helper, sharer);
      await expect(admin.rows("session")).toHaveCount(1);
      await admin.field("session-end").click();
      await admin.field("session-note").fill(NOTE);
      await screen(page, look, "console-session-end");
      await admin.field("session-end-no").click();
      await screen(page, look, "console-sessions");
      await admin.visit("/webhooks");
      await expect(page.getByTestId("webhook")).toHaveCount(1);
      receiver.status = 410;
      await sharer.decline();
      await expect(page.getByTestId("webhook-dead")).not.toHaveText(/[0٠]/);
      await page.getByTestId("letters").click();
      await expect(admin.rows("dead-letter")).toHaveCount(1);
      await page.getByTestId("webhook-test").click();
      await expect(page.getByTestId("webhook-tested")).toBeVisible();
      await screen(page, look, "console-webhooks");
      await page.getByTestId("letter-discard").click();
      await screen(page, look, "console-webhook-discard");
      await page.context().close();
    });
  });
}
