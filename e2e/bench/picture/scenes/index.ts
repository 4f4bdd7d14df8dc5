// Every scene, in the order in which the results show them.
import { drag } from "./drag.js";
import { flip } from "./flip.js";
import { ide } from "./ide.js";
import { video } from "./motion.js";
import { photo } from "./photo.js";
import type { Scene } from "./scene.js";
import { scroll } from "./scroll.js";
import { sheet } from "./sheet.js";
import { sizes } from "./sizes.js";
import { caret, idle } from "./still.js";
import { surfaces } from "./surfaces.js";
import { typing } from "./typing.js";

/** These are measured on every network, the others on the plain one. */
export const MAIN: Scene[] = [typing, scroll, flip, video];

export const OTHERS: Scene[] = [ide, sheet, photo, drag, caret, idle, ...sizes, ...surfaces];

export const SCENES: Scene[] = [...MAIN, ...OTHERS];
