/**
 * The policy by which records are judged: the rules with their effects, the parameters, the thresholds, and brands'
 * profiles. The default is `GC-PRO-05 v02`. A bad policy is refused when it is made, with every fault named at once.
 *
 * @example
 * ```ts run
 * import { Policy } from "@crm-procedure/core"
 * import { Result } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const policy = Result.getOrThrow(Policy.make({ name: "Norte", thresholds: { prospecting: { yellow: 70, green: 92.5 } }, parameters: { duplicateWindowDays: 120 } }))
 * assert.deepEqual(policy.thresholds.prospecting, { yellow: 7000, green: 9250 })
 *
 * const bad = Policy.make({ parameters: { duplicateWindowDays: -1 } })
 * assert.deepEqual(Result.isFailure(bad) && bad.failure.faults.map(({ pointer }) => pointer), ["/parameters/duplicateWindowDays"])
 * ```
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import { anObject, oneOfKeys } from "../identity/Bilingual.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import * as JsonPointer from "../identity/JsonPointer.ts"
import * as GcPro05 from "./GcPro05.ts"
import * as OwnRuleFaults from "./internal/OwnRuleFaults.ts"
import type * as Reading from "../records/Reading.ts"
import * as Parameter from "./Parameter.ts"
import * as Procedure from "./Procedure.ts"
import type { OwnActivityRule, OwnProspectRule, Rule, RuleEffect } from "./Rule.ts"
import * as RuleMessages from "./RuleMessages.ts"
import * as Thresholds from "./Thresholds.ts"

/** Effects by rule code, for the rules about prospects and for those about activities. */
export interface Effects {
  readonly prospect: Readonly<Record<string, RuleEffect>>
  readonly activity: Readonly<Record<string, RuleEffect>>
}

/** The thresholds of the two indicators and of the compliance of lead follow-up. */
export interface PolicyThresholds {
  readonly prospecting: Thresholds.Thresholds
  readonly followUp: Thresholds.Thresholds
  readonly compliance: Thresholds.Thresholds
}

/** What a brand has different for its records: effects and the parameters whose scope is `brand`. */
export interface BrandProfile {
  readonly rules?: Partial<Effects>
  readonly parameters?: Partial<Parameter.Parameters>
}

/** The company that the forms name: its name, NIT, address, city and phone. */
export interface Company {
  readonly name: string
  readonly nit?: string
  readonly address?: string
  readonly city?: string
  readonly phone?: string
}

/** The fields of a company, in the order in which a letterhead prints them. */
export const companyFields = ["name", "nit", "address", "city", "phone"] as const satisfies ReadonlyArray<keyof Company>

/** How many characters a field of a company has at most. */
const COMPANY_CHARACTERS = 120

/** A policy as it is written down: only what differs from `GC-PRO-05 v02`. Thresholds in percent, up to two decimals. */
export interface PolicySpec {
  readonly name?: string
  readonly rules?: Partial<Effects>
  readonly parameters?: Partial<Parameter.Parameters>
  readonly thresholds?: Partial<Record<keyof PolicyThresholds, { readonly yellow: number; readonly green: number }>>
  readonly brands?: Readonly<Record<string, BrandProfile>>
  /** By default the company that the procedure names. */
  readonly company?: Company
  readonly ownRules?: ReadonlyArray<OwnProspectRule | OwnActivityRule>
}

/** A policy, made and found good. */
export interface Policy {
  readonly name: string
  readonly prospectRules: ReadonlyArray<Rule>
  readonly activityRules: ReadonlyArray<Rule>
  readonly effects: Effects
  readonly parameters: Parameter.Parameters
  readonly thresholds: PolicyThresholds
  readonly brands: ReadonlyMap<string, BrandProfile>
  /** Undefined: the company that the procedure names. */
  readonly company: Company | undefined
  readonly ownProspectRules: ReadonlyArray<OwnProspectRule>
  readonly ownActivityRules: ReadonlyArray<OwnActivityRule>
}

