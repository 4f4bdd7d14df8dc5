// What the picture should reach, and whether it did: ratios to the best track of the same run, or
// plain limits.
import { NETWORKS, type Network } from "../networks.js";
import type { Results } from "../results.js";
import { SCENES } from "../scenes/index.js";
import type { Scene } from "../scenes/scene.js";
import { figuresOf } from "./figures.js";

interface Goal {
  scene: string;
  network: string;
  figure: string;
  /** At most so many times the best track's. */
  ratio?: number;
  /** In which figure the track is asked, if not in the same: no track is ever exact. */
  against?: string;
  /** At most, at least this much. */
  most?: number;
  least?: number;
  /** Less what the local limit takes: capturing and drawing cost that much without us. */
  beyondLocal?: boolean;
}

const on = (network: string, scene: string, goals: Omit<Goal, "scene" | "network">[]): Goal[] =>
  goals.map((goal) => ({ ...goal, scene, network }));
const latency = (ratio: number) => ["p50", "p95"].map((figure) => ({ figure, ratio }));
const MAIN = ["typing", "scroll", "flip", "video"];

export const GOALS: Goal[] = [
  ...on("plain", "typing", [...latency(0.75), { figure: "sent", ratio: 0.2 }]),
  ...on("plain", "scroll", [...latency(0.5), { figure: "sent", ratio: 0.5 }]),
  ...on("plain", "flip", [{ figure: "exact", ratio: 0.35, against: "readable" }]),
  ...on("plain", "video", [
    ...latency(0.4),
    { figure: "sent", ratio: 1 },
    { figure: "motion", ratio: 1 },
    { figure: "around", least: 100 },
    { figure: "still", most: 300 },
  ]),
  ...on("rtt100", "scroll", latency(0.5)),
  ...on("rtt100", "flip", [
    { figure: "readable", ratio: 0.7 },
    { figure: "exact", ratio: 0.9, against: "readable" },
  ]),
  ...on("loss", "flip", [
    { figure: "readable", ratio: 0.7 },
    { figure: "exact", ratio: 1, against: "readable" },
  ]),
  ...on("slow", "flip", [
    { figure: "readable", ratio: 0.3 },
    { figure: "exact", ratio: 0.5, against: "readable" },
  ]),
  ...MAIN.flatMap((scene) => on("512k", scene, [{ figure: "behind", most: 1_500 }])),
  ...MAIN.flatMap((scene) =>
    on("outage", scene, [
      { figure: "back", most: 1_500 },
      { figure: "after", most: 1_500 },
    ]),
  ),
  ...["caret", "idle"].flatMap((scene) =>
    on("plain", scene, [
      { figure: "sent", most: 2 },
      { figure: "sharer's CPU", most: 1, beyondLocal: true },
    ]),
  ),
  ...SCENES.filter(({ kind }) => kind !== "still").flatMap(({ name }) => on("plain", name, [{ figure: "sharer's CPU", ratio: 0.8 }])),
];

/** A goal held against what was measured. */
export interface Verdict {
  scene: Scene;
  network: Network;
  figure: string;
  title: string;
  digits: number;
  ours: number;
  /** The best track's figure, and which it is. */
  track: { method: string; median: number } | null;
  ratio: number | null;
  /** In words. */
  goal: string;
  met: boolean;
}

/** Every goal of which something was measured. */
export function verdicts(results: Results): Verdict[] {
  return GOALS.flatMap((goal): Verdict[] => {
    const scene = SCENES.find(({ name }) => name === goal.scene);
    const network = NETWORKS.find(({ name }) => name === goal.network);
    const figure = scene && network && figuresOf(scene, network).find(({ name }) => name === goal.figure);
    if (!scene || !network || !figure) return [];
    const measured = results.summary(scene, network, "ours", goal.figure);
    if (!measured) return [];
    const base = { scene, network, figure: figure.name, title: figure.title, digits: figure.digits ?? 0 };
    const best = results.bestTrack(scene, network, goal.against ?? goal.figure, figure.better);
    const track = best && { method: best.method, median: best.summary.median };
    if (goal.ratio !== undefined) {
      if (!track) return [];
      const ratio = measured.median / track.median;
      const met = figure.better === "less" ? ratio <= goal.ratio : ratio >= goal.ratio;
      const sign = figure.better === "less" ? "≤" : "≥";
      return [{ ...base, ours: measured.median, track, ratio, goal: `${sign} ${goal.ratio}×`, met }];
    }
    const local = goal.beyondLocal ? results.summary(scene, network, "local", goal.figure)?.median : 0;
    if (local === undefined) return [];
    const ours = measured.median - local;
    const met = goal.most !== undefined ? ours <= goal.most : ours >= (goal.least ?? 0);
    const beyond = goal.beyondLocal ? " beyond the local limit" : "";
    const words = goal.most !== undefined ? `≤ ${goal.most}` : `≥ ${goal.least}`;
    return [{ ...base, ours, track, ratio: null, goal: `${words}${beyond}`, met }];
  });
}
