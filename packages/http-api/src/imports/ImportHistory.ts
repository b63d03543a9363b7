/** The history of imports: who imported what and when, what each import changed, and its rejected rows. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import type { AccountNames } from "../history/AccountNames.ts"
import type * as HandlerContext from "../request/HandlerContext.ts"
import type { ImportEntry, RejectedRow } from "./ImportEndpoints.ts"
import type { ImportProgress, Taken } from "./ImportProgress.ts"
import type { UnknownCells } from "./Intake.ts"

/** What the sender tells of an import. */
export interface Told {
  readonly kind: string
  readonly file?: string | undefined
  readonly mapping?: string | undefined
  /** The import whose rejected rows these are. */
  readonly corrects?: string | undefined
}

const INSTANT_DIGITS = 9

/** An id that rises with time. */
const idAt = (now: Calendar.Instant): string => `imp_${now.toString(36).padStart(INSTANT_DIGITS, "0")}${randomBytes(5).toString("hex")}`

/** An import that goes on, in the history. */
export class ImportHistory {
  readonly id: string
  private readonly handlerContext: HandlerContext.HandlerContext
  private readonly dealership: string
  private readonly entry: Omit<IntakeStore.KeptImport, "state" | "report">
  private readonly corrects: { readonly corrects?: string }
  private sequence = 0

  constructor(handlerContext: HandlerContext.HandlerContext, { caller, dealership, identity, now }: HandlerContext.Visit, told: Told) {
    this.handlerContext = handlerContext
    this.dealership = dealership
    this.id = idAt(now)
    this.entry = { id: this.id, at: now, by: Access.actorOf(identity), keyId: caller.keyId, file: told.file, kind: told.kind, mapping: told.mapping }
    this.corrects = told.corrects === undefined ? {} : { corrects: told.corrects }
  }

  /** Writes how the import stands. */
  note(state: IntakeStore.ImportState, progress: ImportProgress): Effect.Effect<void, IntakeStore.IntakeStoreError> {
    const rejected = state === "running" ? undefined : progress.faults
    return this.handlerContext.intakeStore.putImport(this.dealership, { ...this.entry, state, report: { ...progress.report, ...this.corrects }, ...(rejected === undefined ? {} : { rejected }) })
  }

  /** Writes what storing some rows changed. Inside the change of the records both are kept, or neither. */
  noteTaken(kind: Access.ImportKind, { added, changed }: Taken): Effect.Effect<void, IntakeStore.IntakeStoreError> {
    if (added.length + changed.length === 0) return Effect.void
    return this.handlerContext.intakeStore.addBatch(this.dealership, this.id, { sequence: ++this.sequence, kind, added, changed })
  }

  /** Keeps the cells that no field takes, of the records that were stored. */
  noteCells(kind: Access.ImportKind, cells: ReadonlyMap<string, UnknownCells>): Effect.Effect<void, IntakeStore.IntakeStoreError> {
    if (cells.size === 0) return Effect.void
    return this.handlerContext.intakeStore.putCells(this.dealership, kind, [...cells].map(([id, one]) => ({ id, cells: one })))
  }
}

/** An import as the contract tells it. `names`: those of accounts and keys, as far as the reader is told. */
export const entryOf = ({ at, by, file, id, keyId, mapping, report, state, undoneAt, undoneBy }: IntakeStore.KeptImport, zone: Calendar.Zone, names: AccountNames): ImportEntry => ({
  ...report as Pick<ImportEntry, "kind" | "rows" | "read" | "rejected" | "skipped" | "added" | "changed" | "unchanged" | "unknownColumns" | "dayFirst" | "corrects">,
  id,
  at: Calendar.formatInstant(zone, at),
  by,
  ...(names.has(keyId) ? { byName: names.get(keyId)! } : {}),
  ...(file === undefined ? {} : { file }),
  ...(mapping === undefined ? {} : { mapping }),
  state,
  ...(undoneAt === undefined ? {} : { undoneAt: Calendar.formatInstant(zone, undoneAt) }),
  ...(undoneBy === undefined ? {} : { undoneBy })
})

/** The rejected rows that are kept of an import; undefined once they are forgotten. */
export const rejectedOf = ({ rejected }: IntakeStore.KeptImport): ReadonlyArray<RejectedRow> | undefined => rejected as ReadonlyArray<RejectedRow> | undefined
