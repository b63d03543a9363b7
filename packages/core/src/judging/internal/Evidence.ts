/**
 * What a rule found in a record, for its message: counts, ids and codes, never personal data. It is made when a verdict is
 * explained, and not before.
 */
import type { Activity } from "../../records/Activity.ts"
import * as BusinessHours from "../../calendar/BusinessHours.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import * as Contact from "../../identity/Contact.ts"
import type { DirectoryIndex } from "../../records/Directory.ts"
import * as Document from "../../identity/Document.ts"
import * as Keys from "../../identity/internal/IdentityKeys.ts"
import type { ActivityParameters, ProspectParameters } from "../../policy/Policy.ts"
import type { Prospect } from "../../records/Prospect.ts"
import type { Evidence } from "../../policy/Rule.ts"

const HOUR = 3_600_000
const SUNDAY = 7

const hours = (millis: number): string => String(Math.floor(millis / HOUR))

/** Which one of a prospect's keys an employee has. */
const staffDetail = (prospect: Prospect, directory: DirectoryIndex, country: string): string | undefined => {
  const only = (lane: number): Keys.Keys => Keys.of(prospect, country).map((value, place) => place === lane || place === lane + 1 ? value : 0)
  return directory.isStaff(only(0)) ? "phone" : directory.isStaff(only(2)) ? "email" : directory.isStaff(only(4)) ? "document" : undefined
}

/** Which key two prospects share. */
const duplicateDetail = (prospect: Prospect, other: Prospect, country: string): string =>
  isSameKey(Contact.phoneKey(prospect.phone, country), Contact.phoneKey(other.phone, country))
    ? "phone"
    : isSameKey(Contact.emailKey(prospect.email), Contact.emailKey(other.email))
    ? "email"
    : "document"

const isSameKey = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one !== "" && one === other

/** What a rule found in a prospect. `other`: the record that it duplicates, where that is at hand. */
export const ofProspect = (
  code: string,
  prospect: Prospect,
  parameters: ProspectParameters,
  directory: DirectoryIndex,
  other?: Prospect | undefined
): Evidence => {
  switch (code) {
    case "document-invalid":
      return { detail: Document.problem(prospect.documentType, prospect.documentNumber) }
    case "source-unknown":
      return { expected: [...parameters.sources].join(", ") }
    case "staff-contact":
      return { detail: staffDetail(prospect, directory, parameters.phoneCountry) }
    case "duplicate":
      return other === undefined ? {} : { detail: duplicateDetail(prospect, other, parameters.phoneCountry) }
    case "registered-late":
      return { found: hours((prospect.recordedAt ?? prospect.createdAt) - prospect.createdAt), expected: hours(parameters.registrationMillis) }
    default:
      return {}
  }
}

/** What a rule found in an activity. */
export const ofActivity = (code: string, activity: Activity, parameters: ActivityParameters, zone: Calendar.Zone): Evidence => {
  switch (code) {
    case "type-unknown":
      return { expected: [...parameters.types].join(", ") }
    case "note-insufficient":
      return activity.note === undefined ? { detail: "missing" } : {}
    case "call-too-short":
      return { found: String(activity.durationSeconds ?? 0), expected: String(parameters.shortCallSeconds) }
    case "registered-late":
      return { found: hours((activity.recordedAt ?? 0) - (activity.performedAt ?? 0)), expected: hours(parameters.registrationMillis) }
    case "outside-contact-hours": {
      const day = Calendar.localDayOf(zone, activity.performedAt ?? 0)
      return Calendar.weekdayOf(day) === SUNDAY ? { detail: "sunday" } : BusinessHours.isHoliday(parameters.contactHours, day) ? { detail: "holiday" } : {}
    }
    default:
      return {}
  }
}
