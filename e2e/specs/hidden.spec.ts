// Sharing goes on at full rate while the sharer's tab is hidden, which it nearly always is. Two minutes of every path:
// `cargo xtask bench --hidden`.
import { percentile } from "../bench/statistics.js";
import { firefoxPath } from "../fixtures/firefox.js";
import { expect, test } from "../fixtures/test.js";
import { type Unseen, unseen } from "../fixtures/unseen.js";

const SHORT: Unseen[] = [
  ["chromium", "stream"],
  ["chromium", "bitmap"],
  ["firefox", "video"],
];

for (const way of SHORT) {
  const [engine, path] = way;
  test(`a hidden tab of ${engine} is not slowed on the path "${path}"`, async ({ browser, broker, watch }) => {
    test.skip(engine === "firefox" && !firefoxPath(), "there is no Firefox ESR here");
    const rates = await unseen(way, 5, { browser, origin: broker.url, watch });
    test.info().annotations.push({ type: "rates", description: JSON.stringify(rates) });
    expect(rates.page.timers, "the page itself is slowed").toBeLessThan(5);
    // On a busy machine not every change is a frame of its own; what is slowed comes once a second.
    expect(percentile(rates.hidden, 0.5)).toBeGreaterThan(5);
  });
}
