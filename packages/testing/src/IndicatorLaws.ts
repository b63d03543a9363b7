/** The laws about counts, indicators and their colours. */
import type { Thresholds } from "@crm-procedure/core/policy/Thresholds"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Counts, Indicator } from "@crm-procedure/core/results/Indicator"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Dimension } from "@crm-procedure/core/results/Scorecard"
import * as Semaphore from "@crm-procedure/core/results/Semaphore"
import * as fc from "fast-check"
import * as Arbitraries from "./Arbitraries.ts"
import * as Judged from "./Judged.ts"
import * as Law from "./Law.ts"
import * as Month from "./Month.ts"

const HUNDREDTHS = 10_000n

const countsOf = (valid: number, goal: number): Counts => ({ registered: valid, valid, invalid: 0, pending: 0, goal })

/** Counts up to 2^53, at a threshold, beside it or anywhere. */
const measured = fc.record({
  thresholds: Arbitraries.thresholds,
  goal: fc.oneof(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 10_000 }).map((hundreds) => hundreds * 100), fc.maxSafeNat()),
  place: fc.constantFrom("green", "yellow", "anywhere"),
  beside: fc.constantFrom(0, -1, 1),
  valid: fc.oneof(fc.nat({ max: 60 }), fc.maxSafeNat())
}).map(({ beside, goal, place, thresholds, valid }) => {
  if (place === "anywhere") return { thresholds, goal, valid }
  const boundary = leastReaching(goal, thresholds[place as "green" | "yellow"]) + beside
  return { thresholds, goal, valid: Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, boundary)) }
})

/** The least count that reaches a threshold of a goal. */
const leastReaching = (goal: number, threshold: number): number =>
  Number((BigInt(goal) * BigInt(threshold) + HUNDREDTHS - 1n) / HUNDREDTHS)

const exactColor = (valid: bigint, goal: bigint, { green, yellow }: Thresholds): Semaphore.Color =>
  goal === 0n ? "none" : valid * HUNDREDTHS >= goal * BigInt(green) ? "green" : valid * HUNDREDTHS >= goal * BigInt(yellow) ? "yellow" : "red"

const exactPercent = (valid: bigint, goal: bigint): number | null => goal === 0n ? null : Number((2000n * valid + goal) / (2n * goal)) / 10

type Kind = "prospecting" | "followUp"
const kinds: ReadonlyArray<Kind> = ["prospecting", "followUp"]

interface Sum {
  registered: bigint
  valid: bigint
  invalid: bigint
  pending: bigint
  goal: bigint
}

const nothing = (): Sum => ({ registered: 0n, valid: 0n, invalid: 0n, pending: 0n, goal: 0n })

/** The groups of a period counted again from the verdicts and the goal rows, with bigints. */
const recount = (
  { month, policy }: Arbitraries.Situation,
  judged: Judged.Judged,
  by: ReadonlyArray<Dimension>
): ReadonlyMap<string, Readonly<Record<Kind, Sum>>> => {
  const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), month.period)
  const lines = new Map(month.directory.brands.map(({ brandId, line }) => [brandId, line]))
  const groups = new Map<string, Record<Kind, Sum>>(by.length === 0 ? [["{}", { prospecting: nothing(), followUp: nothing() }]] : [])
  const groupOf = (place: Pick<Month.Placed, "advisorId" | "branchId" | "brandId">): Record<Kind, Sum> | undefined => {
    const values = { advisor: place.advisorId, branch: place.branchId, brand: place.brandId, line: place.brandId === undefined ? undefined : lines.get(place.brandId) }
    if (by.some((dimension) => values[dimension] === undefined)) return undefined
    const name = JSON.stringify(Object.fromEntries(by.map((dimension) => [dimension, values[dimension]])))
    const known = groups.get(name)
    if (known !== undefined) return known
    const made = { prospecting: nothing(), followUp: nothing() }
    groups.set(name, made)
    return made
  }
  const count = (kind: Kind, placed: ReadonlyArray<Month.Placed>, records: ReadonlyArray<Judged.JudgedRecord>): void => {
    const verdicts = new Map(records.map(({ id, verdict }) => [id, verdict]))
    for (const record of placed) {
      if (record.at < start || record.at >= end) continue
      const sum = groupOf(record)?.[kind]
      if (sum === undefined) continue
      sum.registered += 1n
      sum[verdicts.get(record.id) ?? "invalid"] += 1n
    }
  }
  count("prospecting", Month.placedProspects(month), judged.prospects)
  count("followUp", Month.placedActivities(month), judged.activities)
  for (const goal of month.goals) {
    if (goal.period !== month.period) continue
    const group = groupOf(goal)
    if (group === undefined) continue
    group.prospecting.goal += BigInt(goal.prospects)
    group.followUp.goal += BigInt(goal.activities)
  }
  return groups
}

