/** A proposal, and what it is made from. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as CanonicalFile from "../CanonicalFile.ts"
import type * as ColumnMapping from "../ColumnMapping.ts"
import type * as ReadyMapping from "../ReadyMapping.ts"

/** The part of a table that is looked at: its header, and some of the rows below it. */
export interface Table {
  readonly file: string
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string | undefined>>
}

/** The advisors, branches and brands of the dealership. */
export type Known = Pick<Directory.Directory, "branches" | "brands" | "employees">

/** Where a field comes from, and why. `columns`: the columns that it is made of; none for a value that is the same for all rows. */
export interface Match {
  readonly field: string
  readonly columns: ReadonlyArray<string>
  readonly reason: Bilingual
  /** `likely` is to be looked at. */
  readonly certainty: "certain" | "likely"
}

/** What is proposed. */
export interface Proposal {
  readonly kind: CanonicalFile.Name
  /** The canonical columns are all there: no mapping is needed. */
  readonly isCanonical: boolean
  /** The export that was recognised. */
  readonly ready: ReadyMapping.Name | undefined
  /** The mapping; absent where the table is canonical. A person completes it where something is {@link missing}. */
  readonly mapping: ColumnMapping.Mapping | undefined
  readonly reason: Bilingual
  readonly matches: ReadonlyArray<Match>
  /** Required fields that no column feeds. */
  readonly missing: ReadonlyArray<string>
  /** By field: words of the table that name no advisor, branch or brand of the dealership. */
  readonly unknownWords: Readonly<Record<string, ReadonlyArray<string>>>
}
