/** Writes core's values as the contract has them: instants as local texts with their offset, absent fields left out. */
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { RaisedEvent, Stored } from "@crm-procedure/core/register/Records"
import type { Explanation, Reason } from "@crm-procedure/core/judging/Verdict"
import type * as Judged from "../validations/Judged.ts"

/** An object without the keys whose value is undefined. */
export type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Leaves out the keys whose value is undefined. */
export const present = <T extends object>(value: T): Present<T> => {
  for (const key in value) {
    if (value[key] === undefined) return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Present<T>
  }
  return value as Present<T>
}

const reasonOf = ({ code, evidence, field, message, outcome, provenance, verifies }: Reason): typeof Judged.Reason.Type => ({
  code,
  outcome,
  message,
  field,
  evidence: present(evidence),
  provenance: present(provenance),
  verifies
})

/** A verdict with its reasons and warnings, and what was waived. */
export const explained = ({ reasons, verdict, waived, warnings }: Explanation, zone: Calendar.Zone) => ({
  verdict,
  reasons: reasons.map(reasonOf),
  warnings: warnings.map(reasonOf),
  ...waivedIn(waived, zone)
})

/** What was waived of a verdict; nothing where nothing was. */
export const waivedIn = (waived: Explanation["waived"], zone: Calendar.Zone): { readonly waived?: ReadonlyArray<typeof Judged.Waived.Type> } =>
  waived.length === 0 ? {} : { waived: waived.map((one) => ({ ...one, grantedAt: Calendar.formatInstant(zone, one.grantedAt) })) }

/** The verdict of a stored record. */
export const storedVerdict = (id: string, stored: Stored<object>, explanation: Explanation, zone: Calendar.Zone, isLate: boolean): Judged.StoredVerdict => ({
  id,
  ...explained(explanation, zone),
  period: stored.storedVerdict.period,
  revision: stored.revision,
  receivedAt: Calendar.formatInstant(zone, stored.receivedAt),
  ...(isLate ? { late: true } : {})
})

const erased = (record: { readonly erasedAt?: number | undefined }, zone: Calendar.Zone) =>
  record.erasedAt === undefined ? {} : { erasedAt: Calendar.formatInstant(zone, record.erasedAt) }

/** A stored prospect with its verdict. */
export const storedProspect = (stored: Stored<Prospect.Prospect>, explanation: Explanation, zone: Calendar.Zone, isLate: boolean): Judged.StoredProspect => ({
  ...RecordContent.plain(Prospect.fields, stored.record, zone) as Omit<Judged.StoredProspect, keyof Judged.StoredVerdict | "unknownCells">,
  ...erased(stored.record, zone),
  ...storedVerdict(stored.record.prospectId, stored, explanation, zone, isLate)
})

/** A stored activity with its verdict. */
export const storedActivity = (stored: Stored<Activity.Activity>, explanation: Explanation, zone: Calendar.Zone, isLate: boolean): Judged.StoredActivity => ({
  ...RecordContent.plain(Activity.fields, stored.record, zone) as Omit<Judged.StoredActivity, keyof Judged.StoredVerdict | "unknownCells">,
  ...erased(stored.record, zone),
  ...storedVerdict(stored.record.activityId, stored, explanation, zone, isLate)
})

const listed = (id: string, { storedVerdict: { advisorId, branchId, brandId, period, reasons, verdict, waived, warnings } }: Stored<object>, isLate: boolean) =>
  present({ id, advisorId, branchId, brandId, verdict, reasons, warnings, waived, period, late: isLate ? true : undefined })

/** A prospect in a list. */
export const listedProspect = (stored: Stored<Prospect.Prospect>, zone: Calendar.Zone, isLate: boolean): Judged.ListedProspect => {
  const { createdAt, email, fullName, interest, phone, prospectId, source, stage } = stored.record
  return { ...listed(prospectId, stored, isLate), ...present({ createdAt: Calendar.formatInstant(zone, createdAt), fullName, phone, email, source, interest, stage }) }
}

/** An activity in a list, with its customer. */
export const listedActivity = (stored: Stored<Activity.Activity>, zone: Calendar.Zone, isLate: boolean, customer?: Prospect.Prospect): Judged.ListedActivity => {
  const { activityId, outcome, prospectId, status, type } = stored.record
  return {
    ...listed(activityId, stored, isLate),
    ...present({ prospectId, customerName: customer?.fullName, customerPhone: customer?.phone, type, status, outcome, at: Calendar.formatInstant(zone, Activity.placedAt(stored.record)) })
  }
}

/** The subject of an event, for the order of deliveries: a record, a period, or (empty) the whole dealership. */
export const recordOfEvent = ({ data }: Pick<RaisedEvent, "data">): string => {
  const { leadId, period, subjectId, subjectType } = data as Readonly<Record<string, unknown>>
  return typeof subjectId === "string"
    ? `${String(subjectType)}:${subjectId}`
    : typeof leadId === "string"
    ? `prospect:${leadId}`
    : typeof period === "string"
    ? `period:${period}`
    : ""
}
