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

  async confirm(): Promise<void> {
    await this.page.getByTestId("confirm").click();
  }
}
