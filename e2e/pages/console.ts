// What an administrator does in the console below /rhh/console.
import { type Locator, expect } from "@playwright/test";
import { HelperPage } from "./helper.js";

export class ConsolePage extends HelperPage {
  /** The page's heading; a word of English. */
  heading(name: string): Locator {
    return this.page.getByRole("heading", { level: 1, name });
  }
  get roles(): Locator {
    return this.page.getByTestId("role");
  }
  get assignments(): Locator {
    return this.page.getByTestId("assignment");
  }
  get answer(): Locator {
    return this.page.getByTestId("why-answer");
  }
  get changes(): Locator {
    return this.page.getByTestId("changes");
  }

  /** What is typed or chosen by this name. */
  field(name: string): Locator {
    return this.page.getByTestId(name);
  }
  /** A row of roles or assignments. */
  row(of: Locator, name: string): Locator {
    return of.filter({ has: this.page.getByRole("heading", { name, exact: true }) });
  }
  /** A row of the settings. */
  setting(key: string): Locator {
    return this.page.locator(`[data-testid="setting"][data-key="${key}"]`);
  }

  /** Rows of the table that tests call so. */
  rows(name: string): Locator {
    return this.page.getByTestId(name);
  }
  /** Which rows of a list are shown. */
  get pageRows(): Locator {
    return this.page.getByTestId("page-rows");
  }

  /** Presses a key until the focus is on what tests call so. */
  async reach(name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    for (let presses = 0; presses < 120; presses++) {
      const at = await this.page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
      if (at === name) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${name} is not reached by ${key}`);
  }

  /** Opens a place of the console. */
  async visit(place = ""): Promise<void> {
    await this.page.goto(`${this.origin}/rhh/console${place}`);
  }

  async save(): Promise<void> {
    await this.page.getByTestId("save").click();
  }

  /** Makes a role of the first tier. */
  async makeRole(name: string): Promise<void> {
    await this.page.getByTestId("new-role").click();
    await this.field("role-name").fill(name);
    await this.page.getByTestId("tier-one").click();
    await this.save();
    await expect(this.row(this.roles, name)).toBeVisible();
  }

  /** Gives a role to somebody over a group of people. */
  async assign(name: string, role: string, email: string, group: string): Promise<void> {
    await this.page.getByTestId("new-assignment").click();
    await this.field("assignment-name").fill(name);
    await this.field("assignment-role").selectOption({ label: role });
    await this.field("members-emails").fill(email);
    await this.field("sharers-groups").check();
    await this.field("sharer-groups").fill(group);
    await this.save();
    await expect(this.row(this.assignments, name)).toBeVisible();
  }

  /** Asks whether one may help the other. */
  async ask(helper: string, sharer: string): Promise<void> {
    await this.field("why-helper").fill(helper);
    await this.field("why-sharer").fill(sharer);
    await this.page.getByTestId("why-ask").click();
  }
}
