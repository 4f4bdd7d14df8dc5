// The administrators' console: roles, assignments and settings, by mouse and by keyboard alone, and what is refused there.
import { change, set } from "../fixtures/api.js";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

const MAYA = "maya.okafor@brightwater.example";
const YUKI = "yuki.tanaka@brightwater.example";
const PART = /split_console|console-[0-9a-f]+\.(css|ftl)/;

test("the console is fetched only when it is opened, and leads to helping and back", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const fetched: string[] = [];
  admin.page.on("request", (request) => {
    if (PART.test(request.url())) fetched.push(request.url());
  });
  await admin.signIn("admin");
  await expect(admin.page.getByTestId("start-session")).toBeVisible();
  expect(fetched).toEqual([]);
  await admin.page.getByTestId("to-console").click();
  await expect(admin.heading("Sessions")).toBeFocused();
  expect(fetched.length).toBe(3);
  await expect(admin.page).toHaveURL(/\/rhh\/console\/sessions$/);
  await expect(admin.page.getByRole("link", { name: "Sessions" })).toHaveAttribute("aria-current", "page");
  // What is done most comes first.
  const pages = ["Sessions", "Devices", "Directory", "Report", "Audit", "Access", "Settings", "Webhooks", "Tokens"];
  await expect(admin.page.locator(".console-nav").getByRole("link")).toHaveText(pages);
  await admin.page.getByRole("link", { name: "Settings" }).click();
  await expect(admin.heading("Settings")).toBeVisible();
  await expect(admin.page.getByRole("link", { name: "Settings" })).toHaveAttribute("aria-current", "page");
  await admin.page.goBack();
  await expect(admin.heading("Sessions")).toBeVisible();
  // The first page took the place of the address that leads to it.
  await admin.page.goBack();
  await expect(admin.page.getByTestId("start-session")).toBeVisible();
  await admin.page.goForward();
  await expect(admin.heading("Sessions")).toBeVisible();
  await admin.language.selectOption("ja");
  await expect(admin.page.getByRole("link", { name: "アクセス権" })).toBeVisible();
  await admin.page.getByTestId("to-helper").click();
  await expect(admin.page.getByTestId("start-session")).toBeVisible();
  await admin.page.context().close();
});

test("who may not administer is told so", async ({ browser, broker, watch }) => {
  const helper = new ConsolePage(await person(browser, watch), broker.url);
  await helper.signIn("helper1");
  await expect(helper.page.getByTestId("start-session")).toBeVisible();
  await expect(helper.page.getByTestId("to-console")).toHaveCount(0);
  for (const place of ["/access", "/settings", "/sessions", "/webhooks", "/tokens", "/tokens/new"]) {
    await helper.visit(place);
    await expect(helper.error).toHaveAttribute("data-code", "not-permitted");
    await expect(helper.error).toContainText("Your account may not do this.");
  }
  await helper.page.context().close();
});

test.describe("who administers and helps nobody", () => {
  test.use({ settings: { HELPERS__SUBJECTS: "[]" } });
  test("makes a role and an assignment, sees why somebody may not help, and takes it back", async ({ browser, broker, helper, sharer, watch }) => {
    test.setTimeout(90_000);
    watch.allow(/status of 4\d\d/);
    await sharer.signIn("sharer1");
    await helper.signIn("helper1");
    await expect(helper.error).toHaveAttribute("data-code", "not-a-helper");
    const admin = new ConsolePage(await person(browser, watch), broker.url);
    await admin.signIn("admin");
    await expect(admin.page.getByTestId("cannot-help")).toContainText("you cannot start sessions");
    await admin.page.getByRole("link", { name: "To the administration" }).click();
    await admin.page.getByRole("link", { name: "Access" }).click();

    await admin.makeRole("First line");
    await admin.assign("Finance desk", "First line", MAYA, "sales");
    const row = admin.row(admin.assignments, "Finance desk");
    await expect(row).toContainText(MAYA);
    await expect(row).toContainText("sales");

    // Somebody who has never signed in is not known.
    await admin.ask(MAYA, YUKI);
    await expect(admin.page.getByTestId("why-unknown")).toBeVisible();
    await helper.signIn("helper1");
    await admin.ask(MAYA, YUKI);
    await expect(admin.answer).toHaveAttribute("data-allowed", "false");
    await expect(admin.answer).toContainText("not the one who is to be helped");
    await expect(admin.answer.locator('[data-verdict="verdict-sharer"]')).toContainText("Finance desk");

    await row.getByTestId("edit").click();
    await expect(admin.heading("Change the assignment")).toBeFocused();
    await expect(admin.field("members-emails")).toHaveValue(MAYA);
    await admin.field("sharer-groups").fill("sales\nfinance");
    await admin.save();
    await expect(row).toContainText("finance");
    await admin.ask(MAYA, YUKI);
    await expect(admin.answer).toHaveAttribute("data-allowed", "true");

    // A role that is given stays; then both go.
    const role = admin.row(admin.roles, "First line");
    await role.getByTestId("remove").click();
    await admin.page.getByTestId("confirm-yes").click();
    await expect(admin.page.getByRole("dialog").getByTestId("error")).toHaveAttribute("data-code", "in-use");
    await admin.page.keyboard.press("Escape");
    await expect(admin.page.getByRole("dialog")).toHaveCount(0);
    for (const gone of [row, role]) {
      await gone.getByTestId("remove").click();
      await admin.page.getByTestId("confirm-yes").click();
      await expect(gone).toHaveCount(0);
    }
    await admin.page.context().close();
  });
});

