// What both roles have in common: signing in and out, the trust screen, chat, leaving.
import { type Locator, type Page, expect } from "@playwright/test";

export abstract class SessionPage {
  constructor(
    readonly page: Page,
    readonly origin: string,
    readonly path: "/rh" | "/rhh",
  ) {}

  get error(): Locator {
    return this.page.getByTestId("error");
  }
  get ended(): Locator {
    return this.page.getByTestId("session-ended");
  }
  get chatInput(): Locator {
    return this.page.getByTestId("chat-input");
  }
  get chatLog(): Locator {
    return this.page.getByTestId("chat-log");
  }
  /** The banner about the other side's presence; there is none while that side is here. */
  get presence(): Locator {
    return this.page.getByTestId("presence");
  }
  /** The banner about the way to the broker; there is none while it is open. */
  get linkBanner(): Locator {
    return this.page.getByTestId("link-banner");
  }
  /** Text of every chat message, exactly as it is shown. */
  get messages(): Locator {
    return this.chatLog.locator(".chat-text");
  }
  get language(): Locator {
    return this.page.getByTestId("language");
  }

  /** Opens the role's first page, with a query if need be. */
  async open(query = ""): Promise<void> {
    await this.page.goto(`${this.origin}${this.path}${query}`);
  }

  /** Opens the role's page and signs in as an account of the demo tenant. */
  async signIn(account: string, query = ""): Promise<void> {
    await this.open(query);
    await this.page.getByTestId("sign-in").click();
    await this.page.getByTestId(`demo-account-${account}`).click();
    await this.page.waitForURL((url) => url.pathname.startsWith(this.path) && !url.searchParams.has("code"));
    await expect(this.page.getByTestId("sign-out").or(this.error).first()).toBeAttached();
  }

  /** What the trust screen says about the other person. */
  trust(what: "name" | "title" | "company" | "domain" | "picture"): Locator {
    return this.page.getByTestId(`trust-${what}`);
  }

  /** The sharer's device, as either side is shown it. */
  get device(): Locator {
    return this.page.getByTestId("device");
  }

  async decline(): Promise<void> {
    await this.page.getByTestId("decline").click();
  }

  async say(text: string): Promise<void> {
    await this.chatInput.fill(text);
    await this.page.getByTestId("chat-send").click();
  }

  async signOut(): Promise<void> {
    await this.page.getByTestId("sign-out").click();
    await expect(this.page.getByTestId("sign-in").first()).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.page.getByTestId("leave").click();
    const confirm = this.page.getByTestId("leave-confirm");
    if (await confirm.isVisible()) await confirm.click();
  }
}
