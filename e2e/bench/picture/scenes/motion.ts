// 960×540 of full motion at 30 a second inside a page of text.
import { type Scene, spread } from "./scene.js";
import { paragraph, picker, random } from "./text.js";

/** The motion repeats after two seconds, so that every picture of it can be known. */
const PICTURES = 60;
const AREA = { x: 480, y: 270, w: 960, h: 540 };

function prose(seed: number, sentences: number): string {
  return `<p>${paragraph(picker(random(seed)), sentences)}</p>`;
}

/** Two layers that move against each other, and a ball. Runs in the page. */
function move(count: number): void {
  const canvas = document.querySelector<HTMLCanvasElement>("#motion");
  const context = canvas?.getContext("2d", { alpha: false });
  if (!canvas || !context) return;
  const layers = ((window as { layers?: HTMLCanvasElement[] }).layers ??= [11, 23].map((seed, which) => {
    const layer = document.createElement("canvas");
    layer.width = 1440;
    layer.height = 810;
    const paint = layer.getContext("2d");
    let state = seed;
    const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
    for (let i = 0; paint && i < 900; i++) {
      paint.fillStyle = `hsl(${which * 150 + next() * 110} ${35 + next() * 45}% ${20 + next() * 60}%)`;
      paint.globalAlpha = which === 0 ? 1 : 0.55;
      paint.beginPath();
      paint.ellipse(next() * 1440, next() * 810, 12 + next() * 70, 8 + next() * 40, next() * 3, 0, 7);
      if (which === 0 || i % 4 === 0) paint.fill();
    }
    // Fine detail, as films have it and drawings do not.
    for (let i = 0; paint && which === 0 && i < 40_000; i++) {
      paint.fillStyle = next() < 0.5 ? "#fff" : "#000";
      paint.globalAlpha = 0.04 + next() * 0.16;
      paint.fillRect(next() * 1440, next() * 810, 1 + next() * 5, 1 + next() * 4);
    }
    return layer;
  }));
  const turn = ((count % 60) / 60) * 2 * Math.PI;
  context.fillStyle = "#456";
  context.fillRect(0, 0, canvas.width, canvas.height);
  layers.forEach((layer, which) => {
    const way = which === 0 ? 1 : -1;
    context.drawImage(layer, -240 + way * 220 * Math.cos(turn), -135 + 120 * Math.sin(turn * (1 + which)));
  });
  context.fillStyle = "#fe8";
  context.beginPath();
  context.arc(480 + 380 * Math.sin(turn), 270 + 190 * Math.cos(3 * turn), 44, 0, 7);
  context.fill();
}

export const video: Scene = {
  name: "video",
  title: "960×540 of full motion at 30/s in a page of text",
  kind: "motion",
  style: `
    body { margin: 0; background: #fff; color: #222; font: 15px/22px "DejaVu Sans", sans-serif }
    p { position: absolute; margin: 0; overflow: hidden }
    p:nth-of-type(1) { left: 32px; top: 32px; width: 1856px; height: 220px }
    p:nth-of-type(2) { left: 32px; top: 270px; width: 420px; height: 540px }
    p:nth-of-type(3) { left: 1468px; top: 270px; width: 420px; height: 540px }
    p:nth-of-type(4) { left: 32px; top: 836px; width: 1856px; height: 220px }
    canvas#motion { position: absolute; left: ${AREA.x}px; top: ${AREA.y}px }`,
  body: `${prose(31, 40)}${prose(32, 24)}${prose(33, 24)}${prose(34, 40)}<canvas id="motion" width="960" height="540"></canvas>`,
  act: { every: 1000 / 30, change: move },
  seconds: 5,
  judged: [
    { name: "motion", rows: spread(8, AREA), pictures: PICTURES, choose: "by number" },
    {
      name: "around",
      rows: [
        ...spread(6, { x: 0, y: 40, w: 1920, h: 220 }),
        ...spread(6, { x: 0, y: 836, w: 1920, h: 220 }),
        // Beside the motion, one macroblock away from it.
        ...spread(6, { x: 0, y: 280, w: 464, h: 520 }),
      ],
      pictures: 1,
      choose: "nearest",
    },
  ],
};
