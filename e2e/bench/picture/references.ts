// How judged parts of a scene look when captured: taken once from the captured stream itself, while
// the scene stands still.
import { setTimeout as wait } from "node:timers/promises";
import { type Tapped, toRgba } from "../../fixtures/tap.js";
import { type Part, untilSeen } from "./inpage/reader.js";
import { local } from "./methods/local.js";
import type { World } from "./methods/method.js";
import { FULL_HD, type Judged, type Scene } from "./scenes/scene.js";

/** A picture must have been there for so long, in milliseconds, before it counts. */
const SETTLED = 70;

export class References {
  /** Of each part of each scene, its pictures as I420 rows one after the other. */
  private readonly known = new Map<Judged, Buffer[]>();

  /** Seconds that collecting takes. */
  static seconds(scenes: Scene[]): number {
    const pictures = scenes.flatMap(({ judged }) => (judged ? Math.max(...judged.map(({ pictures }) => pictures)) : []));
    return pictures.length === 0 ? 0 : 4 + pictures.reduce((sum, count) => sum + 2 + count * 0.2, 0);
  }

  async collect(world: World, scenes: Scene[]): Promise<void> {
    const judged = scenes.filter((scene) => scene.judged);
    if (judged.length === 0) return;
    const sitting = await local.open(world, FULL_HD);
    let number = 0;
    for (const scene of judged) {
      await sitting.content.goto(`${world.site.url}/scene/${scene.name}`);
      await sitting.seeing.evaluate((selector) => {
        window.rhReader.start({ selector, origin: { x: 0, y: 0 }, parts: [] });
      }, sitting.selector);
      for (const part of scene.judged ?? []) {
        const pictures: Buffer[] = [];
        for (let count = 0; count < part.pictures; count++) {
          number += 1;
          await sitting.content.evaluate(([count, number]) => window.rhStage.show(count ?? 0, number ?? 0), [count, number]);
          await untilSeen(sitting.seeing, number);
          await wait(SETTLED);
          const grabbed = sitting.seeing.evaluate(
            ([selector, rows]) => window.rhReader.grab(selector, rows),
            [sitting.selector, part.rows] as const,
          );
          pictures.push(Buffer.from(await grabbed, "base64"));
        }
        this.known.set(part, pictures);
      }
    }
    await sitting.close();
  }

  /** What a reader of a video or a canvas holds the picture against. */
  parts(scene: Scene, kind: "video" | "canvas", base: number): Part[] {
    return (scene.judged ?? []).flatMap((judged) => {
      const known = this.known.get(judged);
      if (!known) return [];
      const pictures = known.map((picture) => picked(picture, judged, kind).toString("base64"));
      return [{ rows: judged.rows, pictures, choose: judged.choose, base }];
    });
  }
}

/** Of I420 rows their luma, or what the documented conversion makes of them. */
function picked(picture: Buffer, { rows }: Judged, kind: "video" | "canvas"): Buffer {
  let at = 0;
  return Buffer.concat(
    rows.map(({ w, h }) => {
      const luma = w * h;
      const piece = picture.subarray(at, at + (luma * 3) / 2);
      at += piece.length;
      if (kind === "video") return piece.subarray(0, luma);
      const frame: Tapped = {
        frame: null,
        film: null,
        format: "I420",
        width: w,
        height: h,
        planes: [
          { offset: 0, stride: w },
          { offset: luma, stride: w / 2 },
          { offset: (luma * 5) / 4, stride: w / 2 },
        ],
        data: piece.toString("base64"),
      };
      return toRgba(frame);
    }),
  );
}
