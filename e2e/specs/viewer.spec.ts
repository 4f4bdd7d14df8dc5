// The picture's frame: fitted, at actual size, zoomed and moved by keys, wheel, mouse and fingers.
import type { CDPSession, Page } from "@playwright/test";
import { extremes, screen, useOf } from "../fixtures/looks.js";
import { expect, person, test } from "../fixtures/test.js";
import { HelperPage } from "../pages/helper.js";
import { shareScreen } from "../pages/together.js";

type Point = [number, number];

declare global {
  interface Window {
    rhDensity?: MediaQueryList;
    rhFocus?: Point[];
  }
}

test("fitted at first; at actual size one pixel of the picture is one of the screen", async ({ browser, broker, watch, sharer, captured }) => {
  const page = await person(browser, watch, { deviceScaleFactor: 2 });
  await rememberDensity(page);
  const helper = new HelperPage(page, broker.url);
  await shareScreen(helper, sharer, captured);
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  const { frame, shown, width, height } = await helper.placement();
  // All of it, as large as the frame allows, in the middle.
  expect(Math.min(frame.width - shown.width, frame.height - shown.height)).toBeLessThan(2);
  expect(Math.min(frame.width - shown.width, frame.height - shown.height)).toBeGreaterThanOrEqual(0);
  expect(shown.width / shown.height).toBeCloseTo(width / height, 2);
  expect(shown.x - frame.x).toBeCloseTo(frame.x + frame.width - shown.x - shown.width, 0);

  await helper.view("native").click();
  await expect(helper.factor).toHaveText("100%");
  await expect(helper.view("native")).toHaveAttribute("aria-pressed", "true");
  const actual = await helper.placement();
  expect(actual.shown.width).toBeCloseTo(width / 2, 1);
  expect(actual.shown.height).toBeCloseTo(height / 2, 1);
  expect(actual.rendering).toBe("pixelated");

  // To a screen of the usual density: as many of its pixels again.
  const devtools = await page.context().newCDPSession(page);
  await density(devtools, page, 1);
  await expect.poll(async () => (await helper.placement()).shown.width).toBeCloseTo(width, 1);
  await expect(helper.factor).toHaveText("100%");
  await density(devtools, page, 1.25);
  await expect.poll(async () => (await helper.placement()).shown.width).toBeCloseTo(width / 1.25, 1);

  await helper.view("native").click();
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  await page.context().close();
});

test("the sharer's encoder knows which pixel the helper points at", async ({ helper, sharer, captured }) => {
  await sharer.page.addInitScript(() => {
    const focus: Point[] = (window.rhFocus = []);
    const post = Worker.prototype.postMessage as (this: Worker, message: unknown, rest?: unknown) => void;
    Worker.prototype.postMessage = function (this: Worker, message: { type?: string; x: number; y: number }, rest?: unknown) {
      if (message?.type === "focus") focus.push([message.x, message.y]);
      post.call(this, message, rest);
    } as typeof Worker.prototype.postMessage;
  });
  await shareScreen(helper, sharer, captured);
  const { frame } = await helper.placement();
  for (const [across, down] of [
    [0.3, 0.4],
    [0.7, 0.6],
  ] as const) {
    const at: Point = [frame.x + frame.width * across, frame.y + frame.height * down];
    const point = await helper.pointAt(at);
    await helper.page.mouse.move(...at);
    // Browsers round where the mouse is.
    const far = async () => {
      const [x, y] = (await sharer.page.evaluate(() => window.rhFocus?.at(-1))) ?? [Infinity, Infinity];
      return Math.max(Math.abs(x - point[0]), Math.abs(y - point[1]));
    };
    await expect.poll(far).toBeLessThan(2);
  }
});

