// A file on its way from the sharer's browser to the helper's, as fast as their network lets it: a data
// channel of a connection of its own, which knows nothing of the picture.
import type { Page } from "@playwright/test";
import type { Seats } from "./methods/method.js";

declare global {
  interface Window {
    rhDownload?: RTCPeerConnection;
    rhDownloaded?: number;
  }
}

export class Download {
  private constructor(
    private readonly from: Page,
    private readonly to: Page,
  ) {}

  static async start(world: Seats): Promise<Download> {
    const [from, to] = [await world.sharer.context.newPage(), await world.helper.context.newPage()];
    for (const page of [from, to]) await page.goto(`${world.site.url}/download`);
    const answered = await to.evaluate(receive, await from.evaluate(send));
    await from.evaluate((sdp) => window.rhDownload?.setRemoteDescription({ type: "answer", sdp }), answered);
    await to.waitForFunction(() => (window.rhDownloaded ?? 0) > 0);
    return new Download(from, to);
  }

  /** Bytes that have come so far. */
  bytes(): Promise<number> {
    return this.to.evaluate(() => window.rhDownloaded ?? 0);
  }

  async close(): Promise<void> {
    for (const page of [this.from, this.to]) await page.close();
  }
}

/** Runs in the page that sends: the offer. */
async function send(): Promise<string> {
  const [message, waiting] = [new Uint8Array(16 * 1024), 1024 * 1024];
  const peer = (window.rhDownload = new RTCPeerConnection());
  const channel = peer.createDataChannel("download");
  const fill = () => {
    while (channel.readyState === "open" && channel.bufferedAmount < waiting) channel.send(message);
  };
  channel.bufferedAmountLowThreshold = waiting / 2;
  channel.onopen = channel.onbufferedamountlow = fill;
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") await new Promise((next) => setTimeout(next, 10));
  return peer.localDescription?.sdp ?? "";
}

/** Runs in the page that receives: the answer. */
async function receive(sdp: string): Promise<string> {
  const peer = (window.rhDownload = new RTCPeerConnection());
  window.rhDownloaded = 0;
  peer.ondatachannel = ({ channel }) => {
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => (window.rhDownloaded = (window.rhDownloaded ?? 0) + (data as ArrayBuffer).byteLength);
  };
  await peer.setRemoteDescription({ type: "offer", sdp });
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") await new Promise((next) => setTimeout(next, 10));
  return peer.localDescription?.sdp ?? "";
}
