// A page of code, as an editor shows it: the ground of several scenes.
import { code } from "./text.js";

export const LIGHT = `
  body { margin: 0; background: #fff; color: #1f2328 }
  pre { margin: 0; padding: 24px 0 0 72px; font: 15px/20px "DejaVu Sans Mono", monospace }
  pre b { font-weight: 600; color: #a626a4 } pre i { font-style: normal; color: #0550ae }
  pre u { text-decoration: none; color: #986801 } pre s { text-decoration: none; color: #6a737d }`;

export const page = (lines: string[]) => `<pre>${lines.join("\n")}</pre>`;

/** Code with empty lines to type into: the spans `typed`. */
export function editable(seed: number): string {
  const lines = code(seed, 52);
  const empty = Array.from({ length: 12 }, () => `    <span class="typed"></span>`);
  return page([...lines.slice(0, 20), ...empty, ...lines.slice(32)]);
}

/** Types the characters one after the other into the empty lines. Runs in the page. */
export function type(count: number): void {
  const text = "let frame = encoder.begin(&picture, keyframe)?; // what was sent ";
  const lines = document.querySelectorAll(".typed");
  const line = lines[Math.floor((count - 1) / text.length) % lines.length];
  if (line) line.textContent = text.slice(0, ((count - 1) % text.length) + 1);
}

/** Scrolls by 40 pixels each time, down and up again. Runs in the page. */
export function scroll(count: number): void {
  const room = document.documentElement.scrollHeight - innerHeight;
  const way = (count * 40) % (2 * room);
  scrollTo(0, way < room ? way : 2 * room - way);
}
