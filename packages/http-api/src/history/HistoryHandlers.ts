/** Serves the history of records, and the audit. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalJson from "@crm-procedure/core/identity/CanonicalJson"
import type { Author } from "@crm-procedure/core/records/Authorship"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { AuditChange, AuditEntry, AuditSubject } from "@crm-procedure/core/register/AuditEntry"
import * as Records from "@crm-procedure/core/register/Records"
import * as RecordVersion from "@crm-procedure/core/register/RecordVersion"
import * as RecordHistory from "@crm-procedure/core/service/History"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Cursor from "../request/Cursor.ts"
import { present } from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import * as Refusing from "../request/Refusing.ts"
import * as AccountNames from "./AccountNames.ts"
import type { AuditItem, History } from "./HistoryEndpoints.ts"

const authorOf = ({ by, employeeId, means, reference, role }: Author, names: AccountNames.AccountNames) => ({ by, role, ...present({ employeeId, name: names.get(by), reference }), means })

/** Instants of changed fields as local texts. */
const changesOf = (fields: ReadonlyArray<{ readonly name: string; readonly kind: string }>, changes: ReadonlyArray<AuditChange>, zone: Calendar.Zone) => {
  const kinds = new Map(fields.map(({ kind, name }) => [name, kind]))
  const written = (field: string, value: AuditChange["from"]) => typeof value === "number" && kinds.get(field) === "instant" ? Calendar.formatInstant(zone, value) : value
  return changes.map(({ field, from, to }) => ({ field, ...present({ from: written(field, from), to: written(field, to) }) }))
}

/** The fields of an entry's subject, if it is a record. */
const fieldsOf = (type: string) => type in RecordVersion.fieldsOf ? RecordVersion.fieldsOf[type as RecordVersion.VersionSubject["type"]] : []

const itemOf = (entry: AuditEntry, zone: Calendar.Zone, names: AccountNames.AccountNames): typeof AuditItem.Type => ({
  sequence: entry.sequence,
  at: Calendar.formatInstant(zone, entry.at),
  author: authorOf(entry, names),
  action: entry.action,
  subject: { type: entry.subject.type, ...present({ id: entry.subject.id }) },
  counts: entry.counts ?? {},
  changes: changesOf([...fieldsOf(entry.subject.type), ...RecordVersion.fieldsOf["verification-call"]], entry.changes ?? [], zone),
  ...present({ contentDigest: entry.contentDigest }),
  previousDigest: entry.previousDigest,
  digest: entry.digest
})

/** A subject as it is asked for: its type, and after a colon its id. */
const subjectOf = (text: string | undefined): AuditSubject | undefined => {
  if (text === undefined) return undefined
  const colon = text.indexOf(":")
  return colon < 0 ? { type: text } : { type: text.slice(0, colon), id: text.slice(colon + 1) }
}

/** How many entries one read of the file takes. */
const FILE_PAGE = 1_000

