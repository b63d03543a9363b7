/**
 * An entry of the audit: who changed what, when, from what to what, and by which request or import. Every entry holds the digest of
 * the one before it, so an entry that is missing or was altered is noticed.
 *
 * An entry holds ids, codes, counts and digests. Values that identify a person and texts that people write are never in it: of these
 * it names the field only. So an erasure changes no entry, and the chain stays verifiable.
 *
 * @see docs/decisions/0056-who-did-what.md
 *
 * @example
 * ```ts run
 * import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
 * import * as Authorship from "@crm-procedure/core/records/Authorship"
 * import * as assert from "node:assert/strict"
 *
 * const first = AuditEntry.after(undefined, Authorship.system, { at: 0, action: "goals.set", subject: { type: "goals", id: "2024-03" } })
 * const second = AuditEntry.after(first, Authorship.system, { at: 1, action: "period.closed", subject: { type: "period", id: "2024-03" } })
 * assert.equal(AuditEntry.verify([first, second]).firstBreak, undefined)
 * assert.equal(AuditEntry.verify([second]).firstBreak?.kind, "sequence")
 * ```
 */
import type { Instant } from "../calendar/Calendar.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import type { Author } from "../records/Authorship.ts"
import type { Field } from "../records/Field.ts"

/** What an entry is about. Without an `id` it is about several subjects of that type. */
export interface AuditSubject {
  readonly type: string
  readonly id?: string | undefined
}

/** A value before or after a change. */
export type AuditValue = string | number | boolean | null

/** A field that changed. `from` and `to` are absent where the field identifies a person or holds what people write. */
export interface AuditChange {
  readonly field: string
  readonly from?: AuditValue | undefined
  readonly to?: AuditValue | undefined
}

/** What happened, without its author and its place in the chain. */
export interface Happening {
  readonly at: Instant
  /** `<noun>.<what happened>`, as `sample.drawn`. */
  readonly action: string
  readonly subject: AuditSubject
  /** How many were added, changed or removed, where one entry stands for many. */
  readonly counts?: Readonly<Record<string, number>> | undefined
  readonly changes?: ReadonlyArray<AuditChange> | undefined
  /** The digest of the contents that were stored, without what identifies a person. */
  readonly contentDigest?: string | undefined
}

/** An entry's place in the dealership's chain: its number from 1, and its digest. */
export interface AuditLink {
  readonly sequence: number
  readonly digest: string
}

/** An entry of the audit. Its `digest` is the SHA-256 of the canonical JSON of the rest. */
export interface AuditEntry extends Happening, Author, AuditLink {
  /** The digest of the entry before; empty for the first. */
  readonly previousDigest: string
}

/** Which entries are asked for. Conditions that are absent hold for every entry. */
export interface AuditQuery {
  /** Entries about this subject, or in one of these places: those in which the subject was one of several. */
  readonly subject?: AuditSubject | undefined
  readonly sequences?: ReadonlyArray<number> | undefined
  /** The id of a key or user, or of an employee. */
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly since?: Instant | undefined
  /** Entries before or after this place, without it. */
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** Whether the newest comes first; by default the oldest. */
  readonly newestFirst?: boolean | undefined
  readonly limit?: number | undefined
}

/** How many changes one entry lists. Of more it says how many there were. */
export const CHANGES_LISTED = 200

const bounded = ({ changes, counts, ...rest }: Happening): Happening => {
  const listed = changes?.slice(0, CHANGES_LISTED)
  const isCut = changes !== undefined && changes.length > CHANGES_LISTED
  const all = isCut ? { ...counts, changedFields: changes.length } : counts
  return {
    ...rest,
    ...(all === undefined || Object.keys(all).length === 0 ? {} : { counts: all }),
    ...(listed === undefined || listed.length === 0 ? {} : { changes: listed.map(withoutUndefined) })
  }
}

const withoutUndefined = <A extends object>(value: A): A => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as A

const digestOf = ({ digest: _digest, ...rest }: AuditEntry): string => CanonicalJson.digest(rest)

/** The entry that follows another one. */
export const after = (last: AuditLink | undefined, author: Author, happening: Happening): AuditEntry => {
  const { subject, ...rest } = bounded(happening)
  const entry = {
    ...withoutUndefined(rest),
    ...withoutUndefined(author),
    subject: withoutUndefined(subject),
    sequence: (last?.sequence ?? 0) + 1,
    previousDigest: last?.digest ?? "",
    digest: ""
  }
  return { ...entry, digest: digestOf(entry) }
}

