/** Serves prospects and activities: stored one by one with their verdicts, and listed. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Fault, Field } from "@crm-procedure/core/records/Field"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import type * as Records from "@crm-procedure/core/register/Records"
import type { Registered } from "@crm-procedure/core/register/Registered"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import { HttpApiBuilder, HttpApiSchema } from "effect/http-api"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import type { Failure } from "../request/Failure.ts"
import * as Page from "../request/Cursor.ts"
import * as Precondition from "../request/Precondition.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Idempotency from "../request/Idempotency.ts"
import * as Encoding from "../request/Encoding.ts"
import type { Problem } from "../Problem.ts"

/** One of the two kinds of records. */
interface Kind<R extends object> {
  readonly subject: Subject
  readonly fields: ReadonlyArray<Field>
  readonly faults: (record: R) => ReadonlyArray<Fault>
  readonly idName: string
  readonly find: (context: HandlerContext.HandlerContext, dealership: string, id: string) => Effect.Effect<Option.Option<Records.Stored<R>>, Records.RecordsError>
  readonly update: (
    context: HandlerContext.HandlerContext,
    dealership: string,
    id: string,
    decide: (before: Records.Stored<R> | undefined) => Effect.Effect<R, Failure>,
    now: Calendar.Instant
  ) => Effect.Effect<Registered<R>, Failure>
  /** Where a record that comes would belong. */
  readonly placeOf: (context: HandlerContext.HandlerContext, dealership: string, record: R) => Effect.Effect<Access.Place, Records.RecordsError>
}

const prospects: Kind<Prospect.Prospect> = {
  subject: "prospect",
  fields: Prospect.fields,
  faults: Prospect.faults,
  idName: "prospectId",
  find: ({ records }, dealership, id) => records.prospect(dealership, id),
  update: ({ crm }, ...update) => crm.updateProspect(...update),
  placeOf: (_desk, _dealership, record) => Effect.succeed(record)
}

const activities: Kind<Activity.Activity> = {
  subject: "activity",
  fields: Activity.fields,
  faults: Activity.faults,
  idName: "activityId",
  find: ({ records }, dealership, id) => records.activity(dealership, id),
  update: ({ crm }, ...update) => crm.updateActivity(...update),
  placeOf: ({ records }, dealership, { advisorId, prospectId }) =>
    Effect.map(records.prospect(dealership, prospectId), (found) => ({ ...Option.getOrUndefined(found)?.record, advisorId }))
}

/** The record of a body, with the path's id. */
const recordOf = <R extends object>(kind: Kind<R>, id: string, body: unknown, zone: Calendar.Zone): Effect.Effect<R, Problem> => {
  if (!HandlerContext.isId(id)) {
    return Effect.fail(Refusing.invalid({ in: "path", pointer: "/id", expected: { es: "un identificador de 1 a 64 caracteres", en: "an id of 1 to 64 characters" } }))
  }
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body)
  const given = isObject ? (body as Readonly<Record<string, unknown>>)[kind.idName] : undefined
  if (given !== undefined && given !== null && (typeof given !== "string" || given.trim() !== id)) {
    return Effect.fail(Refusing.invalid({ in: "body", pointer: `/${kind.idName}`, expected: { es: "el identificador de la ruta, o nada", en: "the id of the path, or nothing" } }))
  }
  const read = RecordReader.read(kind.fields, isObject ? { ...body, [kind.idName]: id } : body, zone, kind.faults)
  return read.faults === undefined
    ? Effect.succeed(read.record)
    : Effect.fail(Refusing.invalid(...read.faults.map(({ expected, pointer }) => ({ in: "body" as const, pointer, expected }))))
}

const notYourBrand = () =>
  Refusing.beyondRole({
    es: "Esta llave escribe registros de sus marcas: una actividad, de un prospecto registrado de ellas.",
    en: "This key writes records of its brands: an activity, of a registered prospect of theirs."
  })

