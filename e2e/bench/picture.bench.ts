// How soon, how exact and at what price the helper sees the sharer's screen, beside the browser's own
// video tracks and what is possible at all. `RH_SCENES`, `RH_NETWORKS`, `RH_METHODS`
// (names, with commas) and `RH_RUNS` choose a part.
import { test } from "@playwright/test";
import type { Between } from "./picture/inpage/peers.js";
import { Plan } from "./picture/plan.js";
import { write } from "./picture/report/write.js";
import { carryOut } from "./picture/run.js";
import { Worlds } from "./picture/world.js";

test("picture", async () => {
  const names = (list: string | undefined) => list?.split(",").filter(Boolean);
  const runs = process.env.RH_RUNS ? Number(process.env.RH_RUNS) : undefined;
  const plan = Plan.of({
    scenes: names(process.env.RH_SCENES),
    networks: names(process.env.RH_NETWORKS),
    methods: names(process.env.RH_METHODS),
    runs,
  });
  const began = Date.now();
  console.log(`${plan.rounds.length} rounds of every method; this takes about ${Math.ceil(plan.seconds / 60)} minutes.`);

  const between: Between = { relay: null };
  const worlds = await Worlds.open(between);
  try {
    const results = await carryOut(plan, worlds, between, (line) => console.log(line));
    const { version } = worlds.ordinary.sharer;
    console.log(`Written: ${await write(results, plan.whole, version, began)}`);
  } finally {
    await worlds.close();
  }
});
