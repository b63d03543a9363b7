/**
 * A month of an invented dealership group in Colombia, as canonical CSV: six sedes, forty advisors, three brands, with
 * everything in it that the procedure is about. Honest and careless advisors and two who invent customers; leads kept
 * warm and leads forgotten; every rule failed somewhere, every verdict, conclusion, colour and state; rows that cannot
 * be read. All of it follows from the seed, record by record, so a month of millions is streamed in constant memory.
 *
 * People, firms, brands and telephone numbers are made up; mail domains are reserved ones.
 */
import * as ActivityRows from "./demonstration/ActivityRows.ts"
import * as CallRows from "./demonstration/CallRows.ts"
import * as ControlRows from "./demonstration/ControlRows.ts"
import * as CsvText from "./demonstration/CsvText.ts"
import * as Draw from "./demonstration/Draw.ts"
import * as GoalRows from "./demonstration/GoalRows.ts"
import * as Month from "./demonstration/Month.ts"
import * as Organisation from "./demonstration/Organisation.ts"
import * as Plan from "./demonstration/Plan.ts"
import * as Planted from "./demonstration/Planted.ts"
import type * as Planting from "./demonstration/Planting.ts"
import * as ProspectRows from "./demonstration/ProspectRows.ts"
import * as RejectedRows from "./demonstration/RejectedRows.ts"

export type { Planted, PlantedState } from "./demonstration/Planting.ts"

export interface DemonstrationOptions {
  /** The same options give the same bytes. A 32-bit integer. */
  readonly seed: number
  /** The month to show, like `2024-03`; about a fifth of the records belong to the month before. */
  readonly period: string
  /** Data rows in `prospects.csv`, those to be rejected included; default 1200. */
  readonly prospects?: number | undefined
  /** Data rows in `activities.csv`, those to be rejected included; default three for each prospect. */
  readonly activities?: number | undefined
  /** Default 40, and one more for every 500 prospects beyond 20 000, so that no advisor registers one every few minutes. */
  readonly advisors?: number | undefined
  /** Default 6, and one for every 40 advisors beyond 240. */
  readonly branches?: number | undefined
  /** `short` (default) like `P-2024-03-000123`, or `uuid`. */
  readonly ids?: "short" | "uuid" | undefined
  /** `time` (default): roughly as registered; `shuffled`: the same rows of prospects, activities and calls in another order. */
  readonly order?: "time" | "shuffled" | undefined
  /** The seed of the verification sample whose prospects were called; default the period, as is the sample's own. */
  readonly verificationSeed?: string | undefined
}

export type FileName =
  | "employees.csv"
  | "branches.csv"
  | "brands.csv"
  | "prospects.csv"
  | "activities.csv"
  | "goals.csv"
  | "verification-calls.csv"

/** The optional files of the controls. */
export type ControlFileName = "phone-log.csv" | "waivers.csv"

export interface DemonstrationFile<Name extends string = FileName> {
  readonly name: Name
  /** Canonical CSV text, in pieces of about 64 K characters; can be iterated again, and gives the same. */
  readonly chunks: Iterable<string>
}

interface Demonstration {
  readonly plan: Plan.Plan
  readonly planting: Planting.Planting
  readonly ids: Planting.Ids
  readonly rejected: Readonly<Record<FileName, ReadonlyArray<RejectedRows.Rejected>>>
  readonly goalRows: ReadonlyArray<ReadonlyArray<string>>
  readonly shuffled: boolean
  readonly verificationSeed: string
  /** Ids of what is planted, or refers to it, begin after those of what chance makes. */
  readonly activityId: (core: Plan.Core, place: number) => string
  readonly callId: (core: Plan.Core, attempt: number) => string
}

const hexadecimal = (value: number): string => value.toString(16).padStart(8, "0")

/** A UUID (version 4 by its form) that follows from a seed, a kind and a number. */
const uuid = (seed: number, kind: number, number: number): string => {
  const [one, two, three, four] = [0, 1, 2, 3].map((part) => hexadecimal(Draw.at(seed, kind * 8 + part, number))) as [string, string, string, string]
  const variant = "89ab"[Number.parseInt(three[0] as string, 16) & 3]
  return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${variant}${three.slice(1, 4)}-${three.slice(4)}${four}`
}

const idMaker = (options: DemonstrationOptions, kind: number, letter: string, digits: number): (number: number) => string => {
  if (options.ids === "uuid") return (number) => uuid(options.seed, 1000 + kind, number)
  const prefix = `${letter}-${options.period}-`
  return (number) => prefix + String(number).padStart(digits, "0")
}

const wholeNumber = (name: string, value: number, least: number, most: number): number => {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name}: found ${value}, expected a whole number from ${least} to ${most}`)
  }
  return value
}

