// Runs in both pages: bursts of bytes from one to the other, over whatever a plan says. Either page can
// play either end.
import type { Load, Plan } from "./plans.js";

export interface Ends {
  /** The offers of the end that sends, one for each connection. */
  offer: (plan: Plan) => Promise<string[]>;
  /** The answers of the end that receives. */
  answer: (plan: Plan, offers: string[]) => Promise<string[]>;
  /** Resolves when all channels of the end that sends are open. */
  accept: (answers: string[]) => Promise<void>;
  /** Sends bursts, and gives when each began. */
  send: (load: Load) => Promise<number[]>;
  /** When each burst since the last call was there, whole. */
  received: () => (number | null)[];
}

declare global {
  interface Window {
    rhEnds: Ends;
  }
}

export function createEnds(): Ends {
  /** Kinds of messages. */
  const [DATA, PARITY, ACK, EMPTY] = [0, 1, 2, 3];
  /** Kind, burst, index, messages of the burst. */
  const HEADER = 9;
  /** Milliseconds after which the last bursts of a load are given up. */
  const PATIENCE = 10_000;
  const now = () => performance.timeOrigin + performance.now();
  const pause = (milliseconds: number) => new Promise((next) => setTimeout(next, milliseconds));

  let plan: Plan;
  let peers: RTCPeerConnection[] = [];
  let channels: RTCDataChannel[] = [];

  const header = (kind: number, burst: number, index: number, count: number, size: number): DataView<ArrayBuffer> => {
    const message = new DataView(new ArrayBuffer(HEADER + size));
    message.setUint8(0, kind);
    message.setUint32(1, burst);
    message.setUint16(5, index);
    message.setUint16(7, count);
    return message;
  };
  const read = (data: ArrayBuffer) => {
    const view = new DataView(data);
    return { kind: view.getUint8(0), burst: view.getUint32(1), index: view.getUint16(5), count: view.getUint16(7) };
  };
  const give = (message: DataView<ArrayBuffer>, lane: number) => channels[lane % channels.length]?.send(message);

  // ---- the end that sends

  /** A message that the ends repair themselves. */
  interface Sent {
    message: DataView<ArrayBuffer>;
    lane: number;
    first: number;
    last: number;
    order: number;
    repeated: boolean;
    /** Acknowledgements of what was sent later. */
    passed: number;
  }
  const unacked = new Map<string, Sent>();
  let order = 0;
  let begun: number[] = [];
  let done: boolean[] = [];
  /** How long an acknowledgement takes, and how much that varies. */
  let [smooth, spread] = [200, 50];
  const took = (sample: number) => {
    spread += (Math.abs(sample - smooth) - spread) / 4;
    smooth += (sample - smooth) / 8;
  };

  const sendBurst = (burst: number, bytes: number) => {
    const room = plan.message;
    const count = Math.ceil(bytes / room);
    begun[burst] = now();
    let lane = 0;
    const put = (kind: number, index: number, size: number) => {
      const message = header(kind, burst, index, count, size);
      if (plan.own && kind === DATA) {
        const at = now();
        unacked.set(`${burst} ${index}`, { message, lane, first: at, last: at, order: order++, repeated: false, passed: 0 });
      }
      give(message, lane++);
    };
    for (let index = 0; index < count; index++) {
      put(DATA, index, Math.min(room, bytes - index * room));
      const isLast = index + 1 === count;
      if (plan.parity > 0 && (isLast || (index + 1) % plan.parity === 0)) put(PARITY, index - (index % plan.parity), Math.min(room, bytes));
    }
    if (plan.nudges) void nudge(burst, 3);
    if (plan.own) repair();
  };

  /** Asks for an acknowledgement that is late: each empty message makes the other transport report what it misses. */
  const nudge = async (burst: number, rounds: number) => {
    await pause(smooth * 1.25 + 10);
    if (done[burst] || rounds === 0) return;
    for (let i = 0; i < 3 && !done[burst]; i++) {
      channels.forEach((_, lane) => give(header(EMPTY, 0, 0, 0, 0), lane));
      await pause(10);
    }
    void nudge(burst, rounds - 1);
  };

  const again = (sent: Sent) => {
    sent.last = now();
    sent.order = order++;
    sent.repeated = true;
    sent.passed = 0;
    give(sent.message, sent.lane);
  };
  let repairing: ReturnType<typeof setTimeout> | undefined;
  /** Repeats what has waited too long, unless the channel itself still waits. */
  const repair = () => {
    if (repairing !== undefined || unacked.size === 0) return;
    repairing = setTimeout(() => {
      repairing = undefined;
      const waits = channels.some((channel) => channel.bufferedAmount > 0);
      for (const sent of waits ? [] : unacked.values()) {
        if (now() - sent.last > smooth + 4 * spread + 10) again(sent);
      }
      repair();
    }, 5);
  };

  const acked = (data: ArrayBuffer) => {
    const { burst, count } = read(data);
    if (!plan.own) {
      done[burst] = true;
      took(now() - (begun[burst] ?? 0));
      return;
    }
    const got = new Uint8Array(data, HEADER);
    let newest = -1;
    for (let index = 0; index < count; index++) {
      const sent = unacked.get(`${burst} ${index}`);
      if (!sent || !got[index]) continue;
      unacked.delete(`${burst} ${index}`);
      newest = Math.max(newest, sent.order);
      if (!sent.repeated) took(now() - sent.first);
    }
    done[burst] = got.every((one) => one !== 0);
    for (const sent of unacked.values()) {
      if (sent.order < newest && ++sent.passed >= 3) again(sent);
    }
  };

  // ---- the end that receives

  interface Burst {
    got: Uint8Array;
    parity: Set<number>;
  }
  let bursts = new Map<number, Burst>();
  let complete: (number | null)[] = [];

  const take = (data: ArrayBuffer) => {
    const { kind, burst, index, count } = read(data);
    if (kind === ACK) return acked(data);
    if (kind === EMPTY) return;
    const known = bursts.get(burst) ?? { got: new Uint8Array(count), parity: new Set() };
    bursts.set(burst, known);
    if (kind === PARITY) known.parity.add(index);
    else known.got[index] = 1;
    for (const group of known.parity) mend(known, group);
    const whole = known.got.every((one) => one !== 0);
    if (whole) complete[burst] ??= now();
    if (plan.own) {
      const ack = header(ACK, burst, 0, count, count);
      new Uint8Array(ack.buffer, HEADER).set(known.got);
      give(ack, 0);
    } else if (whole) {
      give(header(ACK, burst, 0, count, 0), 0);
    }
  };
  /** The parity of a group stands for the one message of it that is missing. */
  const mend = ({ got }: Burst, group: number) => {
    const members = Array.from(got.subarray(group, group + plan.parity), (_, i) => group + i);
    const missing = members.filter((index) => !got[index]);
    if (missing.length === 1 && missing[0] !== undefined) got[missing[0]] = 1;
  };

  // ---- connecting

  const listen = (channel: RTCDataChannel) => {
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }) => take(data as ArrayBuffer);
  };
  const described = async (peer: RTCPeerConnection) => {
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== "complete") await pause(10);
    return peer.localDescription?.sdp ?? "";
  };
  const start = (wanted: Plan) => {
    plan = wanted;
    peers = Array.from({ length: plan.connections }, () => new RTCPeerConnection());
    const how = plan.own ? { ordered: false, maxRetransmits: 0 } : {};
    const all = Array.from({ length: plan.channels }, (_, id) =>
      peers.map((peer) => peer.createDataChannel("burst", { ...how, negotiated: true, id })),
    );
    channels = all.flat();
    channels.forEach(listen);
  };

  return {
    offer: async (wanted) => {
      start(wanted);
      return Promise.all(peers.map(described));
    },
    answer: async (wanted, offers) => {
      start(wanted);
      return Promise.all(
        peers.map(async (peer, i) => {
          await peer.setRemoteDescription({ type: "offer", sdp: offers[i] ?? "" });
          return described(peer);
        }),
      );
    },
    accept: async (answers) => {
      await Promise.all(peers.map((peer, i) => peer.setRemoteDescription({ type: "answer", sdp: answers[i] ?? "" })));
      while (channels.some((channel) => channel.readyState !== "open")) await pause(10);
    },
    send: async ({ bytes, gap, count }) => {
      [begun, done] = [[], []];
      const filling = setInterval(() => {
        const idle = begun.every((_, burst) => done[burst]);
        if (plan.filler > 0 && idle) give(header(EMPTY, 0, 0, 0, plan.filler), 0);
      }, 500);
      const from = now();
      for (let burst = 0; burst < count; burst++) {
        await pause(from + burst * gap - now());
        sendBurst(burst, bytes);
      }
      const until = now() + PATIENCE;
      while (now() < until && !begun.every((_, burst) => done[burst])) await pause(20);
      clearInterval(filling);
      unacked.clear();
      // What was repeated in vain is still on its way.
      await pause(500);
      return begun;
    },
    received: () => {
      const since = complete;
      [bursts, complete] = [new Map(), []];
      return since;
    },
  };
}
