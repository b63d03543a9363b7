/** Serves prospects and activities: it stores them one by one with their verdicts, and lists them. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Fault, Field } from "@crm-procedure/core/records/Field"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import type * as Records from "@crm-procedure/core/register/Records"
import type { Registered } from "@crm-procedure/core/register/Registered"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import { Api } from "../Api.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Precondition from "../request/Precondition.ts"
import * as Refusing from "../request/Refusing.ts"
import * as Write from "../request/Write.ts"
import * as Encoding from "../request/Encoding.ts"
import { ListPrinter } from "../lists/ListPrinter.ts"
import * as RecordList from "./RecordList.ts"
import type { BeyondRole, Invalid, PreconditionFailed } from "../Problem.ts"

/** Why a record is not replaced. */
type PutRefusal = BeyondRole | PreconditionFailed | Records.RecordsError

/** What a `PUT` of a record gives. */
interface Put {
  readonly params: { readonly id: string }
  readonly request: HttpServerRequest
}

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
    decide: (before: Records.Stored<R> | undefined) => Effect.Effect<R, PutRefusal>,
    now: Calendar.Instant
  ) => Effect.Effect<Registered<R>, PutRefusal>
  /** The place of a record that comes. */
  readonly placeOf: (context: HandlerContext.HandlerContext, dealership: string, record: R) => Effect.Effect<Access.Place, Records.RecordsError>
}

const prospects: Kind<Prospect.Prospect> = {
  subject: "prospect",
  fields: Prospect.fields,
  faults: Prospect.faults,
  idName: "prospectId",
  find: ({ records }, dealership, id) => records.prospect(dealership, id),
  update: ({ crm }, ...update) => crm.updateProspect(...update),
  placeOf: (_context, _dealership, record) => Effect.succeed(record)
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
const recordOf = <R extends object>(kind: Kind<R>, id: string, body: unknown, reading: Reading.Reading): Effect.Effect<R, Invalid> => {
  if (!HandlerContext.isId(id)) {
    return Effect.fail(Refusing.invalid({ in: "path", pointer: "/id", expected: HandlerContext.anId }))
  }
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body)
  const given = isObject ? (body as Readonly<Record<string, unknown>>)[kind.idName] : undefined
  if (given !== undefined && given !== null && (typeof given !== "string" || given.trim() !== id)) {
    return Effect.fail(Refusing.invalid({ in: "body", pointer: `/${kind.idName}`, expected: { es: "el identificador de la ruta, o nada", en: "the id of the path, or nothing" } }))
  }
  const read = RecordReader.read(kind.fields, isObject ? { ...body, [kind.idName]: id } : body, reading, kind.faults)
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
const put = <R extends object>(context: HandlerContext.HandlerContext, kind: Kind<R>) => (given: Put) =>
  Write.json(
    context,
    given,
    Effect.succeed,
    Effect.fnUntraced(function*(body, visit, { params, request }) {
      const { dealership, identity, now, zone } = visit
      // The policy lists words that the record is read with. It is read in the change that stores the record.
      const record = yield* recordOf(kind, params.id, body, yield* HandlerContext.readingOf(context, visit))
      const mayReplace = Effect.fnUntraced(function*(before: Records.Stored<R> | undefined): Effect.fn.Return<R, PutRefusal> {
        if (identity.role === "integration") {
          const isWithin = yield* HandlerContext.viewOf(context, identity)
          const place = yield* kind.placeOf(context, dealership, record)
          if (isWithin !== undefined && !(isWithin(place) && (before === undefined || isWithin(before.storedVerdict)))) return yield* notYourBrand()
        }
        yield* Precondition.mustHold(request, before?.revision)
        return record
      })
      const { explanation, put, stored } = yield* kind.update(context, dealership, params.id, mayReplace, now)
      const isLate = yield* HandlerContext.latenessOf(context, dealership, [stored])
      return {
        status: put === "added" ? 201 : 200,
        headers: { etag: Precondition.etagOf(stored.revision) },
        body: Encoding.storedVerdict(params.id, stored, explanation, zone, isLate(stored))
      }
    })
  )

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
  const { parameters } = (yield* context.crm.editionsOf(dealership))(Calendar.periodOf(zone, now)).policy
  const reopenedAt = Verification.reopenedBy(reopenings, now)("prospect", id)
  return selections.length + calls.length > 0 && prospect.erasedAt === undefined &&
    Verification.conclude(calls, prospect.advisorId, now, zone, parameters, reopenedAt) === "open"
})

/** A record within the caller's view; any other is not found. */
const visible = <R extends object>(context: HandlerContext.HandlerContext, kind: Kind<R>, visit: HandlerContext.Visit, id: string, isInQueue: (record: R) => Effect.Effect<boolean, Records.RecordsError>) =>
  Effect.gen(function*() {
    if (!HandlerContext.isId(id)) return yield* Refusing.notFound()
    const found = yield* storedOf(context, kind, visit.dealership, id, visit.now)
    const isWithin = yield* HandlerContext.viewOf(context, visit.identity)
    if (isWithin !== undefined && !isWithin(found.stored.storedVerdict)) {
      if (visit.identity.role !== "crm-agent" || !(yield* isInQueue(found.stored.record))) return yield* Refusing.notFound()
    }
    return found
  })

/** The cells of a record's row that no field takes, where it has any. */
const unknownCells = ({ intakeStore }: HandlerContext.HandlerContext, dealership: string, kind: "prospects" | "activities", id: string) =>
  Effect.map(intakeStore.cellsOf(dealership, kind, id), (cells) => Object.keys(cells).length === 0 ? {} : { unknownCells: cells })

export const layer = HttpApiBuilder.group(Api, "records", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const printer = yield* ListPrinter
  return handlers
    .handleRaw("putProspect", put(context, prospects))
    .handleRaw("putActivity", put(context, activities))
    .handleAll({
      prospect: ({ params }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { explanation, stored } = yield* visible(context, prospects, visit, params.id, (record) => isInQueue(context, visit, record))
          return HttpApiSchema.withHeaders({
            body: {
              ...Encoding.storedProspect(stored, explanation, visit.zone, (yield* HandlerContext.latenessOf(context, visit.dealership, [stored]))(stored)),
              ...yield* unknownCells(context, visit.dealership, "prospects", stored.record.prospectId)
            },
            headers: { etag: Precondition.etagOf(stored.revision) }
          })
        })),
      activity: ({ params }) =>
        HandlerContext.serve(Effect.gen(function*() {
          const visit = yield* HandlerContext.visit(context)
          const { explanation, stored } = yield* visible(context, activities, visit, params.id, () => Effect.succeed(false))
          return HttpApiSchema.withHeaders({
            body: {
              ...Encoding.storedActivity(stored, explanation, visit.zone, (yield* HandlerContext.latenessOf(context, visit.dealership, [stored]))(stored)),
              ...yield* unknownCells(context, visit.dealership, "activities", stored.record.activityId)
            },
            headers: { etag: Precondition.etagOf(stored.revision) }
          })
        })),
      prospects: (given) => HandlerContext.serve(RecordList.prospects(context, printer, given)),
      activities: (given) => HandlerContext.serve(RecordList.activities(context, printer, given))
    })
}))
