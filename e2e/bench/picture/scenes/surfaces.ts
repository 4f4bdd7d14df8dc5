// Typing, when not a tab but its window or the whole screen is captured.
import { type Scene, FULL_HD } from "./scene.js";
import { typing } from "./typing.js";

export const surfaces: Scene[] = [
  { ...typing, name: "window", title: "as typing, a captured window", surface: "window", size: { width: 1600, height: 900 } },
  { ...typing, name: "screen", title: "as typing, the whole screen captured", surface: "screen", size: FULL_HD },
];
