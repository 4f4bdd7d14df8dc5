// The bench's own sharing page: asks for the screen as the product does.
import type { Page } from "@playwright/test";
import type { Size } from "../scenes/scene.js";
import type { Place, Seats } from "./method.js";

declare global {
  interface Window {
    rhCaptured?: MediaStream;
  }
}

/** Opens the page and the content, and captures the one from the other. */
export async function capture(world: Seats, size: Size, place: Place): Promise<{ sharing: Page; content: Page }> {
  const sharing = await world.sharer.context.newPage();
  await sharing.goto(`${world.site.url}/sharing`);
  const content = await world.content(sharing, size, place);
  await sharing.evaluate(() => {
    document.querySelector("button")?.addEventListener("click", async () => {
      // As src/platform/capture.rs asks.
      const video = { frameRate: { ideal: 30 }, displaySurface: "monitor", cursor: "always" };
      const options = { video, audio: false, monitorTypeSurfaces: "include", surfaceSwitching: "include" };
      window.rhCaptured = await navigator.mediaDevices.getDisplayMedia(options);
    });
  });
  await sharing.click("#share");
  await sharing.waitForFunction(() => window.rhCaptured);
  return { sharing, content };
}
