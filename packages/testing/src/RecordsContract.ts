/**
 * What every storage of a dealership's records owes: to answer exactly as the in-memory one does, on any sequence of writes
 * and reads, to hold when several ask at once, and to keep the verdicts that judging everything again gives. Run by whatever
 * test runner you use; see {@link suite}.
 *
 * Every case takes dealerships of its own, so that one storage serves all cases, one after another, and keeps what it had.
 */
import * as AnySequence from "./contract/AnySequence.ts"
import * as Audit from "./contract/Audit.ts"
import * as Changes from "./contract/Changes.ts"
import type { Case, Storage } from "./contract/Contract.ts"
import * as DirectoryAndGoals from "./contract/DirectoryAndGoals.ts"
import * as Events from "./contract/Events.ts"
import * as StoredVerdictsAlone from "./contract/StoredVerdictRead.ts"
import * as KeptControls from "./contract/KeptControls.ts"
import * as KeptRecords from "./contract/KeptRecords.ts"
import * as Lists from "./contract/Lists.ts"
import * as PeriodClose from "./contract/PeriodClose.ts"
import * as StoredVerdicts from "./contract/StoredVerdicts.ts"
import * as Texts from "./contract/Texts.ts"
import * as Verification from "./contract/Verification.ts"

export { ContractBroken } from "./contract/Contract.ts"
export type { Capability, Case, Storage } from "./contract/Contract.ts"

/** The promises, one by one: those of a few lines first, in the order in which a storage is built, then those over everything. */
export const cases: ReadonlyArray<Case> = [
  ...DirectoryAndGoals.cases,
  ...KeptRecords.cases,
  ...Texts.cases,
  ...Changes.cases,
  ...StoredVerdictsAlone.cases,
  ...Lists.cases,
  ...Verification.cases,
  ...KeptControls.cases,
  ...PeriodClose.cases,
  ...Events.cases,
  ...Audit.cases,
  ...AnySequence.cases,
  ...StoredVerdicts.cases
]

/** What a test runner offers: `describe` and `it` of vitest, jest, node:test and others. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/**
 * Declares every case for a storage: `suite("Postgres", layer, { describe, it })`. `draws`: how many sequences the promise over any sequence
 * of what happens draws, for a storage of which another connection is held to all of them already.
 */
export const suite = (name: string, storage: Storage, { describe, it }: Runner, { draws }: { readonly draws?: number } = {}): void => {
  describe(`what a storage owes: ${name}`, () => {
    for (const one of cases) it(`${one.capability}: ${one.name}`, () => one.check(storage, draws))
  })
}
