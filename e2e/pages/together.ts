// Steps that take both people: from a code to trust, from trust to a shared screen.
import { expect } from "@playwright/test";
import type { CapturedPage } from "../fixtures/captured.js";
import type { HelperPage } from "./helper.js";
import type { SharerPage } from "./sharer.js";

/** Both sign in, the sharer joins by the code, both stand before the trust screen. Gives the code. */
export async function join(
  helper: HelperPage,
  sharer: SharerPage,
  accounts: { helper?: string; sharer?: string } = {},
): Promise<string> {
  await helper.signIn(accounts.helper ?? "helper1");
  const code = await helper.startSession();
  await sharer.signIn(accounts.sharer ?? "sharer1");
  await sharer.enter(code);
  await expect(sharer.trust("name")).toBeVisible();
  await expect(helper.trust("name")).toBeVisible();
  return code;
}

/** As `join`, and both consent: chat is open, nothing is shared yet. */
export async function connect(
  helper: HelperPage,
  sharer: SharerPage,
  accounts: { helper?: string; sharer?: string } = {},
): Promise<string> {
  const code = await join(helper, sharer, accounts);
  await sharer.allow();
  await helper.confirm();
  await expect(sharer.page.getByTestId("share-screen")).toBeVisible();
  await expect(helper.chatInput).toBeEnabled();
  await expect(sharer.chatInput).toBeEnabled();
  return code;
}

/** As `connect`, and the sharer shares the captured page: the helper sees it. */
export async function shareScreen(
  helper: HelperPage,
  sharer: SharerPage,
  captured: () => Promise<CapturedPage>,
): Promise<{ code: string; content: CapturedPage }> {
  const code = await connect(helper, sharer);
  const content = await captured();
  await sharer.share();
  await expect(sharer.page.getByTestId("stop-sharing")).toBeVisible();
  await expect(helper.state).toHaveAttribute("data-state", /live|unchanged/);
  return { code, content };
}
