/** What a change of the directory or of goals says in the audit. */
import type { Instant, Period } from "../../calendar/Calendar.ts"
import * as Directory from "../../records/Directory.ts"
import type { Field } from "../../records/Field.ts"
import * as Goal from "../../records/Goal.ts"
import * as AuditEntry from "../AuditEntry.ts"

interface Differences {
  readonly changes: ReadonlyArray<AuditEntry.AuditChange>
  readonly counts: Readonly<Record<string, number>>
}

/** The differences between two lists whose rows have keys. `name` is what the rows are called in counts and fields. */
const differencesOf = <R extends object>(
  name: string,
  fields: ReadonlyArray<Field>,
  keyOf: (row: R) => string,
  before: ReadonlyArray<R>,
  after: ReadonlyArray<R>
): Differences => {
  const old = new Map(before.map((row) => [keyOf(row), row]))
  const now = new Map(after.map((row) => [keyOf(row), row]))
  const changes: Array<AuditEntry.AuditChange> = []
  const counts = { Added: 0, Changed: 0, Removed: 0 }
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const found = AuditEntry.changesOf(fields, old.get(key), now.get(key), `${name}/${key}/`)
    if (found.length === 0) continue
    counts[!old.has(key) ? "Added" : !now.has(key) ? "Removed" : "Changed"]++
    changes.push(...found)
  }
  return { changes, counts: Object.fromEntries(Object.entries(counts).flatMap(([what, count]) => count === 0 ? [] : [[name + what, count]])) }
}

const joined = (parts: ReadonlyArray<Differences>): Differences => ({
  changes: parts.flatMap(({ changes }) => changes),
  counts: Object.assign({}, ...parts.map(({ counts }) => counts)) as Differences["counts"]
})

/** What replacing a directory says. An assignment is named by its employee and its first day. */
export const ofDirectory = (before: Directory.Directory, after: Directory.Directory, at: Instant, action = "directory.registered"): AuditEntry.Happening => ({
  at,
  action,
  subject: { type: "directory" },
  ...joined([
    differencesOf("employees", Directory.employeeFields, ({ activeFrom, employeeId }) => `${employeeId} ${activeFrom}`, before.employees, after.employees),
    differencesOf("branches", Directory.branchFields, ({ branchId }) => branchId, before.branches, after.branches),
    differencesOf("brands", Directory.brandFields, ({ brandId }) => brandId, before.brands, after.brands)
  ])
})

const goalFields = Goal.fields.filter(({ name }) => name === "prospects" || name === "activities")

/** What replacing a period's goals says; undefined where nothing differs. */
export const ofGoals = (period: Period, before: ReadonlyArray<Goal.Goal>, after: ReadonlyArray<Goal.Goal>, at: Instant): AuditEntry.Happening | undefined => {
  const differences = differencesOf("goals", goalFields, ({ advisorId, branchId, brandId }) => `${advisorId}/${branchId}/${brandId}`, before, after)
  return differences.changes.length === 0 ? undefined : { at, action: "goals.set", subject: { type: "goals", id: period }, ...differences }
}
