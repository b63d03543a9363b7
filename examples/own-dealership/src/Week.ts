/** The rest of a week in March 2024, registered through the service while the old program is still in use. */
import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Effect from "effect/Effect"

/** `empresa` of the existing tables. */
export const DEALERSHIP = "01"

export const PERIOD: Calendar.Period = "2024-03"

/** A local time of Colombia as an instant. Throws a `RangeError` for any other text. */
export const at = (text: string): Calendar.Instant => {
  const instant = Calendar.parseInstant(text, Calendar.bogota)
  if (instant === undefined) throw new RangeError(`Found ${text}, expected a time like 2024-03-05 18:00.`)
  return instant
}

/** Friday evening. */
export const end: Calendar.Instant = at("2024-03-08 19:00")

const registered = { consentPurpose: "Seguimiento comercial", consentChannel: "formulario", stage: "open" } as const

const marcela = { advisorId: "V07", branchId: "PEI", brandId: "COLIBRI" }
const jhon = { advisorId: "V12", branchId: "DQS", brandId: "COLIBRI" }

const prospects: ReadonlyArray<Prospect> = [
  {
    ...registered,
    ...marcela,
    prospectId: "CL-0984",
    fullName: "Diego Alzate Mejía",
    phone: "301 774 0912",
    source: "web",
    interest: "Colibrí 150 (A2)",
    createdAt: at("2024-03-05 11:20:07.250"),
    assignedAt: at("2024-03-05 11:21"),
    consentAt: at("2024-03-05 11:20:07.250")
  },
  // Another advisor registers Yolanda Duque again.
  { ...registered, ...jhon, prospectId: "CL-0985", fullName: "Yolanda Duque", phone: "+57 310 4552093", source: "walk-in", interest: "Colibrí 125 (A2)", createdAt: at("2024-03-06 16:00"), consentAt: at("2024-03-06 16:00") },
  // The platform of the brand asks for the licence category.
  { ...registered, ...jhon, prospectId: "CL-0986", fullName: "Sandra Milena Cardona", phone: "3127780041", source: "event", interest: "Colibrí 125", createdAt: at("2024-03-07 10:15"), consentAt: at("2024-03-07 10:15") }
]

const activities: ReadonlyArray<Activity> = [
  { activityId: "GE-5503", prospectId: "CL-0984", advisorId: "V07", type: "whatsapp", status: "performed", direction: "outbound", performedAt: at("2024-03-05 11:58"), outcome: "interested", note: "Quiere probar la moto el sábado temprano" },
  { activityId: "GE-5504", prospectId: "CL-0981", advisorId: "V07", type: "call", status: "performed", direction: "outbound", performedAt: at("2024-03-06 10:00"), durationSeconds: 95, outcome: "rescheduled", note: "Pide que la llamen la otra semana" },
  { activityId: "GE-5505", prospectId: "CL-0982", advisorId: "V12", type: "visit", status: "performed", direction: "inbound", performedAt: at("2024-03-07 16:10"), outcome: "interested", note: "Vino con la esposa a ver el sedán" },
  { activityId: "GE-5506", prospectId: "CL-0986", advisorId: "V12", type: "call", status: "performed", direction: "outbound", performedAt: at("2024-03-08 09:00"), durationSeconds: 180, outcome: "interested", note: "ok" }
]

/** Registers the week's records, each at the end of its day. */
export const register = Effect.fn("Week.register")(function*() {
  const crm = yield* CrmProcedure
  for (const day of ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"]) {
    const isOfDay = (instant: Calendar.Instant | undefined): boolean => instant !== undefined && Calendar.formatDay(Calendar.localDayOf(Calendar.bogota, instant)) === day
    yield* crm.registerProspects(DEALERSHIP, prospects.filter(({ createdAt }) => isOfDay(createdAt)), at(`${day} 19:00`))
    yield* crm.registerActivities(DEALERSHIP, activities.filter(({ performedAt }) => isOfDay(performedAt)), at(`${day} 19:00`))
  }
})

/** The ids of all records of the week: of the existing rows and of these. */
export const ids = {
  prospect: ["CL-0981", "CL-0982", "CL-0983", ...prospects.map(({ prospectId }) => prospectId)],
  activity: ["GE-5501", "GE-5502", ...activities.map(({ activityId }) => activityId)]
} as const
