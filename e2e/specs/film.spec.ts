// What moves like a video is sent as film; when it rests, it is exact to the pixel again.
import { expect, test } from "../fixtures/test.js";
import { tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import type { HelperPage } from "../pages/helper.js";
import { shareScreen } from "../pages/together.js";

/** The canvas changes, time after time, and is said to be live. */
async function plays(helper: HelperPage): Promise<void> {
  const shots = new Set<string>();
  await expect
    .poll(async () => {
      shots.add(await helper.pixels());
      return shots.size;
    })
    .toBeGreaterThan(3);
  await expect(helper.state).toHaveAttribute("data-state", "live");
}

test("a moving picture becomes film, text around it does not, and at rest all of it is exact", async ({
  helper,
  sharer,
  captured,
}) => {
  await tapWorkers(helper.page);
  await tapWorkers(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);

  await content.play(true);
  await expect.poll(async () => (await tap(helper.page, "decoder")).film, { timeout: 20_000 }).not.toBeNull();
  await plays(helper);

  await content.play(false);
  await expect.poll(async () => (await tap(helper.page, "decoder")).film).toBeNull();
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  const { held } = await tapBoth(sharer.page, helper.page);
  expect(held.film).toBeNull();
});

test("where the helper's browser has no codec, what moves is sketched, and at rest all of it is exact", async ({
  helper,
  sharer,
  captured,
}) => {
  await helper.page.route(/\/assets\/workers\/[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete self.VideoDecoder; ${await response.text()}` });
  });
  await tapWorkers(helper.page);
  await tapWorkers(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);

  await content.play(true);
  // A likeness is no frame, and no film.
  await expect
    .poll(async () => {
      const { frame, film } = await tap(helper.page, "decoder");
      return [frame, film];
    })
    .toEqual([null, null]);
  await plays(helper);
  expect((await tap(sharer.page, "encoder")).film).toBeNull();

  await content.play(false);
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  await tapBoth(sharer.page, helper.page);
});
