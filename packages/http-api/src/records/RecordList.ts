/** Lists of prospects and activities: filtered, sorted, a page at a time, with the counts of the filters, or whole as a file. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import type * as Records from "@crm-procedure/core/register/Records"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as ListAnswer from "../lists/ListAnswer.ts"
import type * as ListQuery from "../lists/ListQuery.ts"
import * as ListOrder from "../lists/ListOrder.ts"
import type { ListCell, ListColumn, ListPrinter } from "../lists/ListPrinter.ts"
import * as Cursor from "../request/Cursor.ts"
import * as Encoding from "../request/Encoding.ts"
import type { activitySorts, prospectSorts } from "./RecordEndpoints.ts"
import * as HandlerContext from "../request/HandlerContext.ts"

/** The filters that every list of records has, and how it is given. */
interface Asked {
  readonly period?: string | undefined
  readonly advisor?: string | undefined
  readonly branch?: string | undefined
  readonly brand?: string | undefined
  readonly verdict?: Verdict | undefined
  readonly reason?: string | undefined
  readonly sort?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly format?: ListQuery.Format | undefined
  readonly csvFor?: "programs" | "people" | undefined
}

type Filter = "advisor" | "branch" | "brand" | "verdict" | "reason"

/** How many records each value of a filter would leave, with the other filters as they are. */
class FilterCounts {
  private readonly counts: Readonly<Record<Filter, Map<string, number>>> = { advisor: new Map(), branch: new Map(), brand: new Map(), verdict: new Map(), reason: new Map() }

  /** Counts a record that all filters but those in `failing` accept. */
  count({ advisorId, branchId, brandId, reasons, verdict, warnings }: Records.Stored<object>["storedVerdict"], failing: ReadonlyArray<Filter>): void {
    if (failing.length > 1) return
    const add = (filter: Filter, value: string | undefined): void => {
      if (value === undefined || failing.length === 1 && failing[0] !== filter) return
      this.counts[filter].set(value, (this.counts[filter].get(value) ?? 0) + 1)
    }
    add("advisor", advisorId)
    add("branch", branchId)
    add("brand", brandId)
    add("verdict", verdict)
    for (const code of new Set([...reasons, ...warnings])) add("reason", code)
  }

  /** The counts of a filter, the greatest first. */
  of(filter: Filter): ReadonlyArray<{ readonly id: string; readonly count: number }> {
    return [...this.counts[filter]].map(([id, count]) => ({ id, count })).sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1))
  }

  verdict(verdict: Verdict): number {
    return this.counts.verdict.get(verdict) ?? 0
  }
}

const failingOf = ({ advisor, branch, brand, reason, verdict }: Asked, found: Records.Stored<object>["storedVerdict"]): ReadonlyArray<Filter> => {
  const failing: Array<Filter> = []
  if (advisor !== undefined && found.advisorId !== advisor) failing.push("advisor")
  if (branch !== undefined && found.branchId !== branch) failing.push("branch")
  if (brand !== undefined && found.brandId !== brand) failing.push("brand")
  if (verdict !== undefined && found.verdict !== verdict) failing.push("verdict")
  if (reason !== undefined && !found.reasons.includes(reason) && !found.warnings.includes(reason)) failing.push("reason")
  return failing
}

/** One of the two kinds of records, as a list shows it. */
interface Kind<R extends object, Sort extends string = string> {
  readonly name: string
  readonly title: string
  readonly idOf: (record: R) => string
  readonly keys: Readonly<Record<Sort, (stored: Records.Stored<R>) => ListOrder.SortKey>>
}

const placeKeys = {
  advisor: ({ storedVerdict }: Records.Stored<object>) => storedVerdict.advisorId,
  branch: ({ storedVerdict }: Records.Stored<object>) => storedVerdict.branchId ?? "",
  brand: ({ storedVerdict }: Records.Stored<object>) => storedVerdict.brandId ?? "",
  verdict: ({ storedVerdict }: Records.Stored<object>) => storedVerdict.verdict
}

/** A name as people sort it: whatever case and accents. */
const nameKey = (name = ""): string => name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()

const prospectKind: Kind<Prospect.Prospect, typeof prospectSorts[number]> = {
  name: "prospectos",
  title: "Prospectos",
  idOf: ({ prospectId }) => prospectId,
  keys: {
    ...placeKeys,
    id: ({ record }) => record.prospectId,
    date: ({ record }) => record.createdAt,
    name: ({ record }) => nameKey(record.fullName),
    source: ({ record }) => record.source ?? "",
    stage: ({ record }) => record.stage
  }
}

const activityKind: Kind<Activity.Activity, typeof activitySorts[number]> = {
  name: "actividades",
  title: "Actividades de seguimiento",
  idOf: ({ activityId }) => activityId,
  keys: {
    ...placeKeys,
    id: ({ record }) => record.activityId,
    date: ({ record }) => Activity.placedAt(record),
    type: ({ record }) => record.type,
    status: ({ record }) => record.status,
    prospect: ({ record }) => record.prospectId
  }
}

