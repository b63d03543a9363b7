/** Serves the procedure in force, the caller's identity, and the directory's names. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Edition } from "@crm-procedure/core/service/CrmProcedure"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as Parameters from "@crm-procedure/core/policy/Parameter"
import { meanings } from "@crm-procedure/core/policy/ParameterMeaning"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Procedures from "@crm-procedure/core/policy/Procedure"
import * as ProcedureDocument from "@crm-procedure/core/policy/ProcedureDocument"
import type * as CoreRule from "@crm-procedure/core/policy/Rule"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "../Api.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import { present } from "../request/Encoding.ts"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import type * as ProcedureEndpoints from "./ProcedureEndpoints.ts"
import type * as Shape from "../Shape.ts"

const clauseOf = ({ id, provenance, text }: Procedures.Clause) => ({ id, text, provenance: present(provenance) })

const ruleOf = (policy: Policy.Policy) => (rule: CoreRule.Rule): typeof ProcedureEndpoints.Rule.Type => ({
  code: rule.code,
  subject: rule.subject,
  serves: rule.serves,
  effect: effectOf(policy, rule),
  title: rule.title,
  message: rule.message({}),
  field: rule.field,
  provenance: present(rule.provenance),
  verifies: rule.verifies,
  waivable: Waivers.isWaivable(rule.subject, rule.code)
})

const effectOf = (policy: Policy.Policy, { code, effect, subject }: CoreRule.Rule): CoreRule.RuleEffect => {
  const effects = policy.effects[subject] as Readonly<Record<string, CoreRule.RuleEffect>>
  return effects[code] ?? effect
}

const inForce = ({ policy, procedure }: Edition, period: Calendar.Period): typeof ProcedureEndpoints.ProcedureInForce.Type => {
  const percent = ({ green, yellow }: { readonly green: number; readonly yellow: number }) => ({ yellow: yellow / 100, green: green / 100 })
  return {
    period,
    procedure: {
      code: procedure.code,
      version: procedure.version,
      title: procedure.title,
      company: procedure.company,
      area: procedure.area,
      effectiveFrom: Calendar.formatDay(procedure.effectiveFrom),
      clauses: Procedures.clauses(procedure).map(clauseOf),
      risks: procedure.risks.map(({ code, control, text }) => ({ code, text, control: clauseOf(control) })),
      indicators: procedure.indicators.map(({ code, name, text }) => ({ code, name, formula: text })),
      annexes: procedure.annexes.map(({ formCode, text }) => ({ formCode, name: text }))
    },
    policy: {
      name: policy.name,
      digest: Policy.digest(policy),
      rules: [...policy.prospectRules, ...policy.activityRules].map(ruleOf(policy)),
      parameters: Parameters.names.map((name) => {
        const { default: byDefault, provenance, scope, unit } = Parameters.parameters[name]
        return { name, value: policy.parameters[name], default: byDefault, perBrand: scope === "brand", unit, meaning: meanings[name], provenance: present(provenance) }
      }),
      thresholds: {
        prospecting: percent(policy.thresholds.prospecting),
        followUp: percent(policy.thresholds.followUp),
        compliance: percent(policy.thresholds.compliance)
      }
    }
  }
}

const printed = ({ policy, procedure: configured }: Edition, format: "html" | "markdown"): HttpServerResponse.HttpServerResponse => {
  const procedure = { ...configured, company: policy.company?.name ?? configured.company }
  const rules = [...policy.prospectRules, ...policy.activityRules].map((rule) => ({ ...rule, effect: effectOf(policy, rule), message: rule.message({}) }))
  return format === "html"
    ? HttpServerResponse.text(ProcedureDocument.toHtml(procedure, { rules }), { contentType: "text/html; charset=utf-8" })
    : HttpServerResponse.text(ProcedureDocument.toMarkdown(procedure, { rules }), { contentType: "text/markdown; charset=utf-8" })
}

/** The format that `Accept` prefers; undefined where it accepts neither. */
const acceptedFormat = (accept: string | undefined): "html" | "markdown" | undefined => {
  if (accept === undefined || /\*\/\*|text\/\*|text\/html/.test(accept)) return "html"
  return accept.includes("text/markdown") ? "markdown" : undefined
}

const shown = (directory: Directory.Directory, identity: Access.Identity, zone: Calendar.Zone, hasDetails: boolean): typeof Shape.DirectoryView.Type => ({
  branches: directory.branches.map(present),
  brands: directory.brands.map(present),
  employees: directory.employees
    .filter(({ employeeId }) => identity.role !== "advisor" || employeeId === identity.employeeId)
    .map(({ activeFrom, activeTo, branchId, brandIds, documentNumber, documentType, email, employeeId, erasedAt, line, name, phone, role }) => present({
      employeeId,
      name,
      role,
      branchId,
      line,
      brandIds,
      activeFrom: Calendar.formatDay(activeFrom),
      activeTo: activeTo === undefined ? undefined : Calendar.formatDay(activeTo),
      erasedAt: erasedAt === undefined ? undefined : Calendar.formatInstant(zone, erasedAt),
      ...(hasDetails ? { phone, email, documentType, documentNumber } : {})
    }))
})

export const layer = HttpApiBuilder.group(Api, "procedure", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const editionAt = ({ dealership, now, zone }: HandlerContext.Visit, period = Calendar.periodOf(zone, now)) =>
    Effect.map(context.crm.editionsOf(dealership), (editionOf) => ({ period, edition: editionOf(period) }))
  return handlers.handleAll({
    procedure: ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { edition, period } = yield* editionAt(yield* HandlerContext.visit(context), query.period)
        return inForce(edition, period)
      })),
    document: ({ query, request }) => HandlerContext.serve(Effect.gen(function*() {
      const { edition } = yield* editionAt(yield* HandlerContext.visit(context), query.period)
      const format = query.format ?? acceptedFormat(request.headers.accept)
      if (format === undefined) return yield* Refusing.refuse("NotAcceptable", { es: "Hay text/html y text/markdown.", en: "There is text/html and text/markdown." })
      return printed(edition, format)
    })),
    me: () =>
      HandlerContext.serve(Effect.gen(function*() {
        const { caller, identity, now, zone } = yield* HandlerContext.visit(context)
        const { branchIds, brandIds, dealership, employeeId, isAdministrator, line, role } = identity
        const user = caller.sessionId === undefined ? undefined : Option.getOrUndefined(yield* context.serviceStore.user(dealership, caller.keyId))
        const directory = yield* context.records.directory(dealership)
        return present({
          dealership,
          role,
          employeeId,
          name: user?.name ?? directory.employees.find((one) => one.employeeId === employeeId)?.name,
          administrator: isAdministrator === true ? true : undefined,
          brandIds,
          branchIds,
          line,
          directs: Access.isManager(identity) ? Access.areasOf(identity, directory, Calendar.localDayOf(zone, now)).map(present) : undefined,
          actions: Access.actions.filter((action) => Access.may(identity, action)),
          zone: zone.name,
          now: Calendar.formatInstant(zone, now)
        })
      })),
    directory: ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, zone } = yield* HandlerContext.visit(context)
        const hasDetails = query.details === "true"
        if (hasDetails && !Access.may(identity, "goals.write")) return yield* Refusing.beyondRole()
        return shown(yield* context.records.directory(dealership), identity, zone, hasDetails)
      }))
  })
}))
