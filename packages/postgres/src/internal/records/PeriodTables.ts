/** What belongs to a dealership or to one of its periods: directory, goals, stored counts, how verdicts stand, the chain of snapshots, events. */
import type { Directory } from "@crm-procedure/core/records/Directory"
import type { Goal } from "@crm-procedure/core/records/Goal"
import { ALWAYS } from "@crm-procedure/core/register/StoredVerdict"
import type { ChainQuery, KeptEvent, PeriodReopening, Records, Snapshot, SnapshotLink } from "@crm-procedure/core/register/Records"
import { RecordsChanged } from "@crm-procedure/core/register/Records"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Database, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

// A reader who knows the digest has the directory. A row's system columns would tell a change too, and a distributed engine has none.
const directoryOf = question((dealership) => `
  SELECT version, CASE WHEN version = $2 THEN NULL ELSE directory END AS directory
  FROM (SELECT encode(sha256(convert_to(directory::text, 'UTF8')), 'hex') AS version, directory FROM crm_procedure.directories WHERE dealership = ${dealership}) AS one`)
const putDirectory = `
  INSERT INTO crm_procedure.directories (dealership, directory) VALUES ($1, $2::text::json)
  ON CONFLICT (dealership) DO UPDATE SET directory = excluded.directory`

const goalsOf = question((dealership) => `SELECT goals FROM crm_procedure.goals WHERE dealership = ${dealership} AND period = $2`)
const putGoals = `
  INSERT INTO crm_procedure.goals (dealership, period, goals) VALUES ($1, $2, $3::text::json)
  ON CONFLICT (dealership, period) DO UPDATE SET goals = excluded.goals`

const addToStoredCounts = `
  INSERT INTO crm_procedure.roll_ups AS kept (dealership, period, subject, advisor_id, branch_id, brand_id, counts)
  SELECT $1, one.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]::jsonb[]) AS one
  ON CONFLICT (dealership, period, subject, advisor_id, branch_id, brand_id) DO UPDATE SET counts = crm_procedure.sum_of_counts(kept.counts, excluded.counts)
  RETURNING period, counts = '{}' AS is_nothing`
const dropNothings = "DELETE FROM crm_procedure.roll_ups WHERE dealership = $1 AND period = ANY ($2::text[]) AND counts = '{}'"

const markJudged = `
  INSERT INTO crm_procedure.judged_periods AS kept (dealership, period, policy, since) VALUES ($1, $2, $3, $4)
  ON CONFLICT (dealership, period) DO UPDATE SET policy = excluded.policy, since = greatest(kept.since, excluded.since)`
const countedBrands = question((dealership) =>
  `SELECT DISTINCT brand_id FROM crm_procedure.roll_ups WHERE dealership = ${dealership} AND subject = 'prospect' AND brand_id IS NOT NULL`)
const judgedPeriods = question((dealership) => `SELECT period, policy FROM crm_procedure.judged_periods WHERE dealership = ${dealership} ORDER BY period`)

interface StateRow {
  readonly policy: string | null
  readonly since: number | null
  readonly until: number | null
  readonly roll_ups: ReadonlyArray<readonly [subject: StoredCounts.StoredCounts["subject"], advisorId: string | null, branchId: string | null, brandId: string | null, counts: StoredCounts.StoredCounts["counts"]]>
}

const periodState = question((dealership) => `
  SELECT
    (SELECT policy FROM crm_procedure.judged_periods AS one WHERE one.dealership = ${dealership} AND one.period = $2) AS policy,
    (SELECT since::float8 FROM crm_procedure.judged_periods AS one WHERE one.dealership = ${dealership} AND one.period = $2) AS since,
    least(
      (SELECT min(until) FROM crm_procedure.prospects AS one WHERE one.dealership = ${dealership} AND one.period = $2 AND until IS NOT NULL),
      (SELECT min(until) FROM crm_procedure.activities AS one WHERE one.dealership = ${dealership} AND one.period = $2 AND until IS NOT NULL)
    )::float8 AS until,
    (
      SELECT coalesce(json_agg(json_build_array(subject, advisor_id, branch_id, brand_id, counts)), '[]')
      FROM crm_procedure.roll_ups AS one WHERE one.dealership = ${dealership} AND one.period = $2
    ) AS roll_ups`)

interface LinkRow {
  readonly period: string
  readonly sequence: number
  readonly previous_digest: string
  readonly digest: string
  readonly closed_at: number
  readonly closed_by: string
}

interface PieceRow extends LinkRow {
  readonly number: number
  readonly piece: Uint8Array
}