export const layer = HttpApiBuilder.group(Api, "history", Effect.fnUntraced(function*(handlers) {
  const context = yield* HandlerContext.context
  const { records } = context

  const historyOf = Effect.fnUntraced(function*(type: "prospect" | "activity", id: string) {
    const { dealership, identity, zone } = yield* HandlerContext.visit(context)
    const stored: Option.Option<Records.Stored<object>> = !HandlerContext.isId(id)
      ? Option.none()
      : type === "prospect" ? yield* records.prospect(dealership, id) : yield* records.activity(dealership, id)
    const isWithin = yield* HandlerContext.viewOf(context, identity)
    // A removed record has no place in a view: who sees the whole dealership reads what it was.
    if (isWithin !== undefined && !(Option.isSome(stored) && isWithin(stored.value.storedVerdict))) return yield* Refusing.notFound()
    const found = HandlerContext.isId(id) ? yield* Effect.provideService(RecordHistory.of(dealership, type, id), Records.Records, records) : Option.none()
    if (Option.isNone(found)) return yield* Refusing.notFound()
    const { verdicts, versions } = found.value
    const names = yield* AccountNames.namesFor(context, { dealership, identity })
    const fields = RecordVersion.fieldsOf[type]
    const answer: typeof History.Type = {
      subjectType: type,
      id,
      versions: versions.map(({ at, auditEntry, author, changes, content, revision }) => ({
        revision,
        at: at === undefined ? null : Calendar.formatInstant(zone, at),
        author: author === undefined ? null : authorOf(author, names),
        auditEntry: auditEntry ?? null,
        record: RecordContent.plain(fields, content, zone),
        changes: changesOf(fields, changes, zone)
      })),
      verdicts: verdicts.map(({ at, reasons, verdict }) => ({ at: Calendar.formatInstant(zone, at), verdict, reasons: reasons ?? null }))
    }
    return answer
  })

  /** The places of the entries of the files that brought attempts at a record's verification. An entry and its attempts have one instant. */
  const callPlacesOf = Effect.fnUntraced(function*(dealership: string, subject: Records.SubjectKey) {
    const arrivals = new Set((yield* records.calls(dealership, [subject])).map(({ receivedAt }) => receivedAt))
    const found = yield* Effect.forEach(arrivals, (since) => records.auditEntries(dealership, { action: "attempts.registered", since, limit: FILE_PAGE }))
    return found.flat().flatMap(({ at, sequence }) => arrivals.has(at) ? [sequence] : [])
  })

  /** The places of the entries that brought a record's versions and the attempts at its verification: there it may be one of several. */
  const placesOf = Effect.fnUntraced(function*(dealership: string, subject: AuditSubject | undefined) {
    if (subject?.id === undefined || subject.type !== "prospect" && subject.type !== "activity") return undefined
    const found = yield* Effect.provideService(RecordHistory.of(dealership, subject.type, subject.id), Records.Records, records)
    if (Option.isNone(found)) return undefined
    return [...found.value.versions.flatMap(({ auditEntry }) => auditEntry ?? []), ...yield* callPlacesOf(dealership, { type: subject.type, id: subject.id })]
  })

  return handlers.handleAll({
    prospect: ({ params: { id } }) => HandlerContext.serve(historyOf("prospect", id)),
    activity: ({ params: { id } }) => HandlerContext.serve(historyOf("activity", id)),
    audit: ({ query }) =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership, identity, zone } = yield* HandlerContext.visit(context)
        const cursor = yield* Cursor.parse(query.cursor, ["number"])
        const since = query.since === undefined ? undefined : yield* HandlerContext.instantOf("query", "/since", query.since, zone, 0)
        const limit = query.limit ?? Cursor.DEFAULT_LIMIT
        const subject = subjectOf(query.subject)
        const sequences = yield* placesOf(dealership, subject)
        const { action, actor } = query
        // One entry more than the page holds says whether another page follows.
        const found = yield* records.auditEntries(dealership, { subject, sequences, actor, action, since, before: cursor?.[0], newestFirst: true, limit: limit + 1 })
        const page = found.slice(0, limit)
        const names = yield* AccountNames.namesFor(context, { dealership, identity })
        return {
          items: page.map((entry) => itemOf(entry, zone, names)),
          nextCursor: found.length > limit ? Cursor.cursorOf([page.at(-1)!.sequence]) : null
        }
      })),
    auditFile: () =>
      HandlerContext.serve(Effect.gen(function*() {
        const { dealership } = yield* HandlerContext.visit(context)
        const first = yield* records.auditEntries(dealership, { after: 0, limit: FILE_PAGE })
        const lines = Stream.paginate(first, (page) => {
          const last = page.at(-1)?.sequence
          const next = page.length < FILE_PAGE || last === undefined
            ? Effect.succeedNone
            : Effect.map(records.auditEntries(dealership, { after: last, limit: FILE_PAGE }), Option.some)
          return Effect.map(next, (following) => [page.map((entry) => `${CanonicalJson.text(entry)}\n`), following] as const)
        })
        return HttpServerResponse.stream(Stream.encodeText(lines), { contentType: "application/x-ndjson", headers: { "content-disposition": "attachment; filename=\"audit.ndjson\"" } })
      }))
  })
}))
