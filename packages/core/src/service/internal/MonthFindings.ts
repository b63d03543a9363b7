/** What the controls found in a judged month, with the stored facts that judging does not know: appeals, and who replaced an identity. */
import * as Effect from "effect/Effect"
import type * as Access from "../../records/Access.ts"
import * as Records from "../../register/Records.ts"
import type { StoredMonth } from "../../register/StoredMonth.ts"
import * as ControlFindings from "../../results/ControlFindings.ts"
import * as Appeals from "../Appeals.ts"

/** Finds it; with `isWithin`, in the records of those places. */
export const of = Effect.fnUntraced(function*(
  dealership: string,
  month: StoredMonth,
  isWithin: Access.View | undefined
): Effect.fn.Return<ControlFindings.ControlFindings, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const { judgedMonth } = month
  const { judging, period } = judgedMonth
  // An appeal is about a record that is there: none was raised before the month began.
  const raised = { raisedSince: judgedMonth.bounds.start, raisedUntil: judging.asOf }
  const appeals = (yield* Appeals.find(dealership, { ...raised, isWithin }, judging.asOf)).filter((appeal) => appeal.period === period)
  const found = ControlFindings.of({ judgedMonth, compliance: month.compliance(isWithin), appeals })
  const findings = [...found.findings].filter((one) => isWithin === undefined || isWithin(one))
  const replaced = yield* records.prospectsById(dealership, findings.flatMap(({ kind, subjectId }) => kind === "identity-replaced" ? [subjectId] : []))
  const replacedBy = new Map(replaced.map(({ record }) => [record.prospectId, record.identityReplacedBy]))
  return { ...found, findings: findings.map((one) => one.kind === "identity-replaced" ? { ...one, by: replacedBy.get(one.subjectId) } : one) }
})
