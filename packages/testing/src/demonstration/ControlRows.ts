/**
 * What the controls are shown with: the telephone log of one day (`phone-log.csv`), which lacks every sixth call of that day, and one
 * waiver of a warning (`waivers.csv`), which changes no figure.
 */
import * as ActivityRows from "./ActivityRows.ts"
import * as CsvText from "./CsvText.ts"
import * as Draw from "./Draw.ts"
import * as Month from "./Month.ts"
import * as Plan from "./Plan.ts"
import type * as Planting from "./Planting.ts"
import * as ProspectRows from "./ProspectRows.ts"

export const phoneLogHeader = CsvText.line(["entry_id", "started_at", "advisor_id", "number", "direction", "duration_seconds"])
export const waiverHeader = CsvText.line(["waiver_id", "subject_type", "subject_id", "code", "granted_at", "granted_by", "reason"])

/** How many days before the end of the month the day lies whose calls are in the log. */
const LOGGED_DAYS_BEFORE = 10

/** Of so many calls, one is not in the log. */
const LACKING = 6

const SECONDS_OF_DAY = 86_400

/** The made calls of the logged day, each with its customer's number: first those that chance makes, then the planted ones. */
const madeCalls = function*(plan: Plan.Plan, planting: Planting.Planting, activityId: (core: Plan.Core, place: number) => string): Generator<readonly [ActivityRows.Draft, string]> {
  const core = plan.emptyCore()
  const draw = new Draw.Draw()
  const day = plan.month.end - LOGGED_DAYS_BEFORE
  const isLogged = (at: number): boolean => Math.floor(at / SECONDS_OF_DAY) === day
  for (let index = 0; index < plan.regular; index++) {
    plan.fill(core, index)
    for (let place = 0; place < Math.min(plan.contactsOf(index), Plan.PLACES - 1); place++) {
      const at = plan.contactAt(core, place)
      if (isLogged(at)) yield [ActivityRows.make(plan, core, place, at, activityId(core, place), "", draw), ProspectRows.make(plan, core, "").phone]
    }
  }
  const phones = new Map(planting.prospects.map(({ id, phone }) => [id, phone]))
  for (const draft of planting.activities) if (isLogged(draft.performedAt)) yield [draft, phones.get(draft.prospectId) ?? ""]
}

export const phoneLogLines = function*(plan: Plan.Plan, planting: Planting.Planting, activityId: (core: Plan.Core, place: number) => string): Generator<string> {
  let made = 0
  for (const [{ advisorId, id, performedAt, status, type }, phone] of madeCalls(plan, planting, activityId)) {
    if (type !== "call" || status !== "performed" || phone === "" || ++made % LACKING === 0) continue
    yield CsvText.line([`TEL-${id}`, Month.instantText(plan.month, performedAt), advisorId, phone, "outbound", "95"])
  }
}

/** The CRM assistant excuses one advisor, who could not agree a next step. */
export const waiverLines = function*({ month }: Plan.Plan, { rules }: Planting.Planting): Generator<string> {
  const excused = rules.find(({ rule }) => rule === "next-step-missing")!
  const grantedAt = (month.workdays.findLast((day) => day < month.end) as number) * SECONDS_OF_DAY + 17 * 3600
  yield CsvText.line(["EX-1", excused.subject, excused.id, excused.rule, Month.instantText(month, grantedAt), "ASISTENTE", "El cliente pidió no recibir más llamadas"])
}