test.describe("who is helped by devices alone", () => {
  test.use({ settings: { HELPERS__SUBJECTS: "[]" } });
  test("whether somebody may help goes by the device, and the answer says what it did to it", async ({ browser, broker, helper, sharer, watch }) => {
    await sharer.signIn("sharer1");
    const admin = new ConsolePage(await person(browser, watch), broker.url);
    const { page } = admin;
    await admin.signIn("admin");
    const put = (path: string, body: unknown) => change(admin, "PUT", path, body);
    const members = { people: [`email:${MAYA}`], groups: [] };
    const assign = (scope: unknown) =>
      put("/access/assignments/desk", { name: "Desk", role: "help-desk-operator", members, scope });
    await put("/directory/groups/laptops", { name: "Laptops", kind: "devices" });
    const device = { platform: "windows", compliance: "compliant", reasons: [] };
    await put("/directory/devices/d-1", { ...device, name: "LAPTOP-1", groups: ["laptops"] });
    await put("/directory/devices/d-2", { ...device, name: "KIOSK-2", groups: [] });
    await assign({ users: null, devices: { groups: ["directory:laptops"] } });
    await helper.signIn("helper1");

    const pick = async (name: string) => {
      await page.locator("#why-device").fill(name);
      await page.getByTestId("pick-one").click();
      await expect(admin.field("why-device-chosen")).toHaveText(name);
      await page.getByTestId("why-ask").click();
      await expect(admin.field("why-on")).toContainText(name);
    };
    await admin.visit("/access");
    await admin.ask(MAYA, YUKI);
    await expect(admin.answer).toHaveAttribute("data-allowed", "false");
    await expect(admin.answer).toContainText("only devices are left to go by, and this one is not enrolled");
    await expect(admin.field("why-on")).toContainText("A device that is not enrolled");
    await expect(admin.answer.locator('[data-verdict="verdict-unenrolled"]')).toContainText("Desk");
    await pick("LAPTOP-1");
    await expect(admin.answer).toHaveAttribute("data-allowed", "true");
    await pick("KIOSK-2");
    await expect(admin.answer).toContainText("the device is in none of the groups");

    // What the rules allow, a setting can still keep from everybody.
    await assign({ users: "all", devices: null });
    await set(admin, { "devices.allow_unenrolled": false });
    await admin.field("picked-remove").click();
    await expect(page.locator("#why-device")).toBeFocused();
    await page.getByTestId("why-ask").click();
    await expect(admin.answer).toContainText("as the settings say");
    await pick("KIOSK-2");
    await expect(admin.answer).toHaveAttribute("data-allowed", "true");

    // Nobody is helped whose account may not be used any more.
    await put("/directory/people/p-4", { name: "Yuki Tanaka", subject: "sharer1", enabled: false, groups: [] });
    await page.getByTestId("why-ask").click();
    await expect(admin.answer).toContainText("the one who is to be helped is disabled");
    await expect(admin.answer.getByText("What was looked at")).toHaveCount(0);
    await page.context().close();
  });
});

