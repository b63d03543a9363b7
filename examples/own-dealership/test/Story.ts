/**
 * Stories over the dealership's tables: given what the old program left there, when something happens, then a verdict, an
 * indicator and its colour, a line of a form. The testing kit's scenarios judge a month in memory; these stories use the tables,
 * the service and the form.
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Records } from "@crm-procedure/core/register/Records"
import type { Color } from "@crm-procedure/core/results/Semaphore"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import * as ActivityValidityReport from "@crm-procedure/forms/gc-for-05/ActivityValidityReport"
import type * as FormData from "@crm-procedure/forms/data/FormData"
import * as MonthForms from "@crm-procedure/forms/MonthForms"
import * as ProspectValidityReport from "@crm-procedure/forms/gc-for-06/ProspectValidityReport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { DatabaseSync } from "node:sqlite"
import { assert } from "vitest"
import type { Connection } from "../src/Connection.ts"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as ExistingRows from "../src/ExistingRows.ts"
import * as OwnPolicy from "../src/OwnPolicy.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"
import * as Week from "../src/Week.ts"

type Services = CrmProcedure | Records | Connection

/** The state of a story: the tables as the old program sees them, and the time. */
interface Stage {
  readonly tables: DatabaseSync
  now: Instant
}

/** A step or an expectation, in words, so that a failure says what happened before it. */
export interface Step {
  readonly told: string
  readonly play: (stage: Stage) => Effect.Effect<void, unknown, Services>
}

const { DEALERSHIP: dealership, PERIOD: period } = Week

