// A page of code; one character each 100 ms.
import { LIGHT, editable, type } from "./code-page.js";
import type { Scene } from "./scene.js";

export const typing: Scene = {
  name: "typing",
  title: "a character each 100 ms in a page of code",
  kind: "changes",
  style: LIGHT,
  body: editable(1),
  act: { every: 100, change: type },
  seconds: 6,
};