/** Stores a record and answers its verdict. */
const put = <R extends object>(context: HandlerContext.HandlerContext, kind: Kind<R>) => ({ params, request }: { readonly params: { readonly id: string }; readonly request: HttpServerRequest }) =>
  HandlerContext.serve(Effect.gen(function*() {
    const visit = yield* HandlerContext.visit(context)
    const { dealership, identity, now, zone } = visit
    yield* Body.negotiate(request, ["application/json"])
    const bytes = yield* Body.read(request, context.limits)
    const record = yield* recordOf(kind, params.id, yield* Body.parse(bytes), zone)
    const mayReplace = Effect.fnUntraced(function*(before: Records.Stored<R> | undefined): Effect.fn.Return<R, Failure> {
      if (identity.role === "integration") {
        const isWithin = yield* HandlerContext.viewOf(context, identity)
        const place = yield* kind.placeOf(context, dealership, record)
        if (isWithin !== undefined && !(isWithin(place) && (before === undefined || isWithin(before.storedVerdict)))) return yield* notYourBrand()
      }
      yield* Precondition.mustHold(request, before?.revision)
      return record
    })
    const write = Effect.gen(function*() {
      const { explanation, put, stored } = yield* kind.update(context, dealership, params.id, mayReplace, now)
      const isLate = yield* HandlerContext.latenessOf(context, dealership)
      return {
        status: put === "added" ? 201 : 200,
        headers: { etag: Precondition.etagOf(stored.revision) },
        body: Encoding.storedVerdict(params.id, stored, explanation, zone, isLate(stored))
      }
    })
    return yield* Idempotency.once(context, visit, request, bytes, write)
  }))

/** A stored record with everything that explains its verdict. */
const storedOf = <R extends object>(context: HandlerContext.HandlerContext, kind: Kind<R>, dealership: string, id: string, now: Calendar.Instant) =>
  Effect.gen(function*() {
    const stored = Option.getOrUndefined(yield* kind.find(context, dealership, id))
    if (stored === undefined) return yield* Refusing.notFound()
    return { stored, explanation: yield* context.crm.verdict(dealership, kind.subject, id, now) }
  })

/** Whether a prospect is in the verification queue: selected or called before, and not concluded. */
const isInQueue = Effect.fnUntraced(function*(context: HandlerContext.HandlerContext, { dealership, now, zone }: HandlerContext.Visit, { prospectId: id, ...prospect }: Prospect.Prospect) {
  const subjects: ReadonlyArray<Records.SubjectKey> = [{ type: "prospect", id }]
  const [selections, calls, reopenings] = yield* Effect.all([
    context.records.selections(dealership, subjects),
    context.records.calls(dealership, subjects),
    context.records.reopenings(dealership, subjects)
  ])
  const { parameters } = context.crm.editionOf(Calendar.periodOf(zone, now)).policy
  const reopenedAt = Verification.reopenedBy(reopenings, now)("prospect", id)
  return selections.length + calls.length > 0 && prospect.erasedAt === undefined &&
    Verification.conclude(calls, prospect.advisorId, now, zone, parameters, reopenedAt) === "open"
})

/** A record that whoever asks may see; whatever else is not there. */
const visible = <R extends object>(context: HandlerContext.HandlerContext, kind: Kind<R>, visit: HandlerContext.Visit, id: string, isInQueue: (record: R) => Effect.Effect<boolean, Failure>) =>
  Effect.gen(function*() {
    if (!HandlerContext.isId(id)) return yield* Refusing.notFound()
    const found = yield* storedOf(context, kind, visit.dealership, id, visit.now)
    const isWithin = yield* HandlerContext.viewOf(context, visit.identity)
    if (isWithin !== undefined && !isWithin(found.stored.storedVerdict)) {
      if (visit.identity.role !== "crm-agent" || !(yield* isInQueue(found.stored.record))) return yield* Refusing.notFound()
    }
    return found
  })

