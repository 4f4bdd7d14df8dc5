// How the end-to-end tests run: one Chromium a worker, one broker a test, artifacts outside git.
import { defineConfig } from "@playwright/test";
import { chromiumPath, launchArguments } from "./fixtures/chromium.js";
import { sideBySide } from "./fixtures/groups.js";

const artifacts = process.env.RH_ARTIFACTS ?? "../artifacts";

export default defineConfig({
  testDir: "./specs",
  outputDir: `${artifacts}/results`,
  // Two projects, which `cargo xtask test` runs one after the other: the first with a worker for each core. By hand there is one
  // worker for all, so that neither disturbs the other.
  projects: [
    {
      name: "pages",
      testMatch: sideBySide,
      fullyParallel: true,
      outputDir: `${artifacts}/results/pages`,
      // How a test ended that failed. Not in Firefox: for a picture of a page, Playwright puts a style into it, which our policy refuses.
      use: { screenshot: "only-on-failure" },
    },
    // Captures and encoders of two tests at once would only measure each other.
    { name: "picture", testIgnore: sideBySide, workers: 1, outputDir: `${artifacts}/results/picture` },
  ],
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: `${artifacts}/e2e.json` }]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    colorScheme: "light",
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    // What was done, asked and printed, step by step. What each page held after every step takes a seventh of the time, and a film
    // of it all both cores: `--trace=on` has them for one test.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false },
    launchOptions: { executablePath: chromiumPath(), args: launchArguments() },
  },
});