test("by keyboard alone: a role, and a refusal that loses nothing", async ({ browser, broker, watch }) => {
  watch.allow(/status of 400/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await admin.visit("/access");
  const { page } = admin;
  await admin.reach("new-role");
  await page.keyboard.press("Enter");
  await expect(admin.heading("New role")).toBeFocused();
  await admin.reach("role-description");
  await page.keyboard.type("For those who begin");
  await page.keyboard.press("Enter");
  await expect(page.locator("#role-name-error")).toContainText("A role needs a name");
  await expect(admin.field("role-name")).toHaveAttribute("aria-invalid", "true");
  await expect(admin.field("role-description")).toHaveValue("For those who begin");
  await admin.reach("role-name", "Shift+Tab");
  await page.keyboard.type("Beginners");
  await admin.reach("permission-view-screen");
  await page.keyboard.press("Space");
  await expect(admin.field("helps-too-little")).toContainText(/Remote Tasks\W+Offer remote assistance/);
  await admin.reach("tier-one", "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(admin.field("helps-too-little")).toHaveCount(0);
  await admin.reach("save");
  await page.keyboard.press("Enter");
  const role = admin.row(admin.roles, "Beginners");
  await expect(role).toContainText("For those who begin");

  await admin.reach("new-assignment");
  await page.keyboard.press("Enter");
  await admin.reach("assignment-name");
  await page.keyboard.type("Desk");
  await admin.reach("assignment-role");
  await page.keyboard.type("Beginners");
  await admin.reach("members-emails");
  await page.keyboard.type(MAYA);
  await admin.reach("save");
  await page.keyboard.press("Enter");
  const row = admin.row(admin.assignments, "Desk");
  await expect(row).toContainText("Everybody");
  await expect(row).toContainText("Beginners");
  await row.getByTestId("remove").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await admin.reach("confirm-yes");
  await page.keyboard.press("Enter");
  await expect(row).toHaveCount(0);
  await expect(page.locator("#assignments")).toBeFocused();
  await page.context().close();
});

test("settings: what will change is listed, what ends something is asked, and nobody is overwritten", async ({ browser, broker, sharer, watch }) => {
  watch.allow(/status of 4\d\d/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await admin.visit("/settings");
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  await admin.field("notice").fill("We never ask for your password.");
  await expect(admin.changes).toContainText("We never ask for your password.");

  // Out of its range, it is said at the field and told to nobody.
  await admin.field("code").fill("601");
  await expect(admin.page.locator("#code-error")).toContainText(/from 1 to \W?600/);
  await admin.save();
  await expect(admin.page.getByTestId("no-changes")).toHaveCount(0);
  await admin.field("code").fill("300");

  // Somebody else is faster.
  await set(admin, { "sessions.answer_seconds": 120 });
  await admin.save();
  await expect(admin.error).toHaveAttribute("data-code", "changed-meanwhile");
  await admin.page.getByTestId("load-now").click();
  await expect(admin.error).toHaveCount(0);
  await expect(admin.field("answer")).toHaveValue("120");
  await expect(admin.field("code")).toHaveValue("300");
  await admin.save();
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  await expect(admin.setting("codes.seconds")).toHaveAttribute("data-own", "true");
  await sharer.open();
  await expect(sharer.page.getByTestId("notice")).toHaveText("We never ask for your password.");

  // What stands in relation to another is refused by the broker, at its field.
  await admin.field("absolute").fill("1");
  await admin.save();
  await expect(admin.page.locator("#absolute-error")).toContainText("cannot last shorter");
  await expect(admin.field("absolute")).toHaveValue("1");
  await admin.setting("sign_in.absolute_minutes").getByTestId("as-configured").click();
  await expect(admin.field("absolute")).toBeFocused();

  await admin.field("enabled").uncheck();
  await admin.save();
  await expect(admin.page.getByRole("dialog")).toContainText("All sessions that run end at once");
  await admin.page.getByTestId("off-cancel").click();
  await expect(admin.field("enabled")).not.toBeChecked();
  await admin.save();
  await admin.page.getByTestId("off-confirm").click();
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  await sharer.open();
  await expect(sharer.error).toHaveAttribute("data-code", "remote-help-off");
  await admin.setting("features.enabled").getByTestId("as-configured").click();
  await admin.save();
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  await admin.page.context().close();
});

test("settings: a sign-in that is over when they are saved loses nothing of what was typed", async ({ browser, broker, watch }) => {
  watch.allow(/status of 401/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/settings");
  await admin.field("code").fill("300");
  await page.context().clearCookies({ name: /^rh-helper/ });
  await admin.save();
  await page.getByTestId("sign-in").click();
  await page.getByTestId("demo-account-admin").click();
  await expect(admin.field("code")).toHaveValue("300");
  await expect(admin.setting("codes.seconds")).toHaveAttribute("data-own", "true");
  await admin.save();
  await expect(page.getByTestId("no-changes")).toBeVisible();
  await page.context().close();
});

test("settings: how strong sign-ins must be is typed in words, and what the provider has not is refused at its field", async ({ browser, broker, sharer, watch }) => {
  watch.allow(/status of 4\d\d/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await admin.visit("/settings");
  await admin.field("sharers-age").fill("4");
  await expect(admin.page.locator("#sharers-age-error")).toContainText(/0, or a whole number from \W?5/);
  await admin.field("sharers-age").fill("60");
  await admin.field("sharers-acr").fill("  urn:example:gold\n silver ");
  await expect(admin.changes).toContainText("urn:example:gold silver");
  await admin.field("sharers-context").fill("c100");
  await expect(admin.page.locator("#sharers-context-error")).toContainText("from c1 to c99");
  // The demonstration's provider is not Entra ID.
  await admin.field("sharers-context").fill("c1");
  await expect(admin.page.locator("#sharers-context-error")).toBeEmpty();
  await admin.save();
  await expect(admin.page.locator("#sharers-context-error")).toContainText("Only Microsoft Entra ID");
  await admin.field("sharers-context").fill("");
  await admin.save();
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  await expect(admin.field("sharers-acr")).toHaveValue("urn:example:gold\nsilver");

  // That provider gives none of them: words, and no loop.
  await sharer.open();
  await sharer.page.getByTestId("sign-in").click();
  await sharer.page.waitForURL(/acr_values=urn/);
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await expect(sharer.error).toHaveAttribute("data-code", "insufficient-claims");
  await admin.setting("strength.sharers.acr_values").getByTestId("as-configured").click();
  await admin.save();
  await expect(admin.page.getByTestId("no-changes")).toBeVisible();
  // It does say when somebody has signed in.
  await sharer.page.getByTestId("try-again").click();
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await expect(sharer.page.getByTestId("sign-out")).toBeVisible();
  await admin.page.context().close();
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("every page and dialog", async ({ browser, broker, watch }) => {
      test.setTimeout(150_000);
      watch.allow(/status of 4\d\d/);
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await admin.visit("/access");
      await expect(page.getByTestId("sign-in")).toBeVisible();
      await screen(page, look, "console-sign-in");
      await admin.signIn("admin");
      await admin.visit("/access");
      await expect(admin.roles).toHaveCount(3);
      await page.locator("summary").first().click();
      await screen(page, look, "console-access");
      await page.getByTestId("new-role").click();
      await expect(admin.field("role-name")).toBeVisible();
      await admin.field("permission-view-screen").check();
      await admin.save();
      await expect(page.locator("#role-name-error")).not.toBeEmpty();
      await screen(page, look, "console-role-refused");
      await admin.field("role-name").fill("First line");
      await page.getByTestId("tier-two").click();
      await admin.save();
      await page.getByTestId("new-assignment").click();
      await admin.field("assignment-name").fill("Finance desk");
      await admin.field("assignment-role").selectOption({ label: "First line" });
      await admin.field("devices-groups").check();
      await admin.field("sharers-groups").check();
      await admin.save();
      await expect(admin.field("members-error")).not.toBeEmpty();
      await screen(page, look, "console-assignment-refused");
      await admin.field("members-emails").fill(MAYA);
      await admin.field("members-groups").fill("it");
      await admin.field("sharer-groups").fill("finance\nsales");
      await admin.field("devices-nothing").check();
      await admin.save();
      await expect(admin.assignments).toHaveCount(3);
      await admin.ask("subject:admin", "subject:admin");
      await expect(admin.answer).toBeVisible();
      await screen(page, look, "console-access-answered");
      for (const [list, name] of [[admin.roles, "role"], [admin.assignments, "assignment"]] as const) {
        await list.getByTestId("remove").click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await page.getByTestId("confirm-yes").click();
        if (name === "assignment") break;
        await expect(page.getByRole("dialog").getByTestId("error")).toBeVisible();
        await screen(page, look, `console-remove-${name}`);
        await page.keyboard.press("Escape");
      }
      await admin.visit("/settings");
      await expect(admin.field("notice")).toBeVisible();
      await screen(page, look, "console-settings");
      await admin.field("notice").fill("We never ask for your password.");
      await admin.field("code").fill("601");
      await screen(page, look, "console-settings-changed");
      await admin.field("code").fill("300");
      await admin.field("chat").uncheck();
      await admin.save();
      await screen(page, look, "console-chat-off");
      await page.getByTestId("off-cancel").click();
      await admin.field("enabled").uncheck();
      await admin.save();
      await screen(page, look, "console-off");
      await page.context().close();

      const helper = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      await helper.signIn("helper1");
      await helper.visit("/settings");
      await expect(helper.error).toBeVisible();
      await screen(helper.page, look, "console-refused");
      await helper.page.context().close();
    });
  });
}
