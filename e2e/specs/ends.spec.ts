// Every way in which a session ends, in the words that each side reads. The reasons that cannot be
// read on a side: nobody has joined when nobody joined, so there is no sharer to tell.
import type { Broker } from "../fixtures/broker.js";
import { expect, test } from "../fixtures/test.js";
import type { HelperPage } from "../pages/helper.js";
import type { SessionPage } from "../pages/session.js";
import type { SharerPage } from "../pages/sharer.js";
import { connect, join, shareScreen } from "../pages/together.js";

const WORDS = {
  "ended-by-helper": { helper: "You ended the session.", sharer: "Your helper ended the session." },
  "ended-by-sharer": { helper: "The other person ended the session.", sharer: "You ended the session." },
  "declined-by-sharer": { helper: "The other person declined.", sharer: "You declined. Nobody saw your screen." },
  "declined-by-helper": { helper: "You declined.", sharer: "Your helper declined." },
  "consent-timed-out": { helper: "Not both of you agreed in time.", sharer: "Not both of you agreed in time." },
  "nobody-joined": { helper: "Nobody joined in time.", sharer: "" },
  "helper-gone": { helper: "You were away for too long.", sharer: "Your helper was away for too long." },
  "sharer-gone": { helper: "The other person was away for too long.", sharer: "You were away for too long." },
  "too-long": { helper: "reached its longest duration", sharer: "reached its longest duration" },
  "ended-by-administrator": { helper: "An administrator ended the session.", sharer: "An administrator ended the session." },
  "not-permitted": { helper: "You may not help the person who entered the code.", sharer: "" },
  "permission-withdrawn": {
    helper: "The permission to help in this session was withdrawn.",
    sharer: "Your helper may no longer help in this session.",
  },
  "device-not-enrolled": {
    helper: "The other person’s device is not known to your organisation",
    sharer: "Your organisation gives help only on devices that it knows",
  },
  "other-than-bound": { helper: "Another person or another device has joined", sharer: "" },
  unknown: { helper: "The session was ended.", sharer: "The session was ended." },
};

/** The page says that the session is over, and why; what can be done next leads on. */
async function expectEnd(side: SessionPage, role: "helper" | "sharer", reason: keyof typeof WORDS): Promise<void> {
  await expect(side.ended).toHaveAttribute("data-reason", reason);
  await expect(side.ended).toContainText(WORDS[reason][role]);
  await expect(side.page.getByTestId("start-again")).toHaveAttribute("href", side.path);
  // Nobody is waited for any more, and nobody is welcomed back.
  await expect(side.presence).toHaveCount(0);
  await expect(side.page.getByText(" is back.")).toHaveCount(0);
}

async function expectEnds(helper: HelperPage, sharer: SharerPage, reason: keyof typeof WORDS): Promise<void> {
  await expectEnd(helper, "helper", reason);
  await expectEnd(sharer, "sharer", reason);
}

test("either side ends it", async ({ helper, sharer }) => {
  await connect(helper, sharer);
  await helper.leave();
  await expectEnds(helper, sharer, "ended-by-helper");
  await helper.page.getByTestId("start-again").click();
  await sharer.page.getByTestId("start-again").click();
  await sharer.enter(await helper.startSession());
  await expect(helper.trust("name")).toBeVisible();
  await sharer.allow();
  await helper.confirm();
  await sharer.leave();
  await expectEnds(helper, sharer, "ended-by-sharer");
});

test("either side declines", async ({ helper, sharer }) => {
  await join(helper, sharer);
  await sharer.decline();
  await expectEnds(helper, sharer, "declined-by-sharer");
  await helper.page.getByTestId("start-again").click();
  await sharer.page.getByTestId("start-again").click();
  await sharer.enter(await helper.startSession());
  // Even after the sharer has allowed.
  await sharer.allow();
  await helper.decline();
  await expectEnds(helper, sharer, "declined-by-helper");
});

test.describe("time to answer", () => {
  test.use({ settings: { SESSIONS__ANSWER_SECONDS: "4" } });
  test("one answer of two is not enough in the end", async ({ helper, sharer }) => {
    await join(helper, sharer);
    await sharer.allow();
    await expectEnds(helper, sharer, "consent-timed-out");
  });
});

test.describe("time to join", () => {
  test.use({ settings: { SESSIONS__JOIN_SECONDS: "4" } });
  test("nobody joins, and the code is good for nothing any more", async ({ helper, sharer, watch }) => {
    watch.allow(/status of 404/);
    await sharer.signIn("sharer1");
    await helper.signIn("helper1");
    const code = await helper.startSession();
    await expectEnd(helper, "helper", "nobody-joined");
    await sharer.enter(code);
    await expect(sharer.error).toHaveAttribute("data-code", "wrong-code");
  });
});

test.describe("time to return", () => {
  test.use({ settings: { SESSIONS__RETURN_SECONDS: "3" } });
  for (const gone of ["helper", "sharer"] as const) {
    test(`the ${gone} stays away; who comes back late is told too`, async ({ helper, sharer }) => {
      await join(helper, sharer);
      const [leaving, staying] = gone === "helper" ? [helper, sharer] : [sharer, helper];
      const address = leaving.page.url();
      await leaving.page.goto("about:blank");
      await expect(staying.presence).toHaveAttribute("data-presence", "away");
      await expect(staying.ended).toBeVisible();
      await leaving.page.goto(address);
      await expectEnds(helper, sharer, `${gone}-gone`);
    });
  }
});

test.describe("longest duration", () => {
  test.use({ settings: { SESSIONS__LONGEST_SECONDS: "8" } });
  test("a session does not last for ever", async ({ helper, sharer }) => {
    await sharer.signIn("sharer1");
    await helper.signIn("helper1");
    await sharer.enter(await helper.startSession());
    await sharer.allow();
    await helper.confirm();
    await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
    await expectEnds(helper, sharer, "too-long");
  });
});

test("Remote Help is switched off in mid-session: it is off at once, and the session over once it is on again", async ({
  broker,
  helper,
  sharer,
  captured,
  watch,
}) => {
  watch.allow(/WebSocket|ERR_CONNECTION_REFUSED|status of 403/);
  await shareScreen(helper, sharer, captured);
  let now: Broker = await broker.restart("SIGTERM", { settings: { FEATURES__ENABLED: "false" } });
  try {
    for (const side of [helper, sharer]) await expect(side.error).toHaveAttribute("data-code", "remote-help-off");
    await expect(sharer.stopButton).toHaveCount(0);
    await expect(helper.screen).toHaveCount(0);
    now = await now.restart("SIGTERM");
    for (const side of [helper, sharer]) await side.page.reload();
    await expectEnds(helper, sharer, "ended-by-administrator");
  } finally {
    await now.kill("SIGTERM");
  }
});

test("a newer broker's reason is the end all the same", async ({ helper, sharer }) => {
  for (const side of [helper, sharer]) {
    await side.page.routeWebSocket(/\/socket$/, (socket) => {
      const broker = socket.connectToServer();
      broker.onMessage((text) => socket.send(String(text).replace("ended-by-helper", "ended-by-next-year")));
    });
  }
  await connect(helper, sharer);
  await helper.leave();
  await expectEnds(helper, sharer, "unknown");
});
