// Two browsers, one of each person, whose processes can be told apart.
import { type Browser, type BrowserContext, type BrowserServer, chromium } from "@playwright/test";
import { chromiumPath, launchArguments } from "../../fixtures/chromium.js";
import { type Between, watchPeers } from "./inpage/peers.js";
import { installReader } from "./inpage/reader.js";
import type { Side } from "./relay/relay.js";
import { FULL_HD } from "./scenes/scene.js";

/** The relay must be told real addresses, not names that only this machine's resolver knows. */
export const PLAIN_CANDIDATES = ["--disable-features=WebRtcHideLocalIpsWithMdns", "--allow-loopback-in-peer-connection"];

/** For real windows on an X display; `source` is the switch that picks what is captured. */
interface Shown {
  display: string;
  source: string;
}

/** A person's browser. */
export class Person {
  private constructor(
    private readonly server: BrowserServer,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async start(side: Side, between: Between, shown?: Shown): Promise<Person> {
    const args = launchArguments(PLAIN_CANDIDATES);
    const server = await chromium.launchServer({
      executablePath: chromiumPath(),
      // Both switches at once would make the tab win.
      args: shown ? [...args.filter((arg) => !arg.startsWith("--auto-select-")), shown.source] : args,
      headless: !shown,
      env: { ...(process.env as Record<string, string>), ...(shown && { DISPLAY: shown.display }) },
    });
    const browser = await chromium.connect(server.wsEndpoint());
    const size = shown ? { viewport: null } : { viewport: FULL_HD, deviceScaleFactor: 1 };
    const context = await browser.newContext({ ...size, locale: "en-US", colorScheme: "light" });
    context.setDefaultTimeout(20_000);
    await watchPeers(context, side, between);
    await installReader(context);
    return new Person(server, browser, context);
  }

  get version(): string {
    return this.browser.version();
  }

  /** The first of this browser's processes. */
  get process(): number {
    return this.server.process().pid ?? 0;
  }

  /** A window apart from the person's own, of its own size. */
  window(): Promise<BrowserContext> {
    return this.browser.newContext({ viewport: null });
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
