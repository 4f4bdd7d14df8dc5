// Scrolling on pages of other sizes: large ones, and an odd one, which Chromium captures resampled.
import type { Scene, Size } from "./scene.js";
import { scroll } from "./scroll.js";

const sized = (name: string, size: Size): Scene => ({
  ...scroll,
  name,
  title: `as scroll, at ${size.width}×${size.height}`,
  size,
});

export const sizes: Scene[] = [
  sized("1440p", { width: 2560, height: 1440 }),
  sized("2160p", { width: 3840, height: 2160 }),
  sized("odd", { width: 1921, height: 937 }),
];
