/** What of the telephone system's log the verdicts of some activities depend on, and whose verdicts an entry of it can change. */
import * as Calendar from "../../calendar/Calendar.ts"
import * as Activity from "../../records/Activity.ts"
import type { PhoneLogEntry } from "../../records/PhoneLogEntry.ts"
import type { Waiver } from "../../records/Waiver.ts"
import type { PhoneLogClue } from "../ControlRecords.ts"

/** Whether `call-not-in-log` can speak of an activity: a performed call. */
export const isPerformedCall = (activity: Activity.Activity): boolean => activity.type === "call" && Activity.isPerformed(activity)

/** The instants of a local day, both included. */
export const spanOfDay = (zone: Calendar.Zone, day: Calendar.LocalDay): Pick<PhoneLogClue, "since" | "until"> =>
  ({ since: Calendar.startOfDay(zone, day), until: Calendar.startOfDay(zone, day + 1) - 1 })

/** Windows of one advisor that touch each other become one. */
const merged = (windows: ReadonlyArray<PhoneLogClue>): ReadonlyArray<PhoneLogClue> => {
  const clues: Array<PhoneLogClue> = []
  for (const window of windows.toSorted((one, other) => one.since - other.since)) {
    const last = clues.at(-1)
    if (last === undefined || window.since > last.until) clues.push(window)
    else clues[clues.length - 1] = { ...last, until: Math.max(last.until, window.until) }
  }
  return clues
}

/**
 * Leads to the entries that decide `call-not-in-log` of some activities: their advisors' around each call, and one entry of any
 * advisor on each of their days, which makes the day one of the log's.
 */
export const clues = (zone: Calendar.Zone, activities: ReadonlyArray<Activity.Activity>, millisOf: (activity: Activity.Activity) => number): ReadonlyArray<PhoneLogClue> => {
  const calls = activities.filter(isPerformedCall)
  const days = new Set(calls.map((call) => Calendar.localDayOf(zone, Activity.placedAt(call))))
  const byAdvisor = Map.groupBy(calls, ({ advisorId }) => advisorId)
  return [
    ...[...days].map((day): PhoneLogClue => ({ ...spanOfDay(zone, day), limit: 1 })),
    ...[...byAdvisor].flatMap(([advisorId, ofAdvisor]) =>
      merged(ofAdvisor.map((call) => ({ advisorId, since: Activity.placedAt(call) - millisOf(call), until: Activity.placedAt(call) + millisOf(call) }))))
  ]
}

/** The log and the waivers as a judging context takes them: where a dealership has none, none were given. */
export const given = ({ phoneLog, waivers }: { readonly phoneLog: ReadonlyArray<PhoneLogEntry>; readonly waivers: ReadonlyArray<Waiver> }) => ({
  phoneLog: phoneLog.length === 0 ? undefined : phoneLog,
  waivers: waivers.length === 0 ? undefined : waivers
})