const fields = ["registered", "valid", "invalid", "pending", "goal"] as const

const thresholdsOf = (policy: Policy.Policy, kind: Kind): Thresholds => policy.thresholds[kind]

export const exactness: Law.Law = Law.declare(
  "exactness",
  {
    es: "El indicador es la fracción exacta de enteros, para conteos hasta 2^53; el de un grupo es Σ válidos / Σ metas",
    en: "The indicator is the exact fraction of integers, for counts up to 2^53; a group's is Σ valid / Σ goal"
  },
  "GC-PRO-05, Indicadores; docs/decisions/0002-exact-indicators.md",
  (subject, broken) =>
    fc.asyncProperty(measured, Law.situations(subject), async ({ goal, thresholds, valid }, situation) => {
      const indicator = subject.indicatorOf(countsOf(valid, goal), thresholds)
      const color = exactColor(BigInt(valid), BigInt(goal), thresholds)
      if (indicator.color !== color) broken(`${valid} of ${goal} is ${indicator.color}, and exactly ${color}`)
      if (indicator.valid !== valid || indicator.goal !== goal) broken(`${valid} of ${goal} became ${indicator.valid} of ${indicator.goal}`)
      const judged = await subject.implementation(situation.month, situation.policy)
      for (const by of Judged.groupings) {
        const expected = recount(situation, judged, by)
        const groups = judged.scorecards[Judged.groupingName(by)] ?? []
        const names = groups.map(({ keys }) => JSON.stringify(keys))
        const missing = [...expected.keys()].find((name) => !names.includes(name))
        if (missing !== undefined) broken(`the scorecard by ${Judged.groupingName(by)} lacks the group ${missing}`)
        groups.forEach((group, place) => {
          const sums = expected.get(names[place] as string)
          if (sums === undefined) broken(`the scorecard by ${Judged.groupingName(by)} has the group ${names[place]} without a record or a goal`)
          else for (const kind of kinds) compare(group[kind], sums[kind], thresholdsOf(situation.policy, kind), `${kind} of ${names[place]}`, broken)
        })
      }
    })
)

const compare = (found: Indicator, sum: Sum, thresholds: Thresholds, of: string, broken: Law.Broken): void => {
  for (const field of fields) {
    if (BigInt(found[field]) !== sum[field]) broken(`${of}: ${field} is ${found[field]}, and counted exactly ${sum[field]}`)
  }
  const color = exactColor(sum.valid, sum.goal, thresholds)
  if (found.color !== color) broken(`${of}: ${sum.valid} of ${sum.goal} is ${found.color}, and exactly ${color}`)
  const percent = exactPercent(sum.valid, sum.goal)
  if (found.percent !== percent) broken(`${of}: ${sum.valid} of ${sum.goal} is shown as ${found.percent}, and is ${percent}`)
}

const add = (sum: Sum, indicator: Indicator): Sum => {
  for (const field of fields) sum[field] += BigInt(indicator[field])
  return sum
}

const total = (groups: ReadonlyArray<Judged.JudgedGroup>, kind: Kind): Sum => groups.reduce((sum, group) => add(sum, group[kind]), nothing())

const describe = (sum: Sum): string => fields.map((field) => `${field} ${sum[field]}`).join(", ")

export const partition: Law.Law = Law.declare(
  "partition",
  {
    es: "Lo repartido por asesores o días, o por sedes y marcas donde se conoce el prospecto, suma el total",
    en: "What is split over advisors or days, or over branches and brands where the prospect is known, sums up to the whole"
  },
  "GC-PRO-05, Indicadores; docs/decisions/0002-exact-indicators.md",
  (subject, broken) =>
    fc.asyncProperty(Law.situations(subject), async ({ month, policy }) => {
      const judged = await subject.implementation(month, policy)
      const groups = (...by: ReadonlyArray<Dimension>) => judged.scorecards[Judged.groupingName(by)] ?? []
      const same = (one: Sum, other: Sum, of: string): void => {
        if (describe(one) !== describe(other)) broken(`${of}: ${describe(one)} against ${describe(other)}`)
      }
      const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), month.period)
      const nowhere = Month.placedActivities(month).filter(({ at, branchId }) => branchId === undefined && at >= start && at < end)
      const verdicts = new Map(judged.activities.map(({ id, verdict }) => [id, verdict]))
      for (const kind of kinds) {
        const whole = total(groups(), kind)
        same(total(groups("advisor"), kind), whole, `${kind} by advisor and of the company`)
        const known = { ...whole }
        if (kind === "followUp") {
          for (const { id } of nowhere) {
            known.registered -= 1n
            known[verdicts.get(id) ?? "invalid"] -= 1n
          }
        }
        for (const by of [["branch"], ["brand"], ["branch", "brand"], ["advisor", "branch"], ["advisor", "brand"]] as const) {
          same(total(groups(...by), kind), known, `${kind} by ${by.join(" and ")} and of the records with a known prospect`)
        }
        const line = total(groups("line"), kind)
        for (const by of [["advisor", "line"], ["branch", "line"], ["brand", "line"]] as const) same(total(groups(...by), kind), line, `${kind} by ${by.join(" and ")} and by line`)
        for (const group of [...groups(), ...groups("advisor"), ...groups("branch"), ...groups("brand")]) {
          const { invalid, pending, registered, valid } = group[kind]
          if (registered !== valid + invalid + pending) broken(`${kind} of ${JSON.stringify(group.keys)}: ${valid} + ${invalid} + ${pending} is not ${registered}`)
        }
        const byDay = kind === "prospecting" ? judged.validByDay.prospects : judged.validByDay.activities
        const ofDays = byDay.reduce((sum, count) => sum + count, 0)
        if (BigInt(ofDays) !== whole.valid) broken(`${kind}: the days have ${ofDays} valid, the company ${whole.valid}`)
      }
    })
)

