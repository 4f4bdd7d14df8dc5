// The console's devices, by the interface as it is documented (`fixtures/directory.ts`): finding one, starting a session
// for it, enrolling browsers, and changing it.
import { give } from "../fixtures/api.js";
import { FakeDirectory } from "../fixtures/directory.js";
import { looks, screen, useOf } from "../fixtures/looks.js";
import { pastSessions } from "../fixtures/past.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

test("devices are found among many: searched, filtered, sorted, page by page and back", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory(130);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await admin.signIn("admin");
  await admin.visit("/devices");
  await expect(admin.heading("Devices")).toBeFocused();
  const rows = admin.rows("device");
  await expect(rows).toHaveCount(50);
  await expect(admin.pageRows).toHaveText(/1\W* to \W*50\W* of \W*130/);
  const names = () => rows.getByRole("link").filter({ hasText: "LAPTOP" });
  await admin.field("forward").click();
  await expect(names().first()).toHaveText("LAPTOP-050");
  // The buttons below lead to the beginning of the page that comes.
  await admin.field("forward-below").click();
  await expect(admin.pageRows).toHaveText(/101\W* to \W*130\W* of \W*130/);
  await expect(page.locator("#pages")).toBeFocused();
  await expect(admin.field("forward")).toHaveAttribute("aria-disabled", "true");
  await admin.field("back").click();
  await expect(names().first()).toHaveText("LAPTOP-050");

  // A device, and back to where one was.
  await names().first().click();
  await expect(admin.heading("LAPTOP-050")).toBeFocused();
  await page.goBack();
  await expect(names().first()).toHaveText("LAPTOP-050");
  await names().first().click();
  await page.getByTestId("to-devices-list").click();
  await expect(names().first()).toHaveText("LAPTOP-050");

  await admin.field("sort-last-seen").click();
  await expect(page.getByRole("columnheader", { name: "Last seen" })).toHaveAttribute("aria-sort", "descending");
  await expect(names().first()).toHaveText("LAPTOP-000");
  await admin.field("sort-name").click();
  await admin.field("sort-name").click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await expect(names().first()).toHaveText("LAPTOP-129");

  await admin.field("filter-state").selectOption("not-compliant");
  await expect(admin.pageRows).toHaveText(/of \W*26/);
  for (const state of await rows.getByTestId("device-state").all()) await expect(state).toHaveText("Not compliant");
  await admin.field("filter-platform").selectOption({ label: "Windows" });
  await expect(rows.first()).toContainText("Windows");
  await admin.field("filter-state").selectOption("");
  await admin.field("filter-platform").selectOption("");
  const before = directory.of("GET", "/devices").length;
  await admin.field("search").pressSequentially("laptop-12");
  await expect(rows).toHaveCount(10);
  // What is typed in one go is asked once or twice, and not at every key.
  expect(directory.of("GET", "/devices").length - before).toBeLessThan(5);
  // What is asked for stands in the address, in place of what stood there; a link to it shows the same.
  await expect(page).toHaveURL(/\/devices\?order=name&reverse=true&search=laptop-12$|\/devices\?reverse=true&search=laptop-12$/);
  await page.reload();
  await expect(rows).toHaveCount(10);
  await expect(admin.field("search")).toHaveValue("laptop-12");
  await admin.field("search").fill("nothing like it");
  await expect(admin.pageRows).toHaveText("Nothing found.");
  await page.context().close();
});

test("a page that the list cannot go on from begins anew, and a directory that is away is asked again", async ({ browser, broker, watch }) => {
  watch.allow(/status of (400|503)/);
  const directory = new FakeDirectory(130);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await directory.serve(admin.page);
  await admin.signIn("admin");
  directory.instead.set("GET /devices", { status: 503, json: { error: { code: "unavailable", retry_after_ms: 30_000 } } });
  await admin.visit("/devices");
  await expect(admin.error).toHaveAttribute("data-code", "unavailable");
  await expect(admin.error).toContainText("30 seconds");
  directory.instead.clear();
  await admin.field("try-again").click();
  await expect(admin.rows("device")).toHaveCount(50);
  await expect(admin.error).toHaveCount(0);
  await admin.page.route(/after=50/, (route) => route.fulfill({ status: 400, json: { error: { code: "bad-field", field: "after" } } }));
  const before = directory.of("GET", "/devices").length;
  await admin.field("forward").click();
  await expect.poll(() => directory.of("GET", "/devices").length).toBe(before + 1);
  await expect(admin.pageRows).toHaveText(/1\W* to \W*50\W* of/);
  await expect(admin.error).toHaveCount(0);
  await admin.page.context().close();
});

