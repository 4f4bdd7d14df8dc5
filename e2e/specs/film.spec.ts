// What moves like a video is sent as film; when it rests, it is exact to the pixel again.
import { expect, test } from "../fixtures/test.js";
import { tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { shareScreen } from "../pages/together.js";

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
  // It plays: the canvas changes where the film is, time after time.
  const shots = new Set<string>();
  await expect
    .poll(async () => {
      shots.add(await helper.pixels());
      return shots.size;
    })
    .toBeGreaterThan(3);
  await expect(helper.state).toHaveAttribute("data-state", "live");

  await content.play(false);
  await expect.poll(async () => (await tap(helper.page, "decoder")).film).toBeNull();
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  const { held } = await tapBoth(sharer.page, helper.page);
  expect(held.film).toBeNull();
});
