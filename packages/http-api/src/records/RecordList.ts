/** Lists of prospects and activities: filtered, sorted, a page at a time, with the counts of the filters, or whole as a file. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import * as RecordList from "@crm-procedure/core/register/RecordList"
import type * as Records from "@crm-procedure/core/register/Records"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import * as Effect from "effect/Effect"
import * as ListAnswer from "../lists/ListAnswer.ts"
import type * as ListQuery from "../lists/ListQuery.ts"
import * as ListOrder from "../lists/ListOrder.ts"
import type { ListCell, ListColumn, ListPrinter } from "../lists/ListPrinter.ts"
import * as Cursor from "../request/Cursor.ts"
import * as Encoding from "../request/Encoding.ts"
import * as HandlerContext from "../request/HandlerContext.ts"

/** The filters that every list of records has, and how it is given. */
interface Asked {
  readonly period?: string | undefined
  readonly advisor?: string | undefined
  readonly branch?: string | undefined
  readonly brand?: string | undefined
  readonly verdict?: Verdict | undefined
  readonly reason?: string | undefined
  /** Of activities: those of this prospect. */
  readonly prospect?: string | undefined
  readonly sort?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly format?: ListQuery.Format | undefined
  readonly csvFor?: "programs" | "people" | undefined
}

/** One of the two kinds of records, as a list shows it. */
interface Kind<R extends object, Sort extends string> {
  readonly name: string
  readonly title: string
  readonly core: RecordList.Kind<R, Sort>
  readonly page: (records: HandlerContext.HandlerContext["records"], dealership: string, query: RecordList.ListQuery<Sort>) => Effect.Effect<RecordList.ListPage<R>, Records.RecordsError>
}

const prospectKind: Kind<Prospect.Prospect, RecordList.ProspectSort> = {
  name: "prospectos",
  title: "Prospectos",
  core: RecordList.prospects,
  page: (records, dealership, query) => records.prospectList(dealership, query)
}

const activityKind: Kind<Activity.Activity, RecordList.ActivitySort> = {
  name: "actividades",
  title: "Actividades de seguimiento",
  core: RecordList.activities,
  page: (records, dealership, query) => records.activityList(dealership, query)
}

/** The records that a question leaves, in its order: a page, or all of them for a file; with the counts of its filters. */
const collect = Effect.fnUntraced(function*<R extends object, Sort extends string>(
  context: HandlerContext.HandlerContext,
  { dealership, identity }: HandlerContext.Visit,
  { core, page }: Kind<R, Sort>,
  { advisor, branch, brand, cursor, format, limit, prospect, reason, sort: order = "id", verdict }: Asked,
  period: string | undefined
) {
  // The contract's sorts are those of core, each with `-` before it too.
  const sort = order.replace("-", "") as Sort
  const isFile = format === "csv" || format === "xlsx"
  const listed = yield* page(context.records, dealership, {
    period,
    prospectId: prospect,
    within: yield* HandlerContext.placesOf(context, identity),
    advisor,
    branch,
    brand,
    verdict,
    reason,
    sort,
    isDescending: order.startsWith("-"),
    ...(isFile ? {} : { after: yield* ListOrder.placeOf(cursor, sort === "date" ? "number" : "string"), limit: limit ?? Cursor.DEFAULT_LIMIT })
  })
  const last = listed.items.at(-1)
  const countOf = (wanted: Verdict): number => listed.counts.verdict.find(({ id }) => id === wanted)?.count ?? 0
  return {
    items: listed.items,
    nextCursor: listed.hasMore && last !== undefined ? Cursor.cursorOf([core.keyOf[sort](last), core.idOf(last.record)]) : null,
    total: listed.total,
    counts: {
      verdicts: { valid: countOf("valid"), invalid: countOf("invalid"), pending: countOf("pending") },
      reasons: listed.counts.reason,
      advisors: listed.counts.advisor,
      branches: listed.counts.branch,
      brands: listed.counts.brand
    }
  }
})

// ---------------------------------------------------------------------------------------------------------------------
// Files
// ---------------------------------------------------------------------------------------------------------------------

const verdictWords: Readonly<Record<Verdict, string>> = { valid: "Válido", invalid: "No válido", pending: "Pendiente" }

const column = (title: string, kind: ListColumn["kind"], widthCharacters: number): ListColumn => ({ title, kind, widthCharacters })

const judgedColumns = [column("Asesor", "word", 28), column("Sede", "word", 24), column("Marca", "word", 18), column("Veredicto", "word", 12), column("Motivos", "word", 48), column("Avisos", "word", 32)]

/** The names of a dealership's people, places and rules, beside their ids. */
interface Names {
  readonly advisor: (id: string) => string
  readonly branch: (id: string | undefined) => string
  readonly brand: (id: string | undefined) => string
  readonly rules: (codes: ReadonlyArray<string>) => string
}

const namesOf = ({ branches, brands, employees }: Directory.Directory, titles: ReadonlyMap<string, string>): Names => {
  const advisors = new Map(employees.map(({ employeeId, name }) => [employeeId, name]))
  const branchNames = new Map(branches.map(({ branchId, name }) => [branchId, name]))
  const brandNames = new Map(brands.map(({ brandId, name }) => [brandId, name]))
  return {
    advisor: (id) => advisors.get(id) ?? id,
    branch: (id = "") => branchNames.get(id) ?? id,
    brand: (id = "") => brandNames.get(id) ?? id,
    rules: (codes) => codes.map((code) => titles.get(code) ?? code).join("; ")
  }
}

