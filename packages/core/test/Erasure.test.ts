import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as ActivityRules from "../src/judging/ActivityRules.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import * as ErasedRecord from "../src/judging/ErasedRecord.ts"
import * as KeyedHash from "../src/identity/internal/KeyedHash.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as ProspectRules from "../src/judging/ProspectRules.ts"
import type { OwnProspectRule } from "../src/policy/Rule.ts"

const secret = "un secreto de treinta y dos bytes o más"
const key = Result.getOrThrow(ErasureKey.key(secret))

const WORD = (1n << 64n) - 1n

/** SipHash-2-4 as its paper writes it down, of any bytes. */
const sipHash = (keyBytes: Uint8Array, message: Uint8Array): bigint => {
  const wordAt = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true)
  const rotate = (word: bigint, by: bigint) => ((word << by) | (word >> (64n - by))) & WORD
  const [k0, k1] = [wordAt(keyBytes, 0), wordAt(keyBytes, 8)]
  const v = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n] as [bigint, bigint, bigint, bigint]
  const half = (a: 0 | 2, b: 1 | 3, by: bigint) => {
    v[a] = (v[a] + v[b]) & WORD
    v[b] = rotate(v[b], by) ^ v[a]
  }
  const rounds = (count: number) => {
    for (let round = 0; round < count; round++) {
      half(0, 1, 13n)
      v[0] = rotate(v[0], 32n)
      half(2, 3, 16n)
      v[0] = (v[0] + v[3]) & WORD
      v[3] = rotate(v[3], 21n) ^ v[0]
      half(2, 1, 17n)
      v[2] = rotate(v[2], 32n)
    }
  }
  const whole = message.length - (message.length % 8)
  const padded = new Uint8Array(whole + 8)
  padded.set(message)
  padded[whole + 7] = message.length
  for (let at = 0; at < padded.length; at += 8) {
    const word = wordAt(padded, at)
    v[3] ^= word
    rounds(2)
    v[0] ^= word
  }
  v[2] ^= 0xffn
  rounds(4)
  return v[0] ^ v[1] ^ v[2] ^ v[3]
}

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index)

describe("KeyedHash", () => {
  it("has an oracle that knows the paper's example", () => {
    assert.strictEqual(sipHash(counting(16), counting(15)), 0xa129ca6149be45e5n)
  })

  it("is SipHash-2-4 of the lanes and the tag", () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.nat({ max: 255 }), (keyBytes, message, tag) => {
        fc.pre(message.some((byte) => byte !== 0))
        const lanes = new Uint32Array([7, 7, ...new Uint32Array(message.slice().buffer), 7])
        KeyedHash.hashLanes(new Uint32Array(keyBytes.slice().buffer), tag, lanes, 2)
        const expected = sipHash(keyBytes, Uint8Array.from([...message, tag]))
        assert.strictEqual((BigInt(lanes[3]!) << 32n) | BigInt(lanes[2]!), expected)
        assert.deepStrictEqual([lanes[0], lanes[1], lanes[4]], [7, 7, 7])
      }),
      { numRuns: 500 }
    ))

  it("leaves an absent key absent", () => {
    const lanes = new Uint32Array(2)
    KeyedHash.hashLanes(new Uint32Array(4), 1, lanes, 0)
    assert.deepStrictEqual([...lanes], [0, 0])
  })
})

const prospect: Prospect = {
  prospectId: "P1",
  createdAt: 1,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  documentType: "CC",
  documentNumber: "52.123.456",
  phone: "300 456 7890",
  email: "Ana.Ruiz@example.com",
  source: "web",
  interest: "Sedán",
  consentAt: 1,
  consentPurpose: "Cotización",
  consentChannel: "web",
  stage: "open"
}

describe("Erasure: the key", () => {
  it("needs 32 bytes, and never shows them", () => {
    assert.deepStrictEqual(Result.mapError(ErasureKey.key("corto"), ({ foundBytes }) => foundBytes), Result.fail(5))
    assert.isTrue(Result.isFailure(ErasureKey.key(new Uint8Array(31))))
    assert.isTrue(Result.isSuccess(ErasureKey.key(new Uint8Array(32))))
    assert.strictEqual(JSON.stringify(key), "{}")
    assert.deepStrictEqual(Object.keys(key), [])
  })
})

