// Exact to the pixel: what the decoder holds is what was captured, and the canvas shows just that.
import { expect, test } from "../fixtures/test.js";
import { samples, tap, tapBoth, tapWorkers, toRgba } from "../fixtures/tap.js";
import { shareScreen } from "../pages/together.js";

test("the helper's decoder holds the captured frame, plane for plane, and the canvas shows it", async ({
  helper,
  sharer,
  captured,
}) => {
  await tapWorkers(helper.page);
  await tapWorkers(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);

  let lastPicture = "";
  let lastFrame: number | null = -1;
  for (const number of [1, 42, 1234567]) {
    await content.show(number);
    // A newer frame than before, the same one on both sides: once the page is still, it stays so.
    await expect.poll(async () => (await tap(sharer.page, "encoder")).frame).not.toBe(lastFrame);
    await expect(helper.state).toHaveAttribute("data-state", "unchanged");
    const { sent, held } = await tapBoth(sharer.page, helper.page);
    expect(new Set(samples(sent)).size, "the frame is not blank").toBeGreaterThan(16);

    lastFrame = held.frame;

    const shown = Buffer.from(await helper.pixels(), "base64");
    expect(shown.equals(toRgba(held)), "the canvas is the frame after the conversion").toBe(true);
    expect(shown.toString("base64"), "the picture followed the change").not.toBe(lastPicture);
    lastPicture = shown.toString("base64");
  }
});
