// The measurements: run by hand, fail on nothing, leave their results in bench/results/.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.js";

export default defineConfig(base, {
  testDir: "./bench",
  testMatch: "*.bench.ts",
  timeout: 60 * 60_000,
  reporter: [["list"]],
});
