// What moves like a video is sent as film; when it rests, it is exact to the pixel again.
import { expect, test } from "../fixtures/test.js";
import { samples, tap, tapWorkers } from "../fixtures/tap.js";
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
  await expect
    .poll(async () => (await tap(helper.page, "decoder")).frame === (await tap(sharer.page, "encoder")).frame)
    .toBe(true);
  const sent = await tap(sharer.page, "encoder");
  const held = await tap(helper.page, "decoder");
  expect(samples(held).equals(samples(sent)), "planes are equal").toBe(true);
  expect(held.film).toBeNull();
});
