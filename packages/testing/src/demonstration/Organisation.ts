/** The invented dealership group: its brands, sedes and people, and how each advisor works. */
import * as Contacts from "./Contacts.ts"
import * as Draw from "./Draw.ts"
import * as Names from "./Names.ts"
import type { Month } from "./Month.ts"

export interface Brand {
  readonly id: string
  readonly name: string
  readonly line: "cars" | "motorcycles"
  readonly models: ReadonlyArray<string>
}

export interface Branch {
  readonly id: string
  readonly name: string
  readonly city: string
  readonly region: number
}

/**
 * How an advisor works: `good` and `average` ones differ in promptness, a `neglectful` one lets leads lie, an `inventor`
 * makes customers up.
 */
export type Conduct = "good" | "average" | "neglectful" | "inventor"

export interface Advisor {
  readonly index: number
  readonly id: string
  readonly name: string
  readonly conduct: Conduct
  /** The branch until `movesOn` and after. */
  readonly branch: number
  readonly nextBranch: number
  readonly movesOn: number
  readonly brands: ReadonlyArray<number>
  readonly activeFrom: number
  /** The last active day; `Infinity` when there is none. */
  readonly activeTo: number
  /** Prospects per round of all advisors. */
  readonly volume: number
}

export interface Organisation {
  readonly brands: ReadonlyArray<Brand>
  readonly branches: ReadonlyArray<Branch>
  readonly advisors: ReadonlyArray<Advisor>
  readonly agentIds: ReadonlyArray<string>
  /** Rows of `employees.csv`, ready to write. */
  readonly employeeRows: ReadonlyArray<ReadonlyArray<string>>
  /** A phone and a document of the staff, as typed in the directory. */
  readonly staffPhone: (advisor: number) => string
  readonly staffEmail: (advisor: number) => string
}

export const brands: ReadonlyArray<Brand> = [
  { id: "M-01", name: "Sierral", line: "cars", models: ["Páramo 1.6 MT", "Páramo 2.0 AT", "Frailejón 4x4", "Quindo Sedán", "Quindo Hatchback", "Tairo Híbrido"] },
  { id: "M-02", name: "Lumbara", line: "cars", models: ["Arrebol 1.4 Turbo", "Guadua 7 puestos", "Ocaso SUV", "Marea Eléctrico", "Sendero Pick-up 4x4"] },
  { id: "M-03", name: "Rayuela Motos", line: "motorcycles", models: ["Brinca 125", "Brinca 150 ABS", "Trompo 110 Scooter", "Cometa 250 Adventure", "Golosa 125", "Zaranda 200 FI"] }
]

const padded = (number: number, length: number): string => String(number).padStart(length, "0")

const branchesOf = (count: number): ReadonlyArray<Branch> => {
  const places = Array.from({ length: 5 }, (_, quarter) => quarter).flatMap((quarter) =>
    Names.cities.flatMap(({ city, quarters, region }) => quarters[quarter] === undefined ? [] : [{ city, region, quarter: quarters[quarter] }])
  )
  return Array.from({ length: count }, (_, index) => {
    const { city, quarter, region } = places[index % places.length] as (typeof places)[number]
    const repeat = Math.floor(index / places.length)
    return { id: `S-${padded(index + 1, 2)}`, name: `Sede ${city} ${quarter}${repeat === 0 ? "" : ` ${repeat + 1}`}`, city, region }
  })
}

const conducts: ReadonlyArray<Conduct> = [
  "good", "average", "good", "average", "neglectful", "good", "average", "good", "average", "neglectful",
  "good", "good", "average", "inventor", "average", "good", "average", "neglectful", "good", "average"
]

/** Advisors whose place in the list gives them a part in the month. */
export const parts = { moves: 7, joins: 11, leaves: 18, withoutGoal: 5, goalOfZero: 15, inventor: 13 }

const PEOPLE = 11
/** Numbers from here on belong to the staff, so that no customer has their phone or document by accident. */
const STAFF_NUMBERS = 60_000_000

const advisorsOf = (seed: number, month: Month, count: number, branchCount: number): ReadonlyArray<Advisor> => {
  const draw = new Draw.Draw()
  return Array.from({ length: count }, (_, index) => {
    draw.restart(seed, PEOPLE, index)
    const name = Names.person(draw)
    const branch = index % branchCount
    const motorcycles = Math.floor(index / branchCount) % 5 > 2
    const firstBrand = index % 2
    const monthsBefore = draw.between(60, 1500)
    return {
      index,
      id: `A-${padded(index + 1, count > 999 ? 4 : 3)}`,
      name,
      conduct: conducts[index % conducts.length] as Conduct,
      branch,
      nextBranch: index === parts.moves ? (branch + 1) % branchCount : branch,
      movesOn: index === parts.moves ? month.start + 14 : Number.POSITIVE_INFINITY,
      brands: motorcycles ? [2] : draw.chance(0.3) ? [firstBrand, 1 - firstBrand] : [firstBrand],
      activeFrom: index === parts.joins ? month.start + 5 : month.previousStart - monthsBefore,
      activeTo: index === parts.leaves ? month.start + 19 : Number.POSITIVE_INFINITY,
      volume: draw.between(7, 13)
    }
  })
}

