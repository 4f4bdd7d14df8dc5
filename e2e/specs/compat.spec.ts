// The table of paths in docs/capture.md against what browsers have.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";

interface Support {
  version_added: string | false;
  notes?: string | string[];
}
interface Feature {
  __compat?: { support: Record<string, Support | Support[]> };
  [key: string]: unknown;
}
const { api } = createRequire(import.meta.url)("@mdn/browser-compat-data") as { api: Feature };

/** Whether this version has what stands in a cell: `Name.member`, and where a name differs between page and worker, which. */
function has(browser: string, version: string, need: { name: string; place?: string }): boolean {
  const feature = need.name.split(".").reduce<Feature | undefined>((at, key) => at?.[key] as Feature | undefined, api);
  const all = [feature?.__compat?.support[browser] ?? []].flat();
  expect(feature?.__compat, `${need.name} is known`).toBeDefined();
  return all.some(({ version_added: added, notes }) => {
    if (!added || Number(added) > Number(version)) return false;
    // Standard is the worker; the data notes who has it in the page instead.
    const inWindow = [notes ?? []].flat().some((note) => note.includes("Exposed on <code>Window</code> instead"));
    return need.place === undefined || (need.place === "window") === inWindow;
  });
}

const rows = readFileSync(new URL("../../docs/capture.md", import.meta.url), "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => /^(stream|track|video|bitmap)$/.test(cells[1] ?? ""))
  .map(([, path = "", , needs = "", browsers = ""]) => ({
    path,
    needs: [...needs.matchAll(/`([\w.]+)`(?: \((\w+)\))?/g)].map(([, name = "", place]) => ({ name, ...(place && { place }) })),
    browsers: browsers.split(", ").map((browser) => browser.split(" ") as [string, string]),
  }));

test("every minimum browser is on a path whose needs it has, and on no better one", () => {
  expect(rows.map(({ path }) => path)).toEqual(["stream", "track", "video", "bitmap"]);
  for (const [index, { path, needs, browsers }] of rows.entries()) {
    for (const [browser, version] of browsers) {
      for (const need of needs) expect(has(browser, version, need), `${browser} ${version} has ${need.name} for ${path}`).toBe(true);
      for (const better of rows.slice(0, index)) {
        const complete = better.needs.every((need) => has(browser, version, need));
        expect(complete, `${browser} ${version} lacks something for ${better.path}`).toBe(false);
      }
    }
  }
});

test("the mission's oldest browsers are all in the table, and can share and draw", () => {
  const named = rows.flatMap(({ browsers }) => browsers.map((browser) => browser.join(" ")));
  for (const browser of ["chrome 109", "edge 109", "firefox 122", "safari 16.4"]) {
    expect(named).toContain(browser);
    const [name = "", version = ""] = browser.split(" ");
    for (const need of ["MediaDevices.getDisplayMedia", "MediaStreamTrack.ended_event", "createImageBitmap", "OffscreenCanvas"]) {
      expect(has(name, version, { name: need }), `${browser} has ${need}`).toBe(true);
    }
  }
});
