// One direction of a network, as arithmetic: when a packet arrives, if it does.
import type { Network } from "../networks.js";

/** Milliseconds of traffic that wait before a slow line; what comes then is dropped. */
export const QUEUE = 250;
/** Bytes that IP and UDP put before each packet. */
const HEADERS = 28;

export class Link {
  /** When the line has sent all that it took. */
  private free = 0;
  private random: number;
  /** No packet passes before this. */
  private downUntil = 0;

  constructor(
    private readonly network: Pick<Network, "delay" | "loss" | "rate">,
    seed: number,
  ) {
    this.random = seed >>> 0;
  }

  /** Nothing passes from `now` on for so long; what is on its way is gone as well. */
  breakOff(now: number, milliseconds: number): void {
    this.downUntil = now + milliseconds;
    this.free = 0;
  }

  isDown(now: number): boolean {
    return now < this.downUntil;
  }

  /** When a packet of so many bytes that is sent now arrives; `null`: never. */
  admit(now: number, bytes: number): number | null {
    if (this.isDown(now)) return null;
    // Drawn for each packet, dropped or not: the same packets get lost in every run.
    const lost = this.draw() < this.network.loss;
    const { rate, delay } = this.network;
    if (rate === null) return lost ? null : now + delay;
    const begin = Math.max(now, this.free);
    if (begin - now > QUEUE) return null;
    this.free = begin + ((bytes + HEADERS) * 8000) / rate;
    // Lost behind the slow line: it took its time there.
    return lost ? null : this.free + delay;
  }

  /** The next number of a linear congruential sequence, from 0 to 1. */
  private draw(): number {
    this.random = (Math.imul(this.random, 1664525) + 1013904223) >>> 0;
    return this.random / 2 ** 32;
  }
}
