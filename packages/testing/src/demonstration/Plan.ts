/**
 * What is decided before the first record is made: which advisor gets which prospect and when, and how often each prospect is
 * contacted. Everything about a prospect follows from its index; nothing is kept per prospect.
 */
import * as Draw from "./Draw.ts"
import * as Month from "./Month.ts"
import * as Organisation from "./Organisation.ts"

/** The purposes of draws, so that none disturbs another. */
export const purposes = { created: 1, round: 2, eagerness: 3, source: 4, name: 5, interest: 6, detail: 7, first: 8, touch: 9, activity: 10, call: 11, stage: 12, goal: 13 }

/** Working days from the first contact to each further one. */
const cadence = [0, 1, 3, 5, 8, 11, 15, 19, 24, 30, 36, 42, 48]

/** Activity ids leave this many places for each prospect; the last is for entries of the agenda. */
export const PLACES = 16

const leadSources = ["brand-crm", "web", "social", "phone-lead", "referral-lead"]
export const isLeadSource = (source: string): boolean => leadSources.includes(source)

const officeSources: ReadonlyArray<readonly [string, number]> = [
  ["walk-in", 0.28], ["brand-crm", 0.14], ["web", 0.13], ["referral", 0.1], ["social", 0.09], ["customer-base", 0.07], ["event", 0.06],
  ["phone-lead", 0.05], ["street", 0.04], ["referral-lead", 0.03], ["unsold-follow-up", 0.01]
]

/** The bones of a prospect: one object is filled again and again. */
export interface Core {
  index: number
  createdAt: number
  day: number
  advisor: Organisation.Advisor
  branch: number
  brand: number
  source: string
  /** When the lead was handed to the advisor; the creation of any other prospect. */
  assignedAt: number
  /** How many contacts it gets, planned ones included. */
  contacts: number
}

export interface Plan {
  readonly seed: number
  readonly month: Month.Month
  readonly organisation: Organisation.Organisation
  /** Prospects that chance makes; the first `earlier` ones belong to the month before. */
  readonly regular: number
  readonly earlier: number
  readonly fill: (core: Core, index: number) => Core
  readonly emptyCore: () => Core
  /** The number of contacts of a prospect, without the rest of it. */
  readonly contactsOf: (index: number) => number
  readonly contactAt: (core: Core, contact: number) => number
  /** Regular activities that the contacts leave over: entries of the agenda, one for every so many prospects. */
  readonly agenda: number
  /** Expected numbers of an advisor in the month before (0) and the month (1). */
  readonly expectedProspects: (advisor: number, which: 0 | 1) => number
  readonly expectedContacts: (advisor: number, which: 0 | 1) => number
}

const shuffledSlots = (seed: number, advisors: ReadonlyArray<Organisation.Advisor>): Int32Array => {
  const slots = Int32Array.from(advisors.flatMap(({ index, volume }) => Array.from({ length: volume }, () => index)))
  const draw = new Draw.Draw()
  draw.restart(seed, purposes.round, 1 << 30)
  for (let last = slots.length - 1; last > 0; last--) {
    const other = draw.between(0, last)
    const kept = slots[last] as number
    slots[last] = slots[other] as number
    slots[other] = kept
  }
  return slots
}

const eagerness: Readonly<Record<Organisation.Conduct, number>> = { good: 1.25, average: 1, neglectful: 0.6, inventor: 1.1 }

/** Office seconds until the first contact of a lead. */
const delay = (conduct: Organisation.Conduct, draw: Draw.Draw): number => {
  const luck = draw.fraction()
  switch (conduct) {
    case "good":
      return luck < 0.93 ? draw.between(240, 6000) : draw.between(7300, 20_000)
    case "average":
    case "inventor":
      return luck < 0.7 ? draw.between(600, 7000) : draw.between(7300, 50_000)
    case "neglectful":
      return luck < 0.35 ? draw.between(1200, 7000) : draw.between(7300, 160_000)
  }
}

/** Contacts that still fit into the months for a prospect of each day, one planned beyond the end included. */
const roomByDay = (month: Month.Month): Uint8Array => {
  const last = month.workdayIndex(month.end)
  return Uint8Array.from({ length: month.end - month.previousStart }, (_, offset) => {
    const first = month.workdayIndex(month.previousStart + offset)
    return Math.min(cadence.length, cadence.filter((days) => first + days < last).length + 1)
  })
}

