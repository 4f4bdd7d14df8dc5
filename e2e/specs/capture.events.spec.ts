// What happens to a captured surface: other sizes and densities, navigation, silence, the end.
import { type CapturePath, force } from "../fixtures/paths.js";
import { tap, tapBoth, tapWorkers } from "../fixtures/tap.js";
import { expect, test } from "../fixtures/test.js";
import { shareScreen } from "../pages/together.js";

for (const path of ["stream", "bitmap"] satisfies CapturePath[]) {
  test(`other sizes, densities and pages arrive exact on the path "${path}"`, async ({ helper, sharer, captured }) => {
    await force(sharer.page.context(), path);
    await tapWorkers(helper.page);
    await tapWorkers(sharer.page);
    const { content } = await shareScreen(helper, sharer, captured);
    const metrics = await content.page.context().newCDPSession(content.page);
    const sizes = [
      { what: "turned", width: 500, height: 800, deviceScaleFactor: 1 },
      { what: "odd", width: 801, height: 501, deviceScaleFactor: 1 },
      { what: "tiny", width: 16, height: 8, deviceScaleFactor: 1 },
      { what: "dense", width: 640, height: 400, deviceScaleFactor: 2 },
      // Larger than the screen that the sharer's page is on.
      { what: "large", width: 2560, height: 1440, deviceScaleFactor: 1 },
    ];
    for (const { what, ...size } of sizes) {
      await metrics.send("Emulation.setDeviceMetricsOverride", { ...size, mobile: false });
      await content.show(size.width);
      const even = (pixels: number) => pixels & ~1;
      // Emulated density is not the screen's: Chromium captures such a page in CSS pixels.
      await expect
        .poll(async () => {
          const { width, height } = await tap(helper.page, "decoder");
          return [width, height];
        }, what)
        .toEqual([even(size.width), even(size.height)]);
      await tapBoth(sharer.page, helper.page);
      await expect(helper.screen).toHaveJSProperty("width", even(size.width));
    }
    await metrics.send("Emulation.clearDeviceMetricsOverride");
    const { frame } = await tap(helper.page, "decoder");
    await content.page.goto("data:text/html,<title>elsewhere</title><body style='background:%23246'><h1>Elsewhere");
    await expect.poll(async () => (await tap(helper.page, "decoder")).frame).not.toBe(frame);
    await expect(helper.state).toHaveAttribute("data-state", "unchanged");
    await tapBoth(sharer.page, helper.page);
    // Closing it ends the capture, as the browser's own bar does: both are told.
    await content.page.close();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    await expect(helper.screen).toBeHidden();
  });
}

test("a picture that the browser does not have is not told as current", async ({ helper, sharer, captured }) => {
  await sharer.page.addInitScript(() => {
    const native = MediaDevices.prototype.getDisplayMedia;
    MediaDevices.prototype.getDisplayMedia = async function (...options) {
      const stream = await native.apply(this, options);
      (window as { rhTrack?: MediaStreamTrack | undefined }).rhTrack = stream.getVideoTracks()[0];
      return stream;
    };
  });
  const { content } = await shareScreen(helper, sharer, captured);
  // No engine here mutes a display's track: only its word is stood in for.
  const say = (kind: string) =>
    sharer.page.evaluate((event) => void (window as { rhTrack?: MediaStreamTrack }).rhTrack?.dispatchEvent(new Event(event)), kind);
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  await say("mute");
  await expect(helper.state).toHaveAttribute("data-state", "stalled");
  await say("unmute");
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  await content.show(3);
  await expect(helper.state).toHaveAttribute("data-state", "live");
});

test("what a browser does not know of the question is no reason to refuse", async ({ helper, sharer, captured }) => {
  await sharer.page.addInitScript(() => {
    const native = MediaDevices.prototype.getDisplayMedia;
    MediaDevices.prototype.getDisplayMedia = function (options, ...rest) {
      (window as { rhAsked?: unknown }).rhAsked = JSON.parse(JSON.stringify(options));
      return native.apply(this, [options, ...rest]);
    };
  });
  await shareScreen(helper, sharer, captured);
  const asked = await sharer.page.evaluate(() => (window as { rhAsked?: unknown }).rhAsked);
  expect(asked).toEqual({
    video: {
      width: { max: 7680 },
      height: { max: 7680 },
      cursor: { ideal: "always" },
      displaySurface: { ideal: "monitor" },
      frameRate: { ideal: 30 },
    },
    audio: false,
    monitorTypeSurfaces: "include",
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    systemAudio: "exclude",
    controller: {},
  });
});
