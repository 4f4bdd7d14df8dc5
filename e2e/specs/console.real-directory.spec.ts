// The console on the broker's own directory: nothing here is answered by anybody else.
import { change } from "../fixtures/api.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";

/** A file of people, as somebody chooses it. */
const people = (rows: string[]) => ({
  name: "people.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(["id,name,email,enabled", ...rows, ""].join("\n")),
});

test("from an empty directory to a device whose owner is helped on it", async ({ browser, broker, sharer, watch }) => {
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/directory");
  await expect(admin.pageRows).toHaveText("Nothing found.");
  await admin.field("new-person").click();
  await admin.field("person-name").fill("Yuki Tanaka");
  await admin.field("person-subject").fill("sharer1");
  await admin.save();
  await expect(admin.rows("person")).toHaveText(/Yuki Tanaka/);
  const owner = await admin.rows("person").getAttribute("data-id");

  // A file with one fault changes nothing; mended, it does.
  await admin.visit("/directory/files");
  await admin.field("import-kind").selectOption({ label: "People" });
  await admin.field("import-file").setInputFiles(people(["p-1,Samir Haddad,samir@brightwater.example,yes", "p-2,Eleanor Whitfield,nowhere,yes"]));
  await admin.field("import-check").click();
  await expect(admin.field("import-result")).toHaveAttribute("data-result", "import-bad");
  await expect(admin.rows("fault")).toHaveCount(1);
  await expect(admin.rows("fault")).toContainText("3");
  await expect(admin.field("import")).toHaveAttribute("aria-disabled", "true");
  const good = [`${owner},Yuki Tanaka,yuki@brightwater.example,yes`, "p-1,Samir Haddad,samir@brightwater.example,yes"];
  await admin.field("import-file").setInputFiles(people(good));
  await admin.field("import-replace").check();
  await admin.field("import-check").click();
  await expect(admin.field("import-counts")).toContainText(/New\W*1\W*Changed\W*1\W*Unchanged\W*0\W*Removed\W*0/);
  // Replacing is asked about although nobody goes.
  await admin.field("import").click();
  await page.getByTestId("confirm-yes").click();
  await expect(admin.field("import-result")).toHaveAttribute("data-result", "import-done");
  await page.getByRole("navigation").getByRole("link", { name: "People", exact: true }).click();
  await expect(admin.rows("person")).toHaveText([/Samir Haddad/, /Yuki Tanaka/]);

  await admin.visit("/devices");
  await admin.field("new-device").click();
  await admin.field("device-name").fill("LAPTOP-9");
  await admin.field("device-platform").selectOption({ label: "Linux" });
  await admin.field("device-compliance").selectOption({ label: "Compliant" });
  await page.locator("#device-owner").fill("yuki");
  await page.getByTestId("pick-one").click();
  await expect(admin.field("device-owner-chosen")).toHaveText("Yuki Tanaka");
  await admin.save();
  await page.getByRole("link", { name: "LAPTOP-9" }).click();
  await expect(admin.field("device-facts")).toContainText("Yuki Tanaka");
  await admin.field("device-start").click();
  await expect(admin.field("bound-device")).toHaveText("LAPTOP-9");
  await expect(admin.field("bound-owner")).toHaveText("Yuki Tanaka");
  const code = (await admin.code.innerText()).trim();
  await sharer.signIn("sharer1");
  await sharer.enter(code);
  for (const side of [admin, sharer]) {
    await expect(side.device).toContainText("LAPTOP-9");
    await expect(side.device).toHaveAttribute("data-state", "compliant");
  }
  await page.context().close();
});

