// The figures that are shown of each kind of scene.
import type { Network } from "../networks.js";
import type { Scene } from "../scenes/scene.js";

export interface Figure {
  name: string;
  /** In words, with the unit. */
  title: string;
  better: "less" | "more";
  digits?: number;
}

const P50: Figure = { name: "p50", title: "latency p50, ms", better: "less" };
const P95: Figure = { name: "p95", title: "latency p95, ms", better: "less" };
const SEEN: Figure = { name: "seen", title: "changes seen, %", better: "more" };
const THESE: Figure = { name: "p50 of these", title: "p50 of these only, ms", better: "less" };
const BEHIND: Figure = { name: "behind", title: "behind at worst, ms", better: "less" };
const COSTS: Figure[] = [
  { name: "sent", title: "sent, kbit/s", better: "less" },
  { name: "sharer's CPU", title: "sharer's CPU, % of a core", better: "less", digits: 1 },
  { name: "helper's CPU", title: "helper's CPU, % of a core", better: "less", digits: 1 },
];
const OF_KIND: Record<Scene["kind"], Figure[]> = {
  changes: [P50, P95, SEEN, THESE, BEHIND],
  pages: [
    { name: "readable", title: "readable (30 dB), ms", better: "less" },
    { name: "exact", title: "exact, ms", better: "less" },
    { name: "quality", title: "best picture, dB", better: "more", digits: 1 },
  ],
  motion: [
    P50,
    P95,
    SEEN,
    THESE,
    BEHIND,
    { name: "motion", title: "moving part, dB", better: "more", digits: 1 },
    { name: "around", title: "text around exact, % of frames", better: "more" },
    { name: "still", title: "exact after standstill, ms", better: "less" },
  ],
  still: [],
};
const OUTAGE: Figure[] = [
  { name: "back", title: "newest content after the outage, ms", better: "less" },
  { name: "backlog", title: "older pictures before it", better: "less" },
  { name: "after", title: "behind from 1.5 s after, ms", better: "less" },
];

export function figuresOf(scene: Scene, network: Network): Figure[] {
  if (network.outage !== null && scene.kind !== "still") return OUTAGE;
  return [...OF_KIND[scene.kind], ...COSTS];
}

/** A number for people: digits only where they tell something. */
export function shown(value: number, { digits = 0 }: Pick<Figure, "digits">): string {
  if (!Number.isFinite(value)) return "never";
  return value.toFixed(value !== 0 && Math.abs(value) < 10 ? Math.max(digits, 1) : digits);
}
