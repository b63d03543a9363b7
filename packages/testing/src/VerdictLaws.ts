/** The laws about records and what is said of them. */
import type * as Policy from "@crm-procedure/core/policy/Policy"
import type { RuleEffect, Subject } from "@crm-procedure/core/policy/Rule"
import * as fc from "fast-check"
import * as Judged from "./Judged.ts"
import * as Law from "./Law.ts"

const subjects: ReadonlyArray<Subject> = ["prospect", "activity"]

const recordsOf = (judged: Judged.Judged, subject: Subject): ReadonlyArray<Judged.JudgedRecord> => subject === "prospect" ? judged.prospects : judged.activities

/** A policy with the effects of one subject's rules changed, in every brand's profile too. */
const withEffects = (policy: Policy.Policy, subject: Subject, change: (code: string, effect: RuleEffect) => RuleEffect): Policy.Policy => {
  const changed = (effects: Readonly<Record<string, RuleEffect>>): Readonly<Record<string, RuleEffect>> =>
    Object.fromEntries(Object.entries(effects).map(([code, effect]) => [code, change(code, effect)]))
  return {
    ...policy,
    effects: { ...policy.effects, [subject]: changed(policy.effects[subject]) },
    brands: new Map([...policy.brands].map(([brandId, profile]) => [
      brandId,
      { ...profile, rules: { ...profile.rules, [subject]: changed(profile.rules?.[subject] ?? {}) } }
    ]))
  }
}

export const order: Law.Law = Law.declare(
  "order",
  { es: "El orden de los registros no cambia ningún resultado", en: "The order of the records changes no result" },
  "GC-PRO-05, Indicadores",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject), fc.nat(), async ({ month, policy }, number) => {
      const judged = await subject.implementation(month, policy)
      const shuffled = await subject.implementation(Law.withLists(month, (list) => Law.reordered(list, number)), policy)
      const differs = Judged.difference(shuffled, judged)
      if (differs !== undefined) broken(`in another order, ${differs}`)
    })
)

export const idempotence: Law.Law = Law.declare(
  "idempotence",
  { es: "Importar dos veces los mismos registros no cambia nada", en: "Importing the same records twice changes nothing" },
  "GC-PRO-05, Indicadores; docs/guides/importing.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject), fc.boolean(), async ({ month, policy }, eachAtOnce) => {
      const judged = await subject.implementation(month, policy)
      const twice = Law.withLists(month, (list) => eachAtOnce ? list.flatMap((record) => [record, record]) : [...list, ...list])
      const differs = Judged.difference(await subject.implementation(twice, policy), judged)
      if (differs !== undefined) broken(`after a second import, ${differs}`)
    })
)

/** Whether a verdict is what its reasons make it. */
const explains = ({ reasons, verdict }: Judged.JudgedRecord): boolean =>
  verdict === (reasons.length === 0 ? "valid" : reasons.some(({ outcome }) => outcome === "fails") ? "invalid" : "pending")

/**
 * Who is undecided because of calls: an open conclusion and nothing else. Its rule can't be run alone, since the others
 * decide who may be selected.
 */
const isOpen = (judged: Judged.Judged, subject: Subject, id: string): boolean =>
  (subject === "prospect" ? judged.prospectConclusions : judged.activityConclusions).some((one) => one.id === id && one.conclusion === "open")

const isInOrder = (codes: ReadonlyArray<string>, ruleCodes: ReadonlyArray<string>): boolean =>
  codes.every((code, place) => place === 0 || ruleCodes.indexOf(codes[place - 1] as string) < ruleCodes.indexOf(code))

