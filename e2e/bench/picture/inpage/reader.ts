// Runs in the page where the picture is seen: looks at it in every animation frame, notes when each
// number appears, and how near the picture is to what was captured.
import type { BrowserContext, Page } from "@playwright/test";
import { BLOCK, BLOCKS, decode } from "../barcode.js";
import { type Picture, type Rows, type Sight, createSight } from "./sight.js";

/** What is looked at, and for what. */
export interface Wanted {
  /** Of the `<video>` or `<canvas>`. */
  selector: string;
  /** Where the barcode begins. */
  origin: { x: number; y: number };
  /** Parts of the picture, each held against what was captured of them. */
  parts: Part[];
}

/** A part of the picture: some rows of it, and how they looked when captured. */
export interface Part {
  rows: Rows[];
  /** Samples of the rows one after the other, as base64: luma for a video, RGBA for a canvas. */
  pictures: string[];
  /** Which of the pictures it should be: that of the barcode's number less `base`, or the one that is nearest. */
  choose: "by number" | "nearest";
  base: number;
}

/** One look: when, the number then, and for each part which picture was nearest by what mean squared error. */
export interface Look {
  at: number;
  number: number | null;
  parts: { picture: number; error: number }[];
}

export interface Reader {
  start: (wanted: Wanted) => void;
  /** The number that is seen now. */
  number: () => number | null;
  /** Ends looking and gives every look that showed something new. */
  stop: () => Look[];
  /** Samples of rows of the picture as it is now, I420 of a video, as base64. */
  grab: (selector: string, rows: Rows[]) => Promise<string>;
}

declare global {
  interface Window {
    rhReader: Reader;
  }
}

/** Puts the reader into every future page of a context. */
export async function installReader(context: BrowserContext): Promise<void> {
  await context.addInitScript({
    content: `window.rhReader = (${createReader})(${decode}, ${createSight}, ${BLOCK}, ${BLOCKS});`,
  });
}

/** Waits until the page shows a number of at least `number`. */
export async function untilSeen(page: Page, number: number, timeout = 30_000): Promise<void> {
  await page.waitForFunction((least) => (window.rhReader.number() ?? -1) >= least, number, { timeout, polling: 50 });
}

function createReader(
  numberOf: typeof decode,
  sightOf: typeof createSight,
  block: number,
  blocks: number,
): Reader {
  const bytes = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  let looks: Look[] = [];
  let last: Look | null = null;
  let running = 0;

  /** The middle of each block, averaged over some samples. */
  const readNumber = (samples: Uint8Array, step: number): number | null => {
    const middles: number[] = [];
    for (let i = 0; i < blocks; i++) {
      let sum = 0;
      for (let y = block / 2 - 2; y < block / 2 + 2; y++) {
        for (let x = block / 2 - 2; x < block / 2 + 2; x++) {
          sum += samples[(y * block * blocks + i * block + x) * step] ?? 0;
        }
      }
      middles.push(sum / 16);
    }
    return numberOf(middles);
  };

  /** Mean squared error of luma; 0 only if every sample is equal. */
  const errorOf = (samples: Uint8Array, wanted: Uint8Array, step: number): number => {
    let sum = 0;
    let equal = true;
    const length = Math.min(samples.length, wanted.length);
    for (let at = 0; at < length; at += step) {
      let difference = (samples[at] ?? 0) - (wanted[at] ?? 0);
      if (step === 4) {
        const green = (samples[at + 1] ?? 0) - (wanted[at + 1] ?? 0);
        const blue = (samples[at + 2] ?? 0) - (wanted[at + 2] ?? 0);
        equal &&= difference === 0 && green === 0 && blue === 0;
        // BT.709, in the limited range that captured luma has.
        difference = (0.2126 * difference + 0.7152 * green + 0.0722 * blue) * (219 / 255);
      } else {
        equal &&= difference === 0;
      }
      sum += difference * difference;
    }
    return equal ? 0 : Math.max(sum / (length / step), 1e-6);
  };

  const start = ({ selector, origin, parts }: Wanted) => {
    const run = ++running;
    const barcode: Rows = { ...origin, w: block * blocks, h: block };
    const pictures = parts.map((part) => part.pictures.map(bytes));
    const rows = [barcode, ...parts.flatMap((part) => part.rows)];
    looks = [];
    last = null;
    let sight: Sight | null = null;
    let element: Element | null = null;

    const judge = (at: number, picture: Picture) => {
      const number = readNumber(picture.samples[0] ?? new Uint8Array(0), picture.step);
      let next = 1;
      const judged = parts.map((part, which) => {
        const mine = join(picture.samples.slice(next, next + part.rows.length));
        next += part.rows.length;
        const all = pictures[which] ?? [];
        let best = { picture: -1, error: Infinity };
        const consider = (index: number) => {
          const wanted = all[index];
          if (!wanted) return;
          const error = errorOf(mine, wanted, picture.step);
          if (error < best.error) best = { picture: index, error };
        };
        if (part.choose === "nearest") all.forEach((_, index) => consider(index));
        else if (number !== null) consider((number - part.base) % all.length);
        return best;
      });
      const look: Look = { at, number, parts: judged };
      const same = last && last.number === number && judged.every((part, i) => part.error === last?.parts[i]?.error);
      last = look;
      if (!same) looks.push(look);
    };
    const join = (pieces: Uint8Array[]) => {
      if (pieces.length === 1 && pieces[0]) return pieces[0];
      const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        joined.set(piece, at);
        at += piece.length;
      }
      return joined;
    };
    const frame = () => {
      if (run !== running) return;
      requestAnimationFrame(frame);
      const at = Date.now();
      // The product makes a new canvas when sharing begins again.
      if (!element?.isConnected) {
        element = document.querySelector(selector);
        sight = element && sightOf(element, rows);
      }
      sight?.look((picture) => run === running && judge(at, picture));
    };
    requestAnimationFrame(frame);
  };

  return {
    start,
    number: () => last?.number ?? null,
    stop: () => {
      running++;
      return looks;
    },
    grab: async (selector, rows) => {
      const element = document.querySelector(selector);
      if (!element) throw new Error(`no ${selector}`);
      const pieces = await sightOf(element, rows).planes();
      let text = "";
      for (const piece of pieces) for (const byte of piece) text += String.fromCharCode(byte);
      return btoa(text);
    },
  };
}
