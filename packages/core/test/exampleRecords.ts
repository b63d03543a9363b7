/** An ordinary prospect, an ordinary activity and an own rule that always holds: a test says what is otherwise about its own. */
import type { Activity } from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import type { OwnProspectRule } from "../src/policy/Rule.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!

export const prospect = (prospectId: string, more: Partial<Prospect> = {}): Prospect => ({
  prospectId,
  createdAt: at("2024-03-05T10:00:00"),
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: "3004567890",
  source: "walk-in",
  interest: "Sedán",
  consentAt: at("2024-03-05T10:00:00"),
  stage: "open",
  ...more
})

export const activity = (activityId: string, prospectId: string, more: Partial<Activity> = {}): Activity => ({
  activityId,
  prospectId,
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: at("2024-03-06T10:00:00"),
  outcome: "interested",
  note: "Pidió cotización del sedán gris",
  nextActionAt: at("2024-03-08T10:00:00"),
  ...more
})

export const ownProspectRule = (code: string, more: Partial<OwnProspectRule> = {}): OwnProspectRule => ({
  code,
  subject: "prospect",
  serves: "Q",
  effect: "invalidates",
  field: "interest",
  title: { es: "Sin motor", en: "No engine" },
  message: () => ({ es: "Falta el motor.", en: "The engine is missing." }),
  provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" },
  verifies: "GC-PRO-05/requirements",
  test: () => "holds",
  ...more
})
