// What is measured, in which order, and how long that takes.
import { seconds as sceneSeconds } from "./measure.js";
import { local } from "./methods/local.js";
import type { Method } from "./methods/method.js";
import { ours } from "./methods/ours.js";
import { TRACKS } from "./methods/track.js";
import { NETWORKS, type Network, PLAIN } from "./networks.js";
import { References } from "./references.js";
import { isTrack } from "./results.js";
import { MAIN, OTHERS, SCENES } from "./scenes/index.js";
import { FULL_HD, type Scene } from "./scenes/scene.js";
import { lookedAt } from "./stages.js";

/** All methods once, one after the other, each through all the scenes: noise then hits all alike. */
export interface Round {
  network: Network;
  scenes: Scene[];
  run: number;
  /** Which of the tracks take part, or how many: the best so far. */
  tracks: number | string[];
  local: boolean;
  ours: boolean;
}

/** What somebody asked for; by default everything. */
export interface Selection {
  scenes?: string[];
  networks?: string[];
  methods?: string[];
  runs?: number;
}

/** Starting browsers and broker, and writing down. */
const AROUND = 10;

export class Plan {
  private constructor(
    readonly rounds: Round[],
    readonly scenes: Scene[],
    /** Everything, as often as it should be. */
    readonly whole: boolean,
  ) {}

  static of(selection: Selection): Plan {
    const scenes = named(SCENES, selection.scenes, "scene");
    const networks = named(NETWORKS, selection.networks, "network");
    const methods = selection.methods && named([local, ...TRACKS, ours], selection.methods, "method").map(({ name }) => name);
    const asked = selection.scenes !== undefined;
    const rounds: Round[] = [];
    const add = (network: Network, group: Scene[], run: number, tracks: number) =>
      rounds.push({
        network,
        scenes: group,
        run,
        tracks: methods ? methods.filter(isTrack) : tracks,
        // The local limit knows no network.
        local: network === PLAIN && (methods?.includes(local.name) ?? true),
        ours: methods?.includes(ours.name) ?? true,
      });
    for (const network of networks) {
      // By default only the main scenes go through the networks; who names a scene means it.
      const main = asked && network !== PLAIN ? scenes : scenes.filter((scene) => MAIN.includes(scene));
      for (const group of together(main)) {
        for (let run = 1; run <= (selection.runs ?? network.runs); run++) {
          add(network, group, run, run === 1 ? network.tracks.first : network.tracks.later);
        }
      }
    }
    if (networks.includes(PLAIN)) {
      for (const group of together(scenes.filter((scene) => OTHERS.includes(scene)))) {
        for (let run = 1; run <= (selection.runs ?? 1); run++) {
          // What stillness costs is held against limits, not against tracks.
          add(PLAIN, group, run, group.every(({ kind }) => kind === "still") ? 0 : 1);
        }
      }
    }
    const whole = Object.values(selection).every((part) => part === undefined);
    return new Plan(rounds, scenes, whole);
  }

  get seconds(): number {
    const references = References.seconds(this.scenes);
    return this.rounds.reduce((sum, round) => sum + roundSeconds(round), AROUND + references);
  }
}

function roundSeconds({ network, scenes, tracks, ...round }: Round): number {
  const takes = (method: Method) =>
    method.seconds + scenes.reduce((sum, scene) => sum + sceneSeconds(scene, network) + method.judging, 0);
  const looked = scenes.reduce((sum, scene) => sum + lookedAt(scene, network), 0);
  const slowest = Math.max(...TRACKS.map(takes));
  const count = typeof tracks === "number" ? Math.min(tracks, TRACKS.length) : tracks.length;
  return (round.ours ? takes(ours) + looked : 0) + count * slowest + (round.local ? takes(local) : 0);
}

/** Scenes that one capture serves: of the same kind of surface and size; and those that are still apart. */
function together(scenes: Scene[]): Scene[][] {
  const groups = new Map<string, Scene[]>();
  for (const scene of scenes) {
    const { width, height } = scene.size ?? FULL_HD;
    const key = `${width}×${height} ${scene.surface ?? "tab"} ${scene.kind === "still"}`;
    groups.set(key, [...(groups.get(key) ?? []), scene]);
  }
  return [...groups.values()];
}

function named<T extends { name: string }>(all: T[], names: string[] | undefined, what: string): T[] {
  const known = all.map(({ name }) => name);
  const unknown = (names ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${what} ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}
