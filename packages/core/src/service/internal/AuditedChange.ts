/** A change of a store beside the records, with its entry in the audit: both are kept or neither. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Field } from "../../records/Field.ts"
import type * as AuditEntry from "../../register/AuditEntry.ts"
import * as AuditTrail from "../../register/AuditTrail.ts"
import * as Records from "../../register/Records.ts"

/** A field that an entry tells of: with its value, or only that it changed where it identifies or is a secret. */
export type Audited = Pick<Field, "name" | "identifies">

/** Fields whose values are told. */
export const plain = (...names: ReadonlyArray<string>): ReadonlyArray<Audited> => names.map((name) => ({ name }))

/** Fields that are named without their values. */
export const secret = (...names: ReadonlyArray<string>): ReadonlyArray<Audited> => names.map((name) => ({ name, identifies: true }))

/** Runs effects as changes of the records. `asStoreError` says how the store fails where the records can't be reached. */
export const inChangesOf = <StoreError>(records: Records.Records["Service"], asStoreError: (operation: string, detail: string) => StoreError) =>
  <A, E>(operation: string, dealership: string, effect: Effect.Effect<A, E | Records.RecordsError, Records.Records>): Effect.Effect<A, E | StoreError> =>
    Effect.mapError(Effect.provideService(records.change(dealership, effect), Records.Records, records), (error) =>
      error instanceof Records.RecordsError ? asStoreError(operation, error.reason.message) : error)

/** Adds the entry of a change. Call it inside the change. */
export const tell = (dealership: string, action: string, subject: AuditEntry.AuditSubject, changes: ReadonlyArray<AuditEntry.AuditChange>) =>
  Effect.flatMap(Clock.currentTimeMillis, (at) => AuditTrail.add(dealership, { at, action, subject, changes }))
