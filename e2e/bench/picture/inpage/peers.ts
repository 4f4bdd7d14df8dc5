// Runs before the scripts of every page of both browsers: remembers peer connections, so that their
// bytes can be counted, and asks the test about each candidate of the other side, so that a relay
// can stand between. The product has no hook.
import type { BrowserContext, Page } from "@playwright/test";
import type { Relay, Side } from "../relay/relay.js";

declare global {
  interface Window {
    rhPeers?: RTCPeerConnection[];
    rhCandidate?: (candidate: string) => Promise<string | null>;
  }
}

/** What stands between the browsers now, if anything does. */
export interface Between {
  relay: Relay | null;
}

/** Prepares all future pages of a context that belongs to `side`. */
export async function watchPeers(context: BrowserContext, side: Side, between: Between): Promise<void> {
  const remote: Side = side === "sharer" ? "helper" : "sharer";
  await context.exposeBinding("rhCandidate", (_source, candidate: string) =>
    between.relay ? between.relay.rewrite(remote, candidate) : candidate,
  );
  await context.addInitScript(wrap);
}

function wrap(): void {
  const Native = window.RTCPeerConnection;
  const peers: RTCPeerConnection[] = [];
  window.rhPeers = peers;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
  const native = {
    add: Native.prototype.addIceCandidate as (given?: RTCIceCandidateInit | null) => Promise<void>,
    describe: Native.prototype.setRemoteDescription as (given: RTCSessionDescriptionInit) => Promise<void>,
  };
  Native.prototype.addIceCandidate = async function (this: RTCPeerConnection, given?: RTCIceCandidateInit | null) {
    if (!given?.candidate || !window.rhCandidate) return native.add.call(this, given);
    const candidate = await window.rhCandidate(given.candidate);
    if (candidate === null) return;
    const { sdpMid, sdpMLineIndex } = given;
    return native.add.call(this, { candidate, sdpMid: sdpMid ?? null, sdpMLineIndex: sdpMLineIndex ?? null });
  };
  // The call itself stays synchronous, since the browser chains it with what is called next.
  Native.prototype.setRemoteDescription = function (this: RTCPeerConnection, given: RTCSessionDescriptionInit) {
    const candidates: RTCIceCandidateInit[] = [];
    let sdpMLineIndex = -1;
    const kept = (given.sdp ?? "").split("\r\n").filter((line) => {
      if (line.startsWith("m=")) sdpMLineIndex++;
      if (!line.startsWith("a=candidate:")) return line !== "a=end-of-candidates";
      candidates.push({ candidate: line.slice(2), sdpMLineIndex });
      return false;
    });
    const set = native.describe.call(this, { type: given.type, sdp: kept.join("\r\n") });
    void set.then(() => candidates.forEach((candidate) => void this.addIceCandidate(candidate))).catch(() => undefined);
    return set;
  };
}

/** Bytes that have gone and come on all connections of a page. */
export function traffic(page: Page): Promise<{ sent: number; received: number }> {
  return page.evaluate(async () => {
    const total = { sent: 0, received: 0 };
    for (const peer of window.rhPeers ?? []) {
      for (const report of (await peer.getStats()).values()) {
        if (report.type !== "candidate-pair") continue;
        total.sent += report.bytesSent ?? 0;
        total.received += report.bytesReceived ?? 0;
      }
    }
    return total;
  });
}
