// What the picture costs: measured and told only while a helper looks at it.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.js";
import type { CapturedPage } from "../fixtures/captured.js";
import { remember, told } from "../fixtures/told.js";
import type { HelperPage } from "../pages/helper.js";
import { shareScreen } from "../pages/together.js";

/** The sharer's stages that every browser tells, then the helper's. */
const STAGES = ["queue", "copy", "damage", "encode", "send", "network", "reassemble", "decode", "convert", "draw", "display"];

test("opened by its button, the numbers come and follow the picture; closed, nothing is sent any more", async ({ helper, sharer, captured }) => {
  await remember(helper.page);
  await remember(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);
  await change(content, 1);
  expect(await told(sharer.page, "stats")).toHaveLength(0);
  expect(await told(helper.page, "measure")).toHaveLength(0);
  expect((await told(helper.page, "ack")).filter((ack) => "delay_us" in ack)).toHaveLength(0);

  const button = helper.view("statistics");
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await expect(helper.statistics).toBeVisible();
  await expect(helper.statistics).toHaveAttribute("aria-live", "off");
  await change(content, 12);
  await expect.poll(async () => Object.keys(await helper.stages())).toEqual(expect.arrayContaining(STAGES));
  const stages = await helper.stages();
  for (const [name, [median, most]] of Object.entries(stages)) {
    expect(median, name).toBeLessThanOrEqual(most);
    expect(most, name).toBeLessThan(2_000_000);
  }
  expect(stages.copy?.[1], "a copy takes some time").toBeGreaterThan(0);
  await expect(helper.statistics.getByTestId("stats-picture")).toContainText("I420");

  // A still screen sends nothing, and says so; the stages keep what they were.
  await expect(helper.statistics.getByTestId("stats-frames")).toHaveText(/0.* captured, .*0.* sent/);
  expect(Object.keys(await helper.stages())).toEqual(Object.keys(stages));
  await change(content, 12);
  await expect(helper.statistics.getByTestId("stats-frames")).not.toHaveText(/0.* captured, .*0.* sent/);

  await button.click();
  await expect(helper.statistics).toBeHidden();
  expect((await told(helper.page, "measure")).map(({ on }) => on)).toEqual([true, false]);
  await expect.poll(() => settled(sharer.page)).toBe(true);
  const before = [await told(sharer.page, "stats"), await told(helper.page, "ack")];
  expect(before[0]?.length).toBeGreaterThan(1);
  await change(content, 12);
  await content.page.waitForTimeout(2_500);
  expect(await told(sharer.page, "stats"), "no more statistics").toHaveLength(before[0]?.length ?? 0);
  const later = (await told(helper.page, "ack")).slice(before[1]?.length ?? 0);
  expect(later.length).toBeGreaterThan(0);
  expect(later.filter((ack) => "delay_us" in ack)).toHaveLength(0);
});

test("opened by its key, closed by Escape from picture and panel, with the focus where it can go on", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  await helper.frame.focus();
  await helper.page.keyboard.press("s");
  await expect(helper.statistics).toBeVisible();
  await expect(helper.frame).toBeFocused();
  for (const [width, height] of [[1280, 720], [900, 500], [320, 640]] as const) {
    await helper.page.setViewportSize({ width, height });
    await expect.poll(() => coversCentre(helper), `${width} × ${height}`).toBe(false);
  }
  await helper.page.setViewportSize({ width: 1280, height: 720 });
  await helper.page.keyboard.press("Escape");
  await expect(helper.statistics).toBeHidden();
  await expect(helper.frame).toBeFocused();

  await helper.page.keyboard.press("Shift+S");
  await helper.statistics.focus();
  await helper.page.keyboard.press("Escape");
  await expect(helper.statistics).toBeHidden();
  await expect(helper.view("statistics")).toBeFocused();
  await helper.page.keyboard.press("Enter");
  await expect(helper.statistics).toBeVisible();
  // The focus is still on the button that has opened it.
  await helper.page.keyboard.press("Escape");
  await expect(helper.statistics).toBeHidden();
  await helper.page.keyboard.press("Enter");
  await helper.page.getByTestId("stats-close").click();
  await expect(helper.statistics).toBeHidden();
  await expect(helper.view("statistics")).toBeFocused();
});

test("a pause goes on telling, of nothing new; what is shared next is measured too; a stop ends it", async ({ helper, sharer, captured }) => {
  await remember(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);
  await helper.view("statistics").click();
  await expect.poll(async () => (await told(sharer.page, "stats")).length).toBeGreaterThan(0);
  await sharer.page.getByTestId("pause").click();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  // What is told first is also of the time before.
  const count = async () => (await told(sharer.page, "stats")).length;
  const first = await count();
  await expect.poll(count).toBeGreaterThan(first);
  const before = await count();
  await change(content, 5);
  await expect.poll(count).toBeGreaterThan(before + 1);
  const paused = (await told(sharer.page, "stats")).slice(before).map(({ stats }) => stats as { sent: number });
  expect(paused.every(({ sent }) => sent === 0)).toBe(true);
  await sharer.page.getByTestId("pause").click();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);

  await sharer.page.getByTestId("stop-sharing").click();
  await expect(helper.statistics).toBeHidden();
  const stopped = await count();
  // That nothing comes takes its time to be seen.
  await content.page.waitForTimeout(1_500);
  expect(await count()).toBe(stopped);
});

/** Whether no statistics were sent for a while. */
async function settled(page: Page): Promise<boolean> {
  const before = (await told(page, "stats")).length;
  await page.waitForTimeout(1_500);
  return (await told(page, "stats")).length === before;
}

/** Changes the captured page so many times. */
async function change(content: CapturedPage, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await content.show(Math.floor(Math.random() * 1_000));
    await content.page.waitForTimeout(120);
  }
}

/** Whether the panel lies over the middle of the picture. */
async function coversCentre(helper: HelperPage): Promise<boolean> {
  const { shown } = await helper.placement();
  return helper.statistics.evaluate(
    (panel, [x, y]) => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      return x >= left && x <= right && y >= top && y <= bottom;
    },
    [shown.x + shown.width / 2, shown.y + shown.height / 2] as const,
  );
}
