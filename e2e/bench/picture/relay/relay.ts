// A small UDP relay between two browsers: every address of one side gets a mirror, a socket that the
// other side is told instead. What arrives at a mirror leaves from the mirror of its sender, so that
// any number of connections and candidates passes, and none of them past the relay.
import { type Socket, createSocket } from "node:dgram";
import { once } from "node:events";
import type { Network } from "../networks.js";
import { instead, parse } from "./candidate.js";
import { Link } from "./link.js";

/** Whose browser. */
export type Side = "sharer" | "helper";

const other = (side: Side): Side => (side === "sharer" ? "helper" : "sharer");

/** A socket that stands for one address of one side. */
interface Mirror {
  socket: Socket;
  side: Side;
  address: string;
  port: number;
}

interface Waiting {
  at: number;
  deliver: () => void;
}

export class Relay {
  private readonly mirrors = new Map<string, Promise<Mirror>>();
  private readonly lanes: Record<Side, Lane>;

  constructor(network: Network, seed: number) {
    this.lanes = { sharer: new Lane(new Link(network, seed)), helper: new Lane(new Link(network, seed + 1)) };
  }

  /** The candidate that the other side is told instead of this one; `null`: none. */
  async rewrite(side: Side, candidate: string): Promise<string | null> {
    const found = parse(candidate);
    if (!found) return null;
    const mirror = await this.mirror(side, found.address, found.port);
    return instead(candidate, found.address, mirror.socket.address().port);
  }

  /** Nothing passes for so many milliseconds. Gives when that ends. */
  breakOff(milliseconds: number): number {
    for (const lane of Object.values(this.lanes)) lane.breakOff(milliseconds);
    return Date.now() + milliseconds;
  }

  async close(): Promise<void> {
    for (const lane of Object.values(this.lanes)) lane.close();
    for (const mirror of await Promise.all(this.mirrors.values())) mirror.socket.close();
    this.mirrors.clear();
  }

  private mirror(side: Side, address: string, port: number): Promise<Mirror> {
    const key = `${address}:${port}`;
    const known = this.mirrors.get(key);
    if (known) return known;
    const made = this.open({ socket: createSocket("udp4"), side, address, port });
    this.mirrors.set(key, made);
    return made;
  }

  private async open(mirror: Mirror): Promise<Mirror> {
    const { socket, side, address, port } = mirror;
    socket.on("message", (packet, from) => {
      this.lanes[other(side)].send(packet.length, async () => {
        const sender = await this.mirror(other(side), from.address, from.port);
        // Closed meanwhile, with the relay.
        if (this.mirrors.size > 0) sender.socket.send(packet, port, address);
      });
    });
    // On the interface that the browser uses for this address.
    socket.bind(0, address);
    await once(socket, "listening");
    return mirror;
  }
}

/** A link on the machine's clock: packets wait in order for their time. */
class Lane {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly link: Link) {}

  send(bytes: number, deliver: () => void): void {
    const at = this.link.admit(performance.now(), bytes);
    if (at === null) return;
    this.waiting.push({ at, deliver });
    this.timer ??= setTimeout(() => this.deliver(), at - performance.now());
  }

  breakOff(milliseconds: number): void {
    this.link.breakOff(performance.now(), milliseconds);
    this.waiting = [];
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.waiting = [];
  }

  private deliver(): void {
    this.timer = null;
    // A timer may come a fraction of a millisecond early.
    const due = performance.now() + 0.5;
    while (this.waiting[0] && this.waiting[0].at <= due) this.waiting.shift()?.deliver();
    const next = this.waiting[0];
    if (next) this.timer = setTimeout(() => this.deliver(), next.at - performance.now());
  }
}
