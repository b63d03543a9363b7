/** How the dealership's own system judges a month: registered through the service, kept in the tables, and asked for again. */
import { CrmProcedure, type Edition } from "@crm-procedure/core/service/CrmProcedure"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import * as Judged from "@crm-procedure/testing/Judged"
import * as Month from "@crm-procedure/testing/Month"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"

export interface JudgedByTables {
  readonly implementation: Judged.Implementation
  readonly close: () => Promise<void>
}

/** Over one database in memory, each month a dealership of its own. The verdicts, the scorecards and the days come from the tables. */
export const make = (edition: Edition): JudgedByTables => {
  const runtime = ManagedRuntime.make(CrmProcedure.layer([edition]).pipe(Layer.provideMerge(SqliteRecords.layerOver(ExistingDatabase.inMemory()))))
  let months = 0
  const judge = Effect.fnUntraced(function*(month: Month.Month) {
    const crm = yield* CrmProcedure
    const { activities, asOf, calls = [], directory, goals, period, prospects } = Month.imported(month)
    const dealership = `month ${++months}`
    yield* crm.registerDirectory(dealership, directory, asOf)
    for (const [of, all] of Map.groupBy(goals, (goal) => goal.period)) yield* crm.setGoals(dealership, of, all)
    yield* crm.registerProspects(dealership, prospects, asOf)
    yield* crm.registerActivities(dealership, activities, asOf)
    yield* crm.registerCalls(dealership, calls, asOf)
    const question = { dealership, period, asOf }
    const verdictOf = (subject: Subject) => (id: string) =>
      Effect.map(crm.verdict(dealership, subject, id, asOf), ({ reasons, verdict, warnings }): Judged.JudgedRecord => ({
        id,
        verdict,
        reasons: reasons.map(({ code, evidence, outcome }) => ({ code, outcome, otherRecordId: evidence.otherRecordId })),
        warnings: warnings.map(({ code }) => code)
      }))
    const { counts } = yield* crm.judge(question)
    return {
      ...Judged.judgeMonth(month, edition.policy),
      prospects: yield* Effect.forEach(prospects.map(({ prospectId }) => prospectId).sort(), verdictOf("prospect")),
      activities: yield* Effect.forEach(activities.map(({ activityId }) => activityId).sort(), verdictOf("activity")),
      scorecards: Object.fromEntries(
        yield* Effect.forEach(Judged.groupings, (by) => Effect.map(crm.scorecard(question, by), ({ groups }) => [Judged.groupingName(by), groups] as const))
      ),
      validByDay: { prospects: counts.validProspectsByDay, activities: counts.validActivitiesByDay }
    } satisfies Judged.Judged
  })
  return { implementation: (month) => runtime.runPromise(judge(month)), close: () => runtime.dispose() }
}
