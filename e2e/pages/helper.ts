// What a helper does at /rhh.
import { type Locator, type Page, expect } from "@playwright/test";
import { SessionPage } from "./session.js";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How the picture is placed. Boxes are in CSS pixels, the picture's size in its own. */
export interface Placement {
  frame: Box;
  shown: Box;
  width: number;
  height: number;
  rendering: string;
}

export class HelperPage extends SessionPage {
  constructor(page: Page, origin: string) {
    super(page, origin, "/rhh");
  }

  get code(): Locator {
    return this.page.getByTestId("session-code");
  }
  get link(): Locator {
    return this.page.getByTestId("session-link");
  }
  get screen(): Locator {
    return this.page.getByTestId("screen");
  }
  get state(): Locator {
    return this.page.getByTestId("screen-state");
  }

  /** What the picture is seen in. */
  get frame(): Locator {
    return this.page.locator(".viewer-frame");
  }
  /** How large the picture is shown. */
  get factor(): Locator {
    return this.page.getByTestId("view-factor");
  }
  /** A button of the viewer. */
  view(button: "out" | "in" | "fit" | "native" | "full" | "statistics"): Locator {
    return this.page.getByTestId(`view-${button}`);
  }

  /** What the picture costs, while it is looked at. */
  get statistics(): Locator {
    return this.page.getByTestId("statistics");
  }

  /** The stages that are known there by name: median and 95th percentile in microseconds. */
  stages(): Promise<Record<string, [number, number]>> {
    return this.statistics.evaluate((panel) => {
      const rows = [...panel.querySelectorAll<HTMLElement>("[data-stage]")].map((row) => {
        const [median, most] = [...row.querySelectorAll("data")].map(({ value }) => Number(value));
        return [row.dataset.stage?.replace("stats-", "") ?? "", [median ?? Number.NaN, most ?? Number.NaN]];
      });
      return Object.fromEntries(rows);
    });
  }

  /** Where the frame's inside and the picture are in the window, and the picture's own size. */
  placement(): Promise<Placement> {
    return this.screen.evaluate((element) => {
      const box = ({ x, y, width, height }: DOMRect) => ({ x, y, width, height });
      const frame = element.parentElement ?? element;
      const { x, y, width, height } = frame.getBoundingClientRect();
      const { clientLeft: left, clientTop: top } = frame;
      return {
        frame: { x: x + left, y: y + top, width: width - 2 * left, height: height - 2 * top },
        shown: box(element.getBoundingClientRect()),
        width: (element as HTMLCanvasElement).width,
        height: (element as HTMLCanvasElement).height,
        rendering: getComputedStyle(element).imageRendering,
      };
    });
  }

  /** The point of the picture that is shown at this place of the window. */
  async pointAt([x, y]: [number, number]): Promise<[number, number]> {
    const { shown, width, height } = await this.placement();
    return [((x - shown.x) / shown.width) * width, ((y - shown.y) / shown.height) * height];
  }

  /** Starts a session and gives its code, as people would read it out. */
  async startSession(): Promise<string> {
    await this.page.getByTestId("start-session").click();
    await expect(this.code).toHaveText(/^[0-9a-z]{4}\s[0-9a-z]{4}$/);
    return (await this.code.innerText()).trim();
  }

  /** The age of the picture in seconds, as the label shows it; 0 when it shows none. */
  async age(): Promise<number> {
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await this.state.innerText()) ?? [];
    return Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  }

  /** The canvas's own pixels at its native size, RGBA, as base64. */
  pixels(): Promise<string> {
    return this.screen.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const bytes = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.slice(at, at + 0x8000));
      }
      return btoa(text);
    });
  }

  /** Copies what a button copies, and gives what the clipboard holds then. */
  async copied(button: "copy-code" | "copy-link"): Promise<string> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.origin });
    await this.page.getByTestId(button).click();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The warning about the sharer's device; there is none where nothing speaks against it. */
  get warning(): Locator {
    return this.page.getByTestId("device-warning");
  }
  get goOn(): Locator {
    return this.page.getByTestId("device-continue");
  }

  /** Connects; where the device is warned of, knowingly. */
  async confirm(): Promise<void> {
    const confirm = this.page.getByTestId("confirm");
    await expect(this.goOn.or(confirm)).toBeVisible();
    if (await this.goOn.isVisible()) await this.goOn.click();
    await confirm.click();
  }
}