/** One fault of a policy: where it is (a JSON pointer), what was found, what was expected. */
export const PolicyFault = Schema.Struct({
  pointer: Schema.String,
  found: Schema.String,
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
})
export type PolicyFault = typeof PolicyFault.Type

/** A policy that can't be used, with every fault. */
export class BadPolicy extends Schema.TaggedError<BadPolicy>()("BadPolicy", { faults: Schema.Array(PolicyFault) }) {
  override get message() {
    return `The policy has ${this.faults.length} fault(s):\n` +
      this.faults.map((fault) => `  at ${fault.pointer}: found ${fault.found}, expected ${fault.expected.en}`).join("\n")
  }
}

const effectsOf = (rules: ReadonlyArray<Rule>): Record<string, RuleEffect> =>
  Object.fromEntries(rules.map((rule) => [rule.code, rule.effect]))

/** The name of the default policy, as the scorecard writes it. */
export const DEFAULT_NAME = "GC-PRO-05 v02"

const ruleEffects: ReadonlyArray<unknown> = ["invalidates", "warns", "off"]
const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** Collects faults while a policy is looked at from all sides. */
class Inspection {
  readonly faults: Array<PolicyFault> = []

  fault(pointer: string, found: unknown, expected: Bilingual): void {
    this.faults.push({ pointer, found: show(found), expected })
  }

  object(pointer: string, value: unknown, keys: ReadonlyArray<string> | undefined): value is Readonly<Record<string, unknown>> {
    if (value === undefined) return false
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.fault(pointer, value, anObject)
      return false
    }
    if (keys !== undefined) {
      for (const key of Object.keys(value)) {
        if (!keys.includes(key)) {
          this.fault(`${pointer}/${JsonPointer.step(key)}`, key, oneOfKeys(keys))
        }
      }
    }
    return true
  }

  effects(pointer: string, value: unknown, codes: Readonly<Record<"prospect" | "activity", ReadonlyArray<string>>>): void {
    if (!this.object(pointer, value, ["prospect", "activity"])) return
    for (const subject of ["prospect", "activity"] as const) {
      const rules = value[subject]
      if (!this.object(`${pointer}/${subject}`, rules, undefined)) continue
      for (const [code, effect] of Object.entries(rules)) {
        if (!codes[subject].includes(code)) {
          this.fault(`${pointer}/${subject}/${JsonPointer.step(code)}`, code, {
            es: `el código de una regla sobre ${subject === "prospect" ? "prospectos" : "actividades"}`,
            en: `the code of a rule about ${subject === "prospect" ? "prospects" : "activities"}`
          })
        } else if (!ruleEffects.includes(effect)) {
          this.fault(`${pointer}/${subject}/${JsonPointer.step(code)}`, effect, { es: "invalidates, warns u off", en: "invalidates, warns or off" })
        }
      }
    }
  }

  parameters(pointer: string, value: unknown, scope: "brand" | "policy"): void {
    if (!this.object(pointer, value, undefined)) return
    for (const [name, given] of Object.entries(value)) {
      const parameter = Object.hasOwn(Parameter.parameters, name) ? Parameter.parameters[name as Parameter.Name] : undefined
      if (parameter === undefined) {
        this.fault(`${pointer}/${JsonPointer.step(name)}`, name, { es: "el nombre de un parámetro (vea docs/policy.md)", en: "the name of a parameter (see docs/policy.md)" })
      } else if (scope === "brand" && parameter.scope !== "brand") {
        this.fault(`${pointer}/${JsonPointer.step(name)}`, name, { es: "un parámetro que una marca pueda cambiar", en: "a parameter that a brand may change" })
      } else {
        const expected = parameter.check(given)
        if (expected !== undefined) this.fault(`${pointer}/${JsonPointer.step(name)}`, given, expected)
      }
    }
  }

  thresholds(pointer: string, value: unknown): void {
    if (!this.object(pointer, value, ["prospecting", "followUp", "compliance"])) return
    for (const [indicator, given] of Object.entries(value)) {
      const at = `${pointer}/${indicator}`
      if (!this.object(at, given, ["yellow", "green"])) continue
      const isPercent = (percent: unknown): percent is number =>
        typeof percent === "number" && percent > 0 && percent <= 100_000 && Math.abs(percent * 100 - Math.round(percent * 100)) < 1e-6
      const expected = { es: "un porcentaje mayor que 0, con dos decimales como mucho", en: "a percentage above 0, with two decimals at most" }
      const { yellow, green } = given
      if (!isPercent(yellow)) this.fault(`${at}/yellow`, yellow, expected)
      if (!isPercent(green)) this.fault(`${at}/green`, green, expected)
      if (!isPercent(yellow) || !isPercent(green)) continue
      if (yellow >= green) this.fault(at, given, { es: "0 < yellow < green", en: "0 < yellow < green" })
      else if (green <= 1) {
        this.fault(at, given, {
          es: "porcentajes, como 80 y 100. ¿Son proporciones, como 0.8 y 1? Multiplíquelas por 100",
          en: "percentages, like 80 and 100. Did you give shares, like 0.8 and 1? Multiply them by 100"
        })
      }
    }
  }

  company(value: unknown): void {
    if (!this.object("/company", value, companyFields)) return
    for (const field of companyFields) {
      const given = value[field]
      if (given === undefined && field !== "name") continue
      if (typeof given === "string" && given.trim() !== "" && [...given].length <= COMPANY_CHARACTERS && /^\P{Cc}*$/u.test(given)) continue
      this.fault(`/company/${field}`, given ?? null, {
        es: `un texto de una línea, de 1 a ${COMPANY_CHARACTERS} caracteres`,
        en: `a text of one line, of 1 to ${COMPANY_CHARACTERS} characters`
      })
    }
  }
}

