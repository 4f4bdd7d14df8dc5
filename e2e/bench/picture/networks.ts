// The networks between the two browsers. The plain one is the machine's own, without a relay.

export interface Network {
  name: string;
  title: string;
  /** One way, in milliseconds. */
  delay: number;
  /** Share of packets that get lost, each way. */
  loss: number;
  /** Bits a second, each way. */
  rate: number | null;
  /** Milliseconds in the middle of a scene in which nothing passes. */
  outage: number | null;
  /** How often everything is measured on it. */
  runs: number;
  /** With how many tracks, in the first run and after it: those that did best before. */
  tracks: { first: number; later: number };
}

const through = (name: string, title: string, network: Partial<Network>): Network => ({
  name,
  title,
  delay: 20,
  loss: 0,
  rate: null,
  outage: null,
  runs: 3,
  tracks: { first: 2, later: 1 },
  ...network,
});

export const PLAIN: Network = through("plain", "this machine", { delay: 0, tracks: { first: Infinity, later: 2 } });

export const SLOW: Network = through("slow", "20 ms each way, 2 Mbit/s", { rate: 2_000_000 });

export const NETWORKS: Network[] = [
  PLAIN,
  through("rtt100", "50 ms each way", { delay: 50 }),
  through("loss", "20 ms each way, 1 % loss", { loss: 0.01 }),
  SLOW,
  through("512k", "20 ms each way, 512 kbit/s", { rate: 512_000, runs: 2 }),
  through("outage", "20 ms each way, 5 s of nothing", { outage: 5_000, runs: 1, tracks: { first: 1, later: 1 } }),
];
