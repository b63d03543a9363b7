/** Serves editions of the policy: drafting, approving, withdrawing and comparing them. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as PolicyDocument from "@crm-procedure/core/policy/PolicyDocument"
import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
import type { Edition as EditionInForce } from "@crm-procedure/core/service/CrmProcedure"
import * as Policies from "@crm-procedure/core/service/Policies"
import * as Effect from "effect/Effect"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as Page from "../request/Cursor.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as NewId from "../request/NewId.ts"
import * as Question from "../request/Question.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import * as Compared from "../scorecards/Compared.ts"
import { type Edition, type EditionSummary, PolicyApproval, PolicyToCompare, PolicyToDraft, PolicyWithdrawal } from "./PolicyEndpoints.ts"

const personOf = ({ caller, identity: { employeeId, role } }: HandlerContext.Visit): Policies.Person => ({ role, employeeId, with: caller.keyId })

const summaryOf = (edition: PolicyEdition.PolicyEdition, visit: HandlerContext.Visit, spans: ReturnType<typeof PolicyEdition.spans>): typeof EditionSummary.Type => {
  const { approval, comment, draftedAt, draftedBy, editionId, spec, withdrawal } = edition
  const at = (instant: Calendar.Instant): string => Calendar.formatInstant(visit.zone, instant)
  const holds = spans.get(editionId)
  return present({
    id: editionId,
    name: spec.name ?? Policy.DEFAULT_NAME,
    state: PolicyEdition.stateOf(edition),
    comment,
    draftedAt: at(draftedAt),
    draftedBy,
    own: Policies.isAuthor(personOf(visit), edition),
    approval: approval === undefined ? undefined : { ...approval, at: at(approval.at) },
    withdrawal: withdrawal === undefined ? undefined : present({ ...withdrawal, at: at(withdrawal.at) }),
    holds: holds === undefined ? undefined : present(holds)
  })
}

const readDraft = Body.decode(PolicyToDraft)
const readFile = Body.decode(PolicyToCompare)
const readApproval = Body.decode(PolicyApproval)
const readWithdrawal = Body.decode(PolicyWithdrawal)

/** The faults of a policy file, where they lie in the body. A policy holds no personal data. */
const faultsInBody = ({ faults }: Policy.BadPolicy) => Refusing.invalidSettings(faults.map(({ expected, pointer }) => ({ pointer: `/policy${pointer}`, expected })))