test("Ctrl and the wheel zoom about the pointer, and the page stays as it is", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  const before = await page(helper);
  const heard = await helper.page.locator("[aria-live=polite][role=status]").innerText();
  const { frame } = await helper.placement();
  const at: Point = [frame.x + frame.width * 0.7, frame.y + frame.height * 0.6];
  await helper.page.mouse.move(...at);
  const point = await helper.pointAt(at);
  await helper.page.keyboard.down("Control");
  let factor = await helper.factor.innerText();
  for (const turn of [-100, -100, -100, -100, -3, -3, -3, 100, -5, 100]) {
    await helper.page.mouse.wheel(0, turn);
    await expect(helper.factor).not.toHaveText(factor);
    factor = await helper.factor.innerText();
    near(await helper.pointAt(at), point, 2);
  }
  await helper.page.keyboard.up("Control");
  expect(await page(helper)).toEqual(before);

  // Without Ctrl the wheel scrolls the picture, up to its end and no further.
  const top = (await helper.placement()).shown.y;
  await helper.page.mouse.wheel(0, 60);
  await expect.poll(async () => (await helper.placement()).shown.y).toBeLessThan(top - 30);
  await helper.page.mouse.wheel(0, 9_000);
  await expect
    .poll(async () => {
      const { frame, shown } = await helper.placement();
      return Math.abs(shown.y + shown.height - frame.y - frame.height);
    })
    .toBeLessThan(20);
  await helper.page.mouse.wheel(0, 500);
  expect(await page(helper)).toEqual(before);
  // Of storms nothing is read out.
  await expect(helper.page.locator("[aria-live=polite][role=status]")).toHaveText(heard);
});

test("keys zoom, move and fill the screen while the picture has the focus", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  const before = await page(helper);
  const heard = helper.page.locator("[aria-live=polite][role=status]");
  const press = (key: string) => helper.page.keyboard.press(key);

  await helper.frame.focus();
  await press("1");
  await expect(helper.factor).toHaveText("100%");
  await expect(heard).toHaveText("100%");
  await press("+");
  await expect(helper.factor).toHaveText("110%");
  await press("=");
  await expect(helper.factor).toHaveText("125%");
  await press("-");
  await press("-");
  await press("-");
  await expect(helper.factor).toHaveText("90%");
  expect((await helper.placement()).rendering).toBe("auto");
  await press("0");
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  await expect(heard).toHaveText(/^Fit, .*%/);

  await press("1");
  await press("1");
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  await press("1");
  for (let step = 0; step < 20; step++) await press("+");
  await expect(helper.factor).toHaveText("800%");
  await expect(helper.view("in")).toHaveAttribute("aria-disabled", "true");
  for (let step = 0; step < 30; step++) await press("-");
  await expect(helper.factor).toHaveText("25%");
  await expect(helper.view("out")).toHaveAttribute("aria-disabled", "true");
  for (let step = 0; step < 11; step++) await press("+");
  await expect(helper.factor).toHaveText("200%");

  const { frame, shown } = await helper.placement();
  const moved = async (key: string, [x, y]: Point) => {
    const from = (await helper.placement()).shown;
    await press(key);
    const to = (await helper.placement()).shown;
    near([to.x - from.x, to.y - from.y], [x, y], 1);
  };
  await moved("ArrowRight", [-64, 0]);
  await moved("ArrowDown", [0, -64]);
  await moved("ArrowLeft", [64, 0]);
  await moved("ArrowUp", [0, 64]);
  // A page is nine tenths of what is seen; beyond the picture there is nothing.
  await moved("Shift+ArrowDown", [0, -0.9 * (await helper.frame.evaluate((element) => element.clientHeight))]);
  for (let pages = 0; pages < 9; pages++) await press("Shift+ArrowUp");
  near([0, (await helper.placement()).shown.y], [0, frame.y], 1);
  expect(shown.width).toBeGreaterThan(frame.width);
  expect(await page(helper)).toEqual(before);

  // The browser's own keys, and those pressed elsewhere.
  await press("Alt+1");
  await expect(helper.factor).toHaveText("200%");
  await helper.chatInput.fill("");
  await helper.chatInput.pressSequentially("1-0+f");
  await expect(helper.chatInput).toHaveValue("1-0+f");
  await expect(helper.factor).toHaveText("200%");

  await helper.frame.focus();
  await press("f");
  await expect.poll(() => helper.page.evaluate(() => document.fullscreenElement?.className)).toBe("viewer");
  await press("0");
  await expect
    .poll(async () => {
      const { frame, shown } = await helper.placement();
      return Math.min(frame.width - shown.width, frame.height - shown.height);
    })
    .toBeLessThan(2);
  await press("f");
  await expect.poll(() => helper.page.evaluate(() => document.fullscreenElement)).toBe(null);
});

