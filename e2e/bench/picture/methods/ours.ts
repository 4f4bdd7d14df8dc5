// The product through its own pages: two people who are signed in, and the helper's canvas.
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "@playwright/test";
import { samples, tap, tapWorkers, toRgba } from "../../../fixtures/tap.js";
import { HelperPage } from "../../../pages/helper.js";
import { SharerPage } from "../../../pages/sharer.js";
import { stagesOf } from "../stages.js";
import type { Method, Seats } from "./method.js";

export const ours: Method = {
  name: "ours",
  title: "ours",
  seconds: 5,
  judging: 1.5,
  open: async (world, size) => {
    const helper = new HelperPage(await world.helper.context.newPage(), world.broker.url);
    const sharer = new SharerPage(await world.sharer.context.newPage(), world.broker.url);
    await tapWorkers(helper.page);
    await tapWorkers(sharer.page);
    await enter(world, helper, "helper1");
    await enter(world, sharer, "sharer1");
    await sharer.enter(await helper.startSession());
    await sharer.allow();
    await helper.confirm();
    await sharer.page.getByTestId("share-screen").waitFor();
    const content = await world.content(sharer.page, size, "in front");
    await sharer.share();
    await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/, { timeout: 40_000 });
    return {
      sharing: sharer.page,
      seeing: helper.page,
      selector: '[data-testid="screen"]',
      kind: "canvas",
      content,
      exact: () => exactSoon(sharer, helper),
      stages: (seconds) => stagesOf(helper, seconds),
      notes: async () => ({}),
      close: async () => {
        // Said, so that no session stays open for this helper.
        await helper.leave();
        await helper.ended.waitFor();
        for (const page of [sharer.page, helper.page, content]) await page.close();
      },
    };
  },
};

/** Opens the side's page; signs in if nobody is. */
async function enter(world: Seats, side: HelperPage | SharerPage, account: string): Promise<void> {
  const cookies = await world[account === "helper1" ? "helper" : "sharer"].context.cookies(world.broker.url);
  if (cookies.length > 0) await side.open();
  else await side.signIn(account);
}

/** Whether it is exact within three seconds. */
async function exactSoon(sharer: SharerPage, helper: HelperPage): Promise<boolean> {
  for (const deadline = Date.now() + 3_000; Date.now() < deadline; await wait(500)) {
    if (await exact(sharer, helper)) return true;
  }
  return false;
}

/** The decoder holds the frame that the encoder captured, plane for plane, and the canvas shows it. */
async function exact(sharer: SharerPage, helper: HelperPage): Promise<boolean> {
  const sent = await tap(sharer.page, "encoder");
  const held = await tap(helper.page, "decoder");
  if (sent.frame !== held.frame || !samples(held).equals(samples(sent))) return false;
  return Buffer.from(await helper.pixels(), "base64").equals(toRgba(held));
}
