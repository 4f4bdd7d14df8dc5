// The results as a picture: latency of each method by scene and network, from p50 to p95, on a
// logarithmic scale. Its colours follow the reader's theme.
import { NETWORKS, type Network } from "../networks.js";
import type { Results } from "../results.js";
import { SCENES } from "../scenes/index.js";
import type { Scene } from "../scenes/scene.js";

const WIDTH = 860;
const LEFT = 190;
const RIGHT = 24;
const TOP = 64;
const ROW = 46;
const SCALE = [20, 50, 100, 200, 500, 1000, 2000, 5000];

/** What of a scene is shown: where the dot stands, and where its line ends. */
const SHOWN: Partial<Record<Scene["kind"], [dot: string, end: string, note: string]>> = {
  changes: ["p50", "p95", ""],
  motion: ["p50", "p95", ""],
  pages: ["readable", "exact", " (readable, exact)"],
};

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f } .small { font-size: 11px; fill: #57606a }
  .grid { stroke: #d0d7de } .local { --c: #8c959f } .track { --c: #bf5700 } .ours { --c: #0969da }
  circle { fill: var(--c) } .line { stroke: var(--c); stroke-width: 2.5; stroke-linecap: round }
  .ground { fill: #fff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d } .ground { fill: #0d1117 }
    .local { --c: #9198a1 } .track { --c: #f0883e } .ours { --c: #58a6ff }
  }`;

interface Dot {
  kind: "local" | "track" | "ours";
  name: string;
  at: number;
  end: number;
}

export function plot(results: Results): string {
  const rows = NETWORKS.flatMap((network) =>
    SCENES.flatMap((scene) => {
      const dots = dotsOf(results, scene, network);
      return dots.length > 0 ? [{ scene, network, dots }] : [];
    }),
  );
  const height = TOP + rows.length * ROW + 16;
  const grid = SCALE.map((value) => {
    const x = across(value).toFixed(1);
    return `<line class="grid" x1="${x}" x2="${x}" y1="${TOP - 12}" y2="${height - 16}"/><text class="small" x="${x}" y="${TOP - 18}" text-anchor="middle">${value} ms</text>`;
  });
  const body = rows.map(({ scene, network, dots }, i) => {
    const y = TOP + i * ROW;
    const note = SHOWN[scene.kind]?.[2] ?? "";
    const name = `<text x="12" y="${y + 18}">${scene.name}${note}</text><text class="small" x="12" y="${y + 33}">${network.title}</text>`;
    return name + dots.map((dot, j) => drawn(dot, y + 8 + j * 13)).join("");
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>Latency from a change's drawing to its being seen, p50 to p95, by scene, method and network</title>
<style>${STYLE}</style><rect class="ground" width="100%" height="100%"/>
${legend()}
${grid.join("\n")}
${body.join("\n")}
</svg>
`;
}

function dotsOf(results: Results, scene: Scene, network: Network): Dot[] {
  const shown = SHOWN[scene.kind];
  if (!shown || network.outage !== null) return [];
  const [dot, end] = shown;
  const best = results.bestTrack(scene, network, dot, "less")?.method;
  const of = (kind: Dot["kind"], method: string | undefined): Dot[] => {
    const at = method && results.summary(scene, network, method, dot);
    const until = method && results.summary(scene, network, method, end);
    if (!method || !at || !Number.isFinite(at.median)) return [];
    return [{ kind, name: method, at: at.median, end: until && Number.isFinite(until.median) ? until.median : at.median }];
  };
  return [...of("local", "local"), ...of("track", best), ...of("ours", "ours")];
}

function drawn({ kind, name, at, end }: Dot, y: number): string {
  const [x, to] = [across(at), across(end)];
  const label = kind === "track" ? `<text class="small" x="${(to + 9).toFixed(1)}" y="${y + 4}">${name}</text>` : "";
  return `<g class="${kind}"><line class="line" x1="${x.toFixed(1)}" x2="${to.toFixed(1)}" y1="${y}" y2="${y}"/><circle cx="${x.toFixed(1)}" cy="${y}" r="4.5"/>${label}</g>`;
}

function legend(): string {
  const entries: [Dot["kind"], string][] = [["local", "local limit"], ["track", "best video track"], ["ours", "ours"]];
  return entries
    .map(([kind, text], i) => `<g class="${kind}"><circle cx="${LEFT + i * 150}" cy="18" r="4.5"/></g><text x="${LEFT + 10 + i * 150}" y="22">${text}</text>`)
    .join("");
}

/** Where a number of milliseconds stands. */
function across(milliseconds: number): number {
  const [least, most] = [Math.log(SCALE[0] ?? 1), Math.log(SCALE.at(-1) ?? 1)];
  const share = (Math.log(Math.max(milliseconds, 1)) - least) / (most - least);
  return LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - RIGHT - 60);
}
