/** The package `siphash` brings no types: what is used of it. */
declare module "siphash" {
  interface Hash {
    /** The upper 32 bits. */
    readonly h: number
    /** The lower 32 bits. */
    readonly l: number
  }
  const siphash: { readonly hash: (key: Uint32Array, message: Uint8Array) => Hash }
  export default siphash
}
