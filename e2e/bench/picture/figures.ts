// From what was drawn and what was seen to the figures of one scene, as arithmetic.
import { percentile } from "../statistics.js";
import type { Look } from "./inpage/reader.js";
import type { Drawn } from "./inpage/stage.js";

/** A stretch of the machine's time in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Mean squared error of luma at which text is readable: 30 dB. */
const READABLE = 255 ** 2 / 10 ** 3;
/** What stands for the ratio of no error at all. */
const EXACT_DB = 99;

const decibels = (error: number) => (error === 0 ? EXACT_DB : 10 * Math.log10(255 ** 2 / error));
const within = ({ from, to }: Span, at: number) => at >= from && at <= to;

/** Looks whose number was really drawn before, and never one that is older than what was seen already. */
export function believable(drawn: Drawn[], looks: Look[]): Look[] {
  const times = new Map(drawn);
  let newest = -1;
  return looks.filter(({ at, number }) => {
    if (number === null || number < newest) return false;
    const time = times.get(number);
    if (time === undefined || time > at) return false;
    newest = number;
    return true;
  });
}

/** How soon changes of the span were seen, and how many of them. */
export interface Changes {
  /** Of all: one that is skipped waits for the next that is seen. */
  p50: number;
  p95: number;
  /** In %. */
  seen: number;
  /** The median of those only that were seen themselves: skipping every other one costs nothing here. */
  "p50 of these": number;
  /** How old, at worst, a change was that was not yet seen, nor a newer one. */
  behind: number;
}

export function changes(drawn: Drawn[], looks: Look[], span: Span): Changes {
  const told = believable(drawn, looks);
  const shown = new Set(told.map(({ number }) => number));
  const waits = drawn
    .filter(([, at]) => within(span, at))
    .map(([number, at]) => ({
      itself: shown.has(number),
      wait: (told.find((look) => (look.number ?? -1) >= number)?.at ?? Infinity) - at,
    }));
  const all = waits.map(({ wait }) => wait);
  const themselves = waits.flatMap(({ itself, wait }) => (itself ? wait : []));
  return {
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    seen: (100 * themselves.length) / waits.length,
    "p50 of these": themselves.length > 0 ? percentile(themselves, 0.5) : Infinity,
    behind: behind(drawn, looks, span),
  };
}

/** For how long, at worst, a change of the span had been drawn while it was not yet seen, nor a newer one. */
export function behind(drawn: Drawn[], looks: Look[], span: Span): number {
  let worst = 0;
  let waiting = 0;
  const oldestAt = (at: number) => {
    const oldest = drawn[waiting];
    if (oldest && oldest[1] <= at && within(span, at)) worst = Math.max(worst, at - oldest[1]);
  };
  for (const { at, number } of believable(drawn, looks)) {
    oldestAt(at);
    while (drawn[waiting] && (drawn[waiting]?.[0] ?? 0) <= (number ?? -1)) waiting++;
  }
  oldestAt(span.to);
  return worst;
}

/** After an outage that ended at `end`: when the newest content of then was seen, how many older pictures came first, and how far behind it was from a second and a half on. */
export function recovery(drawn: Drawn[], looks: Look[], end: number, to: number): { back: number; backlog: number; after: number } {
  const target = drawn.filter(([, at]) => at <= end).at(-1)?.[0] ?? 0;
  const later = believable(drawn, looks).filter(({ at }) => at >= end);
  const back = later.find(({ number }) => (number ?? -1) >= target);
  return {
    back: (back?.at ?? Infinity) - end,
    backlog: later.filter(({ at, number }) => at < (back?.at ?? to) && (number ?? -1) < target).length,
    after: behind(drawn, looks, { from: end + 1_500, to }),
  };
}

/** How soon each new page was readable and exact, and how good it got; a page that never was, waited until the next. */
export function pages(
  drawn: Drawn[],
  looks: Look[],
  span: Span,
  { base, count, part }: { base: number; count: number; part: number },
): { readable: number; exact: number; quality: number } {
  const found = { readable: [] as number[], exact: [] as number[], quality: [] as number[] };
  drawn.forEach(([number, at], i) => {
    if (!within(span, at)) return;
    const until = drawn[i + 1]?.[1] ?? Infinity;
    const mine = looks
      .filter((look) => look.at >= at && look.at < until && look.parts[part]?.picture === (number - base) % count)
      .map((look) => ({ after: look.at - at, error: look.parts[part]?.error ?? Infinity }));
    const never = until - at;
    found.readable.push(mine.find(({ error }) => error <= READABLE)?.after ?? never);
    found.exact.push(mine.find(({ error }) => error === 0)?.after ?? Infinity);
    found.quality.push(decibels(Math.min(...mine.map(({ error }) => error), 255 ** 2)));
  });
  return {
    readable: percentile(found.readable.filter(Number.isFinite), 0.5),
    exact: percentile(found.exact, 0.5),
    quality: percentile(found.quality, 0.5),
  };
}

/** How near a moving part came to what was captured of it, how often what stands around it was exact, and how soon all was exact after the last change. */
export function motion(
  drawn: Drawn[],
  looks: Look[],
  span: Span,
  parts: { motion: number; around: number },
): { motion: number; around: number; still: number } {
  const during = believable(drawn, looks).filter(({ at }) => within(span, at));
  const errors = during.flatMap((look) => {
    const judged = look.parts[parts.motion];
    return judged && judged.picture >= 0 ? [judged.error] : [];
  });
  const last = drawn.at(-1);
  const still = looks.find((look) => last && look.number === last[0] && look.at >= last[1] && look.parts.every(({ error }) => error === 0));
  const exact = during.filter((look) => look.parts[parts.around]?.error === 0).length;
  return {
    motion: decibels(errors.reduce((sum, error) => sum + error, 0) / errors.length),
    around: (100 * exact) / during.length,
    still: still && last ? still.at - last[1] : Infinity,
  };
}
