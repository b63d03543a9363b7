/** Prospects and activities with their verdicts: put by their ids, and found by what bears on each other. */
import * as Activity from "@crm-procedure/core/records/Activity"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import type { Field } from "@crm-procedure/core/records/Field"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { ActivityClue, Entry, NameClue, ProspectClue, Put, Stored, SubjectKey } from "@crm-procedure/core/register/Records"
import type * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Database, Question, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as EntryCodec from "./EntryCodec.ts"
import * as NameWords from "./NameWords.ts"
import * as Parameter from "../connection/Parameter.ts"

/** How many records one statement writes: while the server writes those, the next ones are made ready. */
const BATCH = 1_000
/** How many ids one statement asks for, and how many records one page of a reading holds. */
const IDS = 10_000
const PAGE = 2_000

/** What is read of a row, in common. */
export interface JudgedRow {
  readonly record: unknown
  readonly received_at: number
  readonly revision: number
  readonly verdict: StoredVerdict["verdict"]
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
  readonly period: string
  readonly day: number
  readonly state: StoredVerdict["state"] | null
  readonly since: number
  readonly until: number | null
  readonly group_advisor_id: string
  readonly group_branch_id: string | null
  readonly group_brand_id: string | null
  readonly waived: ReadonlyArray<string> | null
  readonly audit_entry: number | null
}

interface ProspectRow extends JudgedRow {
  readonly phone: bigint | null
  readonly email: bigint | null
  readonly document: bigint | null
}

interface ActivityRow extends JudgedRow {
  readonly note: bigint | null
  readonly moment: bigint | null
}

/** A table of judged records. */
export interface Table<R, Row extends JudgedRow> {
  readonly name: "prospects" | "activities"
  readonly subject: SubjectKey["type"]
  readonly id: "prospect_id" | "activity_id"
  readonly fields: ReadonlyArray<Field>
  readonly idOf: (record: R) => string
  /** All columns of an entry, in any order, but for the id. */
  readonly columns: ReadonlyArray<string>
  /** What is selected of a row beside what every judged record has. */
  readonly matchKeys: ReadonlyArray<string>
  readonly matchKeysOf: (row: Row) => StoredVerdict["matchKeys"]
  readonly parameter: (oids: EntryCodec.Oids, entries: ReadonlyArray<Stored<R>>) => PgTypes.Parameter
  /** Puts what is found by rows of its own, for records that are put. */
  readonly putBeside?: (database: Database, dealership: string, all: ReadonlyArray<{ readonly before: R | undefined; readonly after: R }>) => Effect.Effect<void, Unavailable>
}

const storedVerdictColumns = ["verdict", "reasons", "warnings", "period", "state", "group_advisor_id", "group_branch_id", "group_brand_id"]

export const prospectTable: Table<Prospect.Prospect, ProspectRow> = {
  name: "prospects",
  subject: "prospect",
  id: "prospect_id",
  fields: Prospect.storedFields,
  idOf: ({ prospectId }) => prospectId,
  columns: ["created_at", "received_at", "since", "until", "phone", "email", "document", "revision", "day", "advisor_id", ...storedVerdictColumns, "record", "waived", "audit_entry"],
  matchKeys: ["phone", "email", "document"],
  matchKeysOf: ({ document, email, phone }) => ({
    ...(phone === null ? {} : { phone: Parameter.keyDigits(phone) }),
    ...(email === null ? {} : { email: Parameter.keyDigits(email) }),
    ...(document === null ? {} : { document: Parameter.keyDigits(document) })
  }),
  parameter: EntryCodec.prospects,
  putBeside: NameWords.put
}

export const activityTable: Table<Activity.Activity, ActivityRow> = {
  name: "activities",
  subject: "activity",
  id: "activity_id",
  fields: Activity.storedFields,
  idOf: ({ activityId }) => activityId,
  columns: ["received_at", "since", "until", "note", "revision", "day", "prospect_id", ...storedVerdictColumns, "record", "moment", "waived", "audit_entry"],
  matchKeys: ["note", "moment"],
  matchKeysOf: ({ moment, note }) => ({
    ...(note === null ? {} : { note: Parameter.keyDigits(note) }),
    ...(moment === null ? {} : { moment: Parameter.keyDigits(moment) })
  }),
  parameter: EntryCodec.activities
}

/** Numbers of 64 bits come as bigint; every instant is a number that a double holds exactly. */
export const selected = ({ matchKeys }: Pick<Table<never, never>, "matchKeys">): string =>
  ["record", "received_at::float8", "revision", "verdict", "reasons", "warnings", "period", "day", "state", "since::float8", "until::float8",
    "group_advisor_id", "group_branch_id", "group_brand_id", "waived", "audit_entry::float8", ...matchKeys].join(", ")

