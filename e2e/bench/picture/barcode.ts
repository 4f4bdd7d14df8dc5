// The number of a change, as blocks of black and white that survive a lossy video. `encode` and
// `decode` also run inside pages: they use nothing from outside themselves.

/** Side of a block in pixels. */
export const BLOCK = 16;
/** Sixteen bits of number, four of check. */
export const BLOCKS = 20;
/** The largest number there is. */
export const LARGEST = 0xffff;

/** The blocks of a number, from left to right; true is white. */
export function encode(number: number): boolean[] {
  const check = (number ^ (number >> 4) ^ (number >> 8) ^ (number >> 12) ^ 0b1010) & 0xf;
  const bits = (number & 0xffff) | (check << 16);
  return Array.from({ length: 20 }, (_, i) => ((bits >> i) & 1) === 1);
}

/** The number that blocks of this brightness (0 to 255) stand for, if they stand for one. */
export function decode(brightness: ArrayLike<number>): number | null {
  let bits = 0;
  for (let i = 0; i < 20; i++) if ((brightness[i] ?? 0) >= 126) bits |= 1 << i;
  const number = bits & 0xffff;
  const check = (number ^ (number >> 4) ^ (number >> 8) ^ (number >> 12) ^ 0b1010) & 0xf;
  return bits >> 16 === check ? number : null;
}
