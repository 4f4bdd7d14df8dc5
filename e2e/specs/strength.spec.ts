// A stronger sign-in: asked for with the first one, once more where the one that stands is too weak, and people go on where they
// were; refused in words, and never a loop.
import { set } from "../fixtures/api.js";
import { freePort } from "../fixtures/broker.js";
import * as configured from "../fixtures/configured.js";
import { type Entra, HELPER } from "../fixtures/entra.js";
import { CLIENT_ID, STRONG, startProvider } from "../fixtures/provider.js";
import { expect, person, test } from "../fixtures/test.js";
import { ConsolePage } from "../pages/console.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

/** A broker whose provider tells ways to sign in apart, and requires this. */
async function withWays(required: string, run: (origin: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const provider = await startProvider(origin, { ways: true });
  const settings = `[identity]
issuer = "${provider.issuer}"
client_id = "${CLIENT_ID}"
[devices]
allow_unenrolled = true
[helpers]
groups = ["help-desk"]
[administrators]
groups = ["help-desk"]
${required}`;
  try {
    await configured.withBroker(port, settings, () => run(origin));
  } finally {
    await provider.close();
  }
}

/** A broker whose provider is like Entra ID, and which requires the context `c1` of both sides. */
function withEntra(run: (origin: string, entra: Entra) => Promise<void>): Promise<void> {
  return configured.withEntra("", '[strength.helpers]\ncontext = "c1"\n[strength.sharers]\ncontext = "c1"\n', run);
}

/** Every weaker sign-in is answered with this status, which browsers write into the console. */
const TOO_WEAK = /status of 401/;

/** The parameter `claims` that asks for the stronger way. */
const STRONGER = { id_token: { acr: { essential: true, values: [STRONG] } } };

/** Signs somebody in by the weaker way. */
async function signInWeakly(side: HelperPage | SharerPage, account: string): Promise<void> {
  await side.open();
  await side.page.getByTestId("sign-in").click();
  await side.page.getByTestId(`${account}-weak`).click();
  await expect(side.page.getByTestId("sign-out")).toBeVisible();
}

/** The sharer has joined, for which the provider was asked once, for the stronger way; nothing of it stays. */
async function joinedByOneQuestion(sharer: SharerPage, asked: URLSearchParams[]): Promise<void> {
  await expect(sharer.trust("name")).toHaveText("Helen Hargreaves");
  expect(asked).toHaveLength(1);
  expect(JSON.parse(asked[0]?.get("claims") ?? "")).toEqual(STRONGER);
  expect(asked[0]?.get("prompt")).toBeNull();
  expect(await sharer.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
}

test("whoever signs in is asked at once for what is required, and goes on with the code", async ({ browser, watch }) => {
  await withWays(`[strength.sharers]\nacr_values = ["${STRONG}"]\n`, async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    const ofHelper = configured.requests(helper.page);
    await helper.open();
    await helper.page.getByTestId("sign-in").click();
    await helper.page.getByTestId("helen-weak").click();
    const code = await helper.startSession();
    expect(ofHelper.map((request) => request.has("claims"))).toEqual([false]);

    const asked = configured.requests(sharer.page);
    await sharer.open(`?passcode=${code.replace(/\s/, "")}`);
    await sharer.page.getByTestId("sign-in").click();
    await sharer.page.getByTestId("sami-strong").click();
    await joinedByOneQuestion(sharer, asked);
    await expect(helper.trust("name")).toHaveText("Sami Sørensen");
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("whoever comes by a link with a sign-in that is too weak by now is asked once, comes back stronger and goes on with the code", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withWays("", async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    await signInWeakly(helper, "helen");
    await signInWeakly(sharer, "sami");
    const code = await helper.startSession();
    await set(helper, { "strength.sharers.acr_values": [STRONG] });

    const asked = configured.requests(sharer.page);
    await sharer.page.goto(`${origin}/rh?passcode=${code.replace(/\s/, "")}`);
    // At the provider by itself, which this time wants to know better.
    await sharer.page.getByTestId("sami-strong").click();
    await joinedByOneQuestion(sharer, asked);
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("a helper whose sign-in has to be young is asked for its time and sees no page of the provider's for it", async ({ browser, watch }) => {
  await withWays("[strength.helpers]\nmax_age_minutes = 5\n", async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const asked = configured.requests(helper.page);
    await helper.open();
    await helper.page.getByTestId("sign-in").click();
    await helper.page.getByTestId("helen-weak").click();
    await expect(helper.page.getByTestId("start-session")).toBeVisible();
    expect(asked.map((request) => request.get("max_age"))).toEqual(["300"]);
    // Young as it is, the next sign-in needs none of the provider's pages.
    await helper.page.context().clearCookies({ name: /^rh-/ });
    await helper.page.reload();
    await helper.page.getByTestId("sign-in").click();
    await expect(helper.page.getByTestId("start-session")).toBeVisible();
    expect(asked.map((request) => request.get("max_age"))).toEqual(["300", "300"]);
    await helper.page.context().close();
  });
});

test("what is raised in the middle of a session leaves it running, and a page that is loaded anew signs in again and is back in it", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withWays("", async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    await signInWeakly(helper, "helen");
    await signInWeakly(sharer, "sami");
    await sharer.enter(await helper.startSession());
    await sharer.allow();
    await helper.confirm();
    await expect(sharer.chatInput).toBeEnabled();
    await set(helper, { "strength.sharers.acr_values": [STRONG] });
    await sharer.say("still here");
    await expect(helper.chatLog).toContainText("still here");

    const address = sharer.page.url();
    const asked = configured.requests(sharer.page);
    await sharer.page.reload();
    await sharer.page.getByTestId("sami-strong").click();
    await expect(sharer.chatInput).toBeEnabled();
    expect(sharer.page.url()).toBe(address);
    expect(asked).toHaveLength(1);
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("a provider that refuses what it cannot give is put in words, and another try is by hand", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withWays(`[strength.helpers]\nacr_values = ["${STRONG}"]\n`, async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const asked = configured.requests(helper.page);
    await helper.open();
    await helper.page.getByTestId("sign-in").click();
    await helper.page.getByTestId("refuse").click();
    await expect(helper.error).toHaveAttribute("data-code", "provider-policy");
    await expect(helper.error).toContainText("AADSTS50076");
    await expect(helper.error).not.toContainText("not met");
    expect(asked).toHaveLength(1);
    await helper.page.getByTestId("try-again").click();
    await helper.page.getByTestId("helen-strong").click();
    await expect(helper.page.getByTestId("start-session")).toBeVisible();
    for (const request of asked) expect(JSON.parse(request.get("claims") ?? "")).toEqual(STRONGER);
    await helper.page.context().close();
  });
});

test("who administers cannot require of helpers what they have not proved, is led there, and loses nothing of what was typed", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withWays("", async (origin) => {
    const admin = new ConsolePage(await person(browser, watch), origin);
    await admin.open();
    await admin.page.getByTestId("sign-in").click();
    await admin.page.getByTestId("helen-weak").click();
    await expect(admin.page.getByTestId("start-session")).toBeVisible();
    await admin.visit("/settings");
    await admin.field("helpers-acr").fill(STRONG);
    await admin.field("code").fill("300");
    await admin.save();
    await expect(admin.error).toHaveAttribute("data-code", "insufficient-claims");
    await expect(admin.field("helpers-acr")).toHaveValue(STRONG);
    await admin.page.getByTestId("prove").click();
    await admin.page.getByTestId("helen-strong").click();
    await expect(admin.field("helpers-acr")).toHaveValue(STRONG);
    await expect(admin.field("code")).toHaveValue("300");
    await expect(admin.changes).toContainText(STRONG);
    // It is taken up once, and kept no longer.
    expect(await admin.page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    await admin.save();
    await expect(admin.page.getByTestId("no-changes")).toBeVisible();
    await expect(admin.setting("strength.helpers.acr_values")).toHaveAttribute("data-own", "true");
    await expect(admin.setting("codes.seconds")).toHaveAttribute("data-own", "true");
    await admin.page.context().close();
  });
});

test("Entra ID is asked for its authentication context, once for each side", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withEntra(async (origin, entra) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    await helper.open();
    await helper.page.getByTestId("sign-in").click();
    const code = await helper.startSession();
    await sharer.open();
    await sharer.enter(code);
    await expect(sharer.trust("name")).toHaveText("Helen Hargreaves");
    const claims = '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}';
    expect(entra.asked.map((request) => request.get("claims"))).toEqual([claims, claims]);
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("a context that is never given leads to words after the first redirect, and on only by hand", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withEntra(async (origin, entra) => {
    entra.policy = "ignored";
    for (const side of [
      new HelperPage(await person(browser, watch), origin),
      new SharerPage(await person(browser, watch), origin),
    ]) {
      const before = entra.asked.length;
      await side.open(side.path === "/rh" ? "?passcode=4060r0gx" : "");
      await side.page.getByTestId("sign-in").click();
      await expect(side.error).toHaveAttribute("data-code", "insufficient-claims");
      await expect(side.page.getByTestId("try-again")).toBeVisible();
      expect(entra.asked.length - before).toBe(1);
      // By hand it is asked for once, too.
      await side.page.getByTestId("try-again").click();
      await expect.poll(() => entra.asked.length - before).toBe(2);
      await expect(side.error).toHaveAttribute("data-code", "insufficient-claims");
      expect(entra.asked.at(-1)?.has("claims")).toBe(true);
      // From the start nothing happens by itself.
      await side.page.getByTestId("to-start").click();
      await expect(side.page.getByTestId("sign-in")).toBeVisible();
      expect(entra.asked.length - before).toBe(2);
    }
    // Once the policy is met, people get in.
    entra.policy = "met";
    const helper = new HelperPage(await person(browser, watch), origin);
    await helper.open();
    await helper.page.getByTestId("sign-in").click();
    await expect(helper.page.getByTestId("start-session")).toBeVisible();
    await helper.page.context().close();
  });
});

test("a sign-in that is too weak by now is sent for the context once by itself, and then there are words", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await configured.withEntra("", `[administrators]\nsubjects = ["${HELPER}"]\n`, async (origin, entra) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    for (const side of [helper, sharer]) {
      await side.open();
      await side.page.getByTestId("sign-in").click();
      await expect(side.page.getByTestId("sign-out")).toBeVisible();
    }
    await set(helper, { "strength.sharers.context": "c1" });
    entra.policy = "ignored";
    const before = entra.asked.length;
    await sharer.page.reload();
    await expect.poll(() => entra.asked.length - before).toBe(1);
    await expect(sharer.error).toHaveAttribute("data-code", "insufficient-claims");
    await expect(sharer.page.getByTestId("try-again")).toBeVisible();
    expect(entra.asked.length - before).toBe(1);
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

/** As Microsoft documents them: not compliant, blocked by policy, not assigned, consent declined and needed. */
const REFUSALS: [string, string, string][] = [
  ["interaction_required", "AADSTS53000", "provider-interaction"],
  ["access_denied", "AADSTS53003", "provider-denied"],
  ["access_denied", "AADSTS50105", "provider-denied"],
  ["access_denied", "AADSTS65004", "provider-denied"],
  ["consent_required", "AADSTS65001", "provider-interaction"],
];

test("what Entra ID refuses is put in words with its number, to whichever side meets it", async ({ browser, watch }) => {
  watch.allow(TOO_WEAK);
  await withEntra(async (origin, entra) => {
    const sides = [
      new HelperPage(await person(browser, watch), origin),
      new SharerPage(await person(browser, watch), origin),
    ];
    for (const side of sides) {
      for (const [error, number, code] of REFUSALS) {
        entra.policy = { error, error_description: `${number}: secret details` };
        await side.open(side.path === "/rh" ? "?passcode=4060r0gx" : "");
        await side.page.getByTestId("sign-in").click();
        await expect(side.error, number).toHaveAttribute("data-code", code);
        await expect(side.error).toContainText(number);
        await expect(side.error).not.toContainText("secret details");
        await expect(side.page.getByTestId("try-again")).toBeVisible();
      }
      await side.page.context().close();
    }
  });
});