test("a device: its state with reasons, a session for it, an enrolment link that is shown once, and revoking", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory(12);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  const asked = await pastSessions(page);
  await admin.signIn("admin");
  await admin.visit("/devices");
  await page.getByRole("link", { name: "LAPTOP-002" }).click();
  await expect(admin.field("recent").getByTestId("session")).toContainText("Maya Okafor");
  expect(asked).toEqual([{ device: "d-2", size: "5" }]);
  await expect(admin.field("recent-all")).toHaveAttribute("href", "/rhh/console/report?device=d-2");
  const facts = admin.field("device-facts");
  await expect(facts.getByTestId("device-state")).toHaveText("Not compliant");
  await expect(admin.field("device-reasons")).toContainText("The disk is not encrypted.");
  await expect(facts).toContainText("Eleanor Whitfield");
  await expect(facts).toContainText("Laptops");

  await expect(admin.field("enrol-earlier")).toContainText("60 minutes");
  await admin.field("enrol").click();
  await expect(page.locator("#enrolment-link")).toBeFocused();
  await expect(admin.field("enrolment")).toContainText("24 hours");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: broker.url });
  await admin.field("enrol-copy").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await admin.field("enrol-link").innerText());

  const browserOf = page.locator('[data-testid="browser"][data-key="k-1"]');
  await browserOf.getByTestId("browser-revoke").click();
  await expect(page.getByRole("dialog")).toContainText("Yuki Tanaka");
  await page.getByTestId("confirm-yes").click();
  await expect(browserOf).toHaveCount(0);
  await expect(page.locator("#browsers")).toBeFocused();

  // What is asked for names the device; the broker of this test takes it without.
  const started: unknown[] = [];
  await page.route("**/api/v1/helper/sessions", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    started.push(route.request().postDataJSON());
    await route.continue({ postData: "{}" });
  });
  await admin.field("device-start").click();
  await expect(admin.code).toBeVisible();
  expect(started).toEqual([{ device: "d-2" }]);
  await page.context().close();
});

test("a device is added and changed; what is refused stays as it was typed, at its field", async ({ browser, broker, watch }) => {
  watch.allow(/status of 400/);
  const directory = new FakeDirectory(3);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await admin.signIn("admin");
  await admin.visit("/devices");
  await admin.field("new-device").click();
  await expect(admin.heading("New device")).toBeFocused();
  await page.route("**/api/v1/directory/devices/*", async (route) => {
    const told = route.request().postDataJSON();
    if (route.request().method() !== "PUT" || told.name) return route.fallback();
    await route.fulfill({ status: 400, json: { error: { code: "bad-field", field: "name" } } });
  });
  await admin.field("device-reasons").fill("Too old.\n\nNo updates.");
  await admin.save();
  await expect(page.locator("#device-name-error")).toContainText("A name is needed");
  await expect(admin.field("device-name")).toBeFocused();
  await expect(admin.field("device-reasons")).toHaveValue("Too old.\n\nNo updates.");
  await admin.field("device-name").fill("Kiosk");
  await admin.field("device-compliance").selectOption({ label: "Not compliant" });
  await page.locator("#device-owner").fill("haddad");
  await page.getByTestId("pick-one").click();
  await expect(admin.field("device-owner-chosen")).toHaveText("Samir Haddad");
  await page.getByLabel("Laptops").check();
  await admin.save();
  await expect(admin.rows("device")).toHaveCount(4);
  const [put] = directory.of("PUT", "").slice(-1);
  expect(JSON.parse(put?.body ?? "")).toEqual({
    name: "Kiosk",
    owner: "p-1",
    platform: "other",
    compliance: "not-compliant",
    reasons: ["Too old.", "No updates."],
    groups: ["laptops"],
  });

  await page.getByRole("link", { name: "LAPTOP-000" }).click();
  await admin.field("edit").click();
  await expect(admin.field("device-name")).toHaveValue("LAPTOP-000");
  await admin.field("picked-remove").click();
  await admin.save();
  await expect(admin.field("device-facts")).toContainText("Nobody");
  await admin.field("remove").click();
  await page.getByTestId("confirm-yes").click();
  await expect(admin.rows("device")).toHaveCount(3);
  await page.context().close();
});

