// Runs in a page: reads rows of samples off a `<video>` or a `<canvas>`, as cheaply as either allows,
// so that reading does not slow what is being measured.

/** A rectangle at even coordinates and of even size. */
export interface Rows {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The samples of each of the rows. */
export interface Picture {
  samples: Uint8Array[];
  /** Bytes a pixel: 1 for luma, 4 for RGBA. */
  step: 1 | 4;
}

export interface Sight {
  /** Hands over what is shown now, if it may be new. */
  look: (seen: (picture: Picture) => void) => void;
  /** Luma and both chroma planes of each of the rows, of a video. */
  planes: () => Promise<Uint8Array[]>;
}

/** Uses nothing from outside itself: it runs in pages. */
export function createSight(element: Element, rows: Rows[]): Sight {
  if (element instanceof HTMLCanvasElement) {
    const context = element.getContext("2d");
    return {
      look: (seen) => {
        if (!context) return;
        const samples = rows.map(({ x, y, w, h }) => new Uint8Array(context.getImageData(x, y, w, h).data.buffer));
        seen({ samples, step: 4 });
      },
      planes: () => Promise.reject(new Error("a canvas has no planes")),
    };
  }
  const video = element as HTMLVideoElement;
  let timestamp = -1;
  let busy = false;
  const copies = rows.map(({ w, h }) => new Uint8Array((w * h * 3) / 2));
  /** Rows that lie outside a smaller picture stay as they were. */
  const copy = async (frame: VideoFrame) => {
    if (frame.format !== "I420" && frame.format !== "NV12") throw new Error(`a frame of format ${frame.format}`);
    for (const [i, { x, y, w, h }] of rows.entries()) {
      const into = copies[i];
      if (!into || x + w > frame.displayWidth || y + h > frame.displayHeight) continue;
      await frame.copyTo(into, { rect: { x, y, width: w, height: h } });
    }
  };
  return {
    look: (seen) => {
      if (busy || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      const frame = new VideoFrame(video);
      if (frame.timestamp === timestamp) return frame.close();
      timestamp = frame.timestamp;
      busy = true;
      void copy(frame)
        .then(() => seen({ samples: rows.map(({ w, h }, i) => (copies[i] ?? new Uint8Array(0)).slice(0, w * h)), step: 1 }))
        .catch((error: unknown) => console.warn(String(error)))
        .finally(() => {
          busy = false;
          frame.close();
        });
    },
    planes: async () => {
      const frame = new VideoFrame(video);
      await copy(frame);
      frame.close();
      return copies.map((piece) => piece.slice());
    },
  };
}
