/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of two lanes of 32 bits and a byte that says what they are: a keyed hash of 64
 * bits that nobody without the key can compute, undo or try values against, many times as fast as an HMAC by `node:crypto`.
 *
 * JavaScript has no fast integers of 64 bits, so each word is a low and a high half.
 */

/** Bytes of the message: the two lanes, little-endian, then the tag. */
const MESSAGE_BYTES = 9

/** 1 if a sum of two lanes, as `low`, ran over: it is then less than either of them. */
const carry = (low: number, part: number): number => low >>> 0 < part >>> 0 ? 1 : 0

/**
 * Replaces the two lanes at a place by their keyed hash. `key`: 128 bits as four little-endian words. `tag`: 0 to 255. Two
 * lanes of zero are nothing, and stay so.
 */
export const hashLanes = (key: Uint32Array, tag: number, lanes: Uint32Array, at: number): void => {
  const firstLow = lanes[at]! | 0
  const firstHigh = lanes[at + 1]! | 0
  if ((firstLow | firstHigh) === 0) return
  const lastHigh = MESSAGE_BYTES << 24
  let low0 = key[0]! ^ 0x70736575
  let high0 = key[1]! ^ 0x736f6d65
  let low1 = key[2]! ^ 0x6e646f6d
  let high1 = key[3]! ^ 0x646f7261
  let low2 = key[0]! ^ 0x6e657261
  let high2 = key[1]! ^ 0x6c796765
  // The first word of the message goes in before the first round.
  let low3 = key[2]! ^ 0x79746573 ^ firstLow
  let high3 = key[3]! ^ 0x74656462 ^ firstHigh
  let swap = 0
  for (let round = 0; round < 8; round++) {
    if (round === 2) {
      low0 ^= firstLow
      high0 ^= firstHigh
      low3 ^= tag
      high3 ^= lastHigh
    } else if (round === 4) {
      low0 ^= tag
      high0 ^= lastHigh
      low2 ^= 0xff
    }
    low0 = (low0 + low1) | 0
    high0 = (high0 + high1 + carry(low0, low1)) | 0
    swap = (low1 << 13) | (high1 >>> 19)
    high1 = ((high1 << 13) | (low1 >>> 19)) ^ high0
    low1 = swap ^ low0
    swap = low0
    low0 = high0
    high0 = swap
    low2 = (low2 + low3) | 0
    high2 = (high2 + high3 + carry(low2, low3)) | 0
    swap = (low3 << 16) | (high3 >>> 16)
    high3 = ((high3 << 16) | (low3 >>> 16)) ^ high2
    low3 = swap ^ low2
    low0 = (low0 + low3) | 0
    high0 = (high0 + high3 + carry(low0, low3)) | 0
    swap = (low3 << 21) | (high3 >>> 11)
    high3 = ((high3 << 21) | (low3 >>> 11)) ^ high0
    low3 = swap ^ low0
    low2 = (low2 + low1) | 0
    high2 = (high2 + high1 + carry(low2, low1)) | 0
    swap = (low1 << 17) | (high1 >>> 15)
    high1 = ((high1 << 17) | (low1 >>> 15)) ^ high2
    low1 = swap ^ low2
    swap = low2
    low2 = high2
    high2 = swap
  }
  lanes[at] = low0 ^ low1 ^ low2 ^ low3
  lanes[at + 1] = high0 ^ high1 ^ high2 ^ high3
}