export const make = (
  seed: number,
  month: Month.Month,
  organisation: Organisation.Organisation,
  regular: number,
  regularActivities: number
): Plan => {
  const { advisors } = organisation
  const earlier = Math.floor(regular * 0.22)
  const slots = shuffledSlots(seed, advisors)
  const earlierInstant = Month.instantAt(month, month.previousStart, month.start)
  const instant = Month.instantAt(month, month.start, month.end)
  const room = roomByDay(month)
  const draw = new Draw.Draw()

  const createdAt = (index: number): number => {
    const jitter = Draw.fractionAt(seed, purposes.created, index)
    return index < earlier ? earlierInstant((index + jitter) / earlier) : instant((index - earlier + jitter) / (regular - earlier))
  }
  const advisorOf = (index: number, day: number): Organisation.Advisor => {
    const round = Math.floor(index / slots.length)
    const turn = Draw.at(seed, purposes.round, round) % slots.length
    let advisor = advisors[slots[((index % slots.length) + turn) % slots.length] as number] as Organisation.Advisor
    while (!Organisation.isActive(advisor, day)) advisor = advisors[(advisor.index + 1) % advisors.length] as Organisation.Advisor
    return advisor
  }
  const countOf = (index: number, day: number, conduct: Organisation.Conduct, rate: number): number => {
    const luck = Draw.fractionAt(seed, purposes.eagerness, index)
    if ((conduct === "neglectful" && luck < 0.2) || (conduct === "average" && luck < 0.03)) return 0
    return Math.min(room[day - month.previousStart] as number, Math.floor(rate * eagerness[conduct] + luck))
  }
  const rate = contactRate(regular, regularActivities, (index, candidate) => {
    const day = Math.floor(createdAt(index) / 86400)
    return countOf(index, day, advisorOf(index, day).conduct, candidate)
  })
  const totals = expectations(month, advisors.length, regular, (index) => {
    const day = Math.floor(createdAt(index) / 86400)
    const advisor = advisorOf(index, day)
    return { day, advisor: advisor.index, contacts: countOf(index, day, advisor.conduct, rate) }
  })

  const sourceOf = (index: number, created: number): string => {
    let luck = Draw.fractionAt(seed, purposes.source, index)
    if (!Month.isOfficeHour(month, created)) return luck < 0.4 ? "brand-crm" : luck < 0.75 ? "web" : "social"
    for (const [source, share] of officeSources) if ((luck -= share) < 0) return source
    return "walk-in"
  }
  const fill = (core: Core, index: number): Core => {
    const created = createdAt(index)
    const day = Math.floor(created / 86400)
    const advisor = advisorOf(index, day)
    core.index = index
    core.createdAt = created
    core.day = day
    core.advisor = advisor
    core.branch = Organisation.branchOn(advisor, day)
    core.brand = advisor.brands[index % advisor.brands.length] as number
    core.source = sourceOf(index, created)
    core.assignedAt = isLeadSource(core.source) ? created + (Draw.at(seed, purposes.first, index) % 900) : created
    core.contacts = countOf(index, day, advisor.conduct, rate)
    return core
  }
  const contactAt = (core: Core, contact: number): number => {
    draw.restart(seed, purposes.first, core.index)
    const first = isLeadSource(core.source)
      ? Month.addOfficeSeconds(month, core.assignedAt, delay(core.advisor.conduct, draw))
      : core.createdAt + draw.between(180, 2400)
    if (contact === 0) return first
    draw.restart(seed, purposes.touch, core.index * PLACES + contact)
    const place = month.workdayIndex(Math.floor(first / 86400)) + (cadence[contact] as number) + (contact > 1 ? draw.bits() & 1 : draw.chance(0.02) ? -1 : 0)
    const day = month.workdays[place] as number
    const evening = core.advisor.conduct !== "good" && draw.chance(0.02)
    return day * 86400 + (evening ? draw.between(69_000, 75_000) : Month.contactSecond(day, draw))
  }
  return {
    seed,
    month,
    organisation,
    regular,
    earlier,
    fill,
    emptyCore: () => fill({} as Core, 0),
    contactsOf: (index) => {
      const day = Math.floor(createdAt(index) / 86400)
      return countOf(index, day, advisorOf(index, day).conduct, rate)
    },
    contactAt,
    agenda: regularActivities - totals.contacts,
    expectedProspects: (advisor, which) => totals.prospects[advisor * 2 + which] as number,
    expectedContacts: (advisor, which) => totals.contactsByAdvisor[advisor * 2 + which] as number
  }
}

/** Finds, on a sample of the prospects, the rate at which their contacts make up 96 % of the activities wanted. */
const contactRate = (regular: number, wanted: number, countOf: (index: number, rate: number) => number): number => {
  const stride = Math.max(1, Math.floor(regular / 20_000))
  const sampled = Math.ceil(regular / stride)
  const target = (wanted * 0.96 * sampled) / regular
  const total = (rate: number): number => {
    let sum = 0
    for (let index = 0; index < regular; index += stride) sum += countOf(index, rate)
    return sum
  }
  let low = 0
  let high = 20
  if (total(high) < target) {
    throw new RangeError(`activities: found ${wanted} for ${regular} prospects, expected fewer (about four for each prospect fit into the months)`)
  }
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2
    if (total(middle) > target) high = middle
    else low = middle
  }
  return low
}

interface Expectations {
  readonly contacts: number
  readonly prospects: Float64Array
  readonly contactsByAdvisor: Float64Array
}

/** Counts, in one pass over all prospects, what each advisor will have in either month. */
const expectations = (
  month: Month.Month,
  advisors: number,
  regular: number,
  outline: (index: number) => { readonly day: number; readonly advisor: number; readonly contacts: number }
): Expectations => {
  const prospects = new Float64Array(advisors * 2)
  const contactsByAdvisor = new Float64Array(advisors * 2)
  const start = month.workdayIndex(month.start)
  const end = month.workdayIndex(month.end)
  let total = 0
  for (let index = 0; index < regular; index++) {
    const { advisor, contacts, day } = outline(index)
    const first = month.workdayIndex(day)
    prospects[advisor * 2 + (day < month.start ? 0 : 1)]! += 1
    total += contacts
    for (let contact = 0; contact < contacts; contact++) {
      const place = first + (cadence[contact] as number)
      if (place < end) contactsByAdvisor[advisor * 2 + (place < start ? 0 : 1)]! += 1
    }
  }
  return { contacts: total, prospects, contactsByAdvisor }
}
