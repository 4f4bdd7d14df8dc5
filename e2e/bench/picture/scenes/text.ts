// Text for the scenes: always the same, never the same twice on a page.

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = `account address answer arrange balance before between border branch broker cable candle carry
chapter circle clear colour common company corner counter current damage default deliver depend detail device
differ double editor effect engine enough escape event exact example expire factor filter follow format frame
garden gather global golden handle harbour helper hidden holder image index inform inside island journal kernel
ladder language latest layout letter level limit linear listen local manner margin market matter measure memory
message method middle minute mirror module moment motion narrow network normal number object offer office option
orange order origin output packet parent partial pattern people period picture planet pocket point policy portal
present printer private process profile promise proper public quality quarter random reader reason record region
remote render repeat report result return river sample screen second section select sender server session shadow
sharer signal silver simple socket source special stable station steady stream string strong sudden summer supply
switch symbol system table target tenant thread ticket timer token travel update usage valid value vector version
viewer visible volume window winter worker writer yellow`.split(/\s+/);

export type Pick = <T>(from: readonly T[]) => T;

export function picker(next: () => number): Pick {
  return <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T;
}

/** Words of prose, with a sentence's capital and stop. */
export function sentence(pick: Pick, words: number): string {
  const text = Array.from({ length: words }, () => pick(WORDS)).join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A paragraph. */
export function paragraph(pick: Pick, sentences: number): string {
  return Array.from({ length: sentences }, (_, i) => sentence(pick, 7 + ((i * 5) % 9))).join(" ");
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Lines of a program as HTML, with `<b>` keywords, `<i>` names, `<u>` numbers and `<s>` comments. */
export function code(seed: number, lines: number): string[] {
  const next = random(seed);
  const pick = picker(next);
  const name = () => `${pick(WORDS)}_${pick(WORDS)}`;
  const number = () => String(Math.floor(next() * 9000) + 16);
  let depth = 0;
  return Array.from({ length: lines }, () => {
    const kind = next();
    if (depth > 0 && (kind < 0.16 || depth > 4)) {
      depth -= 1;
      return `${"    ".repeat(depth)}}`;
    }
    const indent = "    ".repeat(depth);
    if (kind < 0.28) {
      depth += 1;
      if (depth === 1) return `<b>pub fn</b> <i>${name()}</i>(${pick(WORDS)}: &amp;[<b>u8</b>], limit: <b>usize</b>) -> <b>Option</b>&lt;<b>u32</b>> {`;
      return `${indent}<b>for</b> ${pick(WORDS)} <b>in</b> ${name()}.<i>chunks_exact</i>(<u>${number()}</u>) {`;
    }
    if (kind < 0.4) return `${indent}<s>// ${escaped(sentence(pick, 9))}</s>`;
    if (kind < 0.7) return `${indent}<b>let</b> ${name()} = <i>${name()}</i>(${pick(WORDS)}, <u>0x${number()}</u>) ^ ${pick(WORDS)};`;
    return `${indent}${name()}.<i>${pick(WORDS)}</i>(${pick(WORDS)}.<i>${pick(WORDS)}</i>(<u>${number()}</u>), &amp;${name()})?;`;
  });
}