/** Whether an entry is one of those asked for, whatever the limit. */
export const matches = (entry: AuditEntry, query: AuditQuery): boolean => {
  const { action, actor, after, before, sequences, since, subject } = query
  const isAbout = subject === undefined || entry.subject.type === subject.type && (subject.id === undefined || entry.subject.id === subject.id)
  const isAmong = subject === undefined ? sequences === undefined || sequences.includes(entry.sequence) : isAbout || sequences?.includes(entry.sequence) === true
  return isAmong && (actor === undefined || entry.by === actor || entry.employeeId === actor) && (action === undefined || entry.action === action) &&
    (since === undefined || entry.at >= since) && (before === undefined || entry.sequence < before) && (after === undefined || entry.sequence > after)
}

// ---------------------------------------------------------------------------------------------------------------------
// What changed
// ---------------------------------------------------------------------------------------------------------------------

type Values = Readonly<Record<string, unknown>>

const valueOf = (value: unknown): AuditValue | undefined =>
  value === undefined ? null : Array.isArray(value) ? value.join(" ") : typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null

const isSame = (one: unknown, other: unknown): boolean => one === other || Array.isArray(one) && Array.isArray(other) && one.join("\n") === other.join("\n") && one.length === other.length

/** The fields in which two records differ. `prefix` says whose fields they are, where an entry is about several. */
export const changesOf = (fields: ReadonlyArray<Pick<Field, "name" | "identifies">>, before: object | undefined, after: object | undefined, prefix = ""): ReadonlyArray<AuditChange> =>
  fields.flatMap(({ identifies, name }) => {
    const from = (before as Values | undefined)?.[name]
    const to = (after as Values | undefined)?.[name]
    if (isSame(from, to)) return []
    return [identifies === true ? { field: prefix + name } : { field: prefix + name, from: valueOf(from), to: valueOf(to) }]
  })

/** The digest of records as they were stored, of one kind after the other, without what identifies a person: an erasure leaves it true. */
export const contentDigest = (kinds: ReadonlyArray<{ readonly fields: ReadonlyArray<Field>; readonly records: ReadonlyArray<object> }>): string =>
  CanonicalJson.digestOfText(JSON.stringify(kinds.map(({ fields, records }) => {
    const names = fields.flatMap(({ identifies, name }) => identifies === true ? [] : [name])
    return records.map((record) => names.map((name) => (record as Values)[name] ?? null))
  })))

// ---------------------------------------------------------------------------------------------------------------------
// Verification
// ---------------------------------------------------------------------------------------------------------------------

/** What can be broken, in the order of the checks. */
export type BreakKind = "digest" | "sequence" | "previous-digest"

/** The first break of a chain of entries. `place` is the entry's place in what was given, from 0. */
export interface Break {
  readonly place: number
  readonly kind: BreakKind
  readonly found: string
  readonly expected: string
  readonly message: Bilingual
}

const meanings: Readonly<Record<BreakKind, Bilingual>> = {
  "digest": { es: "la huella no es la de su contenido", en: "the digest is not that of its content" },
  "sequence": { es: "no está en su lugar de la cadena", en: "it is not in its place of the chain" },
  "previous-digest": { es: "no sigue a la entrada anterior", en: "it does not follow the entry before it" }
}

const breakAt = (place: number, { sequence }: AuditEntry, kind: BreakKind, found: string, expected: string): Break => ({
  place,
  kind,
  found,
  expected,
  message: {
    es: `Entrada de auditoría ${sequence}: ${meanings[kind].es}. Se encontró ${found || "nada"}, se esperaba ${expected || "nada"}.`,
    en: `Audit entry ${sequence}: ${meanings[kind].en}. Found ${found || "nothing"}, expected ${expected || "nothing"}.`
  }
})

/**
 * Verifies a chain from its first entry to the first break. `last` is the last entry that holds. Entries that are missing at the end
 * are noticed only by a digest that was kept elsewhere.
 */
export const verify = (entries: Iterable<AuditEntry>): { readonly count: number; readonly last: AuditLink | undefined; readonly firstBreak: Break | undefined } => {
  let last: AuditLink | undefined
  let count = 0
  for (const entry of entries) {
    const { digest, previousDigest, sequence } = entry
    const differs = (kind: BreakKind, found: string, expected: string): Break | undefined =>
      found === expected ? undefined : breakAt(count, entry, kind, found, expected)
    const firstBreak = differs("digest", digest, digestOf(entry)) ??
      differs("sequence", String(sequence), String((last?.sequence ?? 0) + 1)) ??
      differs("previous-digest", previousDigest, last?.digest ?? "")
    if (firstBreak !== undefined) return { count, last, firstBreak }
    last = entry
    count++
  }
  return { count, last, firstBreak: undefined }
}
