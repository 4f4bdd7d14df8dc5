// The document of a scene, as the bench's own server gives it out.
import { CAPTURED_TITLE } from "../../../fixtures/chromium.js";
import { BLOCK, encode } from "../barcode.js";
import { runStage } from "../inpage/stage.js";
import type { Scene } from "./scene.js";

export function documentOf(scene: Scene): string {
  const act = scene.act && `{ every: ${scene.act.every}, change: ${scene.act.change} }`;
  const stage = act ? `<script>(${runStage})(${encode}, ${act}, ${BLOCK})</script>` : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${CAPTURED_TITLE}</title>
<style>html { scrollbar-width: none }${scene.style}</style><body>${scene.body}${stage}</body></html>`;
}