/** The branch of an advisor on a day. */
export const branchOn = (advisor: Advisor, day: number): number => day >= advisor.movesOn ? advisor.nextBranch : advisor.branch

export const isActive = (advisor: Advisor, day: number): boolean => day >= advisor.activeFrom && day <= advisor.activeTo

/** A date before the months of the demonstration, as text: plain arithmetic on 2015 and later, day 1 to 28. */
const earlierDate = (month: Month, draw: Draw.Draw): string =>
  `${Number(month.period.slice(0, 4)) - draw.between(2, 8)}-${padded(draw.between(1, 12), 2)}-${padded(draw.between(1, 28), 2)}`

const staffPhoneText = (index: number): string => Contacts.mobile(STAFF_NUMBERS + index, 7)
const staffEmailText = (name: string, index: number): string => `${Names.mailbox(name)}.${index + 1}@sabanaalta.example`

const advisorRows = (seed: number, month: Month, advisor: Advisor, branches: ReadonlyArray<Branch>, draw: Draw.Draw): Array<ReadonlyArray<string>> => {
  draw.restart(seed, PEOPLE + 1, advisor.index)
  const inventor = advisor.conduct === "inventor"
  const brandIds = advisor.brands.map((brand) => (brands[brand] as Brand).id).join("|")
  const line = (brands[advisor.brands[0] as number] as Brand).line
  const phone = inventor || draw.chance(0.75) ? staffPhoneText(advisor.index) : ""
  const email = inventor || draw.chance(0.7) ? staffEmailText(advisor.name, advisor.index) : ""
  const documented = draw.chance(0.6)
  const document = documented ? ["CC", Contacts.cedula(STAFF_NUMBERS + advisor.index, false)] : ["", ""]
  const row = (branch: number, from: string, to: string): ReadonlyArray<string> => [
    advisor.id, advisor.name, "advisor", (branches[branch] as Branch).id, line, brandIds, phone, email, ...document, from, to
  ]
  const from = advisor.activeFrom >= month.previousStart ? month.dateText(advisor.activeFrom) : earlierDate(month, draw)
  const to = Number.isFinite(advisor.activeTo) ? month.dateText(advisor.activeTo) : ""
  return Number.isFinite(advisor.movesOn)
    ? [row(advisor.branch, from, month.dateText(advisor.movesOn - 1)), row(advisor.nextBranch, month.dateText(advisor.movesOn), to)]
    : [row(advisor.branch, from, to)]
}

const officeRows = (seed: number, month: Month, advisors: number, agents: ReadonlyArray<string>): Array<ReadonlyArray<string>> => {
  const draw = new Draw.Draw()
  const people: Array<readonly [string, string, string]> = [
    ["E-01", "crm-assistant", ""],
    ["E-02", "marketing-coordinator", ""],
    ["E-03", "motorcycle-manager", "motorcycles"],
    ["E-04", "commercial-manager", "cars"],
    ["E-05", "commercial-manager", "cars"],
    ["E-06", "general-manager", ""],
    ...agents.map((id) => [id, "crm-agent", ""] as const)
  ]
  return people.map(([id, role, line], place) => {
    draw.restart(seed, PEOPLE + 2, place)
    const name = Names.person(draw)
    const number = advisors + place
    const branch = role === "commercial-manager" ? (id === "E-04" ? "S-01" : "S-02") : ""
    return [
      id, name, role, branch, line, "", staffPhoneText(number), staffEmailText(name, number),
      "CC", Contacts.cedula(STAFF_NUMBERS + number, true), earlierDate(month, draw), ""
    ]
  })
}

export const make = (seed: number, month: Month, advisorCount: number, branchCount: number): Organisation => {
  const branches = branchesOf(branchCount)
  const advisors = advisorsOf(seed, month, advisorCount, branchCount)
  const agentIds = Array.from({ length: Math.max(3, Math.ceil(advisorCount / 60)) }, (_, index) => `G-${padded(index + 1, 2)}`)
  const draw = new Draw.Draw()
  return {
    brands,
    branches,
    advisors,
    agentIds,
    employeeRows: [
      ...officeRows(seed, month, advisorCount, agentIds),
      ...advisors.flatMap((advisor) => advisorRows(seed, month, advisor, branches, draw)),
      ["A-900", "Ninguna Vez Activa", "advisor", "S-01", "cars", "M-01", "", "", "", "", month.dateText(month.start + 9), month.dateText(month.start + 4)]
    ],
    staffPhone: staffPhoneText,
    staffEmail: (index) => staffEmailText((advisors[index] as Advisor).name, index)
  }
}