test("the mouse drags, and a double click goes to actual size and back", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  const { frame } = await helper.placement();
  const at: Point = [frame.x + frame.width * 0.6, frame.y + frame.height * 0.5];
  const point = await helper.pointAt(at);
  await helper.page.mouse.dblclick(...at);
  await expect(helper.factor).toHaveText("100%");
  near(await helper.pointAt(at), point, 2);

  await helper.page.keyboard.down("Control");
  for (let step = 0; step < 5; step++) await helper.page.mouse.wheel(0, -100);
  await helper.page.keyboard.up("Control");
  await expect(helper.factor).toHaveText("200%");
  await helper.page.mouse.down();
  await helper.page.mouse.move(at[0] - 30, at[1] - 20, { steps: 5 });
  near(await helper.pointAt([at[0] - 30, at[1] - 20]), point, 2);
  // Beyond the frame's edge it goes on.
  await helper.page.mouse.move(at[0], 1);
  await helper.page.mouse.move(...at);
  near(await helper.pointAt(at), point, 2);
  await helper.page.mouse.up();
  await helper.page.mouse.move(at[0] + 50, at[1]);
  near(await helper.pointAt(at), point, 2);

  await helper.page.mouse.dblclick(...at);
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  // A drag moves nothing of a picture that is all there.
  const fitted = (await helper.placement()).shown;
  await helper.page.mouse.down();
  await helper.page.mouse.move(at[0] - 80, at[1] - 80, { steps: 5 });
  await helper.page.mouse.up();
  expect((await helper.placement()).shown).toEqual(fitted);
});

test("two fingers pinch, one scrolls: the frame, or the page where all is seen", async ({ browser, broker, watch, sharer, captured }) => {
  const phone = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } };
  const helper = new HelperPage(await person(browser, watch, phone), broker.url);
  await shareScreen(helper, sharer, captured);
  await helper.frame.scrollIntoViewIfNeeded();
  const devtools = await helper.page.context().newCDPSession(helper.page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const middle = async (): Promise<Point> => {
    const { frame } = await helper.placement();
    return [frame.x + frame.width / 2, frame.y + frame.height / 2];
  };

  const [x, y] = await middle();
  const point = await helper.pointAt([x, y]);
  const { shown } = await helper.placement();
  await touch("touchStart", [x - 30, y], [x + 30, y]);
  for (const by of [35, 45, 60, 75, 90]) await touch("touchMove", [x - by, y], [x + by, y]);
  await touch("touchMove", [x - 90, y + 20], [x + 90, y + 20]);
  await touch("touchEnd");
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "false");
  near(await helper.pointAt([x, y + 20]), point, 4);
  expect((await helper.placement()).shown.width).toBeCloseTo(3 * shown.width, -1);
  expect(await helper.page.evaluate(() => visualViewport?.scale)).toBe(1);

  // One finger moves what is seen of the picture, and nothing else.
  const before = await page(helper);
  const from = (await helper.placement()).shown;
  await touch("touchStart", [x, y]);
  for (const by of [10, 20, 40, 60]) await touch("touchMove", [x - by, y]);
  await touch("touchEnd");
  await expect.poll(async () => (await helper.placement()).shown.x).toBeLessThan(from.x - 30);
  expect(await page(helper)).toEqual(before);

  // Twice on it: fitted again.
  await helper.page.waitForTimeout(500);
  for (let tap = 0; tap < 2; tap++) {
    await touch("touchStart", [x, y]);
    await touch("touchEnd");
  }
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  const top = await helper.page.evaluate(() => scrollY);
  const place = await middle();
  await touch("touchStart", place);
  for (const by of [10, 20, 40, 60]) await touch("touchMove", [place[0], place[1] + by]);
  await touch("touchEnd");
  await expect.poll(() => helper.page.evaluate(() => scrollY)).toBeLessThan(top);
  await helper.page.context().close();
});