const judgedCells = ({ storedVerdict: { advisorId, branchId, brandId, reasons, verdict, warnings } }: Records.Stored<object>, names: Names): ReadonlyArray<ListCell> =>
  [names.advisor(advisorId), names.branch(branchId), names.brand(brandId), verdictWords[verdict], names.rules(reasons), names.rules(warnings)]

const prospectColumns = [
  column("Prospecto", "text", 18), column("Nombre", "text", 32), column("Teléfono", "text", 16), column("Correo", "text", 28), column("Creado", "instant", 17),
  column("Fuente", "word", 18), column("Vehículo de interés", "word", 24), column("Etapa", "word", 10), ...judgedColumns
]

const activityColumns = [
  column("Actividad", "text", 18), column("Prospecto", "text", 18), column("Cliente", "text", 32), column("Fecha", "instant", 17), column("Tipo", "word", 16),
  column("Estado", "word", 14), column("Resultado", "word", 18), column("Nota", "text", 48), ...judgedColumns
]

interface Given {
  readonly query: Asked
}

/** Asks for a list, and answers it as a page or as a file. */
const answer = Effect.fnUntraced(function*<R extends object, Sort extends string, Item>(
  context: HandlerContext.HandlerContext,
  printer: ListPrinter["Service"],
  kind: Kind<R, Sort>,
  asked: Asked,
  period: string | undefined,
  columns: ReadonlyArray<ListColumn>,
  cellsOf: (stored: Records.Stored<R>, names: Names, customer: Prospect.Prospect | undefined) => ReadonlyArray<ListCell>,
  customersOf: (items: ReadonlyArray<Records.Stored<R>>, dealership: string) => Effect.Effect<ReadonlyMap<string, Prospect.Prospect>, Records.RecordsError>,
  listed: (stored: Records.Stored<R>, zone: Calendar.Zone, isLate: boolean, customer: Prospect.Prospect | undefined) => Item,
  customerIdOf: (record: R) => string
) {
  const visit = yield* HandlerContext.visit(context)
  const { dealership, zone } = visit
  const collected = yield* collect(context, visit, kind, asked, period)
  const customers = yield* customersOf(collected.items, dealership)
  if (asked.format === "csv" || asked.format === "xlsx") {
    const { policy } = (yield* context.crm.editionsOf(dealership))(period ?? Calendar.periodOf(zone, visit.now))
    const titles = new Map([...policy.prospectRules, ...policy.activityRules].map(({ code, title }) => [code, title.es]))
    const directory = yield* context.directoryAtHand(dealership)
    const names = namesOf(directory, titles)
    const scope = yield* HandlerContext.readScopeOf(context, visit.identity)
    return ListAnswer.of(printer, {
      name: period === undefined ? kind.name : `${kind.name}-${period}`,
      title: kind.title,
      block: [`${period === undefined ? "De todos los meses" : `Período ${period}`} · ${collected.total} filas`, ReadScope.text(scope, names.branch)],
      columns,
      rows: collected.items.map((stored) => cellsOf(stored, names, customers.get(customerIdOf(stored.record)))),
      zone
    }, asked.format, asked.csvFor)
  }
  const isLate = yield* HandlerContext.latenessOf(context, dealership, collected.items)
  const { items, ...rest } = collected
  return { ...rest, scope: yield* HandlerContext.scopeOf(context, visit.identity), items: items.map((stored) => listed(stored, zone, isLate(stored), customers.get(customerIdOf(stored.record)))) }
})

const periodAt = (context: HandlerContext.HandlerContext, period: string | undefined) =>
  Effect.map(HandlerContext.visit(context), ({ now, zone }) => period ?? Calendar.periodOf(zone, now))

/** The prospects of a month. */
export const prospects = (context: HandlerContext.HandlerContext, printer: ListPrinter["Service"], { query }: Given) =>
  Effect.flatMap(periodAt(context, query.period), (period) =>
    answer(
      context,
      printer,
      prospectKind,
      query,
      period,
      prospectColumns,
      (stored, names) => {
        const { createdAt, email, fullName, interest, phone, prospectId, source, stage } = stored.record
        return [prospectId, fullName, phone, email, createdAt, source, interest, stage, ...judgedCells(stored, names)]
      },
      () => Effect.succeed(new Map()),
      Encoding.listedProspect,
      ({ prospectId }) => prospectId
    ))

/** The activities of a month, or of a prospect. */
export const activities = (context: HandlerContext.HandlerContext, printer: ListPrinter["Service"], { query }: Given) =>
  Effect.flatMap(periodAt(context, query.period), (current) => {
    const period = query.prospect === undefined ? current : query.period
    return answer(
      context,
      printer,
      activityKind,
      query,
      period,
      activityColumns,
      (stored, names, customer) => {
        const { activityId, note, outcome, prospectId, status, type } = stored.record
        return [activityId, prospectId, customer?.fullName, Activity.placedAt(stored.record), type, status, outcome, note, ...judgedCells(stored, names)]
      },
      (items, dealership) =>
        Effect.map(context.records.prospectsById(dealership, [...new Set(items.map(({ record }) => record.prospectId))]), (found) =>
          new Map(found.map(({ record }) => [record.prospectId, record]))),
      Encoding.listedActivity,
      ({ prospectId }) => prospectId
    )
  })
