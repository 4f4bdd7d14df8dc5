// What a scene is: a page that changes in a known way, and what is measured of it.
import type { Act } from "../inpage/stage.js";
import type { Rows } from "../inpage/sight.js";

export interface Size {
  width: number;
  height: number;
}

/** The size of the page that is captured, unless a scene says otherwise. */
export const FULL_HD: Size = { width: 1920, height: 1080 };

/** Some rows of the picture, held against how they look when captured at rest. */
export interface Judged {
  /** What the figures call it. */
  name: "page" | "motion" | "around";
  rows: Rows[];
  /** In how many ways they look; 1 if they never change. */
  pictures: number;
  choose: "by number" | "nearest";
}

export interface Scene {
  name: string;
  title: string;
  /** What is measured: how soon changes are seen, whole pages too, a moving part too, or what stillness costs. */
  kind: "changes" | "pages" | "motion" | "still";
  style: string;
  body: string;
  /** Nothing: the page moves by itself, if at all. */
  act: Act | null;
  /** How long it is measured. */
  seconds: number;
  judged?: Judged[];
  size?: Size;
  /** What is captured, if not the tab. */
  surface?: "window" | "screen";
}

/** Two rows at each of `count` heights, evenly from top to bottom, right of the barcode. */
export function spread(count: number, area: Rows): Rows[] {
  const even = (value: number) => 2 * Math.round(value / 2);
  return Array.from({ length: count }, (_, i) => ({
    x: area.x,
    y: even(area.y + ((area.h - 2) * i) / (count - 1)),
    w: area.w,
    h: 2,
  }));
}
