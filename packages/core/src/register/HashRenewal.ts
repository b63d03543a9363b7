/**
 * Brings the keyed hashes of erased people up to a new secret. Until then they are recognised all the same; afterwards the former
 * secret alone is of no use to a reader of the tables.
 *
 * @see docs/decisions/0077-a-new-secret-for-erasures.md
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Calendar from "../calendar/Calendar.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { Activity } from "../records/Activity.ts"
import type * as Directory from "../records/Directory.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as AuditTrail from "./AuditTrail.ts"
import * as Records from "./Records.ts"
import type * as RecordVersion from "./RecordVersion.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** How many records, assignments and earlier versions got the hashes of the new secret. */
export interface Renewed {
  readonly prospects: number
  readonly activities: number
  readonly employees: number
  readonly versions: number
}

type Hashed = Pick<Prospect, "keyHashes"> & Pick<Activity, "noteHash">

/** A record with the hashes of the key; the same object where it has them. */
const renewed = <R extends Hashed>(record: R, key: ErasureKey.Key): R => {
  const { keyHashes, noteHash } = record
  const keys = keyHashes?.split(" ").map((one) => ErasureKey.renewedKeys(one, key)).join(" ")
  const note = noteHash === undefined ? undefined : ErasureKey.renewedNote(noteHash, key)
  return keys === keyHashes && note === noteHash ? record : { ...record, ...(keys === undefined ? {} : { keyHashes: keys }), ...(note === undefined ? {} : { noteHash: note }) }
}

/** The records of a stream that have hashes of a former secret, with those of the key. */
const behind = <R extends Hashed, E, S>(records: Stream.Stream<R, E, S>, key: ErasureKey.Key): Effect.Effect<ReadonlyArray<R>, E, S> =>
  Stream.runCollect(records.pipe(
    Stream.map((record) => ({ record, current: renewed(record, key) })),
    Stream.filter(({ current, record }) => current !== record),
    Stream.map(({ current }) => current)
  ))

/** Renews the hashes of a dealership, in one change. Without a key there is nothing to renew. */
export const renew = Effect.fn("HashRenewal.renew")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  asOf: Calendar.Instant
): Effect.fn.Return<Renewed, Records.RecordsError, Records.Records> {
  const { dealership } = register
  const erasureKey = register.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  if (erasureKey === undefined) return { prospects: 0, activities: 0, employees: 0, versions: 0 }
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const prospects = yield* behind(Stream.map(records.prospects(dealership), ({ record }) => record), erasureKey)
    const activities = yield* behind(Stream.map(records.activities(dealership), ({ record }) => record), erasureKey)
    const versions = (yield* Stream.runCollect(records.versions(dealership))).flatMap((version): ReadonlyArray<RecordVersion.RecordVersion> => {
      const content = renewed<Hashed>(version.content, erasureKey)
      return content === version.content ? [] : [{ ...version, content } as RecordVersion.RecordVersion]
    })
    yield* records.putVersions(dealership, versions)
    const directory = yield* records.directory(dealership)
    const employees = directory.employees.map((one): Directory.Employee => renewed(one, erasureKey))
    const assignments = employees.filter((one, place) => one !== directory.employees[place]).length
    if (assignments > 0) yield* records.putDirectory(dealership, { ...directory, employees })
    if (prospects.length + activities.length > 0) yield* VerdictUpkeep.put({ ...register, erasureKey, occasion: "hashes.renewed" }, { prospects, activities }, asOf)
    else if (assignments + versions.length > 0) {
      yield* AuditTrail.add(dealership, { at: asOf, action: "hashes.renewed", subject: { type: "record" }, counts: { employees: assignments, versions: versions.length } })
    }
    yield* records.purge(dealership)
    return { prospects: prospects.length, activities: activities.length, employees: assignments, versions: versions.length }
  }))
})
