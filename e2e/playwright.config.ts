// How the end-to-end tests run: one Chromium, one broker a worker, artifacts outside git.
import { defineConfig } from "@playwright/test";
import { chromiumPath, launchArguments } from "./fixtures/chromium.js";

const artifacts = process.env.RH_ARTIFACTS ?? "../artifacts";

export default defineConfig({
  testDir: "./specs",
  outputDir: `${artifacts}/results`,
  // Two cores: captures and encoders of two tests at once would only measure each other.
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
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: launchArguments() },
  },
});