/** A row that is larger than 16 MiB breaks the connection, and the text of a month of a million records is: it comes in pieces. */
const PIECE_BYTES = 4 * 1024 * 1024

const lastSnapshot = question((dealership) => `
  SELECT sequence, digest FROM crm_procedure.snapshots WHERE dealership = ${dealership} ORDER BY sequence DESC LIMIT 1`)
const chain = question((dealership) => `
  SELECT period, sequence, previous_digest, digest, closed_at::float8, closed_by
  FROM crm_procedure.snapshots WHERE dealership = ${dealership} AND ($2::text[] IS NULL OR period = ANY ($2::text[])) AND ($3::text[] IS NULL OR period >= ($3::text[])[1])
    AND ($4::bigint IS NULL OR sequence > $4::bigint) ORDER BY sequence LIMIT $5::bigint`)
const lastLink = question((dealership) => `
  SELECT period, sequence, previous_digest, digest, closed_at::float8, closed_by
  FROM crm_procedure.snapshots WHERE dealership = ${dealership} ORDER BY sequence DESC LIMIT 1`)
const piecesOfSnapshot = question((dealership) => `
  SELECT period, sequence, previous_digest, digest, closed_at::float8, closed_by, number, substring(bytes FROM number * ${PIECE_BYTES} + 1 FOR ${PIECE_BYTES}) AS piece
  FROM (SELECT *, convert_to(content, 'UTF8') AS bytes FROM crm_procedure.snapshots WHERE dealership = ${dealership} AND sequence = $2 OFFSET 0) AS one
  CROSS JOIN LATERAL generate_series(0, (octet_length(bytes) - 1) / ${PIECE_BYTES}) AS number`)
