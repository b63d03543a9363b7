/** Lists of leads: filtered, sorted, a page at a time with the counts of the colours, or whole as a file. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as CoreLead from "@crm-procedure/core/results/Lead"
import type { FollowedLead } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import * as Effect from "effect/Effect"
import * as ListAnswer from "../lists/ListAnswer.ts"
import type * as ListQuery from "../lists/ListQuery.ts"
import * as ListOrder from "../lists/ListOrder.ts"
import type { ListCell, ListColumn, ListPrinter } from "../lists/ListPrinter.ts"
import * as Cursor from "../request/Cursor.ts"
import * as HandlerContext from "../request/HandlerContext.ts"
import type { leadSorts } from "./LeadEndpoints.ts"

interface Asked {
  readonly color?: CoreLead.FollowUp["color"] | undefined
  readonly advisor?: string | undefined
  readonly branch?: string | undefined
  readonly dueIn?: string | undefined
  readonly state?: CoreLead.State | undefined
  readonly sort?: string | undefined
  readonly asOf?: string | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly format?: ListQuery.Format | undefined
  readonly csvFor?: "programs" | "people" | undefined
}

/** A lead with its customer, as far as that is stored. */
interface Row extends FollowedLead {
  readonly prospect: Prospect | undefined
}

/** Behind every instant that is due. A cursor can hold it. */
const LATE = Cursor.LAST_INSTANT

/** What is sorted by a number. */
const numberSorts: ReadonlySet<string> = new Set<typeof leadSorts[number]>(["days", "due", "red", "color"])

const colorPlaces = { red: 0, yellow: 1, green: 2, none: 3 } as const

const keys: Readonly<Record<typeof leadSorts[number], (row: Row) => ListOrder.SortKey>> = {
  id: ({ prospectId }) => prospectId,
  name: ({ prospect }) => (prospect?.fullName ?? "").normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase(),
  days: ({ followUp }) => followUp.daysSinceLast,
  due: ({ followUp }) => followUp.next?.due ?? LATE,
  red: ({ followUp }) => followUp.redSince ?? LATE,
  advisor: ({ advisorId }) => advisorId,
  branch: ({ branchId }) => branchId,
  brand: ({ brandId }) => brandId,
  color: ({ followUp }) => colorPlaces[followUp.color]
}

/** All leads that a question leaves: for a sort other than by id, and for files. */
const EVERY = 1_000_000

const colorWords = { red: "Rojo", yellow: "Amarillo", green: "Verde", none: "Cerrado" } as const
const levelWords = { "advisor": "Asesor", "manager": "Gerente de la sede", "general-manager": "Gerente General" } as const

const column = (title: string, kind: ListColumn["kind"], widthCharacters: number): ListColumn => ({ title, kind, widthCharacters })

const columns = [
  column("Lead", "text", 18), column("Cliente", "text", 32), column("Teléfono", "text", 16), column("Asesor", "word", 28), column("Sede", "word", 24), column("Marca", "word", 18),
  column("Color", "word", 10), column("Días sin contacto", "integer", 12), column("Vence", "instant", 17), column("En rojo desde", "instant", 17), column("Escalado a", "word", 18)
]

