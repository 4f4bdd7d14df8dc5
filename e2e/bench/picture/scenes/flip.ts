// A full page of new text each 2.5 s.
import { type Scene, spread } from "./scene.js";
import { paragraph, picker, random, sentence } from "./text.js";

const PAGES = 6;

function text(seed: number): string {
  const pick = picker(random(seed));
  const blocks = Array.from({ length: 9 }, () => `<p>${paragraph(pick, 12)}</p>`);
  return `<main hidden><h1>${sentence(pick, 5)}</h1>${blocks.join("")}</main>`;
}

export const flip: Scene = {
  name: "flip",
  title: "a full page of new text each 2.5 s",
  kind: "pages",
  style: `
    body { margin: 0; background: #fff; color: #222; font: 16px/23px "DejaVu Serif", serif }
    main { columns: 3; column-gap: 40px; margin: 40px 48px; height: 1000px; column-fill: auto; overflow: hidden }
    h1 { margin: 0 0 12px; font: 600 26px/32px "DejaVu Sans", sans-serif } p { margin: 0 0 12px }`,
  body: Array.from({ length: PAGES }, (_, i) => text(100 + i)).join(""),
  act: {
    every: 2_500,
    change: (count) => document.querySelectorAll("main").forEach((page, i, all) => (page.hidden = i !== count % all.length)),
  },
  seconds: 7.5,
  judged: [
    { name: "page", rows: spread(16, { x: 0, y: 24, w: 1920, h: 1056 }), pictures: PAGES, choose: "nearest" },
  ],
};
