// A photograph over the whole page, another each 2.5 s: made, so that nobody's picture is needed.
import { type Scene, spread } from "./scene.js";

const PHOTOS = 4;

/** Paints what looks like hills in haze, grain included, before the first, and shows one. Runs in the page. */
function show(count: number): void {
  const all = document.querySelectorAll<HTMLCanvasElement>("canvas.photo");
  const paint = (canvas: HTMLCanvasElement, seed: number) => {
    const { width, height } = canvas;
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) return;
    let state = 1 + seed * 7919;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const sky = context.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, `hsl(${205 + seed * 12} 55% 55%)`);
    sky.addColorStop(0.6, `hsl(${30 + seed * 9} 60% 82%)`);
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    for (let ridge = 0; ridge < 7; ridge++) {
      context.fillStyle = `hsl(${200 - ridge * 14 - seed * 10} ${18 + ridge * 5}% ${70 - ridge * 9}%)`;
      context.beginPath();
      context.moveTo(0, height);
      let y = height * (0.3 + ridge * 0.09);
      let slope = 0;
      for (let x = 0; x <= width; x += 4) {
        slope = slope * 0.97 + (next() - 0.5) * 1.6;
        y += slope;
        context.lineTo(x, y);
      }
      context.lineTo(width, height);
      context.fill();
    }
    // Texture of every coarseness, down to the sensor's grain.
    context.globalCompositeOperation = "overlay";
    for (let size = 16; size <= 2048; size *= 2) {
      const noise = document.createElement("canvas");
      noise.width = size;
      noise.height = Math.round((size * height) / width);
      const dots = noise.getContext("2d");
      const image = dots?.createImageData(noise.width, noise.height);
      if (!dots || !image) return;
      for (let at = 0; at < image.data.length; at += 4) {
        const grey = next() * 255;
        image.data.set([grey, grey, grey, 255], at);
      }
      dots.putImageData(image, 0, 0);
      context.globalAlpha = 0.16;
      context.drawImage(noise, 0, 0, width, height);
    }
  };
  all.forEach((canvas, i) => {
    if (!canvas.dataset.painted) paint(canvas, i);
    canvas.dataset.painted = "yes";
    canvas.hidden = i !== count % all.length;
  });
}

export const photo: Scene = {
  name: "photo",
  title: "another photograph over the whole page each 2.5 s",
  kind: "pages",
  style: `body { margin: 0; overflow: hidden } canvas.photo { position: absolute; left: 0; top: 0 } canvas[hidden] { display: none }`,
  body: `<canvas class="photo" width="1920" height="1080" hidden></canvas>`.repeat(PHOTOS),
  act: { every: 2_500, change: show },
  seconds: 7.5,
  judged: [
    { name: "page", rows: spread(16, { x: 0, y: 24, w: 1920, h: 1056 }), pictures: PHOTOS, choose: "nearest" },
  ],
};