const parametersOf = (spec: PolicySpec): Partial<Parameter.Parameters> => spec.parameters ?? {}

/** The own rules that can be looked at further. */
const ownRulesOf = (spec: PolicySpec): ReadonlyArray<OwnProspectRule | OwnActivityRule> =>
  (Array.isArray(spec?.ownRules) ? spec.ownRules as ReadonlyArray<OwnProspectRule | OwnActivityRule> : []).filter((rule) => typeof rule === "object" && rule !== null)

/**
 * Makes a policy from what differs from the default, or names every fault of it. `procedures`: the versions whose clauses the
 * own rules may verify.
 */
export const make = (spec: PolicySpec, procedures: ReadonlyArray<Procedure.Procedure> = GcPro05.versions): Result.Result<Policy, BadPolicy> => {
  const own = ownRulesOf(spec)
  const prospectRules: ReadonlyArray<Rule> = [...RuleMessages.prospectRuleTexts, ...own.filter((rule) => rule.subject === "prospect")]
  const activityRules: ReadonlyArray<Rule> = [...RuleMessages.activityRuleTexts, ...own.filter((rule) => rule.subject === "activity")]
  const codes = { prospect: prospectRules.map((rule) => rule.code), activity: activityRules.map((rule) => rule.code) }
  const inspection = new Inspection()
  if (inspection.object("", spec, ["name", "rules", "parameters", "thresholds", "brands", "company", "ownRules"])) {
    if (spec.name !== undefined && (typeof spec.name !== "string" || spec.name.trim() === "")) {
      inspection.fault("/name", spec.name, { es: "un nombre", en: "a name" })
    }
    if (spec.ownRules !== undefined && !Array.isArray(spec.ownRules)) inspection.fault("/ownRules", spec.ownRules, { es: "una lista", en: "a list" })
    const clauses = new Set(procedures.flatMap(Procedure.clauses).map(({ id }) => id))
    OwnRuleFaults.inspect(Array.isArray(spec.ownRules) ? spec.ownRules : [], clauses, (pointer, found, expected) => inspection.fault(`/ownRules${pointer}`, found, expected))
    inspection.effects("/rules", spec.rules, codes)
    inspection.parameters("/parameters", spec.parameters, "policy")
    inspection.thresholds("/thresholds", spec.thresholds)
    inspection.company(spec.company)
    if (inspection.object("/brands", spec.brands, undefined)) {
      for (const [brandId, profile] of Object.entries(spec.brands ?? {})) {
        if (!inspection.object(`/brands/${JsonPointer.step(brandId)}`, profile, ["rules", "parameters"])) continue
        inspection.effects(`/brands/${JsonPointer.step(brandId)}/rules`, profile.rules, codes)
        inspection.parameters(`/brands/${JsonPointer.step(brandId)}/parameters`, profile.parameters, "brand")
      }
    }
    const { leadRedDays: redDays, leadYellowDays: yellowDays }: Parameter.Parameters = { ...Parameter.defaults, ...parametersOf(spec) }
    if (yellowDays >= redDays) {
      inspection.fault("/parameters/leadYellowDays", yellowDays, { es: `menos que leadRedDays (${redDays})`, en: `less than leadRedDays (${redDays})` })
    }
  }
  if (inspection.faults.length > 0) return Result.fail(new BadPolicy({ faults: inspection.faults }))
  const thresholds = (indicator: keyof PolicyThresholds, byDefault: Thresholds.Thresholds): Thresholds.Thresholds => {
    const given = spec.thresholds?.[indicator]
    return given === undefined ? byDefault : { yellow: Math.round(given.yellow * 100), green: Math.round(given.green * 100) }
  }
  return Result.succeed({
    name: spec.name ?? DEFAULT_NAME,
    prospectRules,
    activityRules,
    effects: {
      prospect: { ...effectsOf(prospectRules), ...spec.rules?.prospect },
      activity: { ...effectsOf(activityRules), ...spec.rules?.activity }
    },
    parameters: { ...Parameter.defaults, ...spec.parameters },
    thresholds: {
      prospecting: thresholds("prospecting", Thresholds.indicatorThresholds),
      followUp: thresholds("followUp", Thresholds.indicatorThresholds),
      compliance: thresholds("compliance", Thresholds.complianceThresholds)
    },
    brands: new Map(Object.entries(spec.brands ?? {})),
    company: spec.company,
    ownProspectRules: own.filter((rule): rule is OwnProspectRule => rule.subject === "prospect"),
    ownActivityRules: own.filter((rule): rule is OwnActivityRule => rule.subject === "activity")
  })
}

