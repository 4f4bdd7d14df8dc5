// One scene by one method: lets it run, looks, and reckons the figures.
import { setTimeout as wait } from "node:timers/promises";
import { changes, motion, pages, recovery } from "./figures.js";
import { traffic } from "./inpage/peers.js";
import { untilSeen } from "./inpage/reader.js";
import type { Sitting, World } from "./methods/method.js";
import type { Network } from "./networks.js";
import { Usage } from "./processes.js";
import type { References } from "./references.js";
import type { Relay } from "./relay/relay.js";
import type { Scene } from "./scenes/scene.js";
import { type Stages, lookedAt } from "./stages.js";

/** Milliseconds before the outage, and after it. */
const BEFORE_OUTAGE = 2_000;
const AFTER_OUTAGE = 5_000;
/** What else a scene takes, in milliseconds: loading, the first picture. */
const AROUND = 800;

export interface Measured {
  figures: Record<string, number>;
  /** Whether the helper held just what was captured, once the scene stood still. */
  exact: boolean | null;
  /** Where the time of ours goes. */
  stages?: Stages;
}

/** Milliseconds that a scene runs before it is measured, so that encoders and congestion control are at ease. */
const warm = (scene: Scene) => (scene.kind === "still" ? 4_000 : scene.kind === "pages" ? 2_000 : 1_500);
/** Milliseconds for what is still on its way when it has ended. */
const rest = (scene: Scene, network: Network) => (scene.kind === "still" ? 0 : network.rate === null ? 800 : 2_000);

const span = (scene: Scene, network: Network) =>
  network.outage === null ? scene.seconds * 1000 : BEFORE_OUTAGE + network.outage + AFTER_OUTAGE;

/** How long `measure` takes, in seconds. */
export function seconds(scene: Scene, network: Network): number {
  return (AROUND + warm(scene) + span(scene, network) + rest(scene, network)) / 1000;
}

export async function measure(
  world: World,
  sitting: Sitting,
  { scene, network, base }: { scene: Scene; network: Network; base: number },
  { references, relay }: { references: References; relay: Relay | null },
): Promise<Measured> {
  const { content, seeing, sharing } = sitting;
  await content.goto(`${world.site.url}/scene/${scene.name}`);
  const origin = await world.front(content);
  if (scene.act) {
    const wanted = { selector: sitting.selector, origin, parts: references.parts(scene, sitting.kind, base) };
    await content.evaluate((number) => window.rhStage.show(0, number), base);
    await seeing.evaluate((wanted) => window.rhReader.start(wanted), wanted);
    await untilSeen(seeing, base);
    await content.evaluate((number) => window.rhStage.begin(number), base);
  }
  await wait(warm(scene));

  const [bytesBefore, usageBefore, from] = [await traffic(sharing), new Usage(), Date.now()];
  let outageEnd: number | null = null;
  if (network.outage !== null && relay) {
    await wait(BEFORE_OUTAGE);
    outageEnd = relay.breakOff(network.outage);
  }
  await wait(from + span(scene, network) - Date.now());
  const [usageAfter, bytesAfter, to] = [new Usage(), await traffic(sharing), Date.now()];

  const seconds = (usageAfter.at - usageBefore.at) / 1000;
  const share = (root: number) => (100 * usageAfter.since(usageBefore, root)) / seconds;
  const rate = (bytes: number) => (bytes * 8) / 1000 / seconds;
  const busy = (100 * (usageAfter.machine - usageBefore.machine)) / seconds;
  const figures: Record<string, number> = {
    sent: rate(bytesAfter.sent - bytesBefore.sent),
    received: rate(bytesAfter.received - bytesBefore.received),
    "sharer's CPU": share(world.sharer.process),
    "helper's CPU": share(world.helper.process),
    // This process and all below it: both browsers, the broker, the relay.
    "others' CPU": Math.max(0, busy - share(process.pid)),
  };
  // After all that counts was counted, while the scene goes on: whatever it costs touches no figure.
  const looked = sitting.stages ? lookedAt(scene, network) : 0;
  const stages = looked > 0 ? await sitting.stages?.(looked) : undefined;
  if (scene.act) {
    await content.evaluate(() => window.rhStage.stop());
    await wait(rest(scene, network));
    const looks = await seeing.evaluate(() => window.rhReader.stop());
    const drawn = (await content.evaluate(() => window.rhStage.drawn)).filter(([number]) => number > base);
    Object.assign(figures, changes(drawn, looks, { from, to }));
    if (outageEnd !== null) Object.assign(figures, recovery(drawn, looks, outageEnd, to));
    const part = (name: string) => (scene.judged ?? []).findIndex((judged) => judged.name === name);
    if (scene.kind === "pages") {
      const count = scene.judged?.[part("page")]?.pictures ?? 1;
      Object.assign(figures, pages(drawn, looks, { from, to }, { base, count, part: part("page") }));
    }
    if (scene.kind === "motion") {
      Object.assign(figures, motion(drawn, looks, { from, to }, { motion: part("motion"), around: part("around") }));
    }
  }
  // Of a caret that goes on blinking the two sides would be asked at different times.
  await content.evaluate(() => document.getAnimations().forEach((animation) => animation.pause()));
  return { figures, exact: await sitting.exact(), ...(stages ? { stages } : {}) };
}
