// The ways to carry frames that are tried: over how many connections and channels, and who repairs what gets lost.

export interface Plan {
  name: string;
  title: string;
  /** Peer connections, each with its own congestion control. */
  connections: number;
  /** Data channels of each. */
  channels: number;
  /** The most bytes of a message. */
  message: number;
  /** Whether the transport neither orders nor repeats, and the two ends repair. */
  own: boolean;
  /** After so many messages of a burst comes one that can stand for any of them; 0: never. */
  parity: number;
  /** Whether the end that sends asks, by a few empty messages, when an acknowledgement is late. */
  nudges: boolean;
  /** Bytes sent twice a second while nothing else is to be sent. */
  filler: number;
}

/** Of a message that the transport cuts itself; of one that it sends as four packets, and as one. */
const [LONG, FOUR_PACKETS, ONE_PACKET] = [64 * 1024, 4400, 1100];

const plan = (name: string, title: string, more: Partial<Plan> = {}): Plan => ({
  name,
  title,
  connections: 1,
  channels: 1,
  message: FOUR_PACKETS,
  own: false,
  parity: 0,
  nudges: false,
  filler: 0,
  ...more,
});

export const PLANS: Plan[] = [
  plan("long", "one channel, reliable and in order, messages of 64 KB", { message: LONG }),
  plan("short", "the same, messages of four packets"),
  plan("nudged", "short ones, and three empty messages when an acknowledgement is late (as the product does)", { nudges: true }),
  plan("warm", "short ones, and 12 KB of filling twice a second", { filler: 12 * 1024 }),
  plan("channels", "short ones on four channels of one connection", { channels: 4 }),
  plan("connections", "short ones on four connections", { connections: 4 }),
  plan("own", "one packet each, unordered and unreliable, repaired by acknowledgements of ranges", { own: true, message: ONE_PACKET }),
  plan("parity", "the same, and one packet of parity after up to eight", { own: true, message: ONE_PACKET, parity: 8 }),
];

/** Bursts of so many bytes, each so many milliseconds after the last. */
export interface Load {
  name: string;
  title: string;
  bytes: number;
  gap: number;
  count: number;
}

export const LOADS: Load[] = [
  { name: "character", title: "160 bytes each 100 ms", bytes: 160, gap: 100, count: 600 },
  { name: "page", title: "10 KB each 700 ms", bytes: 10 * 1024, gap: 700, count: 80 },
  { name: "dense page", title: "60 KB each 1.2 s", bytes: 60 * 1024, gap: 1200, count: 45 },
];
