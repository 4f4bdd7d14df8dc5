// The bench's own arithmetic: what it reckons from looks and packets, and how long it means to take.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, test } from "@playwright/test";
import { LARGEST, decode, encode } from "../bench/picture/barcode.js";
import { changes, motion, pages, recovery } from "../bench/picture/figures.js";
import type { Look } from "../bench/picture/inpage/reader.js";
import type { Drawn } from "../bench/picture/inpage/stage.js";
import { NETWORKS, PLAIN } from "../bench/picture/networks.js";
import { Plan } from "../bench/picture/plan.js";
import { Link, QUEUE } from "../bench/picture/relay/link.js";
import { Relay } from "../bench/picture/relay/relay.js";
import { GOALS } from "../bench/picture/report/goals.js";
import { SCENES } from "../bench/picture/scenes/index.js";

const look = (at: number, number: number | null, ...parts: [picture: number, error: number][]): Look => ({
  at,
  number,
  parts: parts.map(([picture, error]) => ({ picture, error })),
});

test("a barcode tells every number, and mostly notices a block that flipped", () => {
  for (const number of [0, 1, 1024, 40_000, LARGEST]) {
    const blocks = encode(number).map((white) => (white ? 235 : 16));
    expect(decode(blocks)).toBe(number);
    for (let i = 0; i < blocks.length; i++) {
      expect(decode(blocks.map((block, j) => (i === j ? 251 - block : block)))).toBeNull();
    }
  }
  expect([decode(Array(20).fill(16)), decode(Array(20).fill(235))], "black and white pages").toEqual([null, null]);
});

test("a change that is skipped waits for the next that is seen", () => {
  const drawn: Drawn[] = [[1, 1000], [2, 1100], [3, 1200], [4, 1300]];
  const looks = [look(1040, 1), look(1060, 77), look(1230, 3), look(1235, 2), look(1360, 4)];
  expect(changes(drawn, looks, { from: 1000, to: 1400 })).toEqual({ p50: 40, p95: 130, seen: 75, "p50 of these": 40, behind: 130 });
});

test("what is never seen is behind until the end", () => {
  const drawn: Drawn[] = [[1, 1000], [2, 1100]];
  const span = { from: 1000, to: 2000 };
  expect(changes(drawn, [look(1050, 1)], span)).toMatchObject({ seen: 50, behind: 900, p95: Infinity });
});

test("after an outage the newest content counts, and older pictures before it are a backlog", () => {
  const drawn: Drawn[] = Array.from({ length: 100 }, (_, i) => [i + 1, 1000 + i * 100]);
  const looks = [look(3100, 20), look(8200, 30), look(8300, 40), look(8400, 74), ...Array.from({ length: 26 }, (_, i) => look(8450 + i * 100, 75 + i))];
  expect(recovery(drawn, looks, 8000, 11_000)).toEqual({ back: 400, backlog: 2, after: 50 });
});

test("a page is readable from 30 dB on, and exact without any error", () => {
  const drawn: Drawn[] = [[11, 1000], [12, 3500], [13, 6000]];
  const looks = [
    look(1050, null, [0, 2000]),
    look(1100, 11, [1, 60]),
    look(1300, 11, [1, 0]),
    look(3600, 12, [2, 70]),
    look(3700, 12, [2, 40]),
    look(4000, 12, [2, 0]),
  ];
  const part = { base: 10, count: 6, part: 0 };
  expect(pages(drawn, looks, { from: 1000, to: 5000 }, part)).toEqual({ readable: 100, exact: 300, quality: 99 });
});

test("motion is judged during the span, standstill from the last change on", () => {
  const drawn: Drawn[] = [[1, 1000], [2, 1033], [3, 1066]];
  const looks = [look(1050, 1, [1, 65.025], [0, 0]), look(1080, 2, [2, 65.025], [0, 5]), look(1200, 3, [3, 9], [0, 0]), look(1266, 3, [3, 0], [0, 0])];
  const judged = motion(drawn, looks, { from: 1000, to: 1100 }, { motion: 0, around: 1 });
  expect(judged.motion).toBeCloseTo(30);
  expect(judged).toMatchObject({ around: 50, still: 200 });
});