test("what somebody else has changed meanwhile stays, and so does what was typed", async ({ browser, broker, watch }) => {
  watch.allow(/status of 409/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  const ada = { name: "Ada Byron", enabled: true, groups: [] };
  await change(admin, "PUT", "/directory/people/p-1", ada);
  await admin.visit("/directory");
  await page.getByRole("link", { name: "Ada Byron" }).click();
  await admin.field("person-title").fill("Engineer");
  await change(admin, "PUT", "/directory/people/p-1", { ...ada, enabled: false });
  await admin.save();
  await expect(admin.error).toHaveAttribute("data-code", "changed-meanwhile");
  await expect(admin.field("person-title")).toHaveValue("Engineer");
  await admin.field("load-now").click();
  await expect(admin.error).toHaveCount(0);
  await expect(admin.field("person-name")).toBeFocused();
  await expect(admin.field("person-enabled")).not.toBeChecked();
  await expect(admin.field("person-title")).toHaveValue("Engineer");
  await admin.save();
  await expect(page.locator('[data-id="p-1"]')).toContainText("Engineer");
  await expect(page.locator('[data-id="p-1"]')).toContainText("Disabled");

  // Who removes is told once that it is another by now.
  await page.getByRole("link", { name: "Ada Byron" }).click();
  await expect(admin.field("person-title")).toHaveValue("Engineer");
  await change(admin, "PUT", "/directory/people/p-1", ada);
  await admin.field("remove").click();
  await page.getByTestId("confirm-yes").click();
  await expect(page.getByRole("dialog").getByTestId("error")).toHaveAttribute("data-code", "changed-meanwhile");
  await page.getByTestId("confirm-yes").click();
  await expect(admin.pageRows).toHaveText("Nothing found.");

  // An assignment's members are taken one by one; who was taken out does not come back.
  const desk = (...people: string[]) => ({
    name: "Desk",
    role: "help-desk-operator",
    members: { people: people.map((name) => `email:${name}@brightwater.example`), groups: [] },
    scope: { users: "all", devices: null },
  });
  await change(admin, "PUT", "/access/assignments/desk", desk("ada", "bo"));
  await admin.visit("/access");
  await admin.row(admin.assignments, "Desk").getByTestId("edit").click();
  const emails = admin.field("members-emails");
  await emails.fill("ada@brightwater.example\nbo@brightwater.example\ncy@brightwater.example");
  await change(admin, "PUT", "/access/assignments/desk", desk("bo"));
  await admin.save();
  await expect(admin.error).toHaveAttribute("data-code", "changed-meanwhile");
  await admin.field("load-now").click();
  await expect(emails).toHaveValue("bo@brightwater.example\ncy@brightwater.example");
  await admin.save();
  await expect(admin.row(admin.assignments, "Desk")).toContainText("cy@brightwater.example");
  await expect(admin.row(admin.assignments, "Desk")).not.toContainText("ada@brightwater.example");

  // What is opened is what is there then, however long the page has stood there.
  await change(admin, "PUT", "/access/assignments/desk", desk("dee"));
  await admin.row(admin.assignments, "Desk").getByTestId("edit").click();
  await expect(emails).toHaveValue("dee@brightwater.example");
  await page.context().close();
});

test("saved again since no answer came, something new is there once", async ({ browser, broker, watch }) => {
  watch.allow(/status of 503/);
  const admin = new ConsolePage(await person(browser, watch), broker.url);
  const { page } = admin;
  await admin.signIn("admin");
  await admin.visit("/access");
  await admin.field("new-role").click();
  await admin.field("role-name").fill("First line");
  await admin.field("tier-one").click();
  const ids: string[] = [];
  await page.route("**/api/v1/access/roles/*", async (route) => {
    ids.push(route.request().url());
    if (ids.length > 1) return route.continue();
    // The broker takes it; its answer gets lost.
    expect((await route.fetch()).status()).toBe(204);
    await route.fulfill({ status: 503, contentType: "text/html", body: "<html>" });
  });
  await admin.save();
  await expect(admin.error).toHaveAttribute("data-code", "unavailable");
  await admin.save();
  await expect(admin.row(admin.roles, "First line")).toHaveCount(1);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  await page.context().close();
});
