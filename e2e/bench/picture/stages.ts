// Where the time of ours goes, as the product itself tells its helper.
import { setTimeout as wait } from "node:timers/promises";
import type { HelperPage } from "../../pages/helper.js";
import { percentile } from "../statistics.js";
import { type Network, PLAIN } from "./networks.js";
import type { Scene } from "./scenes/scene.js";

/** Median milliseconds by stage, in the order in which a frame goes through them. */
export type Stages = Record<string, number>;

/** Seconds that are looked at: some changes of every scene. 0: it does not change, or what it takes elsewhere is the network's. */
export const lookedAt = (scene: Scene, network: Network) =>
  !scene.act || network !== PLAIN ? 0 : scene.kind === "pages" || scene.kind === "still" ? 6 : 3;

/** Opens the statistics as a helper does, looks each second at what they say of the last one, and closes them. */
export async function stagesOf(helper: HelperPage, seconds: number): Promise<Stages> {
  const seen = new Map<string, number[]>();
  let order: string[] = [];
  await helper.view("statistics").click();
  for (let second = 0; second < seconds; second++) {
    await wait(1_000);
    const stages = await helper.stages();
    // As they stand in the panel; one that is known there stays known.
    order = Object.keys(stages);
    for (const [name, [median]] of Object.entries(stages)) {
      seen.set(name, [...(seen.get(name) ?? []), median]);
    }
  }
  await helper.view("statistics").click();
  return Object.fromEntries(order.map((name) => [name, percentile(seen.get(name) ?? [], 0.5) / 1_000]));
}