test("a link delays, paces, drops what its queue cannot hold, and loses its share", () => {
  expect(new Link({ delay: 50, loss: 0, rate: null }, 1).admit(1000, 1200)).toBe(1050);

  // 972 bytes and the headers take a millisecond at 8 Mbit/s.
  const slow = new Link({ delay: 20, loss: 0, rate: 8_000_000 }, 1);
  expect([slow.admit(0, 972), slow.admit(0, 972), slow.admit(100, 972)]).toEqual([21, 22, 121]);
  const burst = Array.from({ length: 1000 }, () => slow.admit(200, 972)).filter((at) => at !== null);
  expect(burst.length).toBe(QUEUE + 1);

  const lossy = new Link({ delay: 20, loss: 0.01, rate: null }, 1);
  const lost = Array.from({ length: 100_000 }, (_, i) => lossy.admit(i, 100)).filter((at) => at === null);
  expect(lost.length).toBeGreaterThan(900);
  expect(lost.length).toBeLessThan(1100);

  lossy.breakOff(200_000, 5_000);
  expect([lossy.admit(204_999, 100), lossy.isDown(205_000)]).toEqual([null, false]);
});

test("the relay stands for both sides, and keeps everything else out", async () => {
  const relay = new Relay({ ...PLAIN, delay: 30 }, 1);
  const [sharer, helper] = [createSocket("udp4"), createSocket("udp4")];
  for (const socket of [sharer, helper]) {
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
  }
  const candidate = (port: number) => `candidate:1 1 udp 2113937151 127.0.0.1 ${port} typ host generation 0`;
  const told = async (side: "sharer" | "helper", port: number) => Number((await relay.rewrite(side, candidate(port)))?.split(" ")[5]);
  const sharersMirror = await told("sharer", sharer.address().port);
  const helpersMirror = await told("helper", helper.address().port);
  expect(await relay.rewrite("sharer", "candidate:1 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active")).toBeNull();
  expect(await relay.rewrite("sharer", "candidate:1 1 udp 2113942271 fd00::2 43343 typ host")).toBeNull();

  const began = performance.now();
  sharer.send("hello", helpersMirror, "127.0.0.1");
  const [packet, from] = await once(helper, "message");
  expect([String(packet), from.port]).toEqual(["hello", sharersMirror]);
  expect(performance.now() - began).toBeGreaterThan(29);
  helper.send("back", sharersMirror, "127.0.0.1");
  expect(String((await once(sharer, "message"))[0])).toBe("back");

  await relay.close();
  sharer.close();
  helper.close();
});

test("everything is planned within 45 minutes; a selection narrows it", () => {
  const all = Plan.of({});
  expect(all.seconds).toBeLessThan(45 * 60);
  expect(all.whole).toBe(true);
  for (const network of NETWORKS) {
    const measured = new Set(all.rounds.filter((round) => round.network === network).flatMap(({ scenes }) => scenes));
    expect(measured.size).toBe(network === PLAIN ? SCENES.length : 4);
  }
  const part = Plan.of({ scenes: ["typing"], networks: ["slow"], methods: ["ours"], runs: 2 });
  expect(part.rounds.map(({ run, tracks }) => [run, tracks])).toEqual([[1, []], [2, []]]);
  expect(part.whole).toBe(false);
  expect(() => Plan.of({ scenes: ["typo"] })).toThrow(/no scene typo; there are typing, scroll/);
});

test("every goal is about a scene and a network that are measured", () => {
  for (const { scene, network } of GOALS) {
    expect(SCENES.map(({ name }) => name)).toContain(scene);
    expect(NETWORKS.map(({ name }) => name)).toContain(network);
  }
});