const CALL_PLACES = 4

const make = (options: DemonstrationOptions): Demonstration => {
  const seed = wholeNumber("seed", options.seed, -2_147_483_648, 4_294_967_295) | 0
  const prospects = wholeNumber("prospects", options.prospects ?? 1200, 400, 40_000_000)
  const activities = wholeNumber("activities", options.activities ?? prospects * 3, 400, 200_000_000)
  const advisors = wholeNumber("advisors", options.advisors ?? Math.max(40, Math.ceil(prospects / 500)), 20, 100_000)
  const branches = wholeNumber("branches", options.branches ?? Math.max(6, Math.ceil(advisors / 40)), 2, advisors / 3)
  const month = Month.make(options.period)
  const organisation = Organisation.make(seed, month, advisors, branches)
  const prospectId = idMaker(options, 0, "P", 6)
  const activityId = idMaker(options, 1, "AC", 7)
  const callId = idMaker(options, 2, "V", 6)
  // the number of planted records does not depend on how many chance makes, so a first round over none of them counts it
  const idsFrom = (regular: number): Planting.Ids => ({
    prospect: (number) => prospectId(number + 1),
    activity: (number) => activityId(regular * Plan.PLACES + number + 1),
    call: (number) => callId(regular * CALL_PLACES + number + 1)
  })
  const outline = Planted.make(Plan.make(seed, month, organisation, 400, 400), idsFrom(400))
  const outlined = rejectedRows(Plan.make(seed, month, organisation, 400, 400), outline, [["", "", "", ""]])
  const regular = prospects - outline.prospects.length - outlined["prospects.csv"].length
  const regularActivities = activities - outline.activities.length - outlined["activities.csv"].length
  wholeNumber(`prospects beyond the ${prospects - regular} planted ones`, regular, 100, 40_000_000)
  wholeNumber(`activities beyond the ${activities - regularActivities} planted ones`, regularActivities, 100, 200_000_000)

  const plan = Plan.make(seed, month, organisation, regular, regularActivities)
  const ids = idsFrom(regular)
  const planting = Planted.make(plan, ids)
  const goalRows = GoalRows.rows(plan)
  return {
    plan,
    planting,
    ids,
    rejected: rejectedRows(plan, planting, goalRows),
    goalRows,
    shuffled: options.order === "shuffled",
    verificationSeed: options.verificationSeed ?? options.period,
    activityId: (core, place) => activityId(core.index * Plan.PLACES + place + 1),
    callId: (core, attempt) => callId(core.index * CALL_PLACES + attempt + 1)
  }
}

const rejectedRows = (plan: Plan.Plan, planting: Planting.Planting, goalRows: ReadonlyArray<ReadonlyArray<string>>): Demonstration["rejected"] => ({
  "employees.csv": RejectedRows.employees(plan),
  "branches.csv": RejectedRows.branches,
  "brands.csv": RejectedRows.brands,
  "prospects.csv": RejectedRows.prospects(plan, planting),
  "activities.csv": RejectedRows.activities(plan, planting),
  "goals.csv": RejectedRows.goals(plan, goalRows),
  "verification-calls.csv": RejectedRows.calls(plan, planting)
})

const rows = function*(header: string, body: Iterable<string>, rejected: ReadonlyArray<RejectedRows.Rejected>): Generator<string> {
  yield header
  yield* body
  for (const { line } of rejected) yield line
}

/** Planted lines among `size` positions of chance's: before the position that each names. */
class Interleaving {
  private readonly lines: ReadonlyArray<readonly [at: number, line: string]>
  private next = 0
  constructor(lines: ReadonlyArray<readonly [at: number, line: string]>) {
    this.lines = lines.toSorted(([one], [other]) => one - other)
  }
  *until(at: number): Generator<string> {
    for (; this.next < this.lines.length; this.next++) {
      const [lineAt, line] = this.lines[this.next] as readonly [number, string]
      if (lineAt > at) return
      yield line
    }
  }
  get nextAt(): number {
    return this.lines[this.next]?.[0] ?? Number.POSITIVE_INFINITY
  }
}