describe("Erasure: the hashes", () => {
  it("are stored, so this released form never changes", () => {
    const erased = ErasedRecord.ofProspect(prospect, { erasedAt: 5, key, frozenFindings: "duplicate" })
    assert.deepStrictEqual(erased, {
      prospectId: "P1",
      createdAt: 1,
      advisorId: "A1",
      branchId: "S1",
      brandId: "B1",
      source: "web",
      interest: "Sedán",
      consentAt: 1,
      consentPurpose: "Cotización",
      consentChannel: "web",
      stage: "open",
      erasedAt: 5,
      frozenFindings: "duplicate",
      keyHashes: "1:74a2207a962c1c41:e76e4b9a69d3b850:701e51dd11e08073"
    })
    const activity = {
      activityId: "K1", prospectId: "P1", advisorId: "A1", type: "call", status: "performed", direction: "outbound", performedAt: 1,
      note: "¡Ana pidió COTIZACIÓN!"
    } as const
    const { note: _, ...rest } = activity
    const circumstances = { erasedAt: 5, key, frozenFindings: "" }
    assert.deepStrictEqual(ErasedRecord.ofActivity(activity, circumstances), { ...rest, erasedAt: 5, frozenFindings: "", noteHash: "1:e909c11e2ac0d17b" })
    assert.strictEqual(ErasedRecord.ofActivity({ ...activity, note: "ana pidio cotizacion" }, circumstances).noteHash, "1:e909c11e2ac0d17b")
    assert.strictEqual(ErasedRecord.ofActivity({ ...activity, note: "…" }, circumstances).noteHash, "1:")
    assert.strictEqual(ErasedRecord.ofActivity(rest, circumstances).noteHash, "1:")
  })

  it("are the same for every spelling of a key, differ for another secret, and are empty for a value that is no key", () => {
    const hashesOf = (more: Partial<Prospect>, by = key) => ErasedRecord.ofProspect({ ...prospect, ...more }, { erasedAt: 5, key: by, frozenFindings: "" }).keyHashes
    assert.strictEqual(hashesOf({ phone: "+57 (300) 456-7890", email: " ana.ruiz@EXAMPLE.com", documentNumber: "52123456" }), hashesOf({}))
    const other = Result.getOrThrow(ErasureKey.key(`${secret}.`))
    const [mine, theirs] = [hashesOf({})!.split(":"), hashesOf({}, other)!.split(":")]
    for (const kind of [1, 2, 3]) assert.notStrictEqual(mine[kind], theirs[kind])
    assert.strictEqual(new Set([...mine.slice(1), ...theirs.slice(1)]).size, 6)
    assert.strictEqual(hashesOf({ phone: "123", email: "nada", documentNumber: undefined }), "1:::")
    assert.deepStrictEqual([...ErasureKey.keysOf({ keyHashes: "1:::" })], [0, 0, 0, 0, 0, 0])
    for (const unreadable of [undefined, "", "2:0123456789abcdef::", "1:0123456789ABCDEF::", "1:0123::"]) {
      assert.deepStrictEqual([...ErasureKey.keysOf({ keyHashes: unreadable })], [0, 0, 0, 0, 0, 0])
    }
    assert.deepStrictEqual([...ErasureKey.keysOf({ keyHashes: "1::0123456789abcdef:" })], [0, 0, 0x01234567, 0x89abcdef, 0, 0])
  })

  it("follow a new secret: those that are stored become those that the new key makes, and the former secret alone no longer makes them", () =>
    fc.assert(fc.property(fc.array(fc.string({ minLength: 32 }), { minLength: 1, maxLength: 4 }), fc.nat({ max: 3 }), (secrets, from) => {
      const keyOf = (count: number) => Result.getOrThrow(ErasureKey.key(secrets[count - 1]!, secrets.slice(0, count - 1)))
      const earlier = keyOf(Math.min(from + 1, secrets.length))
      const latest = keyOf(secrets.length)
      const by = (one: ErasureKey.Key) => ErasedRecord.ofProspect(prospect, { erasedAt: 5, key: one, frozenFindings: "" })
      assert.deepStrictEqual(ErasureKey.keysOf(by(earlier), latest), ErasureKey.keysOf(by(latest)))
      assert.strictEqual(ErasureKey.renewedKeys(by(earlier).keyHashes!, latest), by(latest).keyHashes)
      assert.strictEqual(ErasureKey.renewedKeys(by(latest).keyHashes!, latest), by(latest).keyHashes)
      assert.strictEqual(ErasureKey.renewedKeys(by(latest).keyHashes!, earlier), by(latest).keyHashes)
      if (secrets.length > 1) assert.notDeepEqual(ErasureKey.keysOf(by(latest)), ErasureKey.keysOf(by(keyOf(1))))
      const note = new Uint32Array([1, 2])
      ErasureKey.hashNote(earlier, note)
      const later = new Uint32Array([1, 2])
      ErasureKey.hashNote(latest, later)
      assert.deepStrictEqual(ErasureKey.noteOf({ noteHash: ErasureKey.renewedNote(ErasureKey.writeLanes(earlier, note), latest) }), later)
    }), { numRuns: 50 }))

  it("are made once: an erased record stays as it is", () => {
    const erased = ErasedRecord.ofProspect(prospect, { erasedAt: 5, key, frozenFindings: "duplicate" })
    assert.strictEqual(ErasedRecord.ofProspect(erased, { erasedAt: 6, key, frozenFindings: "" }), erased)
  })
})

