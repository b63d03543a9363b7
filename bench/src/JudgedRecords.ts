/** Judged records as a registered month leaves them: a prospect in four has a key that others share, one activity in fifteen waits for something. */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { StoredVerdict } from "@crm-procedure/core/register/StoredVerdict"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Entry } from "@crm-procedure/core/register/Records"

export const DEALERSHIP = "bench"
export const STARTED_AT = Date.UTC(2024, 2, 1, 13)

/** Prospects of a batch, with three activities each. */
export interface Batch {
  readonly prospects: ReadonlyArray<Entry<Prospect>>
  readonly activities: ReadonlyArray<Entry<Activity>>
}

/** Sixteen hexadecimal digits that look drawn, the same for the same number. */
const keyOf = (number: number): string => {
  const high = Math.imul(number + 1, 0x9e3779b1) >>> 0
  const low = Math.imul(number ^ high, 0x85ebca6b) >>> 0
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0")
}

const groupOf = (number: number) => ({ advisorId: `A-${number % 60}`, branchId: `S-${number % 60 % 6}`, brandId: `B-${number % 3}` })

const storedVerdictOf = (number: number): StoredVerdict => ({
  ...groupOf(number),
  verdict: number % 5 === 0 ? "invalid" : "valid",
  reasons: number % 5 === 0 ? ["phone-invalid"] : [],
  warnings: number % 9 === 0 ? ["registered-late"] : [],
  period: "2024-03",
  day: 1 + number % 31,
  since: STARTED_AT + number * 1000,
  matchKeys: {}
})

const prospect = (number: number): Entry<Prospect> => ({
  record: {
    prospectId: `P-2024-03-${String(number).padStart(7, "0")}`,
    createdAt: STARTED_AT + number * 1000,
    ...groupOf(number),
    fullName: `Cliente Gómez Álvarez ${number}`,
    documentType: "CC",
    documentNumber: String(52_000_000 + number),
    phone: `300 ${String(1_000_000 + number % 9_000_000)}`,
    email: `cliente${number}@ejemplo.test`,
    source: "walk-in",
    interest: "Camioneta gris, dos puertas",
    consentAt: STARTED_AT + number * 1000,
    stage: "open"
  },
  storedVerdict: { ...storedVerdictOf(number), matchKeys: { phone: keyOf(number - number % 4), email: keyOf(number + 1e8), document: keyOf(number + 2e8) } }
})

const activity = (number: number): Entry<Activity> => ({
  record: {
    activityId: `A-2024-03-${String(number).padStart(8, "0")}`,
    prospectId: `P-2024-03-${String(Math.floor(number / 3)).padStart(7, "0")}`,
    advisorId: groupOf(Math.floor(number / 3)).advisorId,
    type: "call",
    status: "performed",
    direction: "outbound",
    performedAt: STARTED_AT + number * 400,
    recordedAt: STARTED_AT + number * 400 + 60_000,
    outcome: "answered",
    note: `Quiere probar el modelo ${number % 7} el sábado y pide cotización`,
    durationSeconds: 40 + number % 300
  },
  storedVerdict: {
    ...storedVerdictOf(Math.floor(number / 3)),
    state: "performed",
    ...(number % 15 === 0 ? { until: STARTED_AT + 4e10 } : {}),
    matchKeys: { note: keyOf(number + 3e8) }
  }
})

export const batches = (prospects: number, size: number): ReadonlyArray<Batch> =>
  Array.from({ length: Math.ceil(prospects / size) }, (_, place) => {
    const numbers = Array.from({ length: Math.min(size, prospects - place * size) }, (_unused, offset) => place * size + offset)
    return { prospects: numbers.map(prospect), activities: numbers.flatMap((number) => [number * 3, number * 3 + 1, number * 3 + 2].map(activity)) }
  })