/** Whether `one` of its goal is at most `other` of its goal; both goals above zero. */
const isAtMost = (one: Indicator, other: Indicator): boolean => BigInt(one.valid) * BigInt(other.goal) <= BigInt(other.valid) * BigInt(one.goal)

/** Looks at each group of `before` beside the same group of `after`. */
const eachGroup = (before: Judged.Judged, after: Judged.Judged, look: (before: Indicator, after: Indicator, of: string) => void): void => {
  for (const [name, groups] of Object.entries(before.scorecards)) {
    const others = new Map((after.scorecards[name] ?? []).map((group) => [JSON.stringify(group.keys), group]))
    for (const group of groups) {
      const other = others.get(JSON.stringify(group.keys))
      if (other !== undefined) for (const kind of kinds) look(group[kind], other[kind], `${kind} of ${name} ${JSON.stringify(group.keys)}`)
    }
  }
}

const verdictsOf = (judged: Judged.Judged, but: string): string =>
  JSON.stringify([judged.prospects, judged.activities].map((records) => records.filter(({ id }) => id !== but).map(({ id, verdict }) => [id, verdict])))

/** How many valid records a run takes away, one after the other, to see what each adds. */
const TAKEN_AWAY = 3

export const monotony: Law.Law = Law.declare(
  "monotony",
  {
    es: "Un registro válido más, que no cambia el veredicto de otros, no baja el valor ni empeora el color; una meta mayor no lo sube",
    en: "One more valid record that changes no other's verdict never lowers the value nor worsens the colour; a higher goal never raises it"
  },
  "GC-PRO-05, Indicadores",
  (subject, broken) =>
    fc.asyncProperty(measured, Law.situations(subject, { temper: "tidy" }), fc.nat({ max: 99 }), fc.integer({ min: 1, max: 100 }), async (counts, { month, policy }, pick, raise) => {
      const { goal, thresholds, valid } = counts
      const better = (before: Indicator, after: Indicator, of: string): void => {
        if (before.goal === 0 || after.goal === 0) return
        if (!isAtMost(before, after)) broken(`${of}: one more valid record brings ${before.valid} of ${before.goal} to ${after.valid} of ${after.goal}`)
        if (Semaphore.compare(after.color, before.color) > 0) broken(`${of}: one more valid record turns ${before.color} into ${after.color}`)
      }
      const worse = (before: Indicator, after: Indicator, of: string): void => {
        if (before.goal === 0 || after.goal === 0) return
        if (!isAtMost(after, before)) broken(`${of}: a higher goal brings ${before.valid} of ${before.goal} to ${after.valid} of ${after.goal}`)
        if (Semaphore.compare(after.color, before.color) < 0) broken(`${of}: a higher goal turns ${before.color} into ${after.color}`)
      }
      const indicator = subject.indicatorOf(countsOf(valid, goal), thresholds)
      if (valid < Number.MAX_SAFE_INTEGER) better(indicator, subject.indicatorOf(countsOf(valid + 1, goal), thresholds), `${valid} of ${goal}`)
      if (goal < Number.MAX_SAFE_INTEGER) worse(indicator, subject.indicatorOf(countsOf(valid, goal + 1), thresholds), `${valid} of ${goal}`)

      const judged = await subject.implementation(month, policy)
      const valids = [...judged.prospects.map((record) => ["prospect", record] as const), ...judged.activities.map((record) => ["activity", record] as const)]
        .filter(([, { verdict }]) => verdict === "valid")
      for (let taken = 0; taken < Math.min(TAKEN_AWAY, valids.length); taken++) {
        const [kind, { id }] = valids[(pick + taken) % valids.length] as (typeof valids)[number]
        const before = await subject.implementation(Month.without(month, kind, id), policy)
        if (verdictsOf(before, id) === verdictsOf(judged, id)) eachGroup(before, judged, better)
      }
      if (month.goals.length > 0) {
        const raised = pick % month.goals.length
        const goals = month.goals.map((goal, place) => place === raised ? { ...goal, prospects: goal.prospects + raise, activities: goal.activities + raise } : goal)
        eachGroup(judged, await subject.implementation({ ...month, goals }, policy), worse)
      }
    })
)

