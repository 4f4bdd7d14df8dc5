// The whole of a session, as two people live it.
import { CapturedPage } from "../fixtures/captured.js";
import { expect, test } from "../fixtures/test.js";
import { SharerPage } from "../pages/sharer.js";
import { connect, join, shareScreen } from "../pages/together.js";

test("trust screens show who the other is, as the broker vouches for it", async ({ helper, sharer }) => {
  await join(helper, sharer);
  const shown = {
    helper: { name: "Yuki Tanaka", title: "Financial Controller" },
    sharer: { name: "Maya Okafor", title: "Service Desk Analyst" },
  };
  for (const [role, side] of [["helper", helper], ["sharer", sharer]] as const) {
    await expect(side.trust("name")).toHaveText(shown[role].name);
    await expect(side.trust("title")).toHaveText(shown[role].title);
    await expect(side.trust("company")).toHaveText("Brightwater");
    await expect(side.trust("domain")).toHaveText("brightwater.example");
    const picture = side.trust("picture");
    await expect(picture).toBeVisible();
    await expect
      .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
  }
});

test("consent on both sides, chat in any script, the screen, pause, stop, end", async ({ helper, sharer, captured }) => {
  await connect(helper, sharer);

  const lines = ["Can you see the error?", "هل ترى الخطأ؟ 123", "エラーが見えますか？", "👩🏽‍💻🇯🇵 done ✅", "<b>not markup</b> https://example.com/?a=1&b=2"];
  for (const line of lines) {
    await sharer.say(line);
    await expect(helper.messages.last()).toHaveText(line);
  }
  // Spaces and line breaks too, which `toHaveText` overlooks.
  await sharer.say("two  spaces\nand a line");
  await expect(helper.messages).toHaveCount(lines.length + 1);
  expect(await helper.messages.last().innerText()).toBe("two  spaces\nand a line");
  await helper.say("Yes, I see it.");
  await expect(sharer.chatLog).toContainText("Yes, I see it.");
  await expect(helper.chatLog.locator("b", { hasText: "not markup" })).toHaveCount(0);
  await expect(helper.chatLog.locator("a[href*='example.com']")).toHaveCount(0);

  const content = await captured();
  await sharer.share();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
  await content.show(1);
  await expect(helper.state).toHaveAttribute("data-state", "live");
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");

  await sharer.pauseButton.click();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  const preview = sharer.page.getByTestId("preview");
  await expect.poll(() => preview.evaluate((video) => (video as HTMLVideoElement).paused)).toBe(true);
  const frozen = await helper.pixels();
  await content.show(99);
  // Longer than frames take: heartbeats come twice a second, and the age is that of the frozen picture.
  await expect(helper.state).toContainText("0:03");
  expect(await helper.pixels(), "nothing of the new page came through").toBe(frozen);
  await sharer.pauseButton.click();
  await expect.poll(() => helper.pixels()).not.toBe(frozen);
  await expect.poll(() => preview.evaluate((video) => (video as HTMLVideoElement).paused)).toBe(false);
  await content.show(2);
  await expect(helper.state).toHaveAttribute("data-state", "live");

  await sharer.stopButton.click();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  await expect(helper.screen).toBeHidden();
  await sharer.say("Still here");
  await expect(helper.chatLog).toContainText("Still here");

  await sharer.leave();
  await expect(sharer.ended).toHaveAttribute("data-reason", "ended-by-sharer");
  await expect(helper.ended).toHaveAttribute("data-reason", "ended-by-sharer");
});

test("the sharer's page says for as long as it is so that the screen is shared", async ({ helper, sharer, captured }) => {
  await connect(helper, sharer);
  const before = await sharer.page.title();
  await captured();
  await sharer.share();
  await expect(sharer.page.getByTestId("stop-sharing")).toBeVisible();
  await expect.poll(() => sharer.page.title()).not.toBe(before);
  const icon = await sharer.page.locator("link[rel=icon]").getAttribute("href");
  await sharer.page.getByTestId("stop-sharing").click();
  await expect.poll(() => sharer.page.title()).toBe(before);
  await expect(sharer.page.locator("link[rel=icon]")).not.toHaveAttribute("href", icon ?? "");
});

test("the helper may confirm first; nothing opens before both have", async ({ helper, sharer }) => {
  await join(helper, sharer);
  await helper.confirm();
  await expect(helper.page.getByTestId("confirm")).toHaveCount(0);
  await expect(helper.chatInput).toHaveCount(0);
  await expect(sharer.page.getByTestId("allow")).toBeVisible();
  await sharer.allow();
  await expect(helper.chatInput).toBeEnabled();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
});

test("a reload of either page in mid-session lands where it was, without new consent", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  await sharer.say("before the reload");
  await expect(helper.chatLog).toContainText("before the reload");

  await helper.page.reload();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
  await expect(helper.chatLog).toContainText("before the reload");
  await expect(sharer.page.getByTestId("stop-sharing")).toBeVisible();

  await sharer.page.reload();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  await expect(sharer.page.getByTestId("allow")).toHaveCount(0);
  await expect(sharer.chatLog).toContainText("before the reload");
  await sharer.share();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
});

test("a picture is as old after the helper's reload as before, still or paused", async ({ helper, sharer, captured }) => {
  await shareScreen(helper, sharer, captured);
  await expect(helper.state).toContainText("0:05");
  await helper.page.reload();
  await expect(helper.state).toHaveAttribute("data-state", "unchanged");
  expect(await helper.age()).toBeGreaterThanOrEqual(5);

  await sharer.pauseButton.click();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  await expect(helper.state).toContainText("0:05");
  await helper.page.reload();
  await expect(helper.state).toHaveAttribute("data-state", "paused");
  expect(await helper.age()).toBeGreaterThanOrEqual(5);
});

test("a first picture that the capture loses is taken from a video", async ({ helper, sharer, captured }) => {
  await sharer.page.addInitScript(() => {
    // A stream that tells nothing, as a still screen's does once its first frame is lost.
    class Silent {
      readonly readable = new ReadableStream();
    }
    Object.assign(window, { MediaStreamTrackProcessor: Silent });
  });
  await shareScreen(helper, sharer, captured);
  await expect.poll(async () => new Set(Buffer.from(await helper.pixels(), "base64")).size).toBeGreaterThan(16);
});

test("both roles in one browser, in two tabs", async ({ helper }) => {
  const sharer = new SharerPage(await helper.page.context().newPage(), helper.origin);
  await connect(helper, sharer);
  const content = await CapturedPage.open(helper.page.context());
  await sharer.share();
  await content.show(5);
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
});

test("a chat message over 4,000 characters is refused at the field, and kept there", async ({ helper, sharer }) => {
  await connect(helper, sharer);
  const long = "é".repeat(4_001);
  await sharer.chatInput.fill(long);
  await sharer.page.getByTestId("chat-send").click();
  await expect(sharer.page.getByTestId("error")).toHaveAttribute("data-code", "chat-too-long");
  await expect(sharer.chatInput).toHaveValue(long);
  await sharer.chatInput.fill("é".repeat(4_000));
  await sharer.page.getByTestId("chat-send").click();
  await expect(helper.chatLog).toContainText("é".repeat(4_000));
});