const appendSnapshot = `
  INSERT INTO crm_procedure.snapshots (dealership, period, sequence, previous_digest, digest, content, closed_at, closed_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const periodReopenings = question((dealership) => `
  SELECT period, sequence, at::float8, by, reason FROM crm_procedure.period_reopenings WHERE dealership = ${dealership} AND ($2::text[] IS NULL OR period = ANY ($2::text[])) ORDER BY number`)
const addPeriodReopening = "INSERT INTO crm_procedure.period_reopenings (dealership, period, sequence, at, by, reason) VALUES ($1, $2, $3, $4, $5, $6)"

interface EventRow {
  readonly position: number
  readonly key: string
  readonly type: string
  readonly at: number
  readonly data: unknown
  readonly has_data: boolean
}

const eventsAfter = question((dealership) => `
  SELECT position::float8, key, type, at::float8, data, data IS NOT NULL AS has_data FROM crm_procedure.events
  WHERE dealership = ${dealership} AND position > $2 ORDER BY position LIMIT $3`)
const latestEvents = question((dealership) => `
  SELECT position::float8, key, type, at::float8, data, data IS NOT NULL AS has_data FROM crm_procedure.events
  WHERE dealership = ${dealership} AND type = $2 AND at >= $3::bigint ORDER BY position DESC LIMIT $4`)

const toEvent = ({ at, data, has_data, key, position, type }: EventRow): KeptEvent => ({ position, key, type, at, data: has_data ? data : undefined })

/** In code point order of their keys, so that the index of keys answers it; the caller sorts them by position. */
const eventsKeyed = question((dealership) => `
  SELECT position::float8, key, type, at::float8, data, data IS NOT NULL AS has_data FROM crm_procedure.events
  WHERE dealership = ${dealership} AND key >= $2 AND starts_with(key, $2) AND key < $3 ORDER BY key`)
/** Those that are new get the next positions, in their order. */
const raise = `
  WITH fresh AS (
    SELECT one.*, row_number() OVER (ORDER BY one.place) AS number
    FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[]) WITH ORDINALITY AS one(key, type, at, data, place)
    WHERE NOT EXISTS (SELECT FROM crm_procedure.events AS kept WHERE kept.dealership = $1 AND kept.key = one.key)
  ), moved AS (
    UPDATE crm_procedure.dealerships AS one SET last_event = one.last_event + (SELECT count(*) FROM fresh)
    WHERE one.dealership = $1 AND EXISTS (SELECT FROM fresh)
    RETURNING one.last_event - (SELECT count(*) FROM fresh) AS before
  )
  INSERT INTO crm_procedure.events (dealership, position, key, type, at, data)
  SELECT $1, moved.before + fresh.number, fresh.key, fresh.type, fresh.at, fresh.data::json FROM fresh CROSS JOIN moved
  RETURNING key`

type Methods =
  | "putDirectory" | "directory" | "putGoals" | "goals" | "addToStoredCounts" | "markJudged" | "monthState" | "countedBrands" | "judgedPeriods"
  | "chain" | "lastLink" | "snapshot" | "snapshots" | "addPeriodReopening" | "periodReopenings" | "raise" | "events" | "latestEvents" | "eventsKeyed"
type Port = Records["Service"]
/** Methods of the port that fail as the database does. */
export type PeriodTables =
  & { readonly [M in Methods]: (...args: Parameters<Port[M]>) => Effect.Effect<Effect.Success<ReturnType<Port[M]>>, Unavailable> }
  & { readonly appendSnapshot: (...args: Parameters<Port["appendSnapshot"]>) => Effect.Effect<void, Unavailable | RecordsChanged> }

const noDirectory: Directory = { employees: [], branches: [], brands: [] }

/** One of each identity, so that a statement adds to no row twice. */
const summed = (storedCounts: ReadonlyArray<StoredCounts.StoredCounts>): ReadonlyArray<StoredCounts.StoredCounts> => {
  const sums = new Map<string, StoredCounts.StoredCounts | undefined>()
  for (const one of storedCounts) sums.set(StoredCounts.keyOf(one), StoredCounts.sum(sums.get(StoredCounts.keyOf(one)), one))
  return [...sums.values()].flatMap((sum) => sum ?? [])
}

const linkOfRow = ({ closed_at, closed_by, digest, period, previous_digest, sequence }: LinkRow): SnapshotLink =>
  ({ period, sequence, previousDigest: previous_digest, digest, closedAt: closed_at, closedBy: closed_by })

/** The snapshot whose pieces they are; undefined where there are none. */
const snapshotOfPieces = (rows: ReadonlyArray<PieceRow>): Snapshot | undefined => {
  const [first] = rows
  if (first === undefined) return undefined
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  const pieces = rows.toSorted((one, other) => one.number - other.number).map(({ piece }) => decoder.decode(piece, { stream: true }))
  return { ...linkOfRow(first), content: pieces.join("") + decoder.decode() }
}

const linkOf = (sequence: number, digest: string | undefined): string => `${sequence} after ${digest || "nothing"}`

/** Of how many dealerships the directory is kept at hand, so that what is made of it need not be made for each question. */
const DIRECTORIES_KEPT = 200

export const make = (database: Database): PeriodTables => {
  const directories = new Map<string, { readonly version: string; readonly directory: Directory }>()
  /** A change of a single statement. */
  const alter = (dealership: string, text: string, values: ReadonlyArray<unknown>) => Effect.asVoid(database.change(dealership, database.write(dealership, text, values)))
  const linksOf = (dealership: string, { after, limit, periods, since }: ChainQuery = {}) =>
    Effect.map(database.read<LinkRow>(dealership, chain, [Parameter.texts(periods), Parameter.texts(since === undefined ? undefined : [since]), Parameter.bigint(after), Parameter.bigint(limit)]), (rows) => rows.map(linkOfRow))
  const snapshotIn = (dealership: string, sequence: number) =>
    Effect.map(database.read<PieceRow>(dealership, piecesOfSnapshot, [sequence]), snapshotOfPieces)
  return {
    putDirectory: (dealership, directory) => alter(dealership, putDirectory, [Parameter.json(directory)]),
    directory: (dealership) =>
      Effect.suspend(() => {
        const known = directories.get(dealership)
        const asked = database.read<{ readonly version: string; readonly directory: Directory | null }>(dealership, directoryOf, [known?.version ?? ""])
        return Effect.map(asked, ([row]) => {
          if (row === undefined) return noDirectory
          if (row.directory === null) return known!.directory
          if (directories.size >= DIRECTORIES_KEPT) directories.clear()
          directories.set(dealership, { version: row.version, directory: row.directory })
          return row.directory
        })
      }),
    putGoals: (dealership, period, goals) => alter(dealership, putGoals, [period, Parameter.json(goals)]),
    goals: (dealership, period) => Effect.map(database.read<{ readonly goals: ReadonlyArray<Goal> }>(dealership, goalsOf, [period]), ([row]) => row?.goals ?? []),
    addToStoredCounts: (dealership, storedCounts) => {
      const sums = summed(storedCounts)
      if (sums.length === 0) return Effect.void
      return database.change(dealership, Effect.gen(function*() {
        const rows = yield* database.write<{ readonly period: string; readonly is_nothing: boolean }>(dealership, addToStoredCounts, [
          Parameter.texts(sums.map(({ period }) => period)),
          Parameter.texts(sums.map(({ subject }) => subject)),
          Parameter.texts(sums.map(({ group }) => group?.advisorId)),
          Parameter.texts(sums.map(({ group }) => group?.branchId)),
          Parameter.texts(sums.map(({ group }) => group?.brandId)),
          Parameter.texts(sums.map(({ counts }) => JSON.stringify(counts)))
        ])
        const emptied = new Set(rows.flatMap(({ is_nothing, period }) => is_nothing ? [period] : []))
        if (emptied.size > 0) yield* database.write(dealership, dropNothings, [Parameter.texts([...emptied])])
      }))
    },
    markJudged: (dealership, period, policy, since) => alter(dealership, markJudged, [period, policy, Parameter.bigint(since)]),
    monthState: (dealership, period) =>
      Effect.map(database.read<StateRow>(dealership, periodState, [period]), ([row]) => ({
        policy: row?.policy ?? undefined,
        since: row?.since ?? ALWAYS,
        until: row?.until ?? undefined,
        storedCounts: (row?.roll_ups ?? []).map(([subject, advisorId, branchId, brandId, counts]): StoredCounts.StoredCounts => ({
          period,
          subject,
          group: advisorId === null
            ? undefined
            : { advisorId, ...(branchId === null ? {} : { branchId }), ...(brandId === null ? {} : { brandId }) },
          counts
        }))
      })),
    countedBrands: (dealership) => Effect.map(database.read<{ readonly brand_id: string }>(dealership, countedBrands), (rows) => rows.map(({ brand_id }) => brand_id)),
    judgedPeriods: (dealership) => database.read(dealership, judgedPeriods),
    appendSnapshot: (dealership, snapshot) =>
      database.change(dealership, Effect.gen(function*() {
        const [last] = yield* database.read<Pick<LinkRow, "sequence" | "digest">>(dealership, lastSnapshot)
        const { closedAt, closedBy, content, digest, period, previousDigest, sequence } = snapshot
        const expected = linkOf(sequence, previousDigest)
        const found = linkOf(last === undefined ? 0 : last.sequence + 1, last?.digest)
        if (expected !== found) return yield* new RecordsChanged({ what: "The chain of snapshots", expected, found })
        yield* database.write(dealership, appendSnapshot, [period, sequence, previousDigest, digest, content, Parameter.bigint(closedAt), closedBy])
      })),
    chain: linksOf,
    lastLink: (dealership) => Effect.map(database.read<LinkRow>(dealership, lastLink), ([row]) => Option.map(Option.fromUndefinedOr(row), linkOfRow)),
    snapshot: (dealership, sequence) => Effect.map(snapshotIn(dealership, sequence), Option.fromUndefinedOr),
    snapshots: (dealership) =>
      database.atOneMoment(dealership, Effect.flatMap(linksOf(dealership), (links) =>
        Effect.map(Effect.forEach(links, ({ sequence }) => snapshotIn(dealership, sequence)), (all) => all.flatMap((one) => one ?? [])))),
    addPeriodReopening: (dealership, { at, by, period, reason, sequence }) =>
      alter(dealership, addPeriodReopening, [period, sequence, Parameter.bigint(at), by, reason]),
    periodReopenings: (dealership, periods) => database.read<PeriodReopening>(dealership, periodReopenings, [Parameter.texts(periods)]),
    raise: (dealership, events) => {
      const keys = new Set<string>()
      const first = events.filter(({ key }) => keys.size < keys.add(key).size)
      if (first.length === 0) return Effect.succeed([])
      return database.change(dealership, database.write<Pick<EventRow, "key">>(dealership, raise, [
        Parameter.texts(first.map(({ key }) => key)),
        Parameter.texts(first.map(({ type }) => type)),
        Parameter.bigints(first.map(({ at }) => at)),
        Parameter.texts(first.map(({ data }) => JSON.stringify(data) as string | undefined))
      ])).pipe(Effect.map((rows) => {
        const raised = new Set(rows.map(({ key }) => key))
        return first.filter(({ key }) => raised.has(key))
      }))
    },
    events: (dealership, after = 0, limit) =>
      Effect.map(database.read<EventRow>(dealership, eventsAfter, [Parameter.bigint(after), Parameter.bigint(limit)]), (rows) =>
        rows.map(toEvent)),
    latestEvents: (dealership, type, since, limit) =>
      Effect.map(database.read<EventRow>(dealership, latestEvents, [Parameter.text(type), Parameter.bigint(since), Parameter.bigint(limit)]), (rows) => rows.map(toEvent)),
    eventsKeyed: (dealership, beginning) =>
      Effect.map(database.read<EventRow>(dealership, eventsKeyed, [beginning, `${beginning}\u{10ffff}`]), (rows) =>
        rows.map(toEvent).sort((one, other) => one.position - other.position))
  }
}
