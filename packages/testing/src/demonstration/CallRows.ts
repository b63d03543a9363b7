/** Rows of `verification-calls.csv`: what the CRM agents heard when they asked the customers. */
import { hash } from "node:crypto"
import * as CsvText from "./CsvText.ts"
import * as Draw from "./Draw.ts"
import * as Month from "./Month.ts"
import type * as Organisation from "./Organisation.ts"
import * as Plan from "./Plan.ts"
import * as ProspectRows from "./ProspectRows.ts"

export const header = CsvText.line(["call_id", "subject_type", "subject_id", "agent_id", "attempted_at", "outcome", "comment"])

/** An attempt before it is written; `attemptedAt` in local seconds. */
export interface Draft {
  readonly id: string
  readonly subjectType: "prospect" | "activity"
  readonly subjectId: string
  readonly agentId: string
  readonly attemptedAt: number
  readonly outcome: string
  readonly comment: string
}

const comments: Readonly<Record<string, ReadonlyArray<string>>> = {
  attended: ["Confirma la atención del asesor", "", "Cliente satisfecho, lo atendieron en la sede", "Recuerda el nombre del asesor"],
  "not-attended": ["Dice que nadie lo ha llamado", "No conoce el concesionario", "Nunca pidió información"],
  "wrong-number": ["No conoce a esa persona", "Número equivocado, contesta un almacén"],
  "no-answer": ["", "Buzón de mensajes", "Timbra y no contestan"],
  refused: ["No desea responder la encuesta"],
  "call-back": ["Pide que lo llamen en la tarde", "Está manejando"]
}

/** What happens in each attempt, by how the advisor works. */
const stories: ReadonlyArray<readonly [ReadonlyArray<string>, honest: number, inventor: number]> = [
  [["attended"], 0.66, 0.14],
  [["no-answer", "attended"], 0.12, 0.04],
  [["call-back", "attended"], 0.06, 0.02],
  [["no-answer", "call-back", "attended"], 0.02, 0],
  [["refused"], 0.03, 0.03],
  [["no-answer", "no-answer", "no-answer"], 0.03, 0.22],
  [["no-answer", "no-answer"], 0.02, 0.05],
  [["call-back"], 0.015, 0.02],
  [["wrong-number"], 0.015, 0.24],
  [["not-attended"], 0.015, 0.2],
  [["attended", "not-attended"], 0.005, 0.02]
]

const storyOf = (conduct: Organisation.Conduct, draw: Draw.Draw): ReadonlyArray<string> => {
  let luck = draw.fraction()
  for (const [story, honest, inventor] of stories) if ((luck -= conduct === "inventor" ? inventor : honest) < 0) return story
  return ["not-attended"]
}

/**
 * Whether the sample of the period would probably hold a prospect: its SHA-256 is among the smallest of its advisor's.
 * Who else passes the rules is not known here, so a few more than the sample are called; that does no harm.
 */
const isCalled = (plan: Plan.Plan, core: Plan.Core, prospectId: string, verificationSeed: string): boolean => {
  const slip = ProspectRows.slipOf(plan, core)
  if (slip === "recorded-late" || slip === "disposable-email") return core.index % 5 !== 0
  const expected = plan.expectedProspects(core.advisor.index, 1)
  const sample = Math.max(5, Math.ceil(expected / 10))
  const share = (1.15 * sample + 1.2 * Math.sqrt(sample)) / expected
  if (share >= 1) return true
  const digest = hash("sha256", `${verificationSeed}|${plan.month.period}|${prospectId}`, "hex")
  return Number.parseInt(digest.slice(0, 8), 16) < share * 4294967296
}

/** The attempts for a prospect, none for most. */
export const attemptsFor = (
  plan: Plan.Plan,
  core: Plan.Core,
  prospectId: string,
  verificationSeed: string,
  callId: (attempt: number) => string,
  draw: Draw.Draw
): ReadonlyArray<Draft> => {
  if (!isCalled(plan, core, prospectId, verificationSeed)) return []
  const { month, organisation } = plan
  draw.restart(plan.seed, Plan.purposes.call, core.index)
  const story = storyOf(core.advisor.conduct, draw)
  const first = month.workdayIndex(core.day) + 1
  return story.flatMap((outcome, attempt): ReadonlyArray<Draft> => {
    const day = month.workdays[first + attempt * draw.between(1, 2)] as number
    let attemptedAt = day * 86400 + Month.contactSecond(day, draw)
    if (day >= month.end) {
      // those of the last days are called at once, where there is still time; what follows comes too late for the month
      attemptedAt = attempt > 0 ? attemptedAt : Month.addOfficeSeconds(month, core.createdAt, draw.between(600, 5000))
    }
    const comment = draw.pick(comments[outcome] as ReadonlyArray<string>)
    return [{ id: callId(attempt), subjectType: "prospect", subjectId: prospectId, agentId: draw.pick(organisation.agentIds), attemptedAt, outcome, comment }]
  })
}

export const line = (plan: Plan.Plan, draft: Draft): string =>
  `${draft.id},${draft.subjectType},${draft.subjectId},${draft.agentId},${Month.instantText(plan.month, draft.attemptedAt)},${draft.outcome},` +
  `${CsvText.cell(draft.comment)}\n`
