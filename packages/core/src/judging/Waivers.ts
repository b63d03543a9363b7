/** Waivers in force as of an instant, by their subjects, and which codes can be waived. */
import type { Instant } from "../calendar/Calendar.ts"
import type { Rule, Subject } from "../policy/Rule.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Waiver } from "../records/Waiver.ts"
import * as ActivityRules from "./ActivityRules.ts"
import * as ProspectRules from "./ProspectRules.ts"
import type { Waived } from "./Verdict.ts"

/** Reasons that no waiver excuses: consent is the law's, and the others say that something did not take place or was not confirmed. */
const notWaivable = new Set<string>([
  "consent-missing", "consent-revoked", "not-performed", "prospect-unknown", "attention-denied",
  "verification-failed", "verification-unreachable", "verification-pending"
])

const codesOf: Readonly<Record<Subject, ReadonlyArray<string>>> = { prospect: ProspectRules.codes, activity: ActivityRules.codes }

/** Whether a rule of the subject's kind has this code and can be waived. */
export const isWaivable = (subject: Subject, code: string): boolean => codesOf[subject].includes(code) && !notWaivable.has(code)

/** What is expected of a waiver's code, for people. */
export const expectedCode = (subject: Subject): Bilingual => {
  const codes = codesOf[subject].filter((code) => !notWaivable.has(code)).join(", ")
  return {
    es: `el código de una regla de ${subject === "prospect" ? "prospectos" : "actividades"} que se pueda excusar: ${codes}`,
    en: `the code of a rule of ${subject === "prospect" ? "prospects" : "activities"} that can be waived: ${codes}`
  }
}

/** The codes whose bits are set. */
export const codesAmong = (subject: Subject, bits: number, codes: ReadonlyArray<string>): ReadonlyArray<string> =>
  codes.filter((code) => codesOf[subject].includes(code) && (bits & 1 << codesOf[subject].indexOf(code)) !== 0)

/** The bits of some codes of a subject's rules. */
export const bitsOf = (subject: Subject, codes: ReadonlyArray<string>): number =>
  codes.reduce((bits, code) => bits | 1 << codesOf[subject].indexOf(code), 0)

const isEarlier = (one: Waiver, other: Waiver): boolean => one.grantedAt < other.grantedAt || one.grantedAt === other.grantedAt && one.waiverId < other.waiverId

/** The waived codes of each subject, as bits. */
export class Waivers {
  private readonly bits: Readonly<Record<Subject, Map<string, number>>> = { prospect: new Map(), activity: new Map() }
  /** The earliest waiver of each code of each subject. */
  private readonly first = new Map<string, Waiver>()

  constructor(waivers: ReadonlyArray<Waiver>, asOf: Instant) {
    for (const waiver of waivers) {
      const { code, grantedAt, subjectId, subjectType } = waiver
      if (grantedAt > asOf || !isWaivable(subjectType, code)) continue
      const bits = this.bits[subjectType]
      bits.set(subjectId, (bits.get(subjectId) ?? 0) | bitsOf(subjectType, [code]))
      const key = `${subjectType} ${code} ${subjectId}`
      const known = this.first.get(key)
      if (known === undefined || isEarlier(waiver, known)) this.first.set(key, waiver)
    }
  }

  /** The waiver that excuses a code of a subject: the earliest one; undefined where none does. */
  granted(subject: Subject, subjectId: string, code: string): Waiver | undefined {
    return this.first.get(`${subject} ${code} ${subjectId}`)
  }

  /** What is said of the waived codes of a subject. */
  explain(subject: Subject, subjectId: string, codes: ReadonlyArray<string>, rules: ReadonlyArray<Rule>): ReadonlyArray<Waived> {
    return codes.flatMap((code): ReadonlyArray<Waived> => {
      const waiver = this.granted(subject, subjectId, code)
      if (waiver === undefined) return []
      const { grantedAt, grantedBy, reason, waiverId } = waiver
      return [{ code, message: rules.find((rule) => rule.code === code)!.message({}), waiverId, grantedAt, grantedBy, reason }]
    })
  }

  /** The subjects of a kind that have a waiver, with the bits of its codes. */
  of(subject: Subject): ReadonlyMap<string, number> {
    return this.bits[subject]
  }
}
