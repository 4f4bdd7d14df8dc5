// Carries a plan out: round by round, method by method, scene by scene. What fails is noted, and the
// rest goes on.
import { LARGEST } from "./barcode.js";
import type { Between } from "./inpage/peers.js";
import { type Measured, measure } from "./measure.js";
import { local } from "./methods/local.js";
import type { Method, World } from "./methods/method.js";
import { ours } from "./methods/ours.js";
import { TRACKS } from "./methods/track.js";
import { PLAIN } from "./networks.js";
import type { Plan, Round } from "./plan.js";
import { References } from "./references.js";
import { Relay } from "./relay/relay.js";
import { Results } from "./results.js";
import { rivals } from "./rivals.js";
import { FULL_HD, type Scene } from "./scenes/scene.js";
import type { Worlds } from "./world.js";

/** Numbers that a scene may use; longer ones than this there are not. */
const NUMBERS = 1_024;

export async function carryOut(plan: Plan, worlds: Worlds, between: Between, say: (line: string) => void): Promise<Results> {
  const results = new Results();
  const references = new References();
  await references.collect(worlds.ordinary, plan.scenes);
  for (const round of plan.rounds) {
    await worlds.within(round.scenes[0]?.surface, async (world) => {
      for (const method of methods(round, results)) {
        say(`${round.network.name}, run ${round.run}: ${method.title}`);
        await sit(world, between, round, method, { references, results, say });
      }
    });
  }
  return results;
}

/** In the order in which they take their turns. */
function methods({ network, scenes, run, tracks, ...round }: Round, results: Results): Method[] {
  // On another network, what ran here before counts; at first, what ran on the plain one.
  const measured = run > 1 ? network : PLAIN;
  const all = TRACKS.map(({ name }) => name);
  const names = Array.isArray(tracks) ? tracks : rivals(results, scenes, measured, all, tracks);
  const chosen = TRACKS.filter(({ name }) => names.includes(name));
  return [...(round.local ? [local] : []), ...chosen, ...(round.ours ? [ours] : [])];
}

/** One method through all scenes of a round. */
async function sit(
  world: World,
  between: Between,
  { network, scenes, run }: Round,
  method: Method,
  { references, results, say }: { references: References; results: Results; say: (line: string) => void },
): Promise<void> {
  const at = { network: network.name, method: method.name, run };
  const failed = (scene: string, error: unknown) => {
    const why = String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
    results.failures.push({ ...at, scene, why });
    say(`  ${scene}: failed, ${why}`);
  };
  const relay = network === PLAIN ? null : new Relay(network, run);
  between.relay = relay;
  try {
    const sitting = await method.open(world, scenes[0]?.size ?? FULL_HD);
    try {
      for (const [i, scene] of scenes.entries()) {
        const base = ((i + 1) * NUMBERS) % LARGEST;
        try {
          const measured = await measure(world, sitting, { scene, network, base }, { references, relay });
          results.cells.push({ ...at, scene: scene.name, ...measured });
          say(`  ${line(scene, measured)}`);
        } catch (error) {
          failed(scene.name, error);
        }
      }
      if (method.name !== "ours" && method.name !== "local") results.agreed[method.name] ??= await sitting.notes();
    } finally {
      await sitting.close();
    }
  } catch (error) {
    failed(scenes.map(({ name }) => name).join(", "), error);
  } finally {
    between.relay = null;
    await relay?.close();
  }
}

/** What is worth a look while it runs. */
function line(scene: Scene, { figures, exact }: Measured): string {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(0)}`);
  return `${scene.name.padEnd(8)}${told.join(", ")}${exact === null ? "" : exact ? ", exact" : ", NOT exact"}`;
}