export const explanation: Law.Law = Law.declare(
  "explanation",
  {
    es: "Un veredicto es válido exactamente cuando no tiene razones; la regla de cada razón, sola, dice lo mismo",
    en: "A verdict is valid exactly when it has no reasons; each reason's rule, run alone, says the same"
  },
  "GC-PRO-05, Requisitos; docs/policy.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject, { prospects: { max: 6 }, activities: { max: 7 } }), async ({ month, policy }) => {
      const judged = await subject.implementation(month, policy)
      for (const kind of subjects) {
        const records = recordsOf(judged, kind)
        const rules = (kind === "prospect" ? policy.prospectRules : policy.activityRules).map(({ code }) => code)
        for (const record of records) {
          const codes = record.reasons.map(({ code }) => code)
          if (!explains(record)) broken(`${kind} ${record.id} is ${record.verdict} with the reasons [${codes.join(", ")}]`)
          if (!isInOrder(codes, rules) || !isInOrder(record.warnings, rules)) broken(`${kind} ${record.id}: [${codes.join(", ")}] and [${record.warnings.join(", ")}] are not in the order of the rules`)
        }
        for (const code of new Set(records.flatMap(({ reasons }) => reasons.map((reason) => reason.code)))) {
          const given = records.filter(({ reasons }) => reasons.some((reason) => reason.code === code))
          const outcomeOf = (record: Judged.JudgedRecord | undefined) => record?.reasons.find((reason) => reason.code === code)?.outcome
          if (code === "verification-pending") {
            const wrong = given.find(({ id }) => !isOpen(judged, kind, id))
            if (wrong !== undefined) broken(`${kind} ${wrong.id} is undecided for ${code}, and its verification is not open`)
            continue
          }
          const alone = await subject.implementation(month, withEffects(policy, kind, (other, effect) => other === code ? effect : "off"))
          const aloneById = new Map(recordsOf(alone, kind).map((record) => [record.id, record]))
          for (const record of given) {
            const found = outcomeOf(aloneById.get(record.id))
            if (found !== outcomeOf(record)) broken(`${kind} ${record.id}: ${code} ${outcomeOf(record)}, and alone ${found ?? "holds"}`)
          }
        }
      }
    })
)

/** The rules that follow other verdicts, so that switching another rule off may change what they say. */
const followers: Readonly<Record<Subject, ReadonlyArray<string>>> = {
  prospect: ["verification-failed", "verification-unreachable", "verification-pending"],
  activity: ["prospect-invalid", "attention-denied", "verification-pending"]
}

const saidBy = (record: Judged.JudgedRecord, but: ReadonlyArray<string>): string =>
  JSON.stringify([
    record.reasons.filter(({ code }) => !but.includes(code)).map(({ code, outcome }) => `${code} ${outcome}`),
    record.warnings.filter((code) => !but.includes(code))
  ])

export const independence: Law.Law = Law.declare(
  "independence",
  {
    es: "Apagar una regla quita sus razones y ninguna otra, salvo las de reglas que siguen a otros veredictos",
    en: "Switching off a rule removes its reasons and no other's, but for the rules that follow other verdicts"
  },
  "GC-PRO-05, Requisitos; docs/policy.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject), fc.nat({ max: 999 }), async ({ month, policy }, pick) => {
      const judged = await subject.implementation(month, policy)
      // Prefer a rule that spoke: a rule that holds everywhere proves little.
      const spoken = subjects.flatMap((kind) => [...new Set(recordsOf(judged, kind).flatMap(({ reasons, warnings }) => [...reasons.map(({ code }) => code), ...warnings]))].map((code) => [kind, code] as const))
      const rules = [...policy.prospectRules, ...policy.activityRules].map(({ code, subject }) => [subject, code] as const)
      const candidates = pick % 4 === 0 || spoken.length === 0 ? rules : spoken
      const [kind, switched] = candidates[Math.floor(pick / 4) % candidates.length] as readonly [Subject, string]
      const without = await subject.implementation(month, withEffects(policy, kind, (code, effect) => code === switched ? "off" : effect))
      for (const other of subjects) {
        const but = other === kind ? [switched, ...followers[other]] : followers[other]
        const before = recordsOf(judged, other)
        recordsOf(without, other).forEach((record, place) => {
          const [found, expected] = [saidBy(record, but), saidBy(before[place] as Judged.JudgedRecord, but)]
          if (found !== expected) broken(`without ${switched}, ${other} ${record.id} has ${found}; with it, ${expected}`)
          if (other === kind && (record.reasons.some(({ code }) => code === switched) || record.warnings.includes(switched))) {
            broken(`${other} ${record.id} has ${switched}, which is switched off`)
          }
        })
      }
    })
)

export const all: ReadonlyArray<Law.Law> = [order, idempotence, explanation, independence]
