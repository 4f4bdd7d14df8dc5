// The measurements: run by hand, fail on nothing, leave their results in bench/results/.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.js";

export default defineConfig(base, {
  testDir: "./bench",
  testMatch: "*.bench.ts",
  timeout: 0,
  // Traces take pictures of every page, which takes time from what is measured.
  use: { trace: "off" },
  reporter: [["list"]],
});
