// Security codes: forgiving to people, unforgiving to guesses.
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { connect, join } from "../pages/together.js";

test("a code is read in any case, with dashes, and from a pasted link", async ({ helper, sharer }) => {
  await helper.signIn("helper1");
  const code = await helper.startSession();
  await sharer.signIn("sharer1");
  await sharer.enter(`  see ${sharer.origin}/rh?passcode=${code.replace(/\s/g, "").toUpperCase()}  `);
  await expect(sharer.trust("name")).toBeVisible();
});

test("a malformed code is explained without spending a try", async ({ sharer }) => {
  await sharer.signIn("sharer2");
  for (let i = 0; i < 7; i++) {
    await sharer.enter("abc");
    await expect(sharer.error).toHaveAttribute("data-code", "malformed-code");
  }
});

test("a wrong code says so and how many tries remain, then asks to wait", async ({ sharer, watch }) => {
  watch.allow(/status of 4\d\d/);
  await sharer.signIn("sharer3");
  for (const left of ["4 tries left", "3 tries left", "2 tries left", "one try left", "no tries left"]) {
    await sharer.enter("00000000");
    await expect(sharer.error).toHaveAttribute("data-code", "wrong-code");
    // Numbers stand between isolation marks (U+2068, U+2069), which say nothing.
    await expect.poll(async () => (await sharer.error.innerText()).replace(/[\u2068\u2069]/g, "")).toContain(left);
  }
  await sharer.enter("00000000");
  await expect(sharer.error).toHaveAttribute("data-code", "too-many-wrong-codes");
});

test("a spent code answers like a wrong one", async ({ helper, sharer, browser, broker, watch }) => {
  watch.allow(/status of 4\d\d/);
  const code = await join(helper, sharer);
  const late = new SharerPage(await person(browser, watch), broker.url);
  await late.signIn("sharer2");
  await late.enter(code);
  await expect(late.error).toHaveAttribute("data-code", "wrong-code");
  await late.page.context().close();
});

test.describe("a short life", () => {
  test.use({ settings: { CODES__SECONDS: "4" } });
  test("an expired code answers like a wrong one, and the helper is offered a new one", async ({ helper, sharer, watch }) => {
    watch.allow(/status of 404/);
    await sharer.signIn("sharer1");
    await helper.signIn("helper1");
    const code = await helper.startSession();
    await expect(helper.page.getByTestId("code-expired")).toBeVisible();
    await sharer.enter(code);
    await expect(sharer.error).toHaveAttribute("data-code", "wrong-code");
    await helper.page.getByTestId("new-code").click();
    await expect(helper.code).toBeVisible();
  });
});

test("a new code makes the old one worthless", async ({ helper, sharer, watch }) => {
  watch.allow(/status of 4\d\d/);
  await helper.signIn("helper2");
  const old = await helper.startSession();
  await helper.page.getByTestId("new-code").click();
  await expect(helper.code).not.toHaveText(old);
  const fresh = (await helper.code.innerText()).trim();
  await sharer.signIn("sharer1");
  await sharer.enter(old);
  await expect(sharer.error).toHaveAttribute("data-code", "wrong-code");
  await sharer.enter(fresh);
  await expect(sharer.trust("name")).toBeVisible();
});

test("a prefetch of the link does not spend the code, and sign-in keeps it", async ({ helper, sharer, request }) => {
  await helper.signIn("helper1");
  const code = (await helper.startSession()).replace(/\s/g, "");
  const link = `${sharer.origin}/rh?passcode=${code}`;
  for (let i = 0; i < 3; i++) expect((await request.get(link)).ok()).toBe(true);

  await sharer.page.goto(link);
  await expect(sharer.page.getByTestId("sign-in")).toBeVisible();
  expect(sharer.page.url()).not.toContain(code);
  await sharer.page.getByTestId("sign-in").click();
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await expect(sharer.trust("name")).toBeVisible();
  expect(sharer.page.url()).not.toContain(code);
  // Nor does it stand in the history.
  await sharer.page.goBack();
  expect(sharer.page.url()).not.toContain(code);
});

test("the code can be typed before the sign-in, which keeps it", async ({ helper, sharer }) => {
  await helper.signIn("helper1");
  const code = await helper.startSession();
  await sharer.open();
  await sharer.enter("abc");
  await expect(sharer.error).toHaveAttribute("data-code", "malformed-code");
  await sharer.enter(code);
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await expect(sharer.trust("name")).toBeVisible();
});

test("a network that fails does not cost the link's code", async ({ helper, sharer, watch }) => {
  watch.allow(/ERR_FAILED/);
  await helper.signIn("helper1");
  const code = (await helper.startSession()).replace(/\s/g, "");
  await sharer.signIn("sharer1");
  await sharer.page.route(/\/sharer\/redeem$/, (route) => route.abort());
  await sharer.page.goto(`${sharer.origin}/rh?passcode=${code}`);
  await expect(sharer.error).toHaveAttribute("data-code", "network-unreachable");
  await sharer.page.unroute(/\/sharer\/redeem$/);
  await sharer.page.getByTestId("try-again").click();
  await expect(sharer.trust("name")).toBeVisible();
});

test("code and link are copied as people need them, and the link leads to the session", async ({ helper, sharer }) => {
  await helper.signIn("helper1");
  const code = (await helper.startSession()).replace(/\s/g, "");
  expect(await helper.copied("copy-code")).toBe(code);
  const link = await helper.copied("copy-link");
  expect(link).toBe(`${helper.origin}/rh?passcode=${code}`);
  await expect(helper.link).toHaveText(link);
  await sharer.page.goto(link);
  await sharer.page.getByTestId("sign-in").click();
  await sharer.page.getByTestId("demo-account-sharer1").click();
  await expect(sharer.trust("name")).toBeVisible();
  await expect(helper.page).toHaveTitle(/joined/i);
});

test("two sessions at once do not meet", async ({ helper, sharer, browser, broker, watch }) => {
  const helper2 = new HelperPage(await person(browser, watch), broker.url);
  const sharer2 = new SharerPage(await person(browser, watch), broker.url);
  await connect(helper, sharer);
  await connect(helper2, sharer2, { helper: "helper2", sharer: "sharer2" });
  await sharer.say("in the first");
  await sharer2.say("in the second");
  await expect(helper.messages).toHaveText(["in the first"]);
  await expect(helper2.messages).toHaveText(["in the second"]);
  await helper2.leave();
  await expect(sharer2.ended).toBeVisible();
  await sharer.say("still there");
  await expect(helper.messages).toHaveText(["in the first", "still there"]);
  await helper2.page.context().close();
  await sharer2.page.context().close();
});