/** Answers a list of leads. `encode` writes one of them, `levelOf` says to whom a red one goes. */
export const answer = Effect.fnUntraced(function*<Item>(
  context: HandlerContext.HandlerContext,
  printer: ListPrinter["Service"],
  query: Asked,
  encode: (watch: CoreLead.Watch, lead: FollowedLead, prospect: Prospect | undefined) => Item,
  levelOf: (redSince: number | undefined, watch: CoreLead.Watch) => CoreLead.Escalation | null
) {
  const visit = yield* HandlerContext.visit(context)
  const { dealership, zone } = visit
  const isFile = query.format === "csv" || query.format === "xlsx"
  const sort = query.sort ?? "id"
  const isIndexed = sort === "id" && !isFile
  const isWithin = yield* HandlerContext.viewOf(context, visit.identity)
  // A page and the next are as of the same instant: the cursor carries it.
  const after = isIndexed ? yield* Cursor.parse(query.cursor, ["string", "number"]) : undefined
  const asOf = after?.[1] ?? (yield* HandlerContext.instantOf("query", "/asOf", query.asOf, zone, visit.now))
  const asked = { dealership, period: Calendar.periodOf(zone, asOf), asOf, advisorId: query.advisor, branchId: query.branch, dueIn: query.dueIn, state: query.state }
  const limit = query.limit ?? Cursor.DEFAULT_LIMIT
  const { items, lastId, watch } = yield* context.crm.leads({ ...asked, color: query.color, after: after?.[0], limit: isIndexed ? limit : EVERY }, isWithin)
  const counts = query.cursor === undefined && !isFile && query.dueIn === undefined ? yield* countsOf(context, asked, isWithin) : undefined
  const prospectsOf = (leads: ReadonlyArray<FollowedLead>) =>
    Effect.map(context.records.prospectsById(dealership, leads.map(({ prospectId }) => prospectId)), (stored) => new Map(stored.map(({ record }) => [record.prospectId, record])))
  if (isIndexed) {
    const prospects = yield* prospectsOf(items)
    return {
      items: items.map((lead) => encode(watch, lead, prospects.get(lead.prospectId))),
      nextCursor: lastId === undefined ? null : Cursor.cursorOf([lastId, asOf]),
      scope: yield* HandlerContext.scopeOf(context, visit.identity),
      ...(counts === undefined ? {} : { counts })
    }
  }
  const order: ListOrder.ListOrder<Row> = { idOf: ({ prospectId }) => prospectId, keyOf: keys[sort.replace("-", "") as keyof typeof keys], isDescending: sort.startsWith("-") }
  // Names are read only where the order or the file needs all of them.
  const needsNames = isFile || order.keyOf === keys.name
  const all = needsNames ? yield* prospectsOf(items) : new Map<string, Prospect>()
  const rows = items.map((lead): Row => ({ ...lead, prospect: all.get(lead.prospectId) }))
  if (query.format === "csv" || query.format === "xlsx") {
    const { branches, brands, employees } = yield* context.directoryAtHand(dealership)
    const nameIn = (names: ReadonlyMap<string, string>, id: string): string => names.get(id) ?? id
    const advisorNames = new Map(employees.map(({ employeeId, name }) => [employeeId, name]))
    const branchNames = new Map(branches.map(({ branchId, name }) => [branchId, name]))
    const brandNames = new Map(brands.map(({ brandId, name }) => [brandId, name]))
    const cells = ({ advisorId, branchId, brandId, followUp: { color, daysSinceLast, next, redSince }, prospect, prospectId }: Row): ReadonlyArray<ListCell> => {
      const level = levelOf(redSince, watch)
      return [
        prospectId, prospect?.fullName, prospect?.phone, nameIn(advisorNames, advisorId), nameIn(branchNames, branchId), nameIn(brandNames, brandId),
        colorWords[color], color === "none" ? undefined : daysSinceLast, next?.due, redSince, level === null ? undefined : levelWords[level]
      ]
    }
    return ListAnswer.of(printer, {
      name: "leads",
      title: "Seguimiento de leads",
      block: [`${rows.length} leads`, ReadScope.text(yield* HandlerContext.readScopeOf(context, visit.identity), (id) => nameIn(branchNames, id))],
      columns,
      rows: rows.sort(ListOrder.compare(order)).map(cells),
      zone
    }, query.format, query.csvFor)
  }
  const page = ListOrder.page(rows, order, yield* ListOrder.placeOf(query.cursor, numberSorts.has(sort.replace("-", "")) ? "number" : "string"), limit)
  const prospects = needsNames ? all : yield* prospectsOf(page.items)
  return {
    items: page.items.map((row) => encode(watch, row, prospects.get(row.prospectId))),
    nextCursor: page.nextCursor,
    scope: yield* HandlerContext.scopeOf(context, visit.identity),
    ...(counts === undefined ? {} : { counts })
  }
})

/** The open leads by colour. Closed ones are not counted: there are more of them with every month. */
const countsOf = Effect.fnUntraced(function*(
  context: HandlerContext.HandlerContext,
  asked: Omit<Parameters<HandlerContext.HandlerContext["crm"]["leads"]>[0], "limit">,
  isWithin: Parameters<HandlerContext.HandlerContext["crm"]["leads"]>[1]
) {
  const open = yield* context.crm.leads({ ...asked, isOpen: true, limit: EVERY }, isWithin)
  const count = (color: CoreLead.FollowUp["color"]): number => open.items.filter(({ followUp }) => followUp.color === color).length
  return { red: count("red"), yellow: count("yellow"), green: count("green") }
})
