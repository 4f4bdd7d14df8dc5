// What was measured, and medians of it.
import { percentile } from "../statistics.js";
import type { Measured } from "./measure.js";
import type { Network } from "./networks.js";
import type { Scene } from "./scenes/scene.js";
import type { Stages } from "./stages.js";

/** One scene on one network by one method in one run. */
export interface Cell extends Measured {
  scene: string;
  network: string;
  method: string;
  run: number;
}

/** A sitting or scene that came to nothing. */
export interface Failure {
  scene: string;
  network: string;
  method: string;
  run: number;
  why: string;
}

/** A figure over several runs. */
export interface Summary {
  median: number;
  least: number;
  most: number;
  runs: number;
}

/** Who shows less of the changes than this, in %, is no measure of how soon or how cheaply they can be shown. */
const SHOWING = 20;

export const isTrack = (method: string) => method !== "local" && method !== "ours";

export class Results {
  readonly cells: Cell[] = [];
  readonly failures: Failure[] = [];
  /** What each track really agreed upon. */
  readonly agreed: Record<string, Record<string, unknown>> = {};

  /** A figure of one method; `null` if it was not measured. */
  summary(scene: Scene, network: Network, method: string, figure: string): Summary | null {
    const values = this.of(scene, network)
      .filter((cell) => cell.method === method)
      .flatMap(({ figures }) => figures[figure] ?? [])
      .filter((value) => !Number.isNaN(value));
    if (values.length === 0) return null;
    return { median: percentile(values, 0.5), least: Math.min(...values), most: Math.max(...values), runs: values.length };
  }

  /** The track that does best in a figure, by its median; one that hardly shows the scene is none. */
  bestTrack(scene: Scene, network: Network, figure: string, better: "less" | "more"): { method: string; summary: Summary } | null {
    const sign = better === "less" ? 1 : -1;
    const tracks = this.methods(scene, network).filter(isTrack);
    const measured = tracks.flatMap((method) => {
      if ((this.summary(scene, network, method, "seen")?.median ?? 100) < SHOWING) return [];
      const summary = this.summary(scene, network, method, figure);
      return summary ? [{ method, summary }] : [];
    });
    return measured.sort((a, b) => sign * (a.summary.median - b.summary.median))[0] ?? null;
  }

  /** Whether the picture was exact at the end of every run; `null` if nobody could tell. */
  exact(scene: Scene, network: Network): boolean | null {
    const told = this.of(scene, network).flatMap(({ exact }) => (exact === null ? [] : exact));
    return told.length === 0 ? null : told.every(Boolean);
  }

  /** Where the time of ours goes: medians of the runs, in milliseconds. */
  stages(scene: Scene, network: Network): Stages {
    const runs = this.of(scene, network).flatMap(({ stages }): Stages[] => (stages ? [stages] : []));
    const names = [...new Set(runs.flatMap((run) => Object.keys(run)))];
    return Object.fromEntries(names.map((name) => [name, percentile(runs.flatMap((run) => run[name] ?? []), 0.5)]));
  }

  methods(scene: Scene, network: Network): string[] {
    return [...new Set(this.of(scene, network).map(({ method }) => method))];
  }

  /** What other programs took of the machine meanwhile, in % of a core. */
  others(): Summary {
    const values = this.cells.flatMap(({ figures }) => figures["others' CPU"] ?? []);
    return { median: percentile(values, 0.5), least: Math.min(...values), most: Math.max(...values), runs: values.length };
  }

  private of(scene: Scene, network: Network): Cell[] {
    return this.cells.filter((cell) => cell.scene === scene.name && cell.network === network.name);
  }
}
