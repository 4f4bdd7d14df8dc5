// Every way of capture that Chromium can be brought to: each is exact, and each follows what changes.
import { type CapturePath, force } from "../fixtures/paths.js";
import { samples, tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { expect, test } from "../fixtures/test.js";
import { shareScreen } from "../pages/together.js";

const PATHS: { path: CapturePath; format: string; asks: "never" | "always" }[] = [
  { path: "stream", format: "I420", asks: "never" },
  { path: "track", format: "I420", asks: "never" },
  { path: "silent", format: "I420", asks: "always" },
  { path: "video", format: "I420", asks: "always" },
  { path: "bitmap", format: "RGBA", asks: "always" },
];

for (const { path, format, asks } of PATHS) {
  test(`the path "${path}" is exact`, async ({ helper, sharer, captured }) => {
    await force(sharer.page.context(), path);
    await tapWorkers(helper.page);
    await tapWorkers(sharer.page);
    // Counts the frames that the page itself hands over.
    await sharer.page.addInitScript(() => {
      const native = Worker.prototype.postMessage;
      const counter = window as { rhHanded?: number };
      counter.rhHanded = 0;
      Worker.prototype.postMessage = function (this: Worker, message: { type?: string }, ...rest: unknown[]) {
        if (message.type === "frame") counter.rhHanded = (counter.rhHanded ?? 0) + 1;
        Reflect.apply(native, this, [message, ...rest]);
      };
    });
    const { content } = await shareScreen(helper, sharer, captured);
    for (const number of [1, 42]) {
      const last = (await tap(sharer.page, "encoder")).frame;
      await content.show(number);
      await expect.poll(async () => (await tap(sharer.page, "encoder")).frame).not.toBe(last);
      await expect(helper.state).toHaveAttribute("data-state", "unchanged");
      const { sent } = await tapBoth(sharer.page, helper.page);
      expect(sent.format).toBe(format);
      expect(new Set(samples(sent)).size, "the frame is not blank").toBeGreaterThan(16);
    }
    const handed = () => sharer.page.evaluate(() => (window as { rhHanded?: number }).rhHanded ?? 0);
    const before = await handed();
    if (asks === "always") await expect.poll(handed).toBeGreaterThan(before + 20);
    // A picture that its stream has lost may have been fetched, but nothing is any more.
    else expect(before).toBeLessThan(3);
    await sharer.stopButton.click();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  });
}
