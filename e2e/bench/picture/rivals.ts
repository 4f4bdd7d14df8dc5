// Which tracks stay in the race: all of them run once, and those that win most run again.
import type { Network } from "./networks.js";
import type { Results } from "./results.js";
import type { Scene } from "./scenes/scene.js";

/** What tracks are compared by: how soon first of all, and what it costs. */
const CONTESTS: Record<Scene["kind"], [figure: string, weight: number][]> = {
  changes: [["p50", 3], ["p95", 2], ["sent", 1], ["sharer's CPU", 1]],
  pages: [["readable", 3], ["quality", 1], ["sent", 1], ["sharer's CPU", 1]],
  motion: [["p50", 3], ["p95", 2], ["motion", 1], ["sent", 1], ["sharer's CPU", 1]],
  still: [["sent", 1], ["sharer's CPU", 1]],
};

/** Who runs where nothing was measured yet. */
const FAVOURITES = ["H264-text", "H264-motion", "VP9-text"];

/** Of all tracks the `count` that win most of what has been measured of these scenes on this network. */
export function rivals(results: Results, scenes: Scene[], network: Network, all: string[], count: number): string[] {
  const scores = new Map<string, number>();
  for (const scene of scenes) {
    for (const [figure, weight] of CONTESTS[scene.kind]) {
      const better = figure === "quality" || figure === "motion" ? "more" : "less";
      const best = results.bestTrack(scene, network, figure, better);
      if (best) scores.set(best.method, (scores.get(best.method) ?? 0) + weight);
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1]).map(([method]) => method);
  return [...new Set([...ranked, ...FAVOURITES, ...all])].slice(0, count);
}
