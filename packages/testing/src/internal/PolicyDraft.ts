/** Arbitrary policies as they are written down: valid ones that differ from the default in a few places, or in many. */
import * as ActivityRules from "@crm-procedure/core/judging/ActivityRules"
import * as Parameter from "@crm-procedure/core/policy/Parameter"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import * as ProspectRules from "@crm-procedure/core/judging/ProspectRules"
import type { RuleEffect } from "@crm-procedure/core/policy/Rule"
import * as fc from "fast-check"

const effect: fc.Arbitrary<RuleEffect> = fc.constantFrom("invalidates", "warns", "off")

/** Effects of some of the rules; none of them when shrunk. */
const effectsOf = (codes: ReadonlyArray<string>): fc.Arbitrary<Readonly<Record<string, RuleEffect>>> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...codes), effect), { maxLength: 5, selector: ([code]) => code }).map((entries) => Object.fromEntries(entries))

const effects = fc.record({ prospect: effectsOf(ProspectRules.codes), activity: effectsOf(ActivityRules.codes) })

type Values<Names extends Parameter.Name> = { readonly [Name in Names]: fc.Arbitrary<Parameter.Parameters[Name]> }

const whole = (...values: ReadonlyArray<number>): fc.Arbitrary<number> => fc.constantFrom(...values)
const words = (...values: ReadonlyArray<string>): fc.Arbitrary<ReadonlyArray<string>> => fc.subarray([...values])

const week = fc.constantFrom<Parameter.WeekHours>(
  { monday: ["08:00-12:00", "14:00-18:00"], tuesday: ["08:00-18:00"], friday: ["00:00-24:00"] },
  { sunday: ["10:00-10:01"] },
  { monday: ["07:00-19:00"], tuesday: ["07:00-19:00"], wednesday: ["07:00-19:00"], thursday: ["07:00-19:00"], friday: ["07:00-19:00"], saturday: [] }
)

/** Values of the parameters, mostly the default first, then edges. `leadDays` has those that must fit each other. */
const values = {
  namePlaceholders: words("ana", "xxx"),
  disposableDomains: words("correo.example"),
  sources: words("web", "walk-in", "street", "brand-crm"),
  duplicateWindowDays: whole(90, 0, 1, 36500),
  prospectRegistrationHours: whole(72, 0, 48),
  activityTypes: words("call", "whatsapp", "visit", "email"),
  closingOutcomes: words("won", "lost", "interested"),
  rescheduledOutcomes: words("rescheduled", "interested"),
  substitutes: fc.constantFrom("same-branch", "none", "any"),
  noteMinimumCharacters: whole(15, 0, 1, 500),
  noteMinimumWords: whole(3, 0, 1),
  noteRepetitions: whole(3, 1, 2),
  activityRegistrationHours: whole(48, 0, 72),
  callMinimumSeconds: whole(30, 0, 29),
  timeZone: fc.constantFrom("America/Bogota", "America/New_York", "Pacific/Auckland", "UTC"),
  phoneCountry: fc.constantFrom("CO", "VE", "US"),
  extraHolidays: words("2024-02-29", "2024-03-04", "2024-03-05", "2024-03-30"),
  dateOrder: fc.constantFrom("day-first", "iso"),
  businessWeekdays: fc.subarray(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], { minLength: 1 }),
  businessHours: week,
  contactHours: week,
  leadSources: words("brand-crm", "web", "walk-in"),
  burstProspects: whole(2, 3, 10),
  burstMinutes: whole(10, 0, 1440),
  activityBurst: whole(2, 3, 10),
  activityBurstMinutes: whole(10, 0, 1440),
  phoneLogMinutes: whole(60, 0, 1440),
  appealDays: whole(3, 0, 1),
  regulatedTypes: words("call", "whatsapp", "visit"),
  directContact: fc.constantFrom("attempt", "two-way"),
  unansweredOutcomes: words("no-answer", "voicemail"),
  sampleMinimum: whole(5, 0, 1, 2),
  samplePercent: whole(10, 0, 33, 100),
  riskSampleMaximum: whole(20, 0, 1),
  activitySampleMinimum: whole(0, 1, 2),
  activitySamplePercent: whole(0, 50),
  activityRiskSampleMaximum: whole(0, 1),
  unreachableAttempts: whole(3, 1, 2),
  unreachableDays: whole(2, 1),
  firstContactMinutes: whole(120, 0, 1, 600),
  lostWithoutContact: fc.constantFrom("owes", "cancels"),
  managerEscalationDays: whole(2, 0),
  generalManagerEscalationDays: whole(5, 1)
} satisfies Partial<Values<Parameter.Name>>

const namesOf = (scope: "brand" | "policy"): ReadonlyArray<keyof typeof values> =>
  (Object.keys(values) as Array<keyof typeof values>).filter((name) => scope === "policy" || Parameter.parameters[name].scope === "brand")

/** A few of the parameters that may be set there; none of them when shrunk. */
const some = (scope: "brand" | "policy"): fc.Arbitrary<Partial<Parameter.Parameters>> =>
  fc.tuple(fc.uniqueArray(fc.constantFrom(...namesOf(scope)), { maxLength: 6 }), fc.record(values)).map(([names, drawn]) =>
    Object.fromEntries(names.map((name) => [name, drawn[name]])))

/** Days of a lead's colours: yellow before red. */
const leadDays = fc.constantFrom<Partial<Parameter.Parameters>>({}, { leadYellowDays: 0, leadRedDays: 1 }, { leadYellowDays: 3, leadRedDays: 4 })

/** 0 < yellow < green, in percent with two decimals at most; 80 and 100 first. */
export const thresholds: fc.Arbitrary<{ readonly yellow: number; readonly green: number }> = fc.oneof(
  { withCrossShrink: true },
  fc.constantFrom({ yellow: 80, green: 100 }, { yellow: 80, green: 95 }, { yellow: 66.67, green: 92.5 }, { yellow: 0.01, green: 1.01 }, { yellow: 100, green: 250 }),
  // A green of 1 % or less is refused: it looks like a share of 1.
  fc.tuple(fc.integer({ min: 1, max: 29_900 }), fc.integer({ min: 1, max: 30_000 })).map(([yellow, further]) => ({
    yellow: yellow / 100,
    green: Math.max(101, yellow + further) / 100
  }))
)

/** A policy as written down, with profiles for some of the brands. */
export const policySpec = (brandIds: ReadonlyArray<string>): fc.Arbitrary<Policy.PolicySpec> =>
  fc.record({
    rules: effects,
    parameters: fc.tuple(some("policy"), leadDays)
      .map((parts): Partial<Parameter.Parameters> => Object.assign({}, ...parts)),
    thresholds: fc.record({ prospecting: thresholds, followUp: thresholds, compliance: thresholds }, { requiredKeys: [] }),
    brands: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...brandIds), fc.record({ rules: effects, parameters: some("brand") }, { requiredKeys: [] })),
      { maxLength: 2, selector: ([brandId]) => brandId }
    ).map((entries) => Object.fromEntries(entries))
  }, { requiredKeys: [] })
