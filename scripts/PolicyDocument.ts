/** docs/policy.md: every rule, parameter and threshold of the default policy, with where each comes from. */
import * as Parameter from "@crm-procedure/core/policy/Parameter"
import { meanings } from "@crm-procedure/core/policy/ParameterMeaning"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Provenance } from "@crm-procedure/core/policy/Procedure"
import type { Rule } from "@crm-procedure/core/policy/Rule"
import { code, generatedNotice, lines, table } from "./MarkdownTable.ts"

const provenanceWritten = ({ kind, reference }: Provenance): string => `${kind}: ${kind === "law" ? reference : code(reference)}`



const ruleTable = (rules: ReadonlyArray<Rule>): string =>
  table(
    ["code", "title", "serves", "effect", "field", "provenance", "clause that it verifies"],
    rules.map((rule) => [
      code(rule.code),
      lines([rule.title.es, `*${rule.title.en}*`]),
      rule.serves,
      rule.effect,
      code(rule.field),
      provenanceWritten(rule.provenance),
      code(rule.verifies)
    ])
  )

/** The notes about the rules' origins. Rules with the same note share it. */
const notes = (rules: ReadonlyArray<Rule>): string => {
  const codesByNote = Map.groupBy(rules.filter(({ provenance }) => provenance.note !== undefined), ({ provenance }) => `${provenanceWritten(provenance)}. ${provenance.note!.en}`)
  return [...codesByNote].map(([note, noted]) => `- ${note} (${noted.map((rule) => code(`${rule.subject}/${rule.code}`)).join(", ")})`).join("\n")
}

/** Opening hours, with days of the same hours together: `monday to friday 08:00-18:00, saturday 08:00-13:00`. */
const weekHoursWritten = (hours: Parameter.WeekHours): string => {
  const days = Parameter.weekdays.map((day) => ({ day, spans: (hours[day] ?? []).join(" and ") }))
  const runs: Array<{ from: string; to: string; spans: string }> = []
  for (const { day, spans } of days) {
    const last = runs.at(-1)
    if (last !== undefined && last.spans === spans) last.to = day
    else runs.push({ from: day, to: day, spans })
  }
  return runs.map(({ from, spans, to }) => `${from === to ? from : `${from} to ${to}`} ${spans === "" ? "closed" : spans}`).join(", ")
}

const valueWritten = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((one) => code(String(one))).join(", ")
  return typeof value === "object" && value !== null ? weekHoursWritten(value as Parameter.WeekHours) : code(String(value))
}

const parameterTable = (): string =>
  table(
    ["parameter", "default", "unit", "may be set by", "accepts", "provenance", "meaning"],
    Parameter.names.map((name) => {
      const parameter: Parameter.Parameter = Parameter.parameters[name]
      return [
        code(name),
        valueWritten(parameter.default),
        parameter.unit.en,
        parameter.scope === "brand" ? "policy, brand" : "policy",
        // A parameter's refusal of no value says what it accepts.
        parameter.check(undefined)?.en ?? "",
        provenanceWritten(parameter.provenance),
        lines([meanings[name].es, `*${meanings[name].en}*`])
      ]
    })
  )

/** The document names the form of the colours and no threshold. All thresholds are ours. */
const thresholdClauses: Readonly<Record<keyof Policy.PolicyThresholds, string>> = {
  prospecting: "GC-PRO-05/indicator/prospecting",
  followUp: "GC-PRO-05/indicator/follow-up",
  compliance: "GC-PRO-05/control/compliance-report"
}

const thresholdTable = (): string =>
  table(
    ["of", "red", "yellow from", "green from", "provenance"],
    (Object.keys(thresholdClauses) as ReadonlyArray<keyof Policy.PolicyThresholds>).map((name) => {
      const { green, yellow } = Policy.gcPro05.thresholds[name]
      return [code(name), "below", `${yellow / 100} %`, `${green / 100} %`, provenanceWritten({ kind: "assumption", reference: thresholdClauses[name] })]
    })
  )

const countsWritten = (provenances: ReadonlyArray<Provenance>): string => {
  const count = (kind: Provenance["kind"]) => provenances.filter((one) => one.kind === kind).length
  return `${count("document")} the document's, ${count("law")} the law's, ${count("assumption")} assumptions`
}

/** The whole document. */
export const generate = (): string => {
  const { activityRules, prospectRules } = Policy.gcPro05
  const rules = [...prospectRules, ...activityRules]
  return `${generatedNotice("core's `RuleMessages`, `Parameter` and `Policy`")}

# The default policy, \`${Policy.DEFAULT_NAME}\`

A policy has rules with their effects, parameters and thresholds. Yours is a JSON or TypeScript value that holds **only what differs** from this
page. A brand's profile may change effects, and the parameters that allow it, for its records. A bad policy is refused when it is made, with every
fault and its JSON pointer. How: [guides/embedding.md](guides/embedding.md).

The **provenance** of a rule or number says where it comes from: \`document\`, the procedure says it; \`law\`, a law says it; \`assumption\`, neither
does, and we chose. Of ${rules.length} rules: ${countsWritten(rules.map(({ provenance }) => provenance))}. Of ${Parameter.names.length} parameters: ${countsWritten(Parameter.names.map((name) => Parameter.parameters[name].provenance))}.
Why so many are assumptions: [decision 3](decisions/0003-what-is-an-assumption.md). Which test verifies which rule: [traceability.md](traceability.md).

A rule serves a risk (**R1** fake customers, **R2** leads not followed up), a brand's platform or sales method (**Q**), or a law (**L**). It
**invalidates** (the record does not count), **warns** (it is pointed out and counts), or is **off**.

## Rules about prospects

${ruleTable(prospectRules)}

## Rules about activities

${ruleTable(activityRules)}

## Notes about their origins

${notes(rules)}

## Thresholds

Compared exactly, by cross-multiplication. A threshold belongs to the better colour. Without a goal the colour is \`none\`.

${thresholdTable()}

## Parameters

${parameterTable()}
`
}
