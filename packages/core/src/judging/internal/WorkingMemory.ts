/** Large arrays that are needed only for a moment. */

/** Below this size an array is left to the garbage collector. */
const SMALL_BYTES = 256

/** Frees an array's memory at once; the array is empty afterwards. Waiting for the garbage collector would let the peak grow. */
export const giveBack = (array: { readonly byteLength: number; readonly buffer: ArrayBuffer }): void => {
  if (array.byteLength > SMALL_BYTES) array.buffer.transfer(0)
}
