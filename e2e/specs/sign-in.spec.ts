// Signing in and out by redirect, and every way it can be refused.
import { expect, test } from "../fixtures/test.js";
import { SharerPage } from "../pages/sharer.js";

test("no token, verifier or code stays in browser storage after sign-in", async ({ helper }) => {
  await helper.signIn("helper1");
  await expect(helper.page.getByTestId("start-session")).toBeVisible();
  const stored = await helper.page.evaluate(async () => {
    const all: string[] = [document.cookie, location.href];
    for (const storage of [localStorage, sessionStorage]) {
      for (let i = 0; i < storage.length; i++) all.push(`${storage.key(i)}=${storage.getItem(storage.key(i) ?? "")}`);
    }
    for (const database of await indexedDB.databases()) all.push(String(database.name));
    for (const name of await caches.keys()) all.push(name);
    return all;
  });
  for (const entry of stored) {
    expect(entry).not.toMatch(/eyJ|code=|verifier|nonce|state=/);
    expect(entry).not.toMatch(/[A-Za-z0-9_-]{40,}/);
  }
});

test("sign-out ends the sign-in of its side, here and at the provider, and leaves the other side's", async ({ helper, watch }) => {
  watch.allow(/status of 401/);
  const sharer = new SharerPage(await helper.page.context().newPage(), helper.origin);
  await helper.signIn("helper1");
  await sharer.signIn("sharer1");
  await helper.signOut();
  await helper.open();
  await expect(helper.page.getByTestId("sign-in")).toBeVisible();
  await sharer.page.reload();
  await expect(sharer.page.getByTestId("sign-out")).toBeVisible();
  await sharer.signOut();
  await sharer.open();
  await expect(sharer.page.getByTestId("sign-in")).toBeVisible();
  // The provider remembers nobody either: it asks who it is.
  await sharer.page.getByTestId("sign-in").click();
  await expect(sharer.page.getByTestId("demo-account-sharer1")).toBeVisible();
});

test("a sign-in that has expired is asked for again where the person is", async ({ helper, watch }) => {
  watch.allow(/status of 401/);
  await helper.signIn("helper1");
  await helper.page.context().clearCookies();
  await helper.page.getByTestId("start-session").click();
  await expect(helper.error).toHaveAttribute("data-code", "not-signed-in");
  await helper.page.getByTestId("sign-in").click();
  await helper.page.getByTestId("demo-account-helper1").click();
  await expect(helper.page.getByTestId("start-session")).toBeVisible();
});

test("an account of another tenant is refused in words", async ({ helper, sharer, watch }) => {
  watch.allow(/status of 40[13]/);
  for (const side of [helper, sharer]) {
    await side.open();
    await side.page.getByTestId("sign-in").click();
    await side.page.getByTestId("demo-account-outsider").click();
    await expect(side.error).toHaveAttribute("data-code", "wrong-tenant");
  }
});

test("someone who may not help is told so at /rhh", async ({ helper, watch }) => {
  watch.allow(/status of 403/);
  await helper.open();
  await helper.page.getByTestId("sign-in").click();
  await helper.page.getByTestId("demo-account-sharer1").click();
  await expect(helper.error).toHaveAttribute("data-code", "not-a-helper");
});

const refusals: [string, string][] = [
  ["access_denied", "provider-denied"],
  ["login_required", "provider-interaction"],
  ["consent_required", "provider-interaction"],
  ["interaction_required", "provider-interaction"],
  ["account_selection_required", "provider-interaction"],
  ["unmet_authentication_requirements", "provider-policy"],
  ["unauthorized_client", "provider-misconfigured"],
  ["invalid_scope", "provider-misconfigured"],
  ["unsupported_response_type", "provider-misconfigured"],
  ["server_error", "provider-trouble"],
  ["temporarily_unavailable", "provider-trouble"],
];

test("every refusal by the provider comes back as words and a way forward", async ({ helper, sharer }) => {
  for (const side of [helper, sharer]) {
    for (const [refusal, code] of refusals) {
      await side.open();
      // The provider answers the authorization request with this refusal.
      await side.page.route(/\/authorize\?/, async (route) => {
        const asked = new URL(route.request().url()).searchParams;
        const back = new URL(asked.get("redirect_uri") ?? "");
        back.searchParams.set("error", refusal);
        back.searchParams.set("error_description", "AADSTS53003: secret details");
        back.searchParams.set("iss", `${side.origin}/demo/oidc`);
        back.searchParams.set("state", asked.get("state") ?? "");
        await route.fulfill({ status: 302, headers: { location: back.toString() } });
      });
      await side.page.getByTestId("sign-in").click();
      await expect(side.error, refusal).toHaveAttribute("data-code", code);
      await expect(side.error).not.toContainText("secret details");
      const main = side.page.getByRole("main");
      await expect(main.getByRole("button").or(main.getByRole("link")).first()).toBeVisible();
      expect(side.page.url()).not.toContain("error=");
      await side.page.unroute(/\/authorize\?/);
    }
  }
});

test("an answer to a sign-in that this page did not begin is refused", async ({ helper }) => {
  await helper.page.goto(`${helper.origin}/rhh/callback?code=stolen&state=forged`);
  await expect(helper.error).toHaveAttribute("data-code", /state-mismatch|sign-in-expired/);
  expect(helper.page.url()).not.toContain("stolen");
});