/** Where planted lines go: by their instant, or, shuffled, evenly over the positions. */
const interleaving = (shuffled: boolean, positions: number, lines: ReadonlyArray<readonly [at: number, line: string]>): Interleaving =>
  new Interleaving(shuffled ? lines.map(([, line], place) => [Math.floor(((place + 0.5) * positions) / lines.length), line]) : lines)

const prospectLines = function*(month: Demonstration): Generator<string> {
  const { plan, planting, shuffled } = month
  const core = plan.emptyCore()
  const place = shuffled ? Draw.permutation(plan.regular, Math.abs(plan.seed) % plan.regular) : (position: number) => position
  const planted = interleaving(shuffled, plan.regular, planting.prospects.map((draft) => [draft.createdAt, ProspectRows.line(plan, draft)]))
  for (let position = 0; position < plan.regular; position++) {
    plan.fill(core, place(position))
    const at = shuffled ? position : core.createdAt
    if (planted.nextAt <= at) yield* planted.until(at)
    yield ProspectRows.line(plan, ProspectRows.make(plan, core, month.ids.prospect(core.index)))
  }
  yield* planted.until(Number.POSITIVE_INFINITY)
}

/** Whether a prospect has one of the entries of the agenda, spread evenly over all. */
const hasAgenda = (plan: Plan.Plan, index: number): boolean =>
  Math.floor(((index + 1) * plan.agenda) / plan.regular) > Math.floor((index * plan.agenda) / plan.regular)

const AGENDA = Plan.PLACES - 1

const activityLine = (month: Demonstration, core: Plan.Core, place: number, at: number, draw: Draw.Draw): string => {
  const { plan } = month
  const id = month.activityId(core, place)
  const prospectId = month.ids.prospect(core.index)
  return ActivityRows.line(
    plan,
    place === AGENDA ? ActivityRows.agenda(plan, core, id, prospectId, draw) : ActivityRows.make(plan, core, place, at, id, prospectId, draw)
  )
}

const has = (plan: Plan.Plan, index: number, place: number): boolean =>
  place === AGENDA ? hasAgenda(plan, index) : place < plan.contactsOf(index)

const shuffledActivityLines = function*(month: Demonstration, planted: Interleaving): Generator<string> {
  const { plan } = month
  const core = plan.emptyCore()
  const draw = new Draw.Draw()
  const positions = plan.regular * Plan.PLACES
  const permuted = Draw.permutation(positions, Math.abs(plan.seed) % positions)
  for (let position = 0; position < positions; position++) {
    if (planted.nextAt <= position) yield* planted.until(position)
    const number = permuted(position)
    const place = number % Plan.PLACES
    const index = (number - place) / Plan.PLACES
    if (!has(plan, index, place)) continue
    plan.fill(core, index)
    yield activityLine(month, core, place, place === AGENDA ? 0 : plan.contactAt(core, place), draw)
  }
}

/** The prospects that have a contact of a number, one after the other: each such row of contacts is nearly in order of time. */
interface Row {
  readonly place: number
  readonly core: Plan.Core
  next: number
  at: number
}

const advance = (plan: Plan.Plan, row: Row): void => {
  while (row.next < plan.regular && !has(plan, row.next, row.place)) row.next++
  if (row.next >= plan.regular) {
    row.at = Number.POSITIVE_INFINITY
    return
  }
  plan.fill(row.core, row.next++)
  row.at = row.place === AGENDA ? ActivityRows.agendaAt(plan, row.core) : plan.contactAt(row.core, row.place)
}

const activityLinesByTime = function*(month: Demonstration, planted: Interleaving): Generator<string> {
  const { plan } = month
  const draw = new Draw.Draw()
  const merged = Array.from({ length: Plan.PLACES }, (_, place): Row => ({ place, core: plan.emptyCore(), next: 0, at: 0 }))
  for (const row of merged) advance(plan, row)
  for (;;) {
    let first = merged[0] as Row
    for (const row of merged) if (row.at < first.at) first = row
    if (first.at === Number.POSITIVE_INFINITY) return
    if (planted.nextAt <= first.at) yield* planted.until(first.at)
    yield activityLine(month, first.core, first.place, first.at, draw)
    advance(plan, first)
  }
}

const activityLines = function*(month: Demonstration): Generator<string> {
  const { plan, planting, shuffled } = month
  const lines = planting.activities.map((draft) =>
    [draft.performedAt === ProspectRows.ABSENT ? draft.plannedFor : draft.performedAt, ActivityRows.line(plan, draft)] as const
  )
  const planted = interleaving(shuffled, plan.regular * Plan.PLACES, lines)
  yield* shuffled ? shuffledActivityLines(month, planted) : activityLinesByTime(month, planted)
  yield* planted.until(Number.POSITIVE_INFINITY)
}