/** Plays a story over a database of its own, with the rows of `existing/rows.sql`. */
export const story = async (...steps: ReadonlyArray<Step>): Promise<void> => {
  const stage: Stage = { tables: ExistingDatabase.inMemory(true), now: Week.at("2024-03-04 08:00") }
  const told = ["given the tables as the old program left them"]
  const services = CrmProcedure.layer([OwnPolicy.edition]).pipe(Layer.provideMerge(SqliteRecords.layerOver(stage.tables)))
  const played = Effect.forEach(steps, ({ play, told: words }) =>
    Effect.suspend(() => {
      told.push(words)
      return play(stage)
    }), { discard: true })
  try {
    await Effect.runPromise(Effect.provide(played, services))
  } catch (error) {
    throw new Error(`${told.join("\n")}\n  but ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

const at = (when: string, told: string, happen: (stage: Stage) => Effect.Effect<unknown, unknown, Services>): Step => ({
  told: `when on ${when} ${told}`,
  play: (stage) => {
    stage.now = Week.at(when)
    return Effect.asVoid(happen(stage))
  }
})

/** The old program writes into its tables. */
export const programWrites = (when: string, sql: string): Step => at(when, `the old program does ${sql}`, ({ tables }) => Effect.sync(() => tables.exec(sql)))

/** Its rows are registered. */
export const takenUp = (when: string): Step => at(when, "the rows are taken up", ({ now }) => ExistingRows.takeUp(dealership, now))

export const prospectRegistered = (when: string, prospect: Prospect): Step =>
  at(when, `the prospect ${prospect.prospectId} is registered`, ({ now }) => CrmProcedure.use((crm) => crm.registerProspects(dealership, [prospect], now)))

export const activityRegistered = (when: string, activity: Activity): Step =>
  at(when, `the activity ${activity.activityId} is registered`, ({ now }) => CrmProcedure.use((crm) => crm.registerActivities(dealership, [activity], now)))

const must = (told: string, look: (crm: CrmProcedure["Service"], stage: Stage) => Effect.Effect<void, unknown>): Step =>
  ({ told: `then ${told}`, play: (stage) => CrmProcedure.use((crm) => look(crm, stage)) })

/** The verdict on a prospect (`CL-…`) or an activity (`GE-…`), with all of its reasons. */
export const verdictOf = (id: string, verdict: Verdict, ...reasons: ReadonlyArray<string>): Step =>
  must(`${id} is ${verdict}${reasons.length === 0 ? "" : ` because of ${reasons.join(", ")}`}`, (crm, { now }) =>
    Effect.map(crm.verdict(dealership, id.startsWith("CL") ? "prospect" : "activity", id, now), (found) =>
      assert.deepStrictEqual([found.verdict, ...found.reasons.map(({ code }) => code)], [verdict, ...reasons])))

type Indicator = "prospecting" | "followUp"

/** An advisor's indicator with a brand: valid records, goal, and the colour by the dealership's thresholds. */
export const indicatorOf = (advisor: string, brand: string, indicator: Indicator, valid: number, goal: number, color: Color): Step =>
  must(`${indicator} of ${advisor} with ${brand} is ${valid} of ${goal}, ${color}`, (crm, { now }) =>
    Effect.map(crm.scorecard({ dealership, period, asOf: now }, ["advisor", "brand"]), ({ groups }) => {
      const found = groups.find(({ keys }) => keys.advisor === advisor && keys.brand === brand)?.[indicator]
      assert.deepStrictEqual([found?.valid, found?.goal, found?.color], [valid, goal, color])
    }))

/** A cell of an existing table, as the old program finds it. */
export const cellOf = (table: string, id: string, column: string, value: string | number | null): Step =>
  must(`${column} of ${id} in ${table} is ${JSON.stringify(value)}`, (_, { tables }) =>
    Effect.sync(() => assert.strictEqual(tables.prepare(`SELECT ${column} AS cell FROM ${table} WHERE empresa = ? AND codigo = ?`).get(dealership, id)?.["cell"], value)))

/** The part of a form's JSON that the stories read. */
interface Form {
  readonly header: { readonly formCode: string; readonly policy: string }
  readonly rules: ReadonlyArray<{ readonly code: string; readonly name: string }>
  readonly branches: ReadonlyArray<{ readonly advisors: ReadonlyArray<{ readonly name: string; readonly valid: number; readonly goal: number; readonly color: Color }> }>
  readonly detail: ReadonlyArray<{ readonly prospectId?: string; readonly activityId?: string; readonly verdict: Verdict; readonly reasons: ReadonlyArray<string> }>
}

/** Everything that is written to a sink, as text. */
const textOf = (write: (sink: FormData.ByteSink) => Promise<void>): Effect.Effect<string> =>
  Effect.promise(async () => {
    const parts: Array<string> = []
    const decoder = new TextDecoder()
    await write({ write: async (bytes) => void parts.push(decoder.decode(bytes, { stream: true })) })
    return parts.join("")
  })

const forms = {
  "GC-FOR-06": (month: MonthForms.FormMonth, sink: FormData.ByteSink) => ProspectValidityReport.toJson(MonthForms.prospectValidity(month), sink),
  "GC-FOR-05": (month: MonthForms.FormMonth, sink: FormData.ByteSink) => ActivityValidityReport.toJson(MonthForms.activityValidity(month), sink)
}

const form = (code: keyof typeof forms, told: string, look: (form: Form) => void): Step =>
  must(`${code} ${told}`, (crm, { now }) =>
    Effect.gen(function*() {
      const month = yield* crm.judge({ dealership, period, asOf: now })
      const printed = JSON.parse(yield* textOf((sink) => forms[code]({ ...month, procedure: OwnPolicy.edition.procedure, digest: "" }, sink))) as Form
      assert.deepStrictEqual([printed.header.formCode, printed.header.policy], [code, "Motores del Otún 2024"])
      look(printed)
    }))

/** A record's line on a form, with its reasons as people read them. */
export const formLine = (code: keyof typeof forms, id: string, verdict: Verdict, ...reasons: ReadonlyArray<string>): Step =>
  form(code, `has ${id} as ${verdict}${reasons.length === 0 ? "" : `: ${reasons.join(", ")}`}`, ({ detail, rules }) => {
    const names = new Map(rules.map(({ code: rule, name }) => [rule, name]))
    const line = detail.find(({ activityId, prospectId }) => id === (activityId ?? prospectId))
    assert.deepStrictEqual([line?.verdict, ...(line?.reasons ?? []).map((rule) => names.get(rule))], [verdict, ...reasons])
  })

/** An advisor's row on a form, over all brands. */
export const formRow = (code: keyof typeof forms, advisor: string, valid: number, goal: number, color: Color): Step =>
  form(code, `has ${advisor} with ${valid} of ${goal}, ${color}`, ({ branches }) => {
    const row = branches.flatMap(({ advisors }) => advisors).find(({ name }) => name === advisor)
    assert.deepStrictEqual([row?.valid, row?.goal, row?.color], [valid, goal, color])
  })