describe("Erasure: frozen findings", () => {
  const rules = ["too-early", "no-test-ride"].map((code): OwnProspectRule => ({
    code,
    subject: "prospect",
    serves: "R1",
    effect: "warns",
    field: "createdAt",
    title: { es: "", en: "" },
    message: () => ({ es: "", en: "" }),
    provenance: { kind: "assumption", reference: "GC-PRO-05/risk/fake-customers" },
    verifies: "GC-PRO-05/risk/fake-customers",
    test: () => "holds"
  }))

  it("are read as they were written, except for rules that are still derived", () =>
    fc.assert(fc.property(fc.constantFrom<"prospect" | "activity">("prospect", "activity"), fc.nat({ max: 2 ** 22 - 1 }), fc.nat({ max: 3 }), fc.nat({ max: 3 }), (subject, failed, ownFailed, ownUndecided) => {
      const known = failed & (2 ** (subject === "prospect" ? ProspectRules.codes : ActivityRules.codes).length - 1)
      const written = ErasedRecord.writeFindings(subject, { failed: known, ownFailed, ownUndecided }, rules)
      assert.deepStrictEqual(ErasedRecord.readFindings(subject, written, rules), { failed: known & ErasedRecord.frozenBits[subject], ownFailed, ownUndecided })
    })))

  it("are codes, which stay valid when rules are reordered or removed", () => {
    const written = ErasedRecord.writeFindings("prospect", {
      failed: ProspectRules.bit["phone-invalid"] | ProspectRules.bit.duplicate | ProspectRules.bit["consent-missing"],
      ownFailed: 1,
      ownUndecided: 2
    }, rules)
    assert.strictEqual(written, "phone-invalid duplicate too-early ?no-test-ride")
    assert.deepStrictEqual(ErasedRecord.readFindings("prospect", written, rules.toReversed()), {
      failed: ProspectRules.bit["phone-invalid"] | ProspectRules.bit.duplicate,
      ownFailed: 2,
      ownUndecided: 1
    })
    assert.deepStrictEqual(ErasedRecord.readFindings("prospect", written, []).ownFailed, 0)
    assert.deepStrictEqual(ErasedRecord.readFindings("prospect", "consent-missing nonsense", rules), { failed: 0, ownFailed: 0, ownUndecided: 0 })
    assert.deepStrictEqual(ErasedRecord.readFindings("prospect", undefined, rules), { failed: 0, ownFailed: 0, ownUndecided: 0 })
  })
})

describe("Erasure: a record that is imported again", () => {
  it("changes nothing but the stage of the sale", () => {
    const erased = ErasedRecord.ofProspect(prospect, { erasedAt: 5, key, frozenFindings: "" })
    assert.deepStrictEqual(ErasedRecord.keepErasedProspect(erased, { ...prospect, stage: "lost", stageAt: 9 }), { ...erased, stage: "lost", stageAt: 9 })
    assert.strictEqual(ErasedRecord.keepErasedProspect(undefined, prospect), prospect)
    assert.strictEqual(ErasedRecord.keepErasedProspect(prospect, { ...prospect, phone: "3004567891" }).phone, "3004567891")
    const activity = { activityId: "K1", prospectId: "P1", advisorId: "A1", type: "call", status: "performed", direction: "outbound", performedAt: 1, note: "Hola" } as const
    const gone = ErasedRecord.ofActivity(activity, { erasedAt: 5, key, frozenFindings: "" })
    assert.strictEqual(ErasedRecord.keepErasedActivity(gone, activity), gone)
    assert.strictEqual(ErasedRecord.keepErasedActivity(undefined, activity), activity)
  })
})
