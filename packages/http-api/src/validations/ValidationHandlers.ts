/** Serves verdicts of records that are not stored: a batch, or a stream of any length in flat memory. */
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Fault, Field } from "@crm-procedure/core/records/Field"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import type * as OrderedValidation from "@crm-procedure/core/register/OrderedValidation"
import type * as Validation from "@crm-procedure/core/register/Validation"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import { Api } from "../Api.ts"
import * as Body from "../request/Body.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as JsonLines from "../request/JsonLines.ts"
import * as KeyBrands from "../access/KeyBrands.ts"
import * as Refusing from "../request/Refusing.ts"
import * as ResultText from "../request/ResultText.ts"
import type { ValidationResult } from "./Judged.ts"
import { NDJSON } from "./ValidationEndpoints.ts"

/** The kind of the records. */
interface Kind<R> {
  readonly subject: Subject
  readonly fields: ReadonlyArray<Field>
  readonly faults: (record: R) => ReadonlyArray<Fault>
  readonly idName: string
  readonly idOf: (record: R) => string
  readonly faultsBeyond: KeyBrands.FaultsBeyond<R>
  readonly judge: (handlerContext: HandlerContext.HandlerContext, asked: Asked, records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<Validation.Judged>, RecordsError>
  readonly inOrder: (
    crm: HandlerContext.HandlerContext["crm"],
    dealership: string,
    given: OrderedValidation.Given
  ) => Effect.Effect<OrderedValidation.OrderedValidation<R>, RecordsError>
}

const validated = ({ crm, directoryAtHand }: HandlerContext.HandlerContext, asked: Asked, records: Validation.ToJudge) =>
  Effect.flatMap(directoryAtHand(asked.dealership), (directory) => crm.validate({ ...asked, ...records, directory }))

const prospects: Kind<Prospect.Prospect> = {
  subject: "prospect",
  fields: Prospect.fields,
  faults: Prospect.faults,
  idName: "prospectId",
  idOf: ({ prospectId }) => prospectId,
  faultsBeyond: KeyBrands.prospectFaults,
  judge: (handlerContext, asked, records) => Effect.map(validated(handlerContext, asked, { prospects: records }), ({ prospects }) => prospects),
  inOrder: (crm, ...given) => crm.validateProspectsInOrder(...given)
}

const activities: Kind<Activity.Activity> = {
  subject: "activity",
  fields: Activity.fields,
  faults: Activity.faults,
  idName: "activityId",
  idOf: ({ activityId }) => activityId,
  faultsBeyond: KeyBrands.activityFaults,
  judge: (handlerContext, asked, records) => Effect.map(validated(handlerContext, asked, { activities: records }), ({ activities }) => activities),
  inOrder: (crm, ...given) => crm.validateActivitiesInOrder(...given)
}

/** What a request asks, beside its records. */
interface Asked {
  readonly dealership: string
  readonly asOf: Calendar.Instant
  readonly context: "stored" | "none"
  /** The brands that the records must be of; undefined: any. */
  readonly brandIds: ReadonlyArray<string> | undefined
}

/** Fields with personal data: answers do not quote their values. */
const personal: ReadonlySet<string> = new Set(["fullName", "documentType", "documentNumber", "phone", "email", "note"])

const unreadable = (value: unknown, idName: string, faults: ReadonlyArray<RecordReader.PointedFault>): ValidationResult => {
  const id = typeof value === "object" && value !== null && Object.hasOwn(value, idName) ? (value as Readonly<Record<string, unknown>>)[idName] : undefined
  return {
    id: typeof id === "string" && HandlerContext.isId(id.trim()) ? id.trim() : null,
    verdict: "unreadable",
    reasons: [],
    warnings: [],
    faults: faults.map(({ expected, found, pointer }) => ({ pointer, found: personal.has(pointer.slice(1)) || pointer === "" ? "" : found, expected }))
  }
}

const expectedUnique = { es: "un identificador que no esté ya en esta solicitud", en: "an id that is not already in this request" }

/** Judges records; answers in their order. */
type Judge<R> = (records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<Validation.Judged & { readonly forgotten?: number }>, RecordsError>

/** Reads and judges values; answers the text of the result for each, in their order. A line that is no JSON comes as `undefined`. */
const judge = <R>(
  handlerContext: HandlerContext.HandlerContext,
  kind: Kind<R>,
  zone: Calendar.Zone,
  asked: Asked,
  values: ReadonlyArray<unknown>,
  judgeRecords: Judge<R>,
  isKnown: (id: string) => boolean
): Effect.Effect<ReadonlyArray<string>, RecordsError> =>
  Effect.gen(function*() {
    const texts = new Array<string>(values.length)
    const refuse = (place: number, faults: ReadonlyArray<RecordReader.PointedFault>): void => {
      texts[place] = JSON.stringify(unreadable(values[place], kind.idName, faults))
    }
    let records: Array<R> = []
    let placesOf: Array<number> = []
    const ids = new Set<string>()
    for (let place = 0; place < values.length; place++) {
      const read = RecordReader.read(kind.fields, values[place], zone, kind.faults)
      if (read.faults !== undefined) {
        refuse(place, read.faults)
        continue
      }
      const id = kind.idOf(read.record)
      if (ids.has(id) || isKnown(id)) {
        refuse(place, [{ pointer: `/${kind.idName}`, column: "", found: id, expected: expectedUnique }])
        continue
      }
      ids.add(id)
      records.push(read.record)
      placesOf.push(place)
    }
    if (asked.brandIds !== undefined && records.length > 0) {
      const faults = yield* kind.faultsBeyond(handlerContext, { ...asked, brandIds: asked.brandIds }, records)
      faults.forEach((fault, at) => {
        if (fault !== undefined) refuse(placesOf[at]!, [fault])
      })
      records = records.filter((_, at) => faults[at] === undefined)
      placesOf = placesOf.filter((_, at) => faults[at] === undefined)
    }
    const judged = records.length === 0 ? [] : yield* judgeRecords(records)
    for (let at = 0; at < records.length; at++) texts[placesOf[at]!] = ResultText.ofJudged(judged[at]!, zone)
    return texts
  })

interface Query {
  readonly asOf?: string | undefined
  readonly context?: "stored" | "none" | undefined
}

const contexts = { es: "stored o none", en: "stored or none" }

/** A whole batch as JSON. */
const batch = Effect.fnUntraced(function*<R>(handlerContext: HandlerContext.HandlerContext, kind: Kind<R>, query: Query, request: HttpServerRequest) {
  const { dealership, identity, now, zone } = yield* HandlerContext.visit(handlerContext)
  const body = yield* Effect.flatMap(Body.read(request, handlerContext.limits), Body.parse)
  const given = (typeof body === "object" && body !== null && !Array.isArray(body) ? body : {}) as { readonly records?: unknown; readonly asOf?: unknown; readonly context?: unknown }
  const { records } = given
  if (!Array.isArray(records)) return yield* Refusing.invalid({ in: "body", pointer: "/records", expected: { es: "una lista de registros", en: "an array of records" } })
  if (records.length > handlerContext.limits.records) {
    return yield* Refusing.refuse("BodyTooLarge", {
      es: `Son más de ${handlerContext.limits.records} registros: envíelos en varias solicitudes, o como NDJSON.`,
      en: `These are more than ${handlerContext.limits.records} records: send them in several requests, or as NDJSON.`
    }, { faults: [{ in: "body", pointer: "/records", expected: { es: `hasta ${handlerContext.limits.records} registros`, en: `up to ${handlerContext.limits.records} records` } }] })
  }
  const context = given.context ?? query.context ?? "stored"
  if (context !== "stored" && context !== "none") return yield* Refusing.invalid({ in: "body", pointer: "/context", expected: contexts })
  const asOfText = given.asOf ?? query.asOf
  const asOf = yield* HandlerContext.instantOf(given.asOf === undefined || given.asOf === null ? "query" : "body", "/asOf", asOfText === undefined || asOfText === null ? undefined : String(asOfText), zone, now)
  const asked: Asked = { dealership, asOf, context, brandIds: KeyBrands.brandsOf(identity) }
  const texts = yield* judge(handlerContext, kind, zone, asked, records, (all) => kind.judge(handlerContext, asked, all), () => false)
  return HttpServerResponse.text(`{"results":[${texts.join(",")}]}`, { contentType: "application/json" })
})

/**
 * How many lines are judged together at most, and how many of their bytes. It makes no difference to their verdicts. A body of a length
 * that is not told is judged beside other requests, which go on between two groups.
 */
const together = { size: 10_000, bytes: 8 * 1024 * 1024 }
const besideOthers = { size: 250, bytes: 128 * 1024 }

/** How many characters of each remembered line are remembered, on average. */
const REMEMBERED_CHARACTERS = 320

/** How long a line waits for others, so that a sender who waits for an answer gets it before he sends the next line. */
const PATIENCE_MILLIS = 500

const noJson = (fault: NonNullable<JsonLines.Line["fault"]>): ValidationResult => ({ id: null, verdict: "unreadable", reasons: [], warnings: [], faults: [fault] })

const textOfLine = ({ fault }: JsonLines.Line, text: string): string => fault === undefined ? text : JSON.stringify(noJson(fault))

/** A stream of lines. */
const stream = Effect.fnUntraced(function*<R>(handlerContext: HandlerContext.HandlerContext, kind: Kind<R>, query: Query, request: HttpServerRequest) {
  const { dealership, identity, now, zone } = yield* HandlerContext.visit(handlerContext)
  const asOf = yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, now)
  const asked: Asked = { dealership, asOf, context: query.context ?? "stored", brandIds: KeyBrands.brandsOf(identity) }
  const lines = JsonLines.groups(Body.bytesOf(request), {
    lineBytes: handlerContext.limits.lineBytes,
    ...request.headers["content-length"] === undefined ? besideOthers : together,
    patienceMillis: PATIENCE_MILLIS
  })
  const inOrder = yield* kind.inOrder(handlerContext.crm, dealership, {
    asOf,
    context: asked.context,
    directory: yield* handlerContext.directoryAtHand(dealership),
    memory: { records: handlerContext.limits.rememberedLines, characters: handlerContext.limits.rememberedLines * REMEMBERED_CHARACTERS }
  })
  const answered = Stream.mapEffect(lines, (group) =>
    Effect.map(judge(handlerContext, kind, zone, asked, group.map(({ value }) => value), inOrder.next, inOrder.isKnown), (texts) =>
      JsonLines.written(texts.map((text, place) => textOfLine(group[place]!, text)))).pipe(Effect.tap(() => Effect.yieldNow)))
  return yield* JsonLines.toResponse(answered, NDJSON)
})

const validate = <R>(handlerContext: HandlerContext.HandlerContext, kind: Kind<R>) => ({ query, request }: { readonly query: Query; readonly request: HttpServerRequest }) =>
  HandlerContext.serve(Effect.flatMap(
    Body.negotiate(request, ["application/json", NDJSON]),
    (mediaType) => mediaType === NDJSON ? stream(handlerContext, kind, query, request) : batch(handlerContext, kind, query, request)
  ))

export const layer = HttpApiBuilder.group(Api, "validations", Effect.fnUntraced(function*(handlers) {
  const handlerContext = yield* HandlerContext.context
  return handlers
    .handleRaw("prospects", validate(handlerContext, prospects))
    .handleRaw("activities", validate(handlerContext, activities))
}))
