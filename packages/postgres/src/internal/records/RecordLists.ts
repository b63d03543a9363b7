/**
 * Lists of prospects and activities, as `RecordList.of` of core says. One statement counts the records that are alike for the filters, and
 * sorts those that meet them, of which it gives one page. No index holds an order but that of the ids: each would cost every write, and a
 * month is sorted in milliseconds.
 *
 * @see docs/decisions/0079-lists-are-sorted-where-they-are-stored.md
 */
import { isStorable } from "@crm-procedure/core/identity/StorableText"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as RecordList from "@crm-procedure/core/register/RecordList"
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Effect from "effect/Effect"
import type { Database, Question, Unavailable } from "../connection/Database.ts"
import { question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"
import { activityTable, type JudgedRow, prospectTable, selected, type Table, toStored } from "./RecordTables.ts"

const placeKeys = {
  advisor: "group_advisor_id",
  branch: "coalesce(group_branch_id, '')",
  brand: "coalesce(group_brand_id, '')",
  verdict: "verdict COLLATE \"C\""
}

/** The same as `PersonName.sortKey` of core. */
const nameKey = `lower(regexp_replace(normalize(coalesce(record->>'fullName', ''), NFKD), '[\\u0300-\\u036f]', '', 'g') COLLATE "C")`

const text = (field: string): string => `coalesce(record->>'${field}', '') COLLATE "C"`
const instant = (field: string): string => `(record->>'${field}')::bigint`

const prospectKeys: Readonly<Record<RecordList.ProspectSort, string>> = {
  ...placeKeys,
  id: "prospect_id",
  date: "created_at",
  name: nameKey,
  source: text("source"),
  stage: text("stage")
}

/** The date is what `Activity.placedAt` of core says. */
const activityKeys: Readonly<Record<RecordList.ActivitySort, string>> = {
  ...placeKeys,
  id: "activity_id",
  date: `coalesce(CASE WHEN record->>'status' = 'performed' THEN ${instant("performedAt")} END, ${instant("plannedFor")}, ${instant("recordedAt")}, ${instant("performedAt")})`,
  type: text("type"),
  status: text("status"),
  prospect: "prospect_id"
}

/** The places of a question's values among its parameters. */
const place = { period: 2, prospectId: 3, within: 4, advisor: 5, branch: 6, brand: 7, verdict: 8, reason: 9, afterKey: 10, afterId: 11, limit: 12 }

/** Whether a record meets each filter. A filter that is not given is met. */
const met = [
  ["advisor", `group_advisor_id = $${place.advisor}`],
  ["branch", `group_branch_id = $${place.branch}`],
  ["brand", `group_brand_id = $${place.brand}`],
  ["verdict", `verdict = $${place.verdict}`],
  ["reason", `$${place.reason} = ANY (reasons) OR $${place.reason} = ANY (warnings)`]
] as const satisfies ReadonlyArray<readonly [RecordList.Filter, string]>
const meetsFilters = met.map(([filter, condition]) => `($${place[filter]}::text IS NULL OR ${condition})`).join(" AND ")

interface Shown {
  readonly sort: string
  readonly isDescending: boolean
  readonly hasPeriod: boolean
  readonly hasProspect: boolean
}

const listOf = ({ id, matchKeys, name }: Pick<Table<never, never>, "id" | "matchKeys" | "name">, key: string, { hasPeriod, hasProspect, isDescending, sort }: Shown): Question =>
  question((dealership) => {
    // A condition that is not given is another statement, so that the planner takes the index of the other one.
    const listed = `dealership = ${dealership}
        AND ${hasPeriod ? `period = $${place.period}` : `$${place.period}::text IS NULL`} AND ${hasProspect ? `prospect_id = $${place.prospectId}` : `$${place.prospectId}::text IS NULL`}
        AND ($${place.within}::text IS NULL OR EXISTS (
          SELECT FROM json_to_recordset($${place.within}::json) AS seen("advisorId" text, "branchId" text, "brandIds" text[], "otherBrandIds" text[])
          WHERE (seen."advisorId" IS NULL OR group_advisor_id = seen."advisorId") AND (seen."branchId" IS NULL OR group_branch_id = seen."branchId")
            AND (seen."brandIds" IS NULL OR group_brand_id = ANY (seen."brandIds")) AND (seen."otherBrandIds" IS NULL OR group_brand_id IS NOT NULL AND group_brand_id <> ALL (seen."otherBrandIds"))
        ))`
    const afterKey = `$${place.afterKey}::${sort === "date" ? "bigint" : "text"}`
    return `
    SELECT CASE WHEN coalesce(page.list_place, 1) = 1 THEN told.counts END AS list_counts, page.*
    FROM (
      SELECT json_agg(json_build_array(group_advisor_id, group_branch_id, group_brand_id, verdict, reasons, warnings, count)) AS counts FROM (
        SELECT group_advisor_id, group_branch_id, group_brand_id, verdict, reasons, warnings, count(*) AS count FROM crm_procedure.${name}
        WHERE ${listed}
        GROUP BY group_advisor_id, group_branch_id, group_brand_id, verdict, reasons, warnings
      ) AS alike
    ) AS told
    LEFT JOIN (
      SELECT row_number() OVER () AS list_place, one.* FROM (
        SELECT ${selected({ matchKeys })} FROM crm_procedure.${name}
        WHERE ${listed} AND ${meetsFilters}
          AND ($${place.afterId}::text IS NULL OR ${key} ${isDescending ? "<" : ">"} ${afterKey} OR ${key} = ${afterKey} AND ${id} > $${place.afterId})
        ORDER BY ${key} ${isDescending ? "DESC" : "ASC"}, ${id} LIMIT $${place.limit}::bigint
      ) AS one
    ) AS page ON true
    ORDER BY page.list_place`
  })

/** A text to look for: nothing has an empty one, nor one that can't be kept. */
const sought = (value: string | undefined): PgTypes.Parameter => Parameter.text(value === undefined || isStorable(value) ? value : "")

/** Records that are alike for the filters, as a row tells them. */
type Alike = readonly [advisorId: string, branchId: string | null, brandId: string | null, verdict: Verdict, reasons: ReadonlyArray<string>, warnings: ReadonlyArray<string>, count: number]

const toAlike = ([advisorId, branchId, brandId, verdict, reasons, warnings, count]: Alike): RecordList.AlikeRecords =>
  ({ storedVerdict: { advisorId, branchId: branchId ?? undefined, brandId: brandId ?? undefined, verdict, reasons, warnings }, count })

class Lists<R extends object, Row extends JudgedRow, Sort extends string> {
  private readonly database: Database
  private readonly table: Table<R, Row>
  private readonly keys: Readonly<Record<Sort, string>>
  private readonly questions = new Map<string, Question>()

  constructor(database: Database, table: Table<R, Row>, keys: Readonly<Record<Sort, string>>) {
    this.database = database
    this.table = table
    this.keys = keys
  }

  page(dealership: string, query: RecordList.ListQuery<Sort>): Effect.Effect<RecordList.ListPage<R>, Unavailable> {
    const { advisor, after, branch, brand, limit, period, prospectId, reason, sort, verdict, within } = query
    const values = [
      sought(period),
      sought(prospectId),
      Parameter.json(within),
      sought(advisor),
      sought(branch),
      sought(brand),
      sought(verdict),
      sought(reason),
      sort === "date" ? Parameter.bigint(after === undefined ? undefined : Number(after.key)) : sought(after === undefined ? undefined : String(after.key)),
      sought(after?.id),
      Parameter.bigint(limit === undefined ? undefined : limit + 1)
    ]
    const asked = this.questionOf({ sort, isDescending: query.isDescending === true, hasPeriod: period !== undefined, hasProspect: prospectId !== undefined })
    return Effect.map(this.database.read<Row & { readonly list_counts: ReadonlyArray<Alike> | null }>(dealership, asked, values), (rows) => {
      const found = rows.flatMap((row) => row.record === null ? [] : [toStored(this.table)(row)])
      return {
        items: found.slice(0, limit),
        hasMore: limit !== undefined && found.length > limit,
        ...RecordList.countsOf(query, (rows[0]?.list_counts ?? []).map(toAlike))
      }
    })
  }

  /** The question of an order. There are few, so each is prepared once. */
  private questionOf(shown: Shown & { readonly sort: Sort }): Question {
    const name = JSON.stringify(Object.values(shown))
    const known = this.questions.get(name)
    if (known !== undefined) return known
    const made = listOf(this.table, this.keys[shown.sort], shown)
    this.questions.set(name, made)
    return made
  }
}

export interface RecordLists {
  readonly prospectList: (dealership: string, query: RecordList.ListQuery<RecordList.ProspectSort>) => Effect.Effect<RecordList.ListPage<Prospect>, Unavailable>
  readonly activityList: (dealership: string, query: RecordList.ListQuery<RecordList.ActivitySort>) => Effect.Effect<RecordList.ListPage<Activity>, Unavailable>
}

export const make = (database: Database): RecordLists => {
  const prospects = new Lists(database, prospectTable, prospectKeys)
  const activities = new Lists(database, activityTable, activityKeys)
  return {
    prospectList: (dealership, query) => prospects.page(dealership, query),
    activityList: (dealership, query) => activities.page(dealership, query)
  }
}
