// The console's directory, by the interface as it is documented (`fixtures/directory.ts`): people, groups, files.
import { give } from "../fixtures/api.js";
import { FakeDirectory, tagOf } from "../fixtures/directory.js";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { pastSessions } from "../fixtures/past.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

const CSV = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("id,name\np-1,Ada\n") };
const FAULTS = [
  { line: 2, column: "owner", code: "unknown-owner" },
  { line: 3, column: "compliance", code: "no-word", detail: "compliant, not-compliant, in-grace-period, unknown" },
  { line: 4, code: "cells" },
  { line: 5, column: "name", code: "from-the-future" },
];

test("people: found, added, changed and removed", async ({ browser, broker, watch }) => {
  watch.allow(/status of 400/);
  const directory = new FakeDirectory();
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  const past = await pastSessions(page);
  await admin.signIn("admin");
  await admin.visit("/directory");
  await expect(admin.heading("People")).toBeFocused();
  await expect(admin.field("keeper")).toContainText("Remote Help keeps this directory itself");
  await expect(admin.field("keeper")).toContainText("brightwater.example");
  await expect(admin.rows("person")).toHaveCount(6);
  await expect(page.locator('[data-id="p-2"]')).toContainText("Disabled");
  await admin.field("search").fill("tanaka");
  await expect(admin.rows("person")).toHaveCount(1);
  await page.getByRole("link", { name: "Yuki Tanaka" }).click();
  await expect(admin.field("person-subject")).toHaveValue("sharer1");
  await expect(page.getByLabel("Finance")).toBeChecked();
  // By who it is, not by what they are called.
  await expect(admin.field("recent").getByTestId("session")).toContainText("Maya Okafor");
  expect(past).toEqual([{ sharer: "directory:p-0", size: "5" }]);
  await expect(admin.field("recent-all")).toHaveAttribute("href", "/rhh/console/report?sharer=directory%3Ap-0");

  directory.instead.set("PUT /people/p-0", { status: 400, json: { error: { code: "bad-field", field: "email" } } });
  await admin.field("person-email").fill("somebody else's");
  await admin.save();
  await expect(page.locator("#person-email-error")).toContainText("no e-mail address");
  await expect(admin.field("person-email")).toBeFocused();
  await expect(admin.field("person-email")).toHaveValue("somebody else's");
  directory.instead.clear();
  await admin.field("person-email").fill("yuki@brightwater.example");
  await admin.field("person-enabled").uncheck();
  await admin.save();
  await expect(page.locator('[data-id="p-0"]')).toContainText("Disabled");
  expect(directory.of("PUT", "/p-0").map((one) => one.only)).toEqual([`"${tagOf("p-0")}"`, `"${tagOf("p-0")}"`]);

  await admin.field("search").fill("");
  await admin.field("new-person").click();
  await admin.field("person-name").fill("Ada Byron");
  await page.getByLabel("Night shift").check();
  await admin.save();
  await expect(admin.rows("person")).toHaveCount(7);
  const [put] = directory.of("PUT", "").slice(-1);
  // An id of nobody's name: the audit keeps it.
  expect(put?.path).toMatch(/^\/people\/[0-9a-f]{16}$/);
  expect(put?.only).toBe("*");
  expect(JSON.parse(put?.body ?? "")).toEqual({ name: "Ada Byron", enabled: true, groups: ["night"] });
  await page.getByRole("link", { name: "Ada Byron" }).click();
  await admin.field("remove").click();
  await page.getByTestId("confirm-yes").click();
  await expect(admin.rows("person")).toHaveCount(6);
  expect(directory.asked.filter((one) => one.method === "DELETE").map((one) => one.only)).toEqual([`"${tagOf(put?.path.slice("/people/".length) ?? "")}"`]);
  await page.context().close();
});

