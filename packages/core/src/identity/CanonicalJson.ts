/**
 * Data as canonical JSON (RFC 8785): one text for the same data, whatever the order of its members, so that its SHA-256 can be
 * compared.
 */
import canonicalize from "canonicalize"
import * as Sha256 from "./internal/Sha256.ts"

/** Data as its one canonical text. Leaves out members that are undefined; throws on NaN, infinities and lone surrogates. */
export const text = (value: object): string => canonicalize(value)!

/** Lower-case hex of the SHA-256 of a text's UTF-8 bytes. `sha256sum` says the same of a file with this text. */
export const digestOfText = (text: string): string => Sha256.hex(text)

/** The digest of data: that of its canonical text. */
export const digest = (value: object): string => digestOfText(text(value))

/** The digest of a text that comes in pieces, as if they were one. */
export const digestOfChunks = (chunks: Iterable<string>): string => Sha256.hexOfChunks(chunks)