/** The policy of GC-PRO-05 version 02 with every default. */
export const gcPro05: Policy = Result.getOrThrow(make({}))

const isMade = (policy: Policy | PolicySpec): policy is Policy => "prospectRules" in policy && "ownActivityRules" in policy

/** The policy that is given: one made before, or one made from what differs from the default; without one, {@link gcPro05}. `procedure`: a version whose clauses own rules may verify too. */
export const from = (given: Policy | PolicySpec | null | undefined, procedure?: Procedure.Procedure): Result.Result<Policy, BadPolicy> =>
  given === undefined || given === null
    ? Result.succeed(gcPro05)
    : typeof given === "object" && isMade(given)
    ? Result.succeed(given)
    : make(given, procedure === undefined ? GcPro05.versions : [...GcPro05.versions, procedure])

/** Parameters made ready for judging prospects: lists as sets, hours as milliseconds. */
export interface ProspectParameters {
  readonly placeholders: ReadonlySet<string>
  readonly sources: ReadonlySet<string>
  /** Of a valid e-mail, normalised. */
  readonly isDisposable: (email: string) => boolean
  readonly duplicateWindowMillis: number
  readonly registrationMillis: number
  /** The country of a phone that names none. */
  readonly phoneCountry: string
}

/** Parameters made ready for judging activities. */
export interface ActivityParameters {
  readonly types: ReadonlySet<string>
  readonly closingOutcomes: ReadonlySet<string>
  readonly rescheduledOutcomes: ReadonlySet<string>
  readonly substitutes: Parameter.Parameters["substitutes"]
  readonly noteMinimumCharacters: number
  readonly noteMinimumWords: number
  readonly noteRepetitions: number
  readonly registrationMillis: number
  readonly shortCallSeconds: number
  readonly contactHours: BusinessHours.BusinessHours
  readonly regulatedTypes: ReadonlySet<string>
  readonly directContact: Parameter.Parameters["directContact"]
  readonly unansweredOutcomes: ReadonlySet<string>
}

