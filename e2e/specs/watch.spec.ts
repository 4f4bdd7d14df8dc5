// The watchers of all other tests see what they are there for.
import { Watch } from "../fixtures/watch.js";
import { expect, person, test } from "../fixtures/test.js";

test("a console error, a policy violation and an uncaught error are each noticed", async ({ browser, broker }) => {
  const watch = new Watch();
  const page = await person(browser, watch);
  await page.goto(`${broker.url}/rh`);
  await expect(page.getByTestId("sign-in")).toBeVisible();
  expect(watch.findings).toEqual([]);
  await page.evaluate(() => {
    console.error("a console error");
    setTimeout(() => {
      throw new Error("an uncaught error");
    });
    // An inline script, which the policy refuses.
    const script = document.createElement("script");
    script.textContent = "window.rhInjected = true";
    document.body.append(script);
  });
  for (const finding of [/a console error/, /an uncaught error/, /CSP script-src/]) {
    await expect.poll(() => watch.findings.some((found) => finding.test(found)), String(finding)).toBe(true);
  }
  expect(await page.evaluate(() => "rhInjected" in window)).toBe(false);
  await page.context().close();
});
