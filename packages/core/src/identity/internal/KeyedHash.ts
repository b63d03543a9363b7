// oxlint-disable-next-line typescript/triple-slash-reference -- a package without types is declared by a file that is no module.
/// <reference path="./SipHash.d.ts" />
/**
 * The keyed hash of erased people's keys: SipHash-2-4 of two lanes of 32 bits and a byte that says what they are. Without the
 * key, no value can be tried against a hash.
 *
 * @see docs/decisions/0041-the-keyed-hash-of-the-erased.md
 */
import siphash from "siphash"

/** The two lanes, little-endian, then the tag. */
const message = new Uint8Array(9)
const view = new DataView(message.buffer)

/**
 * Replaces the two lanes at a place by their keyed hash. `key`: 128 bits as four little-endian words. `tag`: 0 to 255. Two
 * lanes of zero are nothing, and stay so.
 */
export const hashLanes = (key: Uint32Array, tag: number, lanes: Uint32Array, at: number): void => {
  if ((lanes[at]! | lanes[at + 1]!) === 0) return
  view.setUint32(0, lanes[at]!, true)
  view.setUint32(4, lanes[at + 1]!, true)
  message[8] = tag
  const { h, l } = siphash.hash(key, message)
  lanes[at] = l
  lanes[at + 1] = h
}
