// A window of text, dragged about over a desktop.
import type { Scene } from "./scene.js";
import { paragraph, picker, random } from "./text.js";

const pick = picker(random(51));
const icons = Array.from({ length: 40 }, (_, i) => `<div style="left:${60 + (i % 10) * 180}px;top:${60 + Math.floor(i / 10) * 250}px">${pick(["Report", "Budget", "Photos", "Letters", "Archive"])} ${i + 1}</div>`);

export const drag: Scene = {
  name: "drag",
  title: "a window of text dragged over a desktop, 30/s",
  kind: "changes",
  style: `
    body { margin: 0; height: 1080px; overflow: hidden; background: linear-gradient(160deg, #24476b, #5f8fb5 60%, #d9b38c); font: 14px/22px "DejaVu Sans", sans-serif }
    div { position: absolute; width: 110px; padding: 64px 0 0; color: #fff; text-align: center }
    div::before { content: ""; position: absolute; left: 35px; top: 16px; width: 40px; height: 44px; border-radius: 6px; background: linear-gradient(#fff, #9cf 60%, #36c) }
    section { position: absolute; width: 900px; height: 560px; background: #fff; box-shadow: 0 12px 40px #0006; border-radius: 8px; overflow: hidden; color: #222 }
    h2 { margin: 0; padding: 8px 16px; font-size: 15px; background: #e6e6ea } p { margin: 16px }`,
  body: `${icons.join("")}<section><h2>Notes</h2><p>${paragraph(pick, 14)}</p><p>${paragraph(pick, 14)}</p></section>`,
  act: {
    every: 1000 / 30,
    change: (count) => {
      const dragged = document.querySelector("section");
      if (!dragged) return;
      dragged.style.left = `${Math.round(510 + 470 * Math.sin(count / 37))}px`;
      dragged.style.top = `${Math.round(260 + 220 * Math.sin(count / 23))}px`;
    },
  },
  seconds: 5,
};
