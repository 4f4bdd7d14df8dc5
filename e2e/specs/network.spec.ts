// What a network does to a session when it goes, and that everything heals when it is back.
import { Network } from "../fixtures/network.js";
import { expect, test as base } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { SharerPage } from "../pages/sharer.js";
import { shareScreen } from "../pages/together.js";

/** Both people, each behind a network of their own. */
const test = base.extend<{ networks: { helper: Network; sharer: Network } }>({
  networks: async ({ browser, watch }, use) => {
    const networks = { helper: await Network.start(browser, watch), sharer: await Network.start(browser, watch) };
    await use(networks);
    await networks.helper.dispose();
    await networks.sharer.dispose();
  },
  helper: async ({ networks, broker }, use) => use(new HelperPage(networks.helper.page, broker.url)),
  sharer: async ({ networks, broker }, use) => use(new SharerPage(networks.sharer.page, broker.url)),
});

/** The picture is what the sharer's screen shows; how lately it changed is up to the machine. */
const CURRENT = /live|unchanged/;

for (const gone of ["sharer", "helper"] as const) {
  test(`the ${gone}'s network is lost for twelve seconds: both are told, and the picture comes back by itself`, async ({
    helper,
    sharer,
    networks,
    captured,
  }) => {
    const { content } = await shareScreen(helper, sharer, captured);
    const [own, other] = gone === "sharer" ? [sharer, helper] : [helper, sharer];
    await networks[gone].lose();
    await expect(other.presence).toHaveAttribute("data-presence", "unstable", { timeout: 4_000 });
    await expect(helper.state).toHaveAttribute("data-state", "stalled", { timeout: 4_000 });
    await expect(own.linkBanner).toBeVisible();
    await expect(other.presence).toHaveAttribute("data-presence", "lost");
    await content.show(8);
    await expect(helper.state).toContainText("0:12");
    await expect(helper.state).toHaveAttribute("data-state", "stalled");
    const frozen = await helper.pixels();

    await networks[gone].heal();
    await expect(other.presence).toHaveCount(0);
    await expect(own.linkBanner).toHaveCount(0);
    // Only a consent that still stands lets a picture through: nobody was asked anything.
    await content.show(9);
    await expect.poll(() => helper.pixels()).not.toBe(frozen);
    await expect(helper.state).toHaveAttribute("data-state", CURRENT);
    await expect(sharer.stopButton).toBeVisible();
    await own.say("here again");
    await expect(other.messages.last()).toHaveText("here again");
  });
}

test("the broker refuses connections for a while: the picture and the chat go on, and both pages find back", async ({
  helper,
  sharer,
  networks,
  captured,
  watch,
}) => {
  watch.allow(/WebSocket|ERR_SOCKS_CONNECTION_FAILED|ERR_CONNECTION_RESET|Failed to load resource/);
  const { content } = await shareScreen(helper, sharer, captured);
  for (const network of Object.values(networks)) network.cut();
  for (const side of [helper, sharer]) await expect(side.linkBanner).toBeVisible();
  // As many tries as make a page ask by HTTP what is wrong.
  for (const network of Object.values(networks)) await expect.poll(() => network.refused).toBeGreaterThan(4);
  const before = await helper.pixels();
  await content.show(11);
  await expect.poll(() => helper.pixels()).not.toBe(before);
  await expect(helper.state).toHaveAttribute("data-state", CURRENT);
  await sharer.say("without the broker");
  await expect(helper.messages.last()).toHaveText("without the broker");
  const shown = await helper.pixels();

  for (const network of Object.values(networks)) await network.heal();
  for (const side of [helper, sharer]) {
    await expect(side.linkBanner).toHaveCount(0);
    await expect(side.presence).toHaveCount(0);
  }
  await content.show(12);
  await expect.poll(() => helper.pixels()).not.toBe(shown);
  await expect(helper.state).toHaveAttribute("data-state", CURRENT);
  await helper.leave();
  await expect(sharer.ended).toHaveAttribute("data-reason", "ended-by-helper");
});
