// What a sharer does at /rh.
import { type Locator, type Page } from "@playwright/test";
import { SessionPage } from "./session.js";

export class SharerPage extends SessionPage {
  constructor(page: Page, origin: string) {
    super(page, origin, "/rh");
  }

  get codeInput(): Locator {
    return this.page.getByTestId("code-input");
  }

  /** Types a code and joins. */
  async enter(code: string): Promise<void> {
    await this.codeInput.fill(code);
    await this.page.getByTestId("join").click();
  }

  async allow(): Promise<void> {
    await this.page.getByTestId("allow").click();
  }

  get stopButton(): Locator {
    return this.page.getByTestId("stop-sharing");
  }
  get pauseButton(): Locator {
    return this.page.getByTestId("pause");
  }

  async share(): Promise<void> {
    await this.page.getByTestId("share-screen").click();
  }
}
