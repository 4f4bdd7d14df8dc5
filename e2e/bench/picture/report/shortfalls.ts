// Why a goal is not reached, what was tried, and what would be next: written by whoever has looked into it, shown
// where a run falls short of it.
import type { Verdict } from "./goals.js";

export interface Shortfall {
  scenes: string[];
  networks: string[];
  figures: string[];
  why: string;
}

/** Whether a verdict is about this. */
export function falls({ scenes, networks, figures }: Omit<Shortfall, "why">, { scene, network, figure }: Verdict): boolean {
  return scenes.includes(scene.name) && networks.includes(network.name) && figures.includes(figure);
}

const LATENCY = ["p50", "p95"];

export const SHORTFALLS: Shortfall[] = [
  {
    scenes: ["typing"],
    networks: ["plain"],
    figures: LATENCY,
    why:
      "the pipeline takes 5 ms and the helper's next animation frame 9 more; what is left are four hops between pages and " +
      "workers. Tried: everything within the stages. Next: the data channel moved into the workers, which saves a hop on each side.",
  },
  {
    scenes: ["typing"],
    networks: ["plain"],
    figures: ["sent"],
    why:
      "tracks with the hint motion tell a character in 16 to 21 kbit/s, of little quality and never exactly; with the hint text they take " +
      "95 and more. Ours is some 160 bytes a character with all that the transport adds. Next: acknowledgements of several frames at once.",
  },
  {
    scenes: ["scroll"],
    networks: ["plain"],
    figures: LATENCY,
    why:
      "the local limit is 28 ms, and the machine's two cores are busy with the content. Tried: memory for pixels that comes back, " +
      "which took 10 ms off; ground that moves along is no longer drawn again since this run (50 and 66 ms in a run of a part). Next: a " +
      "quicker search for where things went.",
  },
  {
    scenes: ["scroll"],
    networks: ["rtt100"],
    figures: LATENCY,
    why: "capturing and the network alone take 78 ms, more than half of the best track's time: nobody can reach this one. Ours adds 42.",
  },
  {
    scenes: ["video"],
    networks: ["plain"],
    figures: LATENCY,
    why:
      "content, capture, encoder and decoder together take all of both cores. Tried: other codecs (VP8's and AV1's encoders share " +
      "the cores worse, and lag), no queue before the encoder, other rates. Next: hardware encoders, which this machine has not.",
  },
  {
    scenes: ["video"],
    networks: ["plain"],
    figures: ["motion"],
    why:
      "the best track by this figure sends 9.7 Mbit/s, the best by latency is at 34 dB; ours stays below the bytes of any. The browser's " +
      "H.264 encoder takes this scene for cuts, and spends a fifth of its bits on whole pictures, which WebCodecs cannot forbid.",
  },
  {
    scenes: ["video"],
    networks: ["plain"],
    figures: ["still"],
    why:
      "120 ms until rest is believed, then all of it told exactly. Next: a quicker coder for grain.",
  },
  {
    scenes: ["video"],
    networks: ["512k"],
    figures: ["behind"],
    why:
      "film began only where the path let frames through every quarter of a second; mended since this run, but 200 kbit/s, the least rate of a " +
      "film, is much for this path, and so is what the text around it takes. Next: a film of half the size.",
  },
  {
    scenes: ["flip"],
    networks: ["outage"],
    figures: ["back", "after"],
    why:
      "after five seconds of nothing the transport (SCTP) waits for its own timer, as far as can be told from outside; one run. A page from the " +
      "outage is behind until then. Next: a new association as soon as something is heard again.",
  },
  {
    scenes: ["caret", "idle"],
    networks: ["plain"],
    figures: ["sent"],
    why: "heartbeats twice a second and the connection's own checks are 2 kbit/s by themselves. Next: shorter heartbeats, without JSON.",
  },
  {
    scenes: ["typing", "scroll", "flip", "video", "ide", "sheet", "drag", "1440p", "2160p", "window"],
    networks: ["plain"],
    figures: ["sharer's CPU"],
    why:
      "nearly all of it is the content's drawing and the capture, which the local limit has too (41 % typing, 72 % scrolling, 107 % video); ours adds " +
      "nothing to be seen while typing, 12 % scrolling and 20 % with video, and hardly a track does less.",
  },
  {
    scenes: ["photo"],
    networks: ["plain"],
    figures: ["sharer's CPU"],
    why: "each photograph is told exactly, which the track never does (36 dB). Next: a quicker coder for grain.",
  },
  {
    scenes: ["odd"],
    networks: ["plain"],
    figures: ["sharer's CPU"],
    why:
      "a tab of odd size is captured resampled, and what scrolls in it is no exact shift: all is told anew, 19 Mbit/s. Next: moves with a " +
      "remainder, or such a page as film.",
  },
];