interface ListQuery {
  readonly period?: string | undefined
  readonly advisor?: string | undefined
  readonly branch?: string | undefined
  readonly brand?: string | undefined
  readonly verdict?: string | undefined
  readonly reason?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** A page of the records that a query asks for, of those that whoever asks may see. */
const list = <R extends object>(
  context: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  query: ListQuery,
  period: string | undefined,
  all: Stream.Stream<Records.Stored<R>, Records.RecordsError>,
  idOf: (record: R) => string
) =>
  Effect.gen(function*() {
    const after = yield* Page.parse(query.cursor, ["string"])
    const isWithin = yield* HandlerContext.viewOf(context, visit.identity)
    const first = new Page.FirstBehind<Records.Stored<R>>(({ record }) => idOf(record), after?.[0], query.limit ?? Page.DEFAULT_LIMIT)
    const isAskedFor = ({ storedVerdict }: Records.Stored<R>): boolean =>
      (period === undefined || storedVerdict.period === period) &&
      (query.advisor === undefined || storedVerdict.advisorId === query.advisor) &&
      (query.branch === undefined || storedVerdict.branchId === query.branch) &&
      (query.brand === undefined || storedVerdict.brandId === query.brand) &&
      (query.verdict === undefined || storedVerdict.verdict === query.verdict) &&
      (query.reason === undefined || storedVerdict.reasons.includes(query.reason) || storedVerdict.warnings.includes(query.reason)) &&
      (isWithin === undefined || isWithin(storedVerdict))
    yield* Stream.runForEachArray(all, (some) =>
      Effect.sync(() => {
        for (const stored of some) if (isAskedFor(stored)) first.offer(stored)
      }))
    const { items, last } = first.page
    return { items, nextCursor: last === undefined ? null : Page.cursorOf([last]) }
  })

export const layer = HttpApiBuilder.group(Api, "records", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const currentPeriod = ({ now, zone }: HandlerContext.Visit) => Calendar.periodOf(zone, now)
  return handlers
    .handleRaw("putProspect", put(context, prospects))
    .handleRaw("putActivity", put(context, activities))
    .handleAll({
      prospect: ({ params }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { explanation, stored } = yield* visible(context, prospects, visit, params.id, (record) => isInQueue(context, visit, record))
          return HttpApiSchema.withHeaders({
            body: Encoding.storedProspect(stored, explanation, visit.zone, (yield* HandlerContext.latenessOf(context, visit.dealership))(stored)),
            headers: { etag: Precondition.etagOf(stored.revision) }
          })
        })),
      activity: ({ params }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { explanation, stored } = yield* visible(context, activities, visit, params.id, () => Effect.succeed(false))
          return HttpApiSchema.withHeaders({
            body: Encoding.storedActivity(stored, explanation, visit.zone, (yield* HandlerContext.latenessOf(context, visit.dealership))(stored)),
            headers: { etag: Precondition.etagOf(stored.revision) }
          })
        })),
      prospects: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const page = yield* list(context, visit, query, query.period ?? currentPeriod(visit), context.records.prospects(visit.dealership, query.period ?? currentPeriod(visit)), ({ prospectId }) => prospectId)
          const isLate = yield* HandlerContext.latenessOf(context, visit.dealership)
          return { ...page, items: page.items.map((stored) => Encoding.listedProspect(stored, visit.zone, isLate(stored))) }
        })),
      activities: ({ query }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { prospect } = query
          const period = query.period ?? (prospect === undefined ? currentPeriod(visit) : undefined)
          const all = prospect === undefined
            ? context.records.activities(visit.dealership, period)
            : Stream.fromIterableEffect(context.records.activitiesLike(visit.dealership, [{ matchKey: "prospect", value: prospect }]))
          const page = yield* list(context, visit, query, period, all, ({ activityId }) => activityId)
          const isLate = yield* HandlerContext.latenessOf(context, visit.dealership)
          return { ...page, items: page.items.map((stored) => Encoding.listedActivity(stored, visit.zone, isLate(stored))) }
        }))
    })
}))