test("groups: added, filled, renamed and removed", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory();
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await admin.signIn("admin");
  await admin.visit("/directory/groups");
  await expect(admin.rows("group")).toHaveCount(3);
  await admin.field("search").fill("lap");
  await expect(admin.field("groups-count")).toHaveText("One group");
  await page.getByRole("link", { name: "Laptops" }).click();
  await expect(admin.pageRows).toHaveText(/1\W* to \W*50\W* of \W*65/);
  await page.getByRole("link", { name: "All groups" }).click();

  await admin.field("new-group").click();
  await admin.field("group-name").fill("Legal");
  await admin.field("group-kind").selectOption({ label: "People" });
  await admin.save();
  await expect(admin.rows("group")).toHaveCount(4);
  await page.getByRole("link", { name: "Legal" }).click();
  await expect(admin.pageRows).toHaveText("Nothing found.");
  await admin.field("member-find").fill("eleanor");
  await page.getByTestId("pick-one").click();
  await expect(admin.rows("member")).toHaveText(/Eleanor Whitfield/);
  await expect(admin.field("member-find")).toBeFocused();
  await admin.field("member-remove").click();
  await expect(admin.rows("member")).toHaveCount(0);
  await expect(page.locator("#members")).toBeFocused();
  // Each time what was read of them just before is changed, and nothing else.
  expect(directory.of("PUT", "/p-2").map((one) => one.only)).toEqual([`"${tagOf("p-2")}"`, `"${tagOf("p-2")}"`]);
  await admin.field("group-name").fill("Law");
  await admin.save();
  await page.getByRole("link", { name: "Law" }).click();
  await admin.field("remove").click();
  await page.getByTestId("confirm-yes").click();
  await expect(admin.rows("group")).toHaveCount(3);
  await page.context().close();
});

test("an import is looked at first, with every bad row in words; replacing is asked for", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory();
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await admin.signIn("admin");
  await admin.visit("/directory/files");
  await expect(admin.heading("Import and export")).toBeFocused();
  await admin.field("import-check").click();
  await expect(page.locator("#import-file-error")).toHaveText("Choose a file first.");
  await expect(admin.field("import-file")).toBeFocused();
  await admin.field("import-kind").selectOption({ label: "People" });
  await admin.field("import-file").setInputFiles(CSV);
  directory.instead.set("POST /import/people", { json: { new: 0, changed: 0, unchanged: 0, removed: 0, faults: FAULTS } });
  await admin.field("import-check").click();
  await expect(admin.field("import-result")).toHaveAttribute("data-result", "import-bad");
  const faults = admin.rows("fault");
  await expect(faults).toHaveCount(4);
  await expect(faults.nth(0)).toContainText("This person is not in the directory.");
  await expect(faults.nth(1)).toContainText("in-grace-period");
  await expect(faults.nth(3)).toContainText("This cannot be imported.");
  await expect(admin.field("import")).toHaveAttribute("aria-disabled", "true");

  directory.instead.clear();
  await admin.field("import-check").click();
  await expect(admin.field("import-counts")).toContainText("Unchanged");
  await expect(admin.field("import")).not.toHaveAttribute("aria-disabled", "true");
  // What is chosen anew is looked at anew, also while an answer is on its way.
  let answered = () => {};
  const held = new Promise<void>((answer) => {
    answered = answer;
  });
  await page.route("**/api/v1/directory/import/**", async (route) => {
    await held;
    await route.fallback();
  });
  await admin.field("import-check").click();
  await admin.field("import-replace").check();
  answered();
  await expect(admin.field("import-check")).not.toHaveAttribute("aria-busy", "true");
  await expect(admin.field("import-result")).toHaveCount(0);
  await expect(admin.field("import")).toHaveAttribute("aria-disabled", "true");
  await admin.field("import-check").click();
  await expect(admin.field("import-counts")).toContainText(/Removed\W*4/);
  await admin.field("import").click();
  await expect(page.getByRole("dialog")).toContainText(/not in the file: \W*4/);
  await page.getByTestId("confirm-no").click();
  expect(directory.of("POST", "/people").filter((one) => one.query.dry_run === "false")).toEqual([]);
  // Meanwhile there are more: as many as nobody has been told of are not removed.
  watch.allow(/status of 409/);
  directory.removed = 5;
  await admin.field("import").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByRole("dialog").getByTestId("error")).toHaveAttribute("data-code", "changed-meanwhile");
  await page.getByTestId("confirm-no").click();
  await expect(admin.field("import")).toHaveAttribute("aria-disabled", "true");
  await admin.field("import-check").click();
  await admin.field("import").click();
  await expect(page.getByRole("dialog")).toContainText(/not in the file: \W*5/);
  await page.getByTestId("confirm-yes").click();
  await expect(admin.field("import-result")).toHaveAttribute("data-result", "import-done");
  const done = directory.of("POST", "/people").filter((one) => one.query.dry_run === "false");
  expect(done.map(({ query, body }) => [query.replace, query.expect_removed, body])).toEqual([
    ["true", "4", CSV.buffer.toString()],
    ["true", "5", CSV.buffer.toString()],
  ]);

  await expect(admin.field("export-people")).toHaveAttribute("href", "/api/v1/directory/export/people");
  await page.context().close();
});

