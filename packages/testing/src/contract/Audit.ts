/** The audit's entries, and earlier versions of records. */
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import type { RecordVersion } from "@crm-procedure/core/register/RecordVersion"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { CLIENTS, declare, expectSame } from "./Contract.ts"
import type { Case, Port } from "./Contract.ts"
import { auditEntry, entryOf, prospectOf, wholeProspect } from "./SampleRecords.ts"

/** More than a page of any storage. */
const MANY = 1_100

const add = (records: Port, dealership: string, more: Parameters<typeof auditEntry>[1] = {}) =>
  records.change(dealership, Effect.gen(function*() {
    const entry = auditEntry(Option.getOrUndefined(yield* records.lastAuditEntry(dealership)), more)
    yield* records.addAuditEntry(dealership, entry)
    return entry
  }))

const version = (id: string, revision: number, content: object = prospectOf(id)): RecordVersion => ({ subject: { type: "prospect", id }, revision, content })

export const cases: ReadonlyArray<Case> = [
  declare("audit", "keeps entries as they are given, in a chain that holds when several write at once", (records, dealership) =>
    Effect.gen(function*() {
      yield* Effect.all(Array.from({ length: CLIENTS }, (_, place) => add(records, dealership, { at: place, by: `k${place}` })), { concurrency: "unbounded" })
      const entries = yield* records.auditEntries(dealership, {})
      yield* expectSame("the chain", AuditEntry.verify(entries).firstBreak, undefined)
      yield* expectSame("how many", entries.length, CLIENTS)
      const last = entries.at(-1)!
      yield* expectSame("the last one", Option.getOrNull(yield* records.lastAuditEntry(dealership)), { sequence: CLIENTS, digest: last.digest })
    })),
  declare("audit", "refuses an entry that does not follow the last one", (records, dealership) =>
    Effect.gen(function*() {
      const first = yield* add(records, dealership)
      const refused = yield* Effect.flip(records.addAuditEntry(dealership, first))
      yield* expectSame("the first one again", refused.reason._tag, "RecordsChanged")
      const next = auditEntry(first)
      const other = yield* Effect.flip(records.addAuditEntry(dealership, { ...next, previousDigest: "0".repeat(64) }))
      yield* expectSame("one after another digest", other.reason._tag, "RecordsChanged")
      yield* expectSame("what is kept", (yield* records.auditEntries(dealership, {})).length, 1)
    })),
  declare("audit", "finds entries by subject, author, action and time, the newest first where that is asked", (records, dealership) =>
    Effect.gen(function*() {
      yield* add(records, dealership, { at: 1, by: "k1", subject: { type: "prospect", id: "P1" } })
      yield* add(records, dealership, { at: 2, by: "k2", employeeId: "E1", subject: { type: "prospect" } })
      yield* add(records, dealership, { at: 3, by: "k1", action: "period.closed", subject: { type: "period", id: "2024-03" } })
      const asked = (query: AuditEntry.AuditQuery) => Effect.map(records.auditEntries(dealership, query), (entries) => entries.map(({ sequence }) => sequence))
      yield* expectSame("of a subject", yield* asked({ subject: { type: "prospect", id: "P1" } }), [1])
      yield* expectSame("of a subject, and in another place", yield* asked({ subject: { type: "prospect", id: "P1" }, sequences: [1, 3] }), [1, 3])
      yield* expectSame("of a type", yield* asked({ subject: { type: "prospect" } }), [1, 2])
      yield* expectSame("of an author", yield* asked({ actor: "k1" }), [1, 3])
      yield* expectSame("of an employee", yield* asked({ actor: "E1" }), [2])
      yield* expectSame("of an action", yield* asked({ action: "period.closed" }), [3])
      yield* expectSame("since", yield* asked({ since: 2 }), [2, 3])
      yield* expectSame("the newest first, before a place", yield* asked({ newestFirst: true, before: 3, limit: 1 }), [2])
      yield* expectSame("after a place", yield* asked({ after: 1 }), [2, 3])
    })),
  declare("audit", "keeps the place of the entry that brought a record's content", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putProspects(dealership, [{ ...entryOf(prospectOf("P1")), auditEntry: 7 }, entryOf(prospectOf("P2"))], 1)
      const found = new Map((yield* records.prospectsById(dealership, ["P1", "P2"])).map(({ auditEntry, record }) => [record.prospectId, auditEntry]))
      yield* expectSame("with one", found.get("P1"), 7)
      yield* expectSame("without one", found.get("P2"), undefined)
    })),
  declare("audit", "keeps earlier versions by subject and revision; the same revision again replaces it", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putVersions(dealership, [version("P2", 0), { ...version("P1", 1, wholeProspect), auditEntry: 3 }, version("P1", 0)])
      yield* records.putVersions(dealership, [version("P1", 0, { prospectId: "P1" })])
      const all = yield* Stream.runCollect(records.versions(dealership))
      yield* expectSame("all", all, [version("P1", 0, { prospectId: "P1" }), { ...version("P1", 1, wholeProspect), auditEntry: 3 }, version("P2", 0)])
      const some = yield* Stream.runCollect(records.versions(dealership, [{ type: "prospect", id: "P2" }, { type: "activity", id: "P1" }]))
      yield* expectSame("of a subject", some, [version("P2", 0)])
    })),
  declare("audit", "gives every version, however many there are", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putVersions(dealership, Array.from({ length: MANY }, (_, place) => version(`P${place % 7}`, place)))
      yield* expectSame("how many", (yield* Stream.runCollect(records.versions(dealership))).length, MANY)
    }))
]