test("a helper who may look up devices finds them from the first page, and changes nothing", async ({ browser, broker, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  await admin.signIn("admin");
  await give(admin, "Lookup", ["devices-read"]);
  await admin.page.context().close();

  const directory = new FakeDirectory(12);
  const helper = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = helper;
  await directory.serve(page);
  await helper.signIn("helper1");
  await expect(page.getByTestId("to-console")).toHaveCount(0);
  await expect(page.getByTestId("start-from-device")).toBeVisible();
  await page.getByTestId("to-devices").click();
  await expect(helper.heading("Devices")).toBeFocused();
  await expect(page.locator(".console-nav").getByRole("link")).toHaveText(["Devices", "Directory"]);
  await expect(page.getByTestId("new-device")).toHaveCount(0);
  await page.getByRole("link", { name: "LAPTOP-001" }).click();
  await expect(helper.field("device-start")).toBeVisible();
  for (const name of ["enrol", "browser-revoke", "edit", "remove", "recent", "recent-none"]) await expect(helper.field(name)).toHaveCount(0);
  await page.context().close();
});

test("by keyboard alone: a device is found and a session started for it", async ({ browser, broker, watch }) => {
  const directory = new FakeDirectory(130);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await directory.serve(page);
  await admin.signIn("admin");
  await admin.visit("/devices");
  await expect(admin.rows("device")).toHaveCount(50);
  await admin.reach("search");
  await page.keyboard.type("laptop-007");
  await expect(admin.rows("device")).toHaveCount(1);
  await admin.reach("sort-last-seen");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(admin.heading("LAPTOP-007")).toBeFocused();
  await admin.reach("device-start");
  await page.route("**/api/v1/helper/sessions", (route) =>
    route.request().method() === "POST" ? route.continue({ postData: "{}" }) : route.continue(),
  );
  await page.keyboard.press("Enter");
  await expect(admin.code).toBeVisible();
  await page.context().close();
});

/** Light and from left to right, dark and from right to left, and narrow. */
const SEEN = looks.filter(({ name }) => process.env.RH_LOOKS === "all" || name !== "ja-light-phone");

for (const look of SEEN) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("the list, a device and its dialogs", async ({ browser, broker, watch }) => {
      test.setTimeout(150_000);
      const directory = new FakeDirectory(130);
      directory.age_ms = 90_000;
      const admin = new ConsolePage(await person(browser, watch, useOf(look)), broker.url);
      const { page } = admin;
      await directory.serve(page);
      await pastSessions(page);
      await admin.signIn("admin");
      await admin.visit("/devices");
      await admin.field("search").fill("laptop-01");
      await expect(admin.rows("device")).toHaveCount(10);
      await screen(page, look, "console-devices");
      await page.getByRole("link", { name: "LAPTOP-012" }).click();
      await expect(admin.rows("browser")).toHaveCount(2);
      await expect(admin.field("recent")).toBeVisible();
      await screen(page, look, "console-device");
      await admin.field("enrol").click();
      await expect(admin.field("enrolment")).toBeVisible();
      await screen(page, look, "console-device-enrolment");
      await admin.field("browser-revoke").first().click();
      await screen(page, look, "console-device-revoke");
      await page.keyboard.press("Escape");
      await admin.field("edit").click();
      await page.locator("#device-owner").fill("a");
      await expect(page.getByTestId("pick-one").first()).toBeVisible();
      await screen(page, look, "console-device-form");

      // Another's directory, of which only the groups cannot be asked.
      directory.keeper = "graph";
      const { groups: _, ...told } = directory.devices[12]!;
      directory.instead.set(`GET /devices/${told.id}`, { json: { ...told, age_ms: 90_000 } });
      await admin.visit(`/devices/device/${told.id}`);
      await expect(admin.rows("device-facts")).toContainText(look.locale === "ar" ? "غير معروف" : "Not known");
      await screen(page, look, "console-device-groups-unknown");
      await page.context().close();
    });
  });
}