export const toStored = <R, Row extends JudgedRow>({ matchKeysOf }: Table<R, Row>) => (row: Row): Stored<R> => ({
  record: row.record as R,
  receivedAt: row.received_at,
  revision: row.revision,
  ...(row.audit_entry === null ? {} : { auditEntry: row.audit_entry }),
  storedVerdict: {
    advisorId: row.group_advisor_id,
    ...(row.group_branch_id === null ? {} : { branchId: row.group_branch_id }),
    ...(row.group_brand_id === null ? {} : { brandId: row.group_brand_id }),
    verdict: row.verdict,
    reasons: row.reasons,
    warnings: row.warnings,
    ...(row.waived === null ? {} : { waived: row.waived }),
    period: row.period,
    day: row.day,
    ...(row.state === null ? {} : { state: row.state }),
    since: row.since,
    ...(row.until === null ? {} : { until: row.until }),
    matchKeys: matchKeysOf(row)
  }
})

const batches = <A>(all: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, place) => all.slice(place * size, (place + 1) * size))

/** Statements and questions of a table. */
class Shelf<R extends object, Row extends JudgedRow> {
  readonly table: Table<R, Row>
  private readonly database: Database
  private readonly oids: EntryCodec.Oids
  private readonly insert: string
  private readonly update: string
  private readonly byId: Question
  private readonly page: Question
  private readonly pageOfPeriod: Question

  constructor(database: Database, oids: EntryCodec.Oids, table: Table<R, Row>) {
    this.database = database
    this.oids = oids
    this.table = table
    const { columns, id, name } = table
    const entries = `unnest($2::crm_procedure.${table.subject}_entry[]) AS entry`
    // From the dealership's row: a distributed engine hands the statement on to the worker that has it.
    this.insert = `INSERT INTO crm_procedure.${name} (dealership, ${id}, ${columns.join(", ")})
      SELECT here.dealership, entry.${id}, ${columns.map((column) => `entry.${column}`).join(", ")}
      FROM crm_procedure.dealerships AS here CROSS JOIN ${entries} WHERE here.dealership = $1`
    this.update = `UPDATE crm_procedure.${name} AS kept SET ${columns.map((column) => `${column} = entry.${column}`).join(", ")}
      FROM ${entries} WHERE kept.dealership = $1 AND kept.${id} = entry.${id}`
    this.byId = question((dealership) =>
      `SELECT ${selected(table)} FROM crm_procedure.${name} WHERE dealership = ${dealership} AND ${id} = ANY ($2::text[])`)
    const page = (condition: string) => question((dealership) =>
      `SELECT ${selected(table)} FROM crm_procedure.${name} WHERE dealership = ${dealership} AND ${id} > $2${condition} ORDER BY ${id} LIMIT ${PAGE}`)
    this.page = page("")
    this.pageOfPeriod = page(" AND period = $3")
  }

  find(dealership: string, asked: Question, values: ReadonlyArray<unknown>): Effect.Effect<ReadonlyArray<Stored<R>>, Unavailable> {
    return Effect.map(this.database.read<Row>(dealership, asked, values), (rows) => rows.map(toStored(this.table)))
  }

  /** Those that one of several reads found, each once. */
  once(found: ReadonlyArray<Stored<R>>): ReadonlyArray<Stored<R>> {
    return [...new Map(found.map((stored) => [this.table.idOf(stored.record), stored])).values()]
  }