export const totality: Law.Law = Law.declare(
  "totality",
  {
    es: "Todo valor tiene un solo color; el color cambia solo en los umbrales, que son del color mejor; sin meta no hay color",
    en: "Every value has exactly one colour; colours change only at the thresholds, which belong to the better colour; without a goal there is none"
  },
  "GC-PRO-05, Anexos: Semáforo; docs/decisions/0002-exact-indicators.md",
  (subject, broken) =>
    fc.asyncProperty(measured, Law.situations(subject), async ({ goal, thresholds, valid }, { month, policy }) => {
      const colorOf = (count: number): Semaphore.Color => subject.indicatorOf(countsOf(count, goal), thresholds).color
      const expect = (count: number, color: Semaphore.Color): void => {
        if (count < 0 || count > Number.MAX_SAFE_INTEGER) return
        const found = colorOf(count)
        if (found !== color) broken(`${count} of ${goal} with yellow from ${thresholds.yellow} and green from ${thresholds.green} hundredths of a percent is ${found}, not ${color}`)
      }
      if (goal === 0) expect(valid, "none")
      else {
        const [yellow, green] = [leastReaching(goal, thresholds.yellow), leastReaching(goal, thresholds.green)]
        expect(green, "green")
        expect(green - 1, green > yellow ? "yellow" : "red")
        if (yellow < green) expect(yellow, "yellow")
        expect(yellow - 1, "red")
        expect(valid, valid >= green ? "green" : valid >= yellow ? "yellow" : "red")
      }
      const judged = await subject.implementation(month, policy)
      for (const group of Object.values(judged.scorecards).flat()) {
        for (const kind of kinds) {
          const { color, goal, percent } = group[kind]
          if ((goal === 0) !== (color === "none") || (goal === 0) !== (percent === null)) {
            broken(`${kind} of ${JSON.stringify(group.keys)}: a goal of ${goal} with the colour ${color} and ${percent} %`)
          }
        }
      }
    })
)

/** Half of the last digit shown lies exactly between two: n of 2000 with an odd n, and its multiples. */
const halves = fc.tuple(fc.nat({ max: 3000 }), fc.integer({ min: 1, max: 1000 })).map(([half, times]) => ({ valid: (2 * half + 1) * times, goal: 2000 * times }))
const shownCounts = fc.oneof(halves, fc.constantFrom({ valid: 2, goal: 3 }, { valid: 1, goal: 16 }, { valid: 0, goal: 7 }), measured.map(({ goal, valid }) => ({ goal, valid })))

export const rounding: Law.Law = Law.declare(
  "rounding",
  {
    es: "El porcentaje que se muestra difiere del exacto en media décima como mucho, y la mitad sube",
    en: "The shown percentage differs from the exact value by half a tenth at most, and a half goes up"
  },
  "docs/decisions/0002-exact-indicators.md",
  (subject, broken) =>
    fc.asyncProperty(shownCounts, Arbitraries.thresholds, async ({ goal, valid }, thresholds) => {
      const { percent } = subject.indicatorOf(countsOf(valid, goal), thresholds)
      if (goal === 0) return percent === null ? undefined : broken(`${valid} of no goal is shown as ${percent} %`)
      // Beyond that, a percentage has more digits than a number keeps.
      if (1000n * BigInt(valid) > BigInt(goal) * BigInt(Number.MAX_SAFE_INTEGER)) return
      if (percent === null || !Number.isFinite(percent)) return broken(`${valid} of ${goal} is shown as ${percent} %`)
      const tenths = Math.round(percent * 10)
      if (tenths / 10 !== percent) broken(`${valid} of ${goal} is shown as ${percent} %, with more than one decimal`)
      const twiceOff = 2n * (BigInt(tenths) * BigInt(goal) - 1000n * BigInt(valid))
      if (twiceOff > BigInt(goal) || twiceOff <= -BigInt(goal)) broken(`${valid} of ${goal} is shown as ${percent} %, more than half a tenth off or a half rounded down`)
    })
)

export const all: ReadonlyArray<Law.Law> = [exactness, partition, monotony, totality, rounding]
