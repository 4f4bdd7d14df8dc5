// The viewer where scroll bars take room, as they do on Windows. Other tests run without any.
import { chromiumPath, launchArguments } from "../fixtures/chromium.js";
import { expect, test } from "../fixtures/test.js";
import { shareScreen } from "../pages/together.js";

test.use({
  launchOptions: { executablePath: chromiumPath(), args: launchArguments(), ignoreDefaultArgs: ["--hide-scrollbars"] },
});

test("a fitted picture has no scroll bars, and what they cover of a larger one can be reached", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  const bars = () =>
    helper.frame.evaluate((element) => {
      const { offsetWidth, offsetHeight, clientWidth, clientHeight, clientLeft, clientTop } = element as HTMLElement;
      return [offsetWidth - clientWidth - 2 * clientLeft, offsetHeight - clientHeight - 2 * clientTop];
    });
  expect(await bars()).toEqual([0, 0]);

  await helper.view("native").click();
  await expect(helper.factor).toHaveText("100%");
  const [across = 0, down = 0] = await bars();
  expect(Math.min(across, down)).toBeGreaterThan(5);
  await helper.frame.focus();
  for (const key of ["Right", "Down", "Right", "Down"]) await helper.page.keyboard.press(`Shift+Arrow${key}`);
  const { frame, shown } = await helper.placement();
  expect(Math.abs(shown.x + shown.width - (frame.x + frame.width - across))).toBeLessThan(1.5);
  expect(Math.abs(shown.y + shown.height - (frame.y + frame.height - down))).toBeLessThan(1.5);

  await helper.page.keyboard.press("0");
  await expect(helper.view("fit")).toHaveAttribute("aria-pressed", "true");
  expect(await bars()).toEqual([0, 0]);
  expect(Math.abs((await helper.placement()).shown.width - frame.width)).toBeLessThan(3);
});
