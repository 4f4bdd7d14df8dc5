// The local limit: the captured stream in a `<video>` of the capturing page. Nobody can be faster.
import { capture } from "./capturing.js";
import type { Method } from "./method.js";

export const local: Method = {
  name: "local",
  title: "local limit",
  seconds: 2,
  judging: 0,
  open: async (world, size) => {
    const { sharing, content } = await capture(world, size, "beside");
    await sharing.evaluate(() => {
      const video = document.createElement("video");
      video.muted = true;
      video.srcObject = window.rhCaptured ?? null;
      video.style.cssText = "display:block;width:100vw";
      document.body.replaceChildren(video);
      document.body.style.margin = "0";
      // Not awaited: the capture's first picture may get lost, and of a page that stands still no other comes.
      void video.play();
    });
    return {
      sharing,
      seeing: sharing,
      selector: "video",
      kind: "video",
      content,
      exact: async () => null,
      notes: async () => ({}),
      close: async () => {
        await sharing.close();
        await content.close();
      },
    };
  },
};
