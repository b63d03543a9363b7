/** A telephone log and waivers for a hostile month: calls on the boundaries of `call-not-in-log`, waivers of what a record has and of what it has not. */
import { minuteMillis, readInstant } from "./calendar.ts"
import { days, Dice, writeInstant } from "./dice.ts"
import type { Cells, Month } from "./randomRecords.ts"
import { codesOf } from "./rules.ts"

/** Waivers fall around `asOf`; codes are any of the rules', so that some can't be waived and some excuse nothing. */
export const randomWaivers = (month: Month, dice: Dice): ReadonlyArray<Cells> =>
  Array.from({ length: Math.ceil(month.prospects.length / 2) }, (_, index): Cells => {
    const isProspect = dice.chance(0.6) || month.activities.length === 0
    const subject = dice.pick(isProspect ? month.prospects : month.activities)
    const common = isProspect
      ? ["name-incomplete", "phone-implausible", "duplicate", "registered-late", "registration-burst", "staff-contact", "source-unknown"]
      : ["prospect-invalid", "note-insufficient", "outcome-missing", "registered-late", "next-step-missing", "call-not-in-log", "advisor-mismatch"]
    return {
      waiver_id: `W${index}`,
      subject_type: isProspect ? "prospect" : "activity",
      subject_id: dice.chance(0.04) ? "nadie" : subject[isProspect ? "prospect_id" : "activity_id"],
      code: dice.weighted([
        [6, () => dice.pick(common)],
        [3, () => dice.pick(codesOf[isProspect ? "prospect" : "activity"])],
        [0.3, () => dice.pick(["Duplicate", "other", "note-insufficient"])]
      ]),
      granted_at: writeInstant(dice.weighted([[4, () => month.asOf - days(dice.integer(0, 20))], [1, () => dice.near(month.asOf)]]), dice),
      granted_by: dice.pick(["E0", "E5", "nadie"]),
      reason: dice.pick(["acta del comité", "=dicho por la gerente", "el cliente lo confirmó, \"por escrito\""])
    }
  })

/** Entries around the calls that were performed, some of another advisor, another number, or none that can be read. */
export const randomLog = (month: Month, dice: Dice): ReadonlyArray<Cells> => {
  const phoneOf = new Map(month.prospects.map((prospect) => [prospect["prospect_id"], prospect["phone"]]))
  const entries: Array<Cells> = []
  for (const activity of month.activities) {
    const at = activity["performed_at"] === undefined ? undefined : readInstant(activity["performed_at"])
    if (at === undefined || !dice.chance(activity["type"] === "call" ? 0.7 : 0.1)) continue
    const startedAt = at + dice.weighted([
      [4, () => dice.integer(-30, 30) * minuteMillis],
      [3, () => dice.near(dice.pick([-60, 60]) * minuteMillis)],
      [1, () => days(dice.pick([-1, 1]))]
    ])
    entries.push({
      entry_id: `L${entries.length}`,
      started_at: writeInstant(startedAt, dice),
      advisor_id: dice.chance(0.85) ? activity["advisor_id"] : dice.pick(month.activities)["advisor_id"],
      number: (dice.chance(0.85) ? phoneOf.get(activity["prospect_id"]) : undefined) ?? dice.pick(["3005550199", "anónimo", "0", "+1 212 555 0199"]),
      direction: dice.pick([undefined, "outbound", "inbound"]),
      duration_seconds: dice.pick([undefined, "0", "45"])
    })
  }
  return entries
}
