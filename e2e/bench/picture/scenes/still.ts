// A page where nothing happens, and one where only a caret blinks: what that costs.
import { LIGHT, editable } from "./code-page.js";
import type { Scene } from "./scene.js";

export const idle: Scene = {
  name: "idle",
  title: "a page of code, nothing happens",
  kind: "still",
  style: LIGHT,
  body: editable(1),
  act: null,
  seconds: 15,
};

export const caret: Scene = {
  ...idle,
  name: "caret",
  title: "a page of code, a caret blinks for a minute",
  style: `${LIGHT}
    @keyframes blink { 50% { visibility: hidden } }
    .typed:first-of-type::after { content: ""; display: inline-block; width: 2px; height: 18px; background: #000; animation: blink 1.06s step-end infinite }
    .typed ~ .typed::after { content: none }`,
  seconds: 60,
};