test("a directory that is kept elsewhere is looked at, and nothing of it is offered to be changed", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory();
  directory.keeper = "graph";
  directory.age_ms = 240_000;
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await pastSessions(page);
  await admin.signIn("admin");
  await admin.visit("/directory");
  await expect(admin.field("keeper")).toContainText("Microsoft Graph");
  await expect(admin.field("keeper")).toContainText("4 minutes");
  await expect(admin.field("new-person")).toHaveCount(0);
  await page.getByRole("link", { name: "Yuki Tanaka" }).click();
  await expect(admin.field("person-facts")).toContainText("Finance");
  await expect(admin.field("save")).toHaveCount(0);
  await page.getByRole("link", { name: "Finance" }).click();
  await expect(admin.rows("member")).toHaveText(/Yuki Tanaka/);
  for (const name of ["save", "remove", "member-remove", "member-find"]) await expect(admin.field(name)).toHaveCount(0);
  await admin.visit("/directory/files");
  await expect(admin.field("read-only")).toBeVisible();
  await expect(admin.field("export-people")).toHaveCount(0);
  await page.context().close();
});

test("who keeps the devices is offered neither people nor groups to be changed", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await give(admin, "Keeps", ["devices-read", "devices-update"]);
  await admin.page.context().close();

  const directory = new FakeDirectory();
  const keeper = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = keeper;
  await directory.serve(page);
  await keeper.signIn("helper1");
  await keeper.visit("/directory");
  await expect(keeper.rows("person")).toHaveCount(6);
  await expect(keeper.field("new-person")).toHaveCount(0);
  await page.getByRole("link", { name: "Yuki Tanaka" }).click();
  await expect(keeper.field("person-facts")).toContainText("Finance");
  await keeper.visit("/directory/groups");
  await expect(keeper.rows("group")).toHaveCount(3);
  await expect(keeper.field("new-group")).toHaveCount(0);
  await page.getByRole("link", { name: "Finance" }).click();
  await expect(keeper.rows("member")).toHaveText(/Yuki Tanaka/);
  for (const name of ["save", "remove", "member-remove", "member-find"]) await expect(keeper.field(name)).toHaveCount(0);
  // What a group of devices is made of is told with the devices.
  await keeper.visit("/directory/groups");
  await page.getByRole("link", { name: "Laptops" }).click();
  await expect(keeper.field("member-find")).toBeVisible();
  for (const name of ["save", "remove"]) await expect(keeper.field(name)).toHaveCount(0);
  await keeper.visit("/directory/files");
  await expect(keeper.field("import-devices-only")).toBeVisible();
  await expect(keeper.field("import-kind").locator("option")).toHaveText(["Devices"]);
  await page.context().close();
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("every page", async ({ browser, broker, watch }) => {
      test.setTimeout(150_000);
      watch.allow(/status of 409/);
      const directory = new FakeDirectory();
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await directory.serve(page);
      await pastSessions(page);
      await admin.signIn("admin");
      await admin.visit("/directory");
      await expect(admin.rows("person")).toHaveCount(6);
      await screen(page, look, "console-people");
      await page.getByRole("link", { name: "Yuki Tanaka" }).click();
      await expect(page.getByTestId("group-tick")).toHaveCount(2);
      await screen(page, look, "console-person");
      directory.instead.set("PUT /people/p-0", { status: 409, json: { error: { code: "changed-meanwhile" } } });
      await admin.save();
      await expect(admin.field("load-now")).toBeVisible();
      await screen(page, look, "console-person-overtaken");
      directory.instead.clear();
      await admin.visit("/directory/groups");
      await expect(admin.rows("group")).toHaveCount(3);
      await screen(page, look, "console-groups");
      await page.getByRole("link", { name: "Finance" }).click();
      await admin.field("member-find").fill("a");
      await expect(page.getByTestId("pick-one").first()).toBeVisible();
      await screen(page, look, "console-group");
      await admin.visit("/directory/files");
      await admin.field("import-file").setInputFiles(CSV);
      directory.instead.set("POST /import/groups", { json: { new: 0, changed: 0, unchanged: 0, removed: 0, faults: FAULTS } });
      await admin.field("import-check").click();
      await expect(admin.rows("fault")).toHaveCount(4);
      await screen(page, look, "console-import-bad");
      directory.instead.clear();
      await admin.field("import-replace").check();
      await admin.field("import-check").click();
      await expect(admin.field("import-counts")).toBeVisible();
      await admin.field("import").click();
      await screen(page, look, "console-import-replace");
      directory.keeper = "graph";
      directory.age_ms = 240_000;
      await admin.visit("/directory/person/p-0");
      await expect(admin.field("person-facts")).toBeVisible();
      await screen(page, look, "console-person-read");
      await page.context().close();
    });
  });
}
