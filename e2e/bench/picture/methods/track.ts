// The browser's own video track, as any other product would send the screen; its limits are raised
// and its buffer is kept short, as one that wants to be fast would do.
import type { Page } from "@playwright/test";
import { capture } from "./capturing.js";
import type { Method } from "./method.js";

export const CODECS = ["VP8", "VP9", "AV1", "H264"] as const;
export const HINTS = ["text", "motion"] as const;
export type Codec = (typeof CODECS)[number];
export type Hint = (typeof HINTS)[number];

/** Bits a second that the encoder may use; Chromium's own limit is 2.5 million. */
const LIMIT = 10_000_000;

declare global {
  interface Window {
    rhPeer?: RTCPeerConnection;
  }
}

export function track(codec: Codec, hint: Hint): Method {
  return {
    name: `${codec}-${hint}`,
    title: `${codec} track, "${hint}"`,
    seconds: 3,
    judging: 0,
    open: async (world, size) => {
      const { sharing, content } = await capture(world, size, "in front");
      const seeing = await world.helper.context.newPage();
      await seeing.goto(`${world.site.url}/seeing`);
      await accept(seeing, await answer(seeing, await offer(sharing, { codec, hint, limit: LIMIT })), sharing);
      return {
        sharing,
        seeing,
        selector: "video",
        kind: "video",
        content,
        exact: async () => null,
        notes: () => agreed(sharing),
        close: async () => {
          for (const page of [sharing, seeing, content]) await page.close();
        },
      };
    },
  };
}

/** Every combination. */
export const TRACKS: Method[] = CODECS.flatMap((codec) => HINTS.map((hint) => track(codec, hint)));

function offer(page: Page, wanted: { codec: string; hint: string; limit: number }): Promise<string> {
  return page.evaluate(async ({ codec, hint, limit }) => {
    const peer = new RTCPeerConnection();
    window.rhPeer = peer;
    const screen = window.rhCaptured?.getVideoTracks()[0];
    if (!screen) throw new Error("nothing is captured");
    screen.contentHint = hint;
    const transceiver = peer.addTransceiver(screen, { direction: "sendonly", sendEncodings: [{ maxBitrate: limit }] });
    const known = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
    const ours = known.filter(({ mimeType }) => mimeType === `video/${codec}`);
    if (ours.length === 0) throw new Error(`this browser does not send ${codec}`);
    transceiver.setCodecPreferences([...ours, ...known.filter(({ mimeType }) => /rtx|red|ulpfec/.test(mimeType))]);
    const parameters = transceiver.sender.getParameters();
    parameters.degradationPreference = "maintain-resolution";
    await transceiver.sender.setParameters(parameters);
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== "complete") await new Promise((next) => setTimeout(next, 10));
    return peer.localDescription?.sdp ?? "";
  }, wanted);
}

function answer(page: Page, sdp: string): Promise<string> {
  return page.evaluate(async (offered) => {
    const peer = new RTCPeerConnection();
    window.rhPeer = peer;
    peer.addEventListener("track", ({ track, receiver }) => {
      // As short a buffer as it can do with.
      receiver.jitterBufferTarget = 0;
      const video = document.createElement("video");
      video.muted = true;
      video.autoplay = true;
      video.srcObject = new MediaStream([track]);
      document.body.replaceChildren(video);
    });
    await peer.setRemoteDescription({ type: "offer", sdp: offered });
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== "complete") await new Promise((next) => setTimeout(next, 10));
    return peer.localDescription?.sdp ?? "";
  }, sdp);
}

async function accept(seeing: Page, sdp: string, sharing: Page): Promise<void> {
  await sharing.evaluate((answered) => window.rhPeer?.setRemoteDescription({ type: "answer", sdp: answered }), sdp);
  await seeing.waitForFunction(() => (document.querySelector("video")?.readyState ?? 0) >= 2);
}

/** Codec, encoder and target rate as the browser tells them. */
function agreed(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(async () => {
    const reports = [...((await window.rhPeer?.getStats()) ?? new Map()).values()];
    const sent = reports.find(({ type }) => type === "outbound-rtp");
    const codec = reports.find(({ id }) => id === sent?.codecId);
    return {
      codec: codec && `${codec.mimeType} ${codec.sdpFmtpLine ?? ""}`.trim(),
      encoder: sent?.encoderImplementation,
      size: sent && `${sent.frameWidth}×${sent.frameHeight}`,
      target: sent?.targetBitrate,
      limited: sent?.qualityLimitationReason,
    };
  });
}
