// The product with a provider that is not ours: both roles through a full session.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { Broker, freePort } from "../fixtures/broker.js";
import { CapturedPage } from "../fixtures/captured.js";
import { CLIENT_ID, ITS_OWN_PAGES, signIn, startProvider } from "../fixtures/provider.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";

/** A broker that is configured for the independent provider. */
async function withProvider(run: (origin: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const provider = await startProvider(origin);
  const folder = await mkdtemp(path(tmpdir(), "remote-help-interop-"));
  const config = path(folder, "remote-help.toml");
  await writeFile(
    config,
    `public_url = "${origin}"
listen = ["127.0.0.1:${port}", "[::1]:${port}"]
data_dir = "${folder}/data"

[identity]
issuer = "${provider.issuer}"
client_id = "${CLIENT_ID}"
verified_domains = ["interop.example"]

[devices]
allow_unenrolled = true

[helpers]
groups = ["help-desk"]
`,
  );
  try {
    const broker = await Broker.start({ port, data: folder, args: () => ["--config", config] });
    try {
      await run(origin);
    } finally {
      await broker.dispose();
    }
  } finally {
    await provider.close();
  }
}

test("a full session with oidc-provider as the identity provider", async ({ browser, watch }) => {
  watch.allow(ITS_OWN_PAGES);
  await withProvider(async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    const sharer = new SharerPage(await person(browser, watch), origin);
    await signIn(helper, "helen");
    const code = await helper.startSession();
    await signIn(sharer, "sami");
    await sharer.enter(code);

    await expect(sharer.trust("name")).toHaveText("Helen Hargreaves");
    await expect(sharer.trust("title")).toHaveText("Service desk analyst");
    await expect(sharer.trust("company")).toHaveText("Interop Example");
    await expect(sharer.trust("domain")).toHaveText("interop.example");
    await expect(helper.trust("name")).toHaveText("Sami Sørensen");
    await sharer.allow();
    await helper.confirm();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    const content = await CapturedPage.open(sharer.page.context());
    await sharer.share();
    await content.show(7);
    await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
    await sharer.say("works with any provider");
    await expect(helper.chatLog).toContainText("works with any provider");
    await sharer.leave();
    await expect(helper.ended).toHaveAttribute("data-reason", "ended-by-sharer");
    await helper.page.context().close();
    await sharer.page.context().close();
  });
});

test("an account that the provider knows but that is in no group may not help", async ({ browser, watch }) => {
  watch.allow(ITS_OWN_PAGES);
  watch.allow(/status of 403/);
  await withProvider(async (origin) => {
    const helper = new HelperPage(await person(browser, watch), origin);
    await signIn(helper, "sami");
    await expect(helper.error).toHaveAttribute("data-code", "not-a-helper");
    await helper.page.context().close();
  });
});
