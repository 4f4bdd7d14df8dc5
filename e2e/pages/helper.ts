// What a helper does at /rhh.
import { type Locator, type Page, expect } from "@playwright/test";
import { SessionPage } from "./session.js";

export class HelperPage extends SessionPage {
  constructor(page: Page, origin: string) {
    super(page, origin, "/rhh");
  }

  get code(): Locator {
    return this.page.getByTestId("session-code");
  }
  get link(): Locator {
    return this.page.getByTestId("session-link");
  }
  get screen(): Locator {
    return this.page.getByTestId("screen");
  }
  get state(): Locator {
    return this.page.getByTestId("screen-state");
  }

  /** Starts a session and gives its code, as people would read it out. */
  async startSession(): Promise<string> {
    await this.page.getByTestId("start-session").click();
    await expect(this.code).toHaveText(/^[0-9a-z]{4}\s[0-9a-z]{4}$/);
    return (await this.code.innerText()).trim();
  }

  /** The age of the picture in seconds, as the label shows it; 0 when it shows none. */
  async age(): Promise<number> {
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await this.state.innerText()) ?? [];
    return Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  }

  /** The canvas's own pixels at its native size, RGBA, as base64. */
  pixels(): Promise<string> {
    return this.screen.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const bytes = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.slice(at, at + 0x8000));
      }
      return btoa(text);
    });
  }

  /** Copies what a button copies, and gives what the clipboard holds then. */
  async copied(button: "copy-code" | "copy-link"): Promise<string> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.origin });
    await this.page.getByTestId(button).click();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async confirm(): Promise<void> {
    await this.page.getByTestId("confirm").click();
  }
}
