// A page of code, scrolled by 40 px each 50 ms.
import { LIGHT, page, scroll as change } from "./code-page.js";
import type { Scene } from "./scene.js";
import { code } from "./text.js";

export const scroll: Scene = {
  name: "scroll",
  title: "a page of code, 40 px each 50 ms",
  kind: "changes",
  style: LIGHT,
  body: page(code(2, 900)),
  act: { every: 50, change },
  seconds: 5,
};
