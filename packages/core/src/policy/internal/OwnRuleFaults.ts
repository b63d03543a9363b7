/** Looks at a dealership's own rules before a policy takes them: everything that a verdict, a form or a document will ask of them. */
import { oneOf } from "../../identity/Bilingual.ts"
import type { Bilingual } from "../../identity/Bilingual.ts"
import * as Activity from "../../records/Activity.ts"
import * as Prospect from "../../records/Prospect.ts"
import * as RuleMessages from "../RuleMessages.ts"
import type { Subject } from "../Rule.ts"

/** Tells a fault: where it is within `/ownRules`, what was found, and what was expected. */
type Tell = (pointer: string, found: unknown, expected: Bilingual) => void

/** Built-in and own rules of a subject fit one number's bits, with room for a verdict beside them. */
const MAXIMUM_OWN_RULES = 28

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const fieldsOf: Readonly<Record<Subject, ReadonlyArray<string>>> = {
  prospect: Prospect.fields.map(({ name }) => name),
  activity: Activity.fields.map(({ name }) => name)
}

const builtInCodes: Readonly<Record<Subject, ReadonlyArray<string>>> = {
  prospect: RuleMessages.prospectRuleTexts.map(({ code }) => code),
  activity: RuleMessages.activityRuleTexts.map(({ code }) => code)
}

const aFunction: Bilingual = { es: "una función", en: "a function" }
const bothLanguages: Bilingual = { es: "textos es y en que no estén en blanco", en: "texts es and en that are not blank" }

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== ""

const isBilingual = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "es" in value && "en" in value && isText(value.es) && isText(value.en)

/** What a rule says without evidence; undefined where it throws. */
const messageOf = (message: (evidence: object) => unknown): unknown => {
  try {
    return message({})
  } catch {
    return undefined
  }
}

const isSubject = (value: unknown): value is Subject => value === "prospect" || value === "activity"

const inspectTexts = (rule: Readonly<Record<string, unknown>>, tell: Tell): void => {
  if (!isBilingual(rule.title)) tell("/title", rule.title, bothLanguages)
  if (typeof rule.message !== "function") tell("/message", rule.message, aFunction)
  else if (!isBilingual(messageOf(rule.message as (evidence: object) => unknown))) {
    tell("/message", messageOf(rule.message as (evidence: object) => unknown), {
      es: "una función que dé textos es y en, también sin evidencia",
      en: "a function that gives texts es and en, without evidence too"
    })
  }
  if (rule.undecided !== undefined && !isBilingual(rule.undecided)) tell("/undecided", rule.undecided, bothLanguages)
}

const inspectOrigin = (rule: Readonly<Record<string, unknown>>, clauses: ReadonlySet<string>, tell: Tell): void => {
  const { provenance, verifies } = rule
  const kinds = ["document", "law", "assumption"]
  if (typeof provenance !== "object" || provenance === null || !("kind" in provenance) || !("reference" in provenance)) {
    tell("/provenance", provenance, { es: "un objeto con kind y reference", en: "an object with kind and reference" })
  } else {
    if (!kinds.includes(provenance.kind as string)) tell("/provenance/kind", provenance.kind, oneOf(kinds))
    if (!isText(provenance.reference)) tell("/provenance/reference", provenance.reference, { es: "un texto", en: "a text" })
  }
  if (typeof verifies !== "string" || !clauses.has(verifies)) {
    tell("/verifies", verifies, {
      es: "el identificador de una cláusula, como GC-PRO-05/risk/fake-customers (vea docs/traceability.md)",
      en: "the id of a clause, like GC-PRO-05/risk/fake-customers (see docs/traceability.md)"
    })
  }
}

/** Tells every fault of a policy's own rules. `clauses`: the ids that a rule may verify. */
export const inspect = (own: ReadonlyArray<unknown>, clauses: ReadonlySet<string>, tell: Tell): void => {
  const taken = { prospect: new Set(builtInCodes.prospect), activity: new Set(builtInCodes.activity) }
  const counts = { prospect: 0, activity: 0 }
  own.forEach((given, place) => {
    const tellOf: Tell = (pointer, found, expected) => tell(`/${place}${pointer}`, found, expected)
    if (typeof given !== "object" || given === null || Array.isArray(given)) return tellOf("", given, { es: "un objeto", en: "an object" })
    const rule = given as Readonly<Record<string, unknown>>
    const { code, effect, field, serves, subject, test } = rule
    if (typeof code !== "string" || !CODE.test(code)) tellOf("/code", code, { es: "un código en minúsculas con guiones", en: "a code in lower case with hyphens" })
    if (!isSubject(subject)) tellOf("/subject", subject, oneOf(["prospect", "activity"]))
    else {
      counts[subject]++
      if (taken[subject].has(code as string)) tellOf("/code", code, { es: "un código que no exista ya", en: "a code that does not exist yet" })
      taken[subject].add(code as string)
      if (!fieldsOf[subject].includes(field as string)) tellOf("/field", field, oneOf(fieldsOf[subject]))
    }
    if (!["R1", "R2", "Q", "L"].includes(serves as string)) tellOf("/serves", serves, oneOf(["R1", "R2", "Q", "L"]))
    if (!["invalidates", "warns", "off"].includes(effect as string)) tellOf("/effect", effect, oneOf(["invalidates", "warns", "off"]))
    if (typeof test !== "function") tellOf("/test", test, aFunction)
    inspectTexts(rule, tellOf)
    inspectOrigin(rule, clauses, tellOf)
  })
  for (const subject of ["prospect", "activity"] as const) {
    if (counts[subject] > MAXIMUM_OWN_RULES) {
      tell("", counts[subject], { es: `${MAXIMUM_OWN_RULES} reglas propias por registro como mucho`, en: `${MAXIMUM_OWN_RULES} own rules of a record at most` })
    }
  }
}
