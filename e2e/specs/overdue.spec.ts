// What the sharer's page does when the helper's transport has lost something, as far as can be told from outside.
import type { CapturedPage } from "../fixtures/captured.js";
import { expect, test } from "../fixtures/test.js";
import { lose, remember, told } from "../fixtures/told.js";
import type { HelperPage } from "../pages/helper.js";
import type { SharerPage } from "../pages/sharer.js";
import { shareScreen } from "../pages/together.js";

/** For so many milliseconds heartbeats are counted: three at two a second. */
const COUNTED = 1_500;

test("an acknowledgement that does not come is asked for by more heartbeats", async ({ helper, sharer, captured }) => {
  await remember(helper.page);
  await remember(sharer.page);
  const { content } = await shareScreen(helper, sharer, captured);
  // How long acknowledgements take has to be learned.
  for (let n = 1; n <= 20; n++) await change(helper, content, n);
  expect(await beats(sharer), "nothing is missing").toBeLessThan(5);

  await lose(helper.page, ["ack"]);
  await change(helper, content, 21);
  expect(await beats(sharer), "three times three questions").toBeGreaterThan(7);

  await lose(helper.page, []);
  await change(helper, content, 22);
  expect(await beats(sharer), "all is well again").toBeLessThan(5);
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
});

/** Changes the captured page, and waits until the helper's page has acknowledged something. */
async function change(helper: HelperPage, content: CapturedPage, n: number): Promise<void> {
  const acks = async () => (await told(helper.page, "ack")).length;
  const before = await acks();
  await content.show(n);
  await expect.poll(acks).toBeGreaterThan(before);
}

/** How many heartbeats told of the newest picture while it was young. Waits until it was, and is not any more. */
async function beats(sharer: SharerPage): Promise<number> {
  const newest = async () => {
    const all = await told(sharer.page, "heartbeat");
    return all.filter(({ frame }) => frame === all.at(-1)?.frame).map((beat) => Number(beat.captured_ago_ms));
  };
  const age = async () => (await newest()).at(-1);
  await expect.poll(age).toBeLessThanOrEqual(COUNTED);
  await expect.poll(age).toBeGreaterThan(COUNTED);
  return (await newest()).filter((age) => age <= COUNTED).length;
}
