/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of two lanes of 32 bits and a byte that says what they are: a keyed hash of 64
 * bits that nobody without the key can compute, undo or try values against, some twenty times as fast as an HMAC by `node:crypto`.
 *
 * JavaScript has no 64 bit integers worth using here, so each word is a low and a high half.
 */

let v0l = 0
let v0h = 0
let v1l = 0
let v1h = 0
let v2l = 0
let v2h = 0
let v3l = 0
let v3h = 0

const round = (): void => {
  let low = (v0l >>> 0) + (v1l >>> 0)
  v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0
  v0l = low | 0
  let swap = (v1l << 13) | (v1h >>> 19)
  v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h
  v1l = swap ^ v0l
  swap = v0l
  v0l = v0h
  v0h = swap
  low = (v2l >>> 0) + (v3l >>> 0)
  v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0
  v2l = low | 0
  swap = (v3l << 16) | (v3h >>> 16)
  v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h
  v3l = swap ^ v2l
  low = (v0l >>> 0) + (v3l >>> 0)
  v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0
  v0l = low | 0
  swap = (v3l << 21) | (v3h >>> 11)
  v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h
  v3l = swap ^ v0l
  low = (v2l >>> 0) + (v1l >>> 0)
  v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0
  v2l = low | 0
  swap = (v1l << 17) | (v1h >>> 15)
  v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h
  v1l = swap ^ v2l
  swap = v2l
  v2l = v2h
  v2h = swap
}

const block = (low: number, high: number): void => {
  v3l ^= low
  v3h ^= high
  round()
  round()
  v0l ^= low
  v0h ^= high
}

/** Bytes of the message: the two lanes, little-endian, then the tag. */
const MESSAGE_BYTES = 9

/**
 * Replaces the two lanes at a place by their keyed hash. `key`: 128 bits as four little-endian words. `tag`: 0 to 255. Two
 * lanes of zero are nothing, and stay so.
 */
export const hashLanes = (key: Uint32Array, tag: number, lanes: Uint32Array, at: number): void => {
  const first = lanes[at]!
  const second = lanes[at + 1]!
  if ((first | second) === 0) return
  const k0l = key[0]! | 0
  const k0h = key[1]! | 0
  const k1l = key[2]! | 0
  const k1h = key[3]! | 0
  v0l = k0l ^ 0x70736575
  v0h = k0h ^ 0x736f6d65
  v1l = k1l ^ 0x6e646f6d
  v1h = k1h ^ 0x646f7261
  v2l = k0l ^ 0x6e657261
  v2h = k0h ^ 0x6c796765
  v3l = k1l ^ 0x79746573
  v3h = k1h ^ 0x74656462
  block(first | 0, second | 0)
  block(tag, MESSAGE_BYTES << 24)
  v2l ^= 0xff
  round()
  round()
  round()
  round()
  lanes[at] = v0l ^ v1l ^ v2l ^ v3l
  lanes[at + 1] = v0h ^ v1h ^ v2h ^ v3h
}
