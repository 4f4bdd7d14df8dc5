// The measurements: run by hand, fail on nothing, leave their results in bench/results/.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.js";

export default defineConfig({
  ...base,
  projects: [{ name: "bench", testDir: "./bench", testMatch: "*.bench.ts" }],
  timeout: 0,
  // Traces keep every page after each step, which takes time from what is measured.
  use: { ...base.use, trace: "off", screenshot: "off" },
  reporter: [["list"]],
});