  those(dealership: string, ids: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<Stored<R>>, Unavailable> {
    return ids.length === 0 ? Effect.succeed([]) : this.find(dealership, this.byId, [Parameter.texts(ids)])
  }

  one(dealership: string, id: string): Effect.Effect<Option.Option<Stored<R>>, Unavailable> {
    return Effect.map(this.those(dealership, [id]), ([stored]) => Option.fromUndefinedOr(stored))
  }

  remove(dealership: string, ids: ReadonlyArray<string>): Effect.Effect<void, Unavailable> {
    const { id, name } = this.table
    if (ids.length === 0) return Effect.void
    return Effect.asVoid(this.database.write(dealership, `DELETE FROM crm_procedure.${name} WHERE dealership = $1 AND ${id} = ANY ($2::text[])`, [Parameter.texts(ids)]))
  }

  /** Page by page, each behind the last id of the one before: no connection is held, and inside a change one may write meanwhile. */
  all(dealership: string, period?: string): Stream.Stream<Stored<R>, Unavailable> {
    return Stream.paginate("", (after) =>
      Effect.map(period === undefined ? this.find(dealership, this.page, [after]) : this.find(dealership, this.pageOfPeriod, [after, period]), (page) =>
        [page, page.length < PAGE ? Option.none() : Option.some(this.table.idOf(page.at(-1)!.record))] as const))
  }

  put(dealership: string, entries: ReadonlyArray<Entry<R>>, receivedAt: number): Effect.Effect<ReadonlyArray<Put>, Unavailable> {
    if (entries.length === 0) return Effect.succeed([])
    const { fields, idOf, parameter, putBeside } = this.table
    const ids = [...new Set(entries.map(({ record }) => idOf(record)))]
    return this.database.change(dealership, Effect.gen({ self: this }, function*() {
      const known = new Map<string, Stored<R>>()
      for (const batch of batches(ids, IDS)) for (const stored of yield* this.those(dealership, batch)) known.set(idOf(stored.record), stored)
      const now = new Map<string, Stored<R>>()
      const puts = entries.map(({ auditEntry, storedVerdict, record }): Put => {
        const id = idOf(record)
        const before = now.get(id) ?? known.get(id)
        const unchanged = before !== undefined && RecordContent.isSame(fields, before.record, record)
        const revision = before === undefined ? 0 : unchanged ? before.revision : before.revision + 1
        now.set(id, { record, storedVerdict, auditEntry, receivedAt: before?.receivedAt ?? receivedAt, revision })
        return before === undefined ? "added" : unchanged ? "unchanged" : "changed"
      })
      const write = (statement: string, which: (id: string) => boolean) =>
        batches([...now.values()].filter(({ record }) => which(idOf(record))), BATCH).map((batch) =>
          Effect.suspend(() => this.database.write(dealership, statement, [parameter(this.oids, batch)])))
      const writes = [...write(this.insert, (id) => !known.has(id)), ...write(this.update, (id) => known.has(id))]
      yield* Effect.all(writes, { concurrency: 2, discard: true })
      if (putBeside !== undefined) {
        yield* putBeside(this.database, dealership, [...now].map(([id, { record }]) => ({ before: known.get(id)?.record, after: record })))
      }
      return puts
    }))
  }
}

/** Windows of one match key that touch each other become one, so that no record is looked for twice. */
export const merged = (clues: ReadonlyArray<ProspectClue>): ReadonlyArray<ProspectClue> => {
  const sorted = clues.toSorted((one, other) => one.value < other.value ? -1 : one.value > other.value ? 1 : one.since - other.since)
  const windows: Array<{ -readonly [K in keyof ProspectClue]: ProspectClue[K] }> = []
  for (const clue of sorted) {
    const last = windows.at(-1)
    if (last !== undefined && last.value === clue.value && clue.since <= last.until) last.until = Math.max(last.until, clue.until)
    else windows.push({ ...clue })
  }
  return windows
}

/** A window's records, by the index that begins with what the clue names. */
const windows = (dealership: string, matchKey: string, at: number, type: string): string => `
  SELECT seen.prospect_id FROM unnest($${at}::${type}[], $${at + 1}::bigint[], $${at + 2}::bigint[]) AS clue(value, since, until)
  CROSS JOIN LATERAL (
    SELECT prospect_id FROM crm_procedure.prospects
    WHERE dealership = ${dealership} AND ${matchKey} = clue.value AND created_at BETWEEN clue.since AND clue.until OFFSET 0
  ) AS seen`

const prospectsLike = question((dealership) => `
  SELECT ${selected(prospectTable)} FROM crm_procedure.prospects
  WHERE dealership = ${dealership} AND prospect_id = ANY (ARRAY(
    ${windows(dealership, "phone", 2, "bigint")} UNION
    ${windows(dealership, "email", 5, "bigint")} UNION
    ${windows(dealership, "document", 8, "bigint")} UNION
    ${windows(dealership, "advisor_id", 11, "text")}
  ))`)

const activitiesLike = question((dealership) => `
  SELECT ${selected(activityTable)} FROM crm_procedure.activities WHERE dealership = ${dealership} AND prospect_id = ANY ($2::text[])
  UNION ALL
  SELECT ${selected(activityTable)} FROM crm_procedure.activities WHERE dealership = ${dealership} AND note = ANY ($3::bigint[])
  UNION ALL
  SELECT ${selected(activityTable)} FROM crm_procedure.activities WHERE dealership = ${dealership} AND moment = ANY ($4::bigint[])
  UNION ALL
  SELECT ${selected(activityTable)} FROM crm_procedure.activities
  WHERE dealership = ${dealership} AND period = ANY ($5::text[]) AND state = 'performed' AND period || '-' || lpad(day::text, 2, '0') = ANY ($6::text[])`)

/** Sorts behind the letters and digits that words are made of: the end of the range of words that begin alike. */
const BEHIND = "~"

/** Each word begins a word of the name. */
const prospectsNamed = question((dealership) => `
  SELECT ${selected(prospectTable)} FROM crm_procedure.prospects
  WHERE dealership = ${dealership}
    AND prospect_id = ANY (ARRAY(
      SELECT named.prospect_id FROM unnest($2::text[]) AS begun(word)
      CROSS JOIN LATERAL (
        SELECT DISTINCT one.prospect_id FROM crm_procedure.name_words AS one
        WHERE one.dealership = ${dealership} AND one.word >= begun.word AND one.word < begun.word || '${BEHIND}' OFFSET 0
      ) AS named
      GROUP BY named.prospect_id HAVING count(*) = cardinality($2::text[])
    ))
    AND ($3::text IS NULL OR group_advisor_id = $3) AND ($4::text[] IS NULL OR group_branch_id = ANY ($4))
  LIMIT $5`)

/** Jumps from one period to the next, and takes of each what is outdated: the index begins with the period. */
const outdated = ({ id, name }: Pick<Table<never, never>, "id" | "name">): Question =>
  question((dealership) => `
    WITH RECURSIVE periods AS (
      SELECT min(period) AS period FROM crm_procedure.${name} WHERE dealership = ${dealership} AND until IS NOT NULL
      UNION ALL
      SELECT (SELECT min(period) FROM crm_procedure.${name} AS later WHERE dealership = ${dealership} AND until IS NOT NULL AND later.period > periods.period)
      FROM periods WHERE periods.period IS NOT NULL
    )
    SELECT old.id FROM periods CROSS JOIN LATERAL (
      SELECT ${id} AS id FROM crm_procedure.${name} AS one
      WHERE dealership = ${dealership} AND until IS NOT NULL AND one.period = periods.period AND until <= $2 LIMIT $3
    ) AS old LIMIT $3`)

const outdatedProspects = outdated(prospectTable)
const outdatedActivities = outdated(activityTable)

export interface RecordTables {
  readonly prospects: Shelf<Prospect.Prospect, ProspectRow>
  readonly activities: Shelf<Activity.Activity, ActivityRow>
  readonly prospectsLike: (dealership: string, clues: ReadonlyArray<ProspectClue>) => Effect.Effect<ReadonlyArray<Stored<Prospect.Prospect>>, Unavailable>
  readonly activitiesLike: (dealership: string, clues: ReadonlyArray<ActivityClue>) => Effect.Effect<ReadonlyArray<Stored<Activity.Activity>>, Unavailable>
  readonly prospectsNamed: (dealership: string, name: NameClue, limit: number) => Effect.Effect<ReadonlyArray<Stored<Prospect.Prospect>>, Unavailable>
  readonly outdated: (dealership: string, at: number, limit: number) => Effect.Effect<ReadonlyArray<SubjectKey>, Unavailable>
}

export const make = (database: Database, oids: EntryCodec.Oids): RecordTables => {
  const prospects = new Shelf(database, oids, prospectTable)
  const activities = new Shelf(database, oids, activityTable)
  return {
    prospects,
    activities,
    prospectsLike: (dealership, clues) => {
      if (clues.length === 0) return Effect.succeed([])
      const values = (["phone", "email", "document", "advisor"] as const).flatMap((matchKey) => {
        const of = merged(clues.filter((clue) => clue.matchKey === matchKey))
        const wanted = of.map(({ value }) => value)
        return [
          matchKey === "advisor" ? Parameter.texts(wanted) : Parameter.keys(wanted),
          Parameter.bigints(of.map(({ since }) => since)),
          Parameter.bigints(of.map(({ until }) => until))
        ]
      })
      return prospects.find(dealership, prospectsLike, values)
    },
    activitiesLike: (dealership, clues) => {
      if (clues.length === 0) return Effect.succeed([])
      const of = (matchKey: ActivityClue["matchKey"]) => [...new Set(clues.flatMap((clue) => clue.matchKey === matchKey ? [clue.value] : []))]
      const days = of("day")
      const values = [
        Parameter.texts(of("prospect")),
        Parameter.keys(of("note")),
        Parameter.keys(of("moment")),
        Parameter.texts([...new Set(days.map((day) => day.slice(0, 7)))]),
        Parameter.texts(days)
      ]
      return Effect.map(activities.find(dealership, activitiesLike, values), (found) => activities.once(found))
    },
    prospectsNamed: (dealership, { advisorId, branchIds, words }, limit) =>
      prospects.find(dealership, prospectsNamed, [Parameter.texts(words), Parameter.text(advisorId), Parameter.texts(branchIds), Parameter.bigint(limit)]),
    outdated: Effect.fnUntraced(function*(dealership, at, limit) {
      const values = [Parameter.bigint(at), Parameter.bigint(limit)]
      const ofProspects = yield* database.read<{ readonly id: string }>(dealership, outdatedProspects, values)
      const ofActivities = yield* database.read<{ readonly id: string }>(dealership, outdatedActivities, values)
      return [
        ...ofProspects.map(({ id }): SubjectKey => ({ type: "prospect", id })),
        ...ofActivities.map(({ id }): SubjectKey => ({ type: "activity", id }))
      ]
    })
  }
}