/** Which rules invalidate and which warn, as bits in the order of codes; `own` ones for a dealership's own rules. */
export interface Masks {
  readonly invalidates: number
  readonly warns: number
  readonly ownInvalidates: number
  readonly ownWarns: number
}

/** A policy for one brand, ready: masks and parameters. */
export interface Profile {
  readonly prospect: Masks
  readonly activity: Masks
  readonly prospectParameters: ProspectParameters
  readonly activityParameters: ActivityParameters
}

const HOUR = 3_600_000

const hoursOf = (week: Parameter.WeekHours, policy: Policy): BusinessHours.BusinessHours =>
  BusinessHours.make({
    zone: zoneOf(policy),
    spans: Parameter.weekdays.map((day) => Parameter.spansOf(week[day] ?? []) ?? []),
    holidays: true,
    extraHolidays: extraHolidaysOf(policy)
  })

const extraHolidaysOf = ({ parameters: { extraHolidays } }: Policy): ReadonlySet<Calendar.LocalDay> =>
  new Set(extraHolidays.map((day) => Calendar.parseDay(day)!))

const masksOf = (rules: ReadonlyArray<Rule>, builtIn: number, effects: Readonly<Record<string, RuleEffect>>): Masks => {
  const maskOf = (effect: RuleEffect, from: number, to: number): number =>
    rules.slice(from, to).reduce((mask, rule, index) => effects[rule.code] === effect ? mask | (1 << index) : mask, 0)
  return {
    invalidates: maskOf("invalidates", 0, builtIn),
    warns: maskOf("warns", 0, builtIn),
    ownInvalidates: maskOf("invalidates", builtIn, rules.length),
    ownWarns: maskOf("warns", builtIn, rules.length)
  }
}

const profileOf = (policy: Policy, brand: BrandProfile): Profile => {
  const parameters: Parameter.Parameters = { ...policy.parameters, ...brand.parameters }
  const additional = new Set(parameters.disposableDomains)
  return {
    prospect: masksOf(policy.prospectRules, RuleMessages.prospectRuleTexts.length, { ...policy.effects.prospect, ...brand.rules?.prospect }),
    activity: masksOf(policy.activityRules, RuleMessages.activityRuleTexts.length, { ...policy.effects.activity, ...brand.rules?.activity }),
    prospectParameters: {
      placeholders: new Set(parameters.namePlaceholders),
      sources: new Set(parameters.sources),
      isDisposable: (email) => Contact.isDisposableEmail(email) || additional.size > 0 && additional.has(Contact.emailDomain(email)),
      duplicateWindowMillis: parameters.duplicateWindowDays * 24 * HOUR,
      registrationMillis: parameters.prospectRegistrationHours * HOUR,
      phoneCountry: parameters.phoneCountry
    },
    activityParameters: {
      types: new Set(parameters.activityTypes),
      closingOutcomes: new Set(parameters.closingOutcomes),
      rescheduledOutcomes: new Set(parameters.rescheduledOutcomes),
      substitutes: parameters.substitutes,
      noteMinimumCharacters: parameters.noteMinimumCharacters,
      noteMinimumWords: parameters.noteMinimumWords,
      noteRepetitions: parameters.noteRepetitions,
      registrationMillis: parameters.activityRegistrationHours * HOUR,
      shortCallSeconds: parameters.callMinimumSeconds,
      contactHours: hoursOf(parameters.contactHours, policy),
      regulatedTypes: new Set(parameters.regulatedTypes),
      directContact: parameters.directContact,
      unansweredOutcomes: new Set(parameters.unansweredOutcomes)
    }
  }
}

