/**
 * Data as canonical JSON (RFC 8785): the one text that stands for it, whatever the order in which its members were made,
 * so that its SHA-256 can be compared.
 */
import canonicalize from "canonicalize"
import { createHash, hash } from "node:crypto"

/** Data as its one canonical text. Members that are undefined are left out; NaN, infinities and lone surrogates throw. */
export const text = (value: object): string => canonicalize(value)!

/** Lower-case hex of the SHA-256 of a text's UTF-8 bytes: what `sha256sum` says of a file that holds it. */
export const digestOfText = (text: string): string => hash("sha256", text, "hex")

/** The digest of data: that of its canonical text. */
export const digest = (value: object): string => digestOfText(text(value))

/** The digest of a text that comes in pieces, as if they were one. */
export const digestOfChunks = (chunks: Iterable<string>): string => {
  const sum = createHash("sha256")
  for (const chunk of chunks) sum.update(chunk, "utf8")
  return sum.digest("hex")
}
