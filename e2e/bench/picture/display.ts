// A screen that nobody sees, for capturing windows and whole screens: Xvfb, without a window manager.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { FULL_HD } from "./scenes/scene.js";

const run = promisify(execFile);

export class Display {
  private constructor(
    private readonly server: ChildProcess,
    readonly name: string,
  ) {}

  static async start(): Promise<Display> {
    const size = `${FULL_HD.width}x${FULL_HD.height}x24`;
    // It chooses a free number and writes it to descriptor 3.
    const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const number = server.stdio[3];
    if (!number) throw new Error("Xvfb has no descriptor to tell its number");
    const told = await Promise.race([once(number, "data"), once(server, "error").then(([error]) => Promise.reject(error))]);
    return new Display(server, `:${String(told[0]).trim()}`);
  }

  /** Marks windows as ordinary ones, as a window manager would: only such can be captured. */
  async manage(title: string): Promise<void> {
    const env = { ...process.env, DISPLAY: this.name };
    const { stdout } = await run("xwininfo", ["-root", "-tree"], { env });
    for (const line of stdout.split("\n").filter((line) => line.includes(`"${title}`))) {
      const id = line.trim().split(" ")[0] ?? "";
      await run("xprop", ["-id", id, "-f", "WM_STATE", "32c", "-set", "WM_STATE", "1"], { env });
    }
  }

  async close(): Promise<void> {
    const gone = once(this.server, "exit");
    this.server.kill();
    await gone;
  }
}
