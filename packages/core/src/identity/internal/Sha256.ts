/**
 * SHA-256 wherever core runs. Node's own implementation is ten times faster, so it is used where the runtime has it; browsers
 * and workers use noble-hashes. Both give the same bytes.
 */
import { hmac as nobleHmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"

/** The part of Node's `crypto` that is used. It is declared here, because a browser program that reads these types lacks Node's. */
interface Crypto {
  readonly hash: (algorithm: "sha256", text: string, encoding: "hex") => string
  readonly createHash: (algorithm: "sha256") => {
    readonly update: (chunk: string, encoding: "utf8") => unknown
    readonly digest: (encoding: "hex") => string
  }
}

type Runtime = { readonly process?: { readonly getBuiltinModule?: (name: string) => Crypto | undefined } }

/** Node's `crypto`, or undefined in a browser. Asked at run time: an import of it would keep bundlers from building core for a browser. */
const builtIn = (globalThis as Runtime).process?.getBuiltinModule?.("node:crypto")

const utf8 = new TextEncoder()

/** The portable implementation. */
export const portable = {
  hex: (text: string): string => bytesToHex(sha256(utf8.encode(text))),
  hexOfChunks: (chunks: Iterable<string>): string => {
    const sum = sha256.create()
    for (const chunk of chunks) sum.update(utf8.encode(chunk))
    return bytesToHex(sum.digest())
  }
}

const ofNode = ({ createHash, hash }: Crypto): typeof portable => ({
  hex: (text) => hash("sha256", text, "hex"),
  hexOfChunks: (chunks) => {
    const sum = createHash("sha256")
    for (const chunk of chunks) sum.update(chunk, "utf8")
    return sum.digest("hex")
  }
})

const fastest = builtIn === undefined ? portable : ofNode(builtIn)

/** Lower-case hex of the SHA-256 of a text's UTF-8 bytes. */
export const hex: (text: string) => string = fastest.hex

/** The same of a text that comes in pieces, as if they were one. */
export const hexOfChunks: (chunks: Iterable<string>) => string = fastest.hexOfChunks

/** HMAC-SHA-256 of a text. */
export const hmac = (key: Uint8Array, text: string): Uint8Array => nobleHmac(sha256, key, utf8.encode(text))