export const layer = HttpApiBuilder.group(Api, "policies", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const { crm, records } = context
  const random = yield* SecureRandom.SecureRandom

  /** The edition by which a month of a dealership is judged. */
  const judgedBy = (dealership: string, period: Calendar.Period) => Effect.map(crm.editionsOf(dealership), (inForceIn): EditionInForce => inForceIn(period))

  /** What an edition says in this release: a parameter that came later has its default. */
  const saidBy = (edition: PolicyEdition.PolicyEdition, { policy, procedure }: EditionInForce) =>
    Effect.map(Effect.fromResult(PolicyEdition.policyOf(edition, { policy, procedures: [procedure] })), PolicyEdition.specOf)

  const editionIn = (all: ReadonlyArray<PolicyEdition.PolicyEdition>, id: string) => {
    const found = all.find(({ editionId }) => editionId === id)
    return found === undefined ? Effect.fail(Refusing.notFound()) : Effect.succeed(found)
  }

  /** A stored edition, the one that it is compared with, and what both say. */
  const compared = Effect.fnUntraced(function*({ dealership, now }: HandlerContext.Visit, id: string, against?: string) {
    const all = yield* records.policyEditions(dealership)
    const edition = yield* editionIn(all, id)
    const running = Policies.runningPeriod(now)
    const before = edition.approval === undefined ? running : Calendar.previousPeriod(edition.approval.from)
    const follows = yield* judgedBy(dealership, before)
    const other = against === undefined ? PolicyEdition.inForce(all, before) : yield* editionIn(all, against)
    const spec = yield* saidBy(edition, follows)
    const otherSpec = other === undefined ? PolicyEdition.specOf(follows.policy) : yield* saidBy(other, follows)
    return { all, edition, follows, spec, against: other?.editionId ?? null, differences: PolicyEdition.differences(otherSpec, spec) }
  })

  const editionOf = Effect.fnUntraced(function*(visit: HandlerContext.Visit, id: string, other?: string) {
    const { against, all, differences, edition, spec } = yield* compared(visit, id, other)
    const shown: typeof Edition.Type = { ...summaryOf(edition, visit, PolicyEdition.spans(all)), policy: { ...spec }, against, differences: Compared.differencesOf(differences) }
    return shown
  })

  const printed = Effect.fnUntraced(function*(visit: HandlerContext.Visit, id: string) {
    const { differences, edition, follows: { policy: ground, procedure } } = yield* compared(visit, id)
    const { brands, employees } = yield* records.directory(visit.dealership)
    const policy = yield* Effect.fromResult(PolicyEdition.policyOf(edition, { policy: ground, procedures: [procedure] }))
    const { approval, comment, draftedAt, draftedBy, withdrawal } = edition
    const signed = (by: string, at: Calendar.Instant): string => `${employees.find(({ employeeId }) => employeeId === by)?.name ?? by}, ${Calendar.formatToSecond(visit.zone, at).slice(0, 16).replace("T", " ")}`
    return PolicyDocument.toHtml({
      policy,
      company: policy.company?.name ?? procedure.company,
      comment,
      differences,
      brandNames: new Map(brands.map(({ brandId, name }) => [brandId, name])),
      facts: [
        ["EDICIÓN:", id],
        ["REDACTADA:", signed(draftedBy, draftedAt)],
        ...approval === undefined ? [] : [["APROBADA:", signed(approval.by, approval.at)], ["VALE DESDE:", approval.from]] as const,
        ...withdrawal === undefined ? [] : [["RETIRADA:", signed(withdrawal.by, withdrawal.at)]] as const,
        ...PolicyEdition.stateOf(edition) === "draft" ? [["ESTADO:", "Borrador sin aprobar"]] as const : []
      ]
    })
  })

  /** What a policy would change in a month. */
  const effectOf = Effect.fnUntraced(function*({ dealership, now, zone }: HandlerContext.Visit, spec: PolicyEdition.Spec, period = Policies.runningPeriod(now)) {
    const { policy, procedure } = yield* judgedBy(dealership, period)
    const other = yield* Effect.fromResult(PolicyEdition.policyOf({ spec }, { policy, procedures: [procedure] }))
    return Compared.answerOf(yield* crm.whatIf({ dealership, period, asOf: now }, other), period, now, zone)
  })

  const effectOfFile = Effect.fnUntraced(function*(visit: HandlerContext.Visit, file: unknown, period?: Calendar.Period) {
    const { policy, procedure } = yield* judgedBy(visit.dealership, Policies.runningPeriod(visit.now))
    return yield* effectOf(visit, yield* Policies.drafted(file, policy, procedure), period)
  })

  return handlers
    .handle("editions", ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        const after = yield* Page.parse(query.cursor, ["number", "string"])
        const all = yield* records.policyEditions(visit.dealership)
        const asked = all.filter((edition) => query.state === undefined || PolicyEdition.stateOf(edition) === query.state).toReversed()
        const behind = after === undefined ? asked : asked.slice(asked.findIndex(({ draftedAt, editionId }) => draftedAt === after[0] && editionId === after[1]) + 1)
        const items = behind.slice(0, query.limit ?? Page.DEFAULT_LIMIT)
        const last = behind.length > items.length ? items.at(-1) : undefined
        const spans = PolicyEdition.spans(all)
        const period = Policies.runningPeriod(visit.now)
        return {
          items: items.map((edition) => summaryOf(edition, visit, spans)),
          nextCursor: last === undefined ? null : Page.cursorOf([last.draftedAt, last.editionId]),
          period,
          inForce: PolicyEdition.inForce(all, period)?.editionId ?? null,
          policy: { ...PolicyEdition.specOf((yield* judgedBy(visit.dealership, period)).policy) }
        }
      })))
    .handle("edition", ({ params: { id }, query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        return yield* editionOf(yield* HandlerContext.visit(context), id, query.against)
      })))
    .handle("document", ({ params: { id } }) =>
      HandlerContext.serve(Effect.gen(function*() {
        return HttpServerResponse.text(yield* printed(yield* HandlerContext.visit(context), id), { contentType: "text/html; charset=utf-8" })
      })))
    .handle("editionEffect", ({ params: { id }, query: { period } }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const visit = yield* HandlerContext.visit(context)
        return yield* effectOf(visit, (yield* editionIn(yield* records.policyEditions(visit.dealership), id)).spec, period)
      })))
    .handleRaw("effect", (given) => Question.json(
      context,
      given,
      readFile,
      ({ policy }, visit, { query: { period } }) => Effect.catchTag(effectOfFile(visit, policy, period), "BadPolicy", (bad) => Effect.fail(faultsInBody(bad)))
    ))
    .handleRaw("draft", (given) => Write.json(
      context,
      given,
      // The effect is counted before the change that stores the draft: it may judge a month for seconds.
      (body, visit) =>
        Effect.flatMap(readDraft(body), (asked) =>
          Effect.map(Effect.catchTag(effectOfFile(visit, asked.policy), "BadPolicy", (bad) => Effect.fail(faultsInBody(bad))), (effect) => ({ ...asked, effect }))),
      Effect.fnUntraced(function*({ comment, effect, policy: file, replaces }, visit, { request }) {
        const { dealership, now } = visit
        const editionId = yield* NewId.of(random, visit, request)
        yield* crm.draftPolicy({ dealership, editionId, by: personOf(visit), now, file, comment, replaces })
        return { status: 201, body: { edition: yield* editionOf(visit, editionId), effect } }
      })
    ))
    .handleRaw("approve", (given) => Write.json(
      context,
      given,
      readApproval,
      Effect.fnUntraced(function*({ from }, visit, { params: { id } }) {
        yield* crm.approvePolicy({ dealership: visit.dealership, editionId: id, by: personOf(visit), now: visit.now, from })
        return { status: 200, body: yield* editionOf(visit, id) }
      })
    ))
    .handleRaw("withdraw", (given) => Write.json(
      context,
      given,
      readWithdrawal,
      Effect.fnUntraced(function*({ reason }, visit, { params: { id } }) {
        yield* crm.withdrawPolicy({ dealership: visit.dealership, editionId: id, by: personOf(visit), now: visit.now, reason })
        return { status: 200, body: yield* editionOf(visit, id) }
      })
    ))
}))