/** The records that a question leaves, in its order: a page, or all of them for a file; with the counts of its filters. */
const collect = Effect.fnUntraced(function*<R extends object>(
  context: HandlerContext.HandlerContext,
  visit: HandlerContext.Visit,
  { idOf, keys }: Kind<R>,
  asked: Asked,
  period: string | undefined,
  all: Stream.Stream<Records.Stored<R>, Records.RecordsError>
) {
  const sort = asked.sort ?? "id"
  const order: ListOrder.ListOrder<Records.Stored<R>> = {
    idOf: ({ record }) => idOf(record),
    keyOf: keys[sort.replace("-", "")]!,
    isDescending: sort.startsWith("-")
  }
  const isFile = asked.format === "csv" || asked.format === "xlsx"
  const place = isFile ? undefined : yield* ListOrder.placeOf(asked.cursor)
  const isWithin = yield* HandlerContext.viewOf(context, visit.identity)
  const first = new Cursor.First<Records.Stored<R>>(ListOrder.compare(order), ListOrder.isBehind(order, place), isFile ? Number.POSITIVE_INFINITY : asked.limit ?? Cursor.DEFAULT_LIMIT)
  const everything: Array<Records.Stored<R>> = []
  const counts = new FilterCounts()
  let total = 0
  yield* Stream.runForEach(all, (stored) => Effect.sync(() => {
    const { storedVerdict } = stored
    if (period !== undefined && storedVerdict.period !== period || isWithin?.(storedVerdict) === false) return
    const failing = failingOf(asked, storedVerdict)
    counts.count(storedVerdict, failing)
    if (failing.length > 0) return
    total++
    if (isFile) everything.push(stored)
    else first.offer(stored)
  }))
  const { items, nextCursor } = isFile ? { items: everything.sort(ListOrder.compare(order)), nextCursor: null } : ListOrder.pageOf(first, order)
  return {
    items,
    nextCursor,
    total,
    counts: {
      verdicts: { valid: counts.verdict("valid"), invalid: counts.verdict("invalid"), pending: counts.verdict("pending") },
      reasons: counts.of("reason"),
      advisors: counts.of("advisor"),
      branches: counts.of("branch"),
      brands: counts.of("brand")
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

interface Given<Query extends Asked> {
  readonly query: Query
}

/** Asks for a list, and answers it as a page or as a file. */
const answer = Effect.fnUntraced(function*<R extends object, Item>(
  context: HandlerContext.HandlerContext,
  printer: ListPrinter["Service"],
  kind: Kind<R>,
  asked: Asked,
  period: string | undefined,
  all: (visit: HandlerContext.Visit, period: string | undefined) => Stream.Stream<Records.Stored<R>, Records.RecordsError>,
  columns: ReadonlyArray<ListColumn>,
  cellsOf: (stored: Records.Stored<R>, names: Names, customer: Prospect.Prospect | undefined) => ReadonlyArray<ListCell>,
  customersOf: (items: ReadonlyArray<Records.Stored<R>>, dealership: string) => Effect.Effect<ReadonlyMap<string, Prospect.Prospect>, Records.RecordsError>,
  listed: (stored: Records.Stored<R>, zone: Calendar.Zone, isLate: boolean, customer: Prospect.Prospect | undefined) => Item,
  customerIdOf: (record: R) => string
) {
  const visit = yield* HandlerContext.visit(context)
  const { dealership, zone } = visit
  const collected = yield* collect(context, visit, kind, asked, period, all(visit, period))
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
  const isLate = yield* HandlerContext.latenessOf(context, dealership)
  const { items, ...rest } = collected
  return { ...rest, scope: yield* HandlerContext.scopeOf(context, visit.identity), items: items.map((stored) => listed(stored, zone, isLate(stored), customers.get(customerIdOf(stored.record)))) }
})

const periodAt = (context: HandlerContext.HandlerContext, period: string | undefined) =>
  Effect.map(HandlerContext.visit(context), ({ now, zone }) => period ?? Calendar.periodOf(zone, now))

/** The prospects of a month. */
export const prospects = (context: HandlerContext.HandlerContext, printer: ListPrinter["Service"], { query }: Given<Asked>) =>
  Effect.flatMap(periodAt(context, query.period), (period) =>
    answer(
      context,
      printer,
      prospectKind,
      query,
      period,
      ({ dealership }) => context.records.prospects(dealership, period),
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
export const activities = (context: HandlerContext.HandlerContext, printer: ListPrinter["Service"], { query }: Given<Asked & { readonly prospect?: string | undefined }>) =>
  Effect.flatMap(periodAt(context, query.period), (current) => {
    const { prospect } = query
    const period = prospect === undefined ? current : query.period
    return answer(
      context,
      printer,
      activityKind,
      query,
      period,
      ({ dealership }) =>
        prospect === undefined
          ? context.records.activities(dealership, period)
          : Stream.fromIterableEffect(context.records.activitiesLike(dealership, [{ matchKey: "prospect", value: prospect }])),
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
