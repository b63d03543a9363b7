import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { createHash, createHmac } from "node:crypto"
import * as Sha256 from "../src/identity/internal/Sha256.ts"

const text = fc.string({ unit: "binary", maxLength: 300 })

describe("SHA-256", () => {
  it("is the same from Node and from noble-hashes, for every text", () => {
    fc.assert(fc.property(text, (written) => {
      const expected = createHash("sha256").update(written, "utf8").digest("hex")
      assert.deepStrictEqual([Sha256.hex(written), Sha256.portable.hex(written)], [expected, expected])
    }))
  })

  it("of a text in pieces is that of the whole text", () => {
    fc.assert(fc.property(fc.array(text, { maxLength: 5 }), (pieces) => {
      const expected = Sha256.hex(pieces.join(""))
      assert.deepStrictEqual([Sha256.hexOfChunks(pieces), Sha256.portable.hexOfChunks(pieces)], [expected, expected])
    }))
  })

  it("keyed by HMAC is Node's", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), text, (key, written) => {
      assert.deepStrictEqual(Buffer.from(Sha256.hmac(key, written)), createHmac("sha256", key).update(written).digest())
    }))
  })
})
