// The console's other pages by keyboard alone: settings, ending a session, what a webhook gave up, and a file of people.
import { Receiver } from "../fixtures/receiver.js";
import { test as base, expect, person } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

/** A broker that tells a receiver of webhooks. */
const test = base.extend<{ receiver: Receiver; admin: ConsolePage }>({
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    await receiver.stop();
  },
  settings: async ({ receiver }, use) => use({ WEBHOOKS: receiver.setting("tickets") }),
  admin: async ({ browser, broker, watch }, use) => {
    const page = await person(browser, watch);
    const admin = new ConsolePage(page, broker.url);
    await admin.signIn("admin");
    await use(admin);
    await page.context().close();
  },
});

test("a setting, one out of its range, and chat off with its question", async ({ admin }) => {
  const { page } = admin;
  const { keyboard } = page;
  await admin.visit("/settings");
  await admin.reach("code");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("601");
  await expect(page.locator("#code-error")).toContainText(/from 1 to \W?600/);
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("300");
  await admin.reach("chat", "Shift+Tab");
  await keyboard.press("Space");
  await admin.reach("save");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await admin.reach("off-confirm");
  await keyboard.press("Enter");
  await expect(admin.field("no-changes")).toBeVisible();
  await expect(admin.setting("features.chat")).toHaveAttribute("data-own", "true");
  // As it was, from the row itself.
  await admin.reach("as-configured", "Shift+Tab");
  await keyboard.press("Enter");
  await expect(admin.changes).toBeVisible();
});

test("a session is ended with a word", async ({ admin, helper }) => {
  const { keyboard } = admin.page;
  await helper.signIn("helper1");
  await helper.startSession();
  await admin.visit("/sessions");
  await expect(admin.rows("session")).toHaveCount(1);
  await admin.reach("session-end");
  await keyboard.press("Enter");
  await admin.reach("session-note");
  await keyboard.type("The help desk closes.");
  // In lines of text Enter is a line.
  await keyboard.press("Enter");
  await admin.reach("session-end-yes");
  await keyboard.press("Enter");
  await expect(admin.rows("session")).toHaveCount(0);
  await expect(admin.page.locator("#sessions-heading")).toBeFocused();
  await expect(helper.page.getByText("The help desk closes.").first()).toBeVisible();
});

test("what a webhook gave up is read and discarded", async ({ admin, helper, receiver }) => {
  const { keyboard } = admin.page;
  receiver.status = 410;
  await helper.signIn("helper1");
  await helper.startSession();
  await helper.leave();
  await admin.visit("/webhooks");
  await expect(admin.field("webhook-dead")).toHaveText(/1/);
  await admin.reach("letters");
  await keyboard.press("Enter");
  await expect(admin.rows("dead-letter")).toHaveCount(1);
  await admin.reach("letter-discard");
  await keyboard.press("Enter");
  await admin.reach("confirm-yes");
  await keyboard.press("Enter");
  await expect(admin.rows("dead-letter")).toHaveCount(0);
});

test("a file of people is chosen, looked at and imported", async ({ admin }) => {
  const { page } = admin;
  const { keyboard } = page;
  await admin.visit("/directory/files");
  await admin.reach("import-kind");
  await keyboard.type("People");
  await admin.reach("import-file");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), keyboard.press("Enter")]);
  const buffer = Buffer.from("id,name,email,enabled\nk-1,Kim Keys,kim@example.com,yes\n");
  await chooser.setFiles({ name: "people.csv", mimeType: "text/csv", buffer });
  await admin.reach("import-check");
  await keyboard.press("Enter");
  await expect(admin.field("import-counts")).toContainText("New");
  await admin.reach("import");
  await keyboard.press("Enter");
  await expect(admin.field("import-result")).toHaveAttribute("data-result", "import-done");
});