const callLines = function*(month: Demonstration): Generator<string> {
  const { plan, planting, shuffled } = month
  const core = plan.emptyCore()
  const draw = new Draw.Draw()
  const called = plan.regular - plan.earlier
  const permuted = shuffled ? Draw.permutation(called, Math.abs(plan.seed) % called) : (position: number) => position
  const planted = interleaving(shuffled, called, planting.calls.map((draft) => [draft.attemptedAt, CallRows.line(plan, draft)]))
  for (let position = 0; position < called; position++) {
    plan.fill(core, plan.earlier + permuted(position))
    const at = shuffled ? position : core.createdAt
    if (planted.nextAt <= at) yield* planted.until(at)
    const prospectId = month.ids.prospect(core.index)
    for (const draft of CallRows.attemptsFor(plan, core, prospectId, month.verificationSeed, (attempt) => month.callId(core, attempt), draw)) {
      yield CallRows.line(plan, draft)
    }
  }
  yield* planted.until(Number.POSITIVE_INFINITY)
}

const employeeHeader = CsvText.line([
  "employee_id", "name", "role", "branch_id", "line", "brand_ids", "phone", "email", "document_type", "document_number", "active_from", "active_to"
])

/**
 * The seven files of the month. Nothing is computed before it is iterated but a count over the prospects; memory does
 * not grow with them.
 *
 * @throws RangeError when an option is out of range, naming it.
 */
export const files = function*(options: DemonstrationOptions): Generator<DemonstrationFile> {
  const month = make(options)
  const { branches, brands, employeeRows } = month.plan.organisation
  const file = (name: FileName, header: string, body: () => Iterable<string>): DemonstrationFile => ({
    name,
    chunks: { [Symbol.iterator]: () => CsvText.chunks(rows(header, body(), month.rejected[name])) }
  })
  yield file("employees.csv", employeeHeader, () => employeeRows.map(CsvText.line))
  yield file("branches.csv", CsvText.line(["branch_id", "name", "city"]), () => branches.map(({ city, id, name }) => CsvText.line([id, name, city])))
  yield file("brands.csv", CsvText.line(["brand_id", "name", "line"]), () => brands.map(({ id, line, name }) => CsvText.line([id, name, line])))
  yield file("prospects.csv", ProspectRows.header, () => prospectLines(month))
  yield file("activities.csv", ActivityRows.header, () => activityLines(month))
  yield file("goals.csv", GoalRows.header, () => month.goalRows.map(CsvText.line))
  yield file("verification-calls.csv", CallRows.header, () => callLines(month))
}

/** The optional files beside {@link files}: the telephone log of one day, and a waiver. All their rows can be read. */
export const controlFiles = function*(options: DemonstrationOptions): Generator<DemonstrationFile<ControlFileName>> {
  const { activityId, plan, planting } = make(options)
  const file = (name: ControlFileName, header: string, body: () => Iterable<string>): DemonstrationFile<ControlFileName> => ({
    name,
    chunks: { [Symbol.iterator]: () => CsvText.chunks(rows(header, body(), [])) }
  })
  yield file("phone-log.csv", ControlRows.phoneLogHeader, () => ControlRows.phoneLogLines(plan, planting, activityId))
  yield file("waivers.csv", ControlRows.waiverHeader, () => ControlRows.waiverLines(plan, planting))
}

/** Records for which a rule fails (`verification-pending`: is undecided) on purpose: at least one for every rule. */
export const planted = (options: DemonstrationOptions): ReadonlyArray<Planting.Planted> => make(options).planting.rules

/** Records that are in a given state at the end of the period on purpose: every verdict, conclusion, obligation and colour. */
export const plantedStates = (options: DemonstrationOptions): ReadonlyArray<Planting.PlantedState> => make(options).planting.states

/** How many rows of each file a reader must reject, and for which column (`undefined`: the row as a whole), in file order. */
export const rejected = (options: DemonstrationOptions): Readonly<Record<FileName, ReadonlyArray<string | undefined>>> => {
  const byFile = make(options).rejected
  return Object.fromEntries(Object.entries(byFile).map(([name, lines]) => [name, lines.map(({ column }) => column)])) as unknown as Record<
    FileName,
    ReadonlyArray<string | undefined>
  >
}
