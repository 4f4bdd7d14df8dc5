// Everything that the methods share, started and ended together.
import type { Page } from "@playwright/test";
import { CAPTURED_TITLE } from "../../fixtures/chromium.js";
import { Broker } from "../../fixtures/broker.js";
import { Person } from "./browsers.js";
import { Display } from "../../fixtures/display.js";
import type { Between } from "./inpage/peers.js";
import type { World } from "./methods/method.js";
import { FULL_HD, type Scene } from "./scenes/scene.js";
import { Site } from "./site.js";

/** What of this world changes when a window or a screen is captured. */
type Surroundings = Pick<World, "sharer" | "content" | "front"> & { close: () => Promise<void> };

export class Worlds {
  private constructor(
    private readonly between: Between,
    private readonly base: World,
  ) {}

  static async open(between: Between): Promise<Worlds> {
    const [broker, site] = [await Broker.start(), await Site.open()];
    const [sharer, helper] = [await Person.start("sharer", between), await Person.start("helper", between)];
    const content: World["content"] = async (sharing, size, place) => {
      const page = await (place === "beside" ? popup(sharing) : sharer.context.newPage());
      await page.setViewportSize(size);
      // Chromium captures no more than fits on the capturing page's screen.
      if (size.width > FULL_HD.width) await sharing.setViewportSize(size);
      await page.goto(blank(site));
      return page;
    };
    return new Worlds(between, { broker, site, sharer, helper, content, front: async () => ({ x: 0, y: 0 }) });
  }

  /** Where tabs are captured. */
  get ordinary(): World {
    return this.base;
  }

  /** Does something in the world in which this kind of surface can be captured. */
  async within<T>(surface: Scene["surface"], act: (world: World) => Promise<T>): Promise<T> {
    if (!surface) return act(this.base);
    const surroundings = await onDisplay(surface, this.between, this.base.site);
    try {
      return await act({ ...this.base, ...surroundings });
    } finally {
      await surroundings.close();
    }
  }

  async close(): Promise<void> {
    const { sharer, helper, site, broker } = this.base;
    for (const one of [sharer, helper, site]) await one.close();
    await broker.dispose();
  }
}

/** Any page with the title that Chromium looks for when sharing begins. */
const blank = (site: Site) => `${site.url}/scene/typing`;

/** A window of its own, in which a page is in front as the one that opens it is. */
async function popup(opener: Page): Promise<Page> {
  const opened = opener.waitForEvent("popup");
  await opener.evaluate(() => void open("about:blank", "", "popup"));
  return opened;
}

/** The sharer's browser with real windows, the content's in front of the other. */
async function onDisplay(surface: "window" | "screen", between: Between, site: Site): Promise<Surroundings> {
  const display = await Display.start(FULL_HD);
  const source =
    surface === "screen"
      ? "--auto-select-desktop-capture-source=Entire screen"
      : `--auto-select-window-capture-source-by-title=${CAPTURED_TITLE} - Chromium`;
  const sharer = await Person.start("sharer", between, { display: display.name, source });
  const aside = await sharer.window();
  return {
    sharer,
    content: async (_sharing, { width, height }) => {
      const page = await aside.newPage();
      await page.goto(blank(site));
      const session = await aside.newCDPSession(page);
      const { windowId } = await session.send("Browser.getWindowForTarget");
      await session.send("Browser.setWindowBounds", { windowId, bounds: { left: 0, top: 0, width, height } });
      await display.manage(CAPTURED_TITLE);
      return page;
    },
    front: cornerOf(surface),
    close: async () => {
      await sharer.close();
      await display.close();
    },
  };
}

/** Brings a page that is in a window to the front, and tells where in what is captured its corner is. */
export const cornerOf =
  (surface: "window" | "screen") =>
  async (page: Page): Promise<{ x: number; y: number }> => {
    await page.bringToFront();
    // Below the window's own bars, at an even place; a window is captured from its corner.
    return page.evaluate((whole) => {
      const [left, top] = whole ? [screenX, screenY] : [0, 0];
      return { x: 2 * Math.ceil(left / 2), y: 2 * Math.ceil((top + outerHeight - innerHeight) / 2) };
    }, surface === "screen");
  };