/** The policy's time zone. */
export const zoneOf = (policy: Policy): Calendar.Zone => Calendar.zoneUnsafe(policy.parameters.timeZone)

const readings = new WeakMap<Policy, Reading.Reading>()

/** How the dealership's files are read: its zone and order of dates, and the sources, types and outcomes that it lists, for any of its brands. */
export const readingOf = (policy: Policy): Reading.Reading => {
  let reading = readings.get(policy)
  if (reading === undefined) {
    const brands = [...policy.brands.values()].map(({ parameters = {} }) => parameters)
    const listed = (...names: ReadonlyArray<"sources" | "leadSources" | "activityTypes" | "regulatedTypes" | "closingOutcomes" | "rescheduledOutcomes" | "unansweredOutcomes">) =>
      new Set([policy.parameters, ...brands].flatMap((parameters) => names.flatMap((name) => parameters[name] ?? [])))
    reading = {
      zone: zoneOf(policy),
      dateOrder: policy.parameters.dateOrder,
      listed: {
        source: listed("sources", "leadSources"),
        type: listed("activityTypes", "regulatedTypes"),
        outcome: listed("closingOutcomes", "rescheduledOutcomes", "unansweredOutcomes")
      }
    }
    readings.set(policy, reading)
  }
  return reading
}

/** The policy's business hours, in which the first contact's time runs. */
export const businessHoursOf = (policy: Policy): BusinessHours.BusinessHours => hoursOf(policy.parameters.businessHours, policy)

/** The policy's business days. */
export const businessDaysOf = (policy: Policy): BusinessHours.BusinessDays => ({
  weekdays: policy.parameters.businessWeekdays.map((day) => (Parameter.weekdays as ReadonlyArray<string>).indexOf(day) + 1),
  holidays: true,
  extraHolidays: extraHolidaysOf(policy)
})

/** The policy ready for judging: the base profile, and each brand's own where it has one. */
export interface Profiles {
  readonly base: Profile
  readonly ofBrand: (brandId: string) => Profile
  /** Every different profile, the base first. */
  readonly all: ReadonlyArray<Profile>
}

/** Makes a policy ready for judging. */
export const profiles = (policy: Policy): Profiles => {
  const base = profileOf(policy, {})
  const byBrand = new Map([...policy.brands].map(([brandId, brand]) => [brandId, profileOf(policy, brand)]))
  return { base, ofBrand: (brandId) => byBrand.get(brandId) ?? base, all: [base, ...byBrand.values()] }
}

/** The policy as plain data with every value spelled out: what a digest is taken of and what a document prints. */
export const toJson = (policy: Policy) => ({
  name: policy.name,
  rules: policy.effects,
  parameters: policy.parameters,
  thresholds: Object.fromEntries(
    Object.entries(policy.thresholds).map(([indicator, { yellow, green }]) => [indicator, { yellow: yellow / 100, green: green / 100 }])
  ),
  brands: Object.fromEntries(policy.brands),
  // A policy that names no company keeps the digest that it had before companies were part of it.
  ...(policy.company === undefined ? {} : { company: policy.company }),
  ownRules: [...policy.ownProspectRules, ...policy.ownActivityRules].map((rule) => ({ code: rule.code, subject: rule.subject, effect: rule.effect }))
})

/** The policy's digest: what the forms print in their footers, and a snapshot repeats. */
export const digest = (policy: Policy): string => CanonicalJson.digest(toJson(policy))
