// The picture's workers in WebKit, which has no WebRTC on Linux: what its mock of a display or camera shows goes through both.
import { Display } from "../fixtures/display.js";
import { expect, test } from "../fixtures/test.js";
import { WebKit, webkitPath } from "../fixtures/webkit.js";
import { serveWorkers } from "../fixtures/workers.js";

interface Compared {
  same: boolean;
  format: string;
  size: [number, number];
  values: number;
}

/** Off by default in WebKitGTK, on in Safari 18. */
const PROCESSOR = "MediaStreamTrackProcessing";

const CASES = [
  { what: "frames of a video", button: "display", hand: false, features: [], size: [1920, 1080], reads: 0 },
  { what: "a track that its worker cannot read", button: "display", hand: true, features: [], size: [1920, 1080], reads: 0 },
  // The mock of a display stands still, and its only frame came before the processor: it is fetched from the video.
  { what: "a track that brings its worker nothing", button: "display", hand: true, features: [PROCESSOR], size: [1920, 1080], reads: 0 },
  { what: "a track that its worker reads, as in Safari 18", button: "camera", hand: true, features: [PROCESSOR], size: [640, 480], reads: 1 },
];

test.describe("WebKit", () => {
  test.skip(!webkitPath(), "there is no WebKitGTK here");
  for (const { what, button, hand, features, size, reads } of CASES) {
    test(`its workers are exact with ${what}`, async ({ broker }) => {
      const display = await Display.start({ width: 1280, height: 1024 });
      const site = await serveWorkers(broker.url);
      const webkit = await WebKit.start(display, features);
      try {
        await webkit.open(site.url);
        await webkit.click(`#${button}`);
        await webkit.evaluate(`begin(${hand})`);
        await expect.poll(() => webkit.evaluate<number>("counts.drawn"), { timeout: 20_000 }).toBeGreaterThan(button === "camera" ? 3 : 0);
        if (reads === 0) await expect.poll(() => webkit.evaluate<number>("counts.wanted")).toBeGreaterThan(3);
        const compared = await webkit.evaluate<Compared>("compare()");
        expect(compared).toMatchObject({ same: true, format: "BGRA", size });
        expect(compared.values, "the frame is not blank").toBeGreaterThan(8);
        const counts = await webkit.evaluate<{ reading: number; errors: string[] }>("counts");
        expect(counts).toMatchObject({ reading: reads, errors: [] });
      } finally {
        await webkit.close();
        await site.close();
        await display.close();
      }
    });
  }
});
