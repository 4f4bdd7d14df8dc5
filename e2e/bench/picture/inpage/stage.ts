// Runs in the page that is captured: makes the changes of a scene in time, shows the number of each
// as a barcode in the top left corner, and notes when it was drawn.
import type { encode } from "../barcode.js";

/** A number, and the machine's time in milliseconds when it was drawn. */
export type Drawn = [number: number, at: number];

/** What a scene does in its page. */
export interface Act {
  /** Milliseconds between changes. */
  every: number;
  /** Brings the page into the state after so many changes. Runs in the page: it uses nothing from outside itself. */
  change: (count: number) => void;
}

export interface Stage {
  drawn: Drawn[];
  /** Shows the state after so many changes, under this number. */
  show: (count: number, number: number) => Promise<void>;
  /** Goes on from the first change until stopped; `base` is the number before it. */
  begin: (base: number) => void;
  stop: () => void;
}

declare global {
  interface Window {
    rhStage: Stage;
  }
}

/** Sets `window.rhStage` up. */
export function runStage(blocksOf: typeof encode, act: Act, block: number): void {
  const canvas = document.createElement("canvas");
  canvas.width = blocksOf(0).length * block;
  canvas.height = block;
  canvas.style.cssText = "position:fixed;left:0;top:0;z-index:2147483647";
  document.body.append(canvas);
  const context = canvas.getContext("2d", { alpha: false });
  const drawn: Drawn[] = [];
  let timer = 0;

  const draw = (count: number, number: number) => {
    drawn.push([number, Date.now()]);
    act.change(count);
    blocksOf(number).forEach((white, i) => {
      if (!context) return;
      context.fillStyle = white ? "#fff" : "#000";
      context.fillRect(i * block, 0, block, block);
    });
  };
  window.rhStage = {
    drawn,
    show: (count, number) =>
      new Promise((resolve) =>
        requestAnimationFrame(() => {
          draw(count, number);
          resolve();
        }),
      ),
    begin: (base) => {
      const began = performance.now();
      let count = 0;
      const next = () => {
        count += 1;
        // Half a frame early, so that the animation frame nearest to the time is taken.
        const due = began + count * act.every - 8 - performance.now();
        timer = window.setTimeout(() => {
          requestAnimationFrame(() => {
            if (timer === 0) return;
            draw(count, base + count);
            next();
          });
        }, Math.max(0, due));
      };
      next();
    },
    stop: () => {
      clearTimeout(timer);
      timer = 0;
    },
  };
}