test("in another window fitted is fitted again, and a factor keeps the middle", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  await helper.page.setViewportSize({ width: 1000, height: 700 });
  await expect
    .poll(async () => {
      const { frame, shown } = await helper.placement();
      const [free, over] = [Math.min(frame.width - shown.width, frame.height - shown.height), shown.width - frame.width];
      return free < 2 && over <= 0;
    })
    .toBe(true);
  await helper.view("native").click();
  for (let step = 0; step < 5; step++) await helper.view("in").click();
  await expect(helper.factor).toHaveText("200%");
  const middle = async (): Promise<Point> => {
    const { frame } = await helper.placement();
    const [width, height] = await helper.frame.evaluate(({ clientWidth, clientHeight }) => [clientWidth, clientHeight] as const);
    return helper.pointAt([frame.x + width / 2, frame.y + height / 2]);
  };
  const before = await middle();
  await helper.page.setViewportSize({ width: 1400, height: 900 });
  await expect.poll(async () => (await helper.placement()).frame.width).toBeGreaterThan(700);
  await expect.poll(async () => Math.hypot(...difference(await middle(), before))).toBeLessThan(2);
});

for (const look of extremes) {
  test.describe(look.name, () => {
    test.use(useOf(look));
    test("what it looks like, and its names", async ({ helper, sharer, captured }) => {
      const { content } = await shareScreen(helper, sharer, captured);
      await content.show(3);
      await expect(helper.state).toHaveAttribute("data-state", "live");
      await expect(helper.state).toHaveAttribute("data-state", "unchanged");
      await screen(helper.page, look, "viewer-1-fit");
      await helper.view("native").click();
      await expect(helper.view("native")).toHaveAttribute("aria-pressed", "true");
      for (let step = 0; step < 5; step++) await helper.view("in").click();
      await helper.frame.focus();
      for (const key of ["Left", "Left", "Up", "Up"]) await helper.page.keyboard.press(`Shift+Arrow${key}`);
      await screen(helper.page, look, "viewer-2-zoomed");
      for (let step = 0; step < 11; step++) await helper.view("out").click();
      await expect(helper.view("out")).toHaveAttribute("aria-disabled", "true");
      await screen(helper.page, look, "viewer-3-small");
      if (look.locale !== "en-US") return;
      for (const [id, name, hint] of [
        ["out", "Zoom out", "Zoom out (-)"],
        ["in", "Zoom in", "Zoom in (+)"],
        ["fit", "Fit", "Fit (0)"],
        ["native", "Actual size", "Actual size (1)"],
        ["full", "Full screen", "Full screen (F)"],
      ] as const) {
        await expect(helper.view(id)).toHaveAccessibleName(name);
        // Words of Fluent isolate what is put into them.
        const title = (await helper.view(id).getAttribute("title")) ?? "";
        expect(title.replace(/[\u2068\u2069]/g, "")).toBe(hint);
      }
      await expect(helper.frame).toHaveAccessibleDescription(/arrow keys/);
    });
  });
}

/** What must not change: the browser's zoom of the page, and how far that is scrolled. */
function page(helper: HelperPage): Promise<number[]> {
  return helper.page.evaluate(() => [devicePixelRatio, visualViewport?.scale ?? 1, scrollX, scrollY]);
}

/** Has the page's question about its density remembered, for `density`. */
async function rememberDensity(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const native = window.matchMedia.bind(window);
    window.matchMedia = (query) => {
      const list = native(query);
      if (query.includes("resolution")) window.rhDensity = list;
      return list;
    };
  });
}

/** Takes the page to a screen of another density. Emulated, Chromium's lists of queries keep silent about it. */
async function density(devtools: CDPSession, page: Page, deviceScaleFactor: number): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await devtools.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });
  await page.evaluate(() => {
    if (window.rhDensity?.matches !== false) throw new Error("still the density that was asked about");
    window.rhDensity.dispatchEvent(new Event("change"));
  });
}

function difference(one: Point, other: Point): Point {
  return [one[0] - other[0], one[1] - other[1]];
}

function near(one: Point, other: Point, within: number): void {
  const [x, y] = difference(one, other);
  expect(Math.hypot(x, y), `${one} and ${other}`).toBeLessThanOrEqual(within);
}
