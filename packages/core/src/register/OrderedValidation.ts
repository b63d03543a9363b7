/**
 * Verdicts of records that come one after another and are not stored. Each record is judged beside the ones that came before it and
 * beside what is stored, never beside later ones. So a verdict depends neither on how the records are cut into groups, nor on how
 * long the sender waits between two of them.
 *
 * Of the records that came before, the last ones are remembered, up to a number and a size. A record that came when some were
 * forgotten already says how many.
 */
import * as Effect from "effect/Effect"
import type * as Calendar from "../calendar/Calendar.ts"
import type { Directory } from "../records/Directory.ts"
import type * as Activity from "../records/Activity.ts"
import type { Subject } from "../policy/Rule.ts"
import { activities, type Coming, defaultMemory, Earlier, Group, Index, isBefore, type Kind, type Memory, prospects } from "./internal/EarlierRecords.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import type { MatchKeys } from "./StoredVerdict.ts"
import type * as Records from "./Records.ts"
import * as Validation from "./Validation.ts"
import type { Explanation } from "../judging/Verdict.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** A record's verdict. */
export interface JudgedInOrder extends Validation.Judged {
  /** How many of the records that came before it were forgotten already; 0: it was compared with all of them. */
  readonly forgotten: number
}

/** Judges records of one kind in the order in which they come. */
export interface OrderedValidation<R> {
  /** Whether a remembered record has this id. */
  readonly isKnown: (id: string) => boolean
  /** Judges further records, each with an id that is not known; answers in their order. */
  readonly next: (records: ReadonlyArray<R>) => Effect.Effect<ReadonlyArray<JudgedInOrder>, Records.RecordsError>
}

/** Records are forgotten after so many have come, so that what is remembered depends on their number alone. */
const BLOCK = 10_000

/** Other work of the process goes on after so many runs. */
const AT_ONCE = 64

/** Marks the stored version of a record that comes. It makes an id that no record has, and lies after the record's own. */
const STORED_VERSION = "\0"

/** The records of a run that look for others under one name: the last in time order, and how far back one of them looks. */
interface Named {
  readonly at: Calendar.Instant
  readonly id: string
  readonly since: Calendar.Instant
}

/**
 * Cuts records into runs in which no record bears on an earlier one, so that each run can be judged at once. A record bears on another
 * one that lies after it in time and looks back as far. The stored version of a record bears on the ones before it: such a record begins
 * a run.
 */
const runsOf = <R>(coming: ReadonlyArray<Coming<R>>, isStored: (id: string) => boolean): ReadonlyArray<ReadonlyArray<Coming<R>>> => {
  const runs: Array<Array<Coming<R>>> = []
  let run: Array<Coming<R>> = []
  let named = new Map<string, Named>()
  for (const one of coming) {
    const { at, clues, id } = one
    const bears = clues.some(({ name }) => {
      const last = named.get(name)
      return last !== undefined && at >= last.since && isBefore(one, last)
    })
    if (run.length > 0 && (bears || isStored(id))) {
      runs.push(run)
      run = []
      named = new Map()
    }
    for (const { name, since } of clues) {
      const last = named.get(name)
      if (last === undefined) named.set(name, { at, id, since })
      else named.set(name, { ...(isBefore(one, last) ? last : { at, id }), since: Math.min(since, last.since) })
    }
    run.push(one)
  }
  return run.length === 0 ? runs : [...runs, run]
}

type Hand<R> = Map<string, RelatedRecords.InHand<R>>

/** Judges the records of one request. */
class Sequence<R extends object> {
  readonly earlier: Earlier<R>
  private readonly kind: Kind<R>
  private readonly basis: RelatedRecords.JudgingBasis

  constructor(kind: Kind<R>, basis: RelatedRecords.JudgingBasis, memory: Memory) {
    this.kind = kind
    this.basis = basis
    this.earlier = new Earlier(kind, memory)
  }

  /**
   * Judges records that come. First all of them beside each other and beside everything stored and earlier that may bear on them: a
   * record that no other record there makes fail is not made to fail by fewer of them. The others are then judged again in runs,
   * each beside what came before it, unless the records came in time order: then no record bears on an earlier one.
   */
  readonly judge = Effect.fnUntraced(function*(this: Sequence<R>, group: Group<R>, related: RelatedRecords.RelatedRecords) {
    const { earlier, kind } = this
    const { records } = group
    const hand = this.handOf(records, related)
    const isStored = this.addStored(hand, records, related)
    if (!earlier.isEmpty) for (let place = 0; place < records.length; place++) this.addEarlier(hand, group.at(place))
    const judged = this.explained(records, hand, related)
    if (!isStored && this.isInTimeOrder(records)) return records.map((record) => judged.get(kind.idOf(record))!)
    const isFlagged = ({ reasons, warnings }: Explanation): boolean => reasons.some(({ code }) => kind.codes.has(code)) || warnings.some(({ code }) => kind.codes.has(code))
    if (!records.some((record) => isFlagged(judged.get(kind.idOf(record))!))) return records.map((record) => judged.get(kind.idOf(record))!)
    const stored = this.storedIndex(related)
    const before = new Index<R>()
    const overridden = new Set<string>()
    const answers: Array<Explanation> = []
    for (const [number, run] of runsOf(records.map((_, place) => group.at(place)), (id) => stored.byId.has(id)).entries()) {
      if (number % AT_ONCE === AT_ONCE - 1) yield* Effect.yieldNow
      for (const { id } of run) overridden.add(id)
      const flagged = run.filter(({ id }) => isFlagged(judged.get(id)!))
      const own: Hand<R> = new Map(flagged.length === 0 ? [] : run.map(({ id, record }) => [id, { record, stored: stored.byId.get(id) }]))
      for (const one of flagged) {
        this.addEarlier(own, one)
        this.addBefore(own, one, before, (other) => ({ id: kind.idOf(other), inHand: { record: other, stored: undefined } }))
        this.addBefore(own, one, stored.index, (other) => {
          const id = kind.idOf(other.record)
          return overridden.has(id) || earlier.has(id) ? undefined : { id, inHand: { record: other.record, stored: other } }
        })
      }
      const exact = flagged.length === 0 ? judged : this.explained(flagged.map(({ record }) => record), own, related)
      for (const one of run) {
        answers.push(exact.get(one.id) ?? judged.get(one.id)!)
        before.add(one.names, one)
      }
    }
    return answers
  })

  /** The records that come, each with how it is stored. */
  private handOf(records: ReadonlyArray<R>, related: RelatedRecords.RelatedRecords): Hand<R> {
    const stored = this.storedOf(related)
    return new Map(records.map((record) => {
      const id = this.kind.idOf(record)
      return [id, { record, stored: stored.get(id)?.stored }]
    }))
  }

  private storedOf({ activities, prospects }: RelatedRecords.RelatedRecords): ReadonlyMap<string, RelatedRecords.InHand<R>> {
    return (this.kind.subject === "prospect" ? prospects : activities) as unknown as ReadonlyMap<string, RelatedRecords.InHand<R>>
  }

  /** Adds what is stored. The stored version of a record that comes still bears on the ones before it. Answers whether there is one. */
  private addStored(hand: Hand<R>, records: ReadonlyArray<R>, related: RelatedRecords.RelatedRecords): boolean {
    let isStored = false
    for (const [id, { stored }] of this.storedOf(related)) {
      if (stored === undefined || this.earlier.has(id)) continue
      if (hand.has(id)) {
        isStored = true
        const alias = `${id}${STORED_VERSION}`
        hand.set(alias, { record: { ...stored.record, [`${this.kind.subject}Id`]: alias }, stored })
      } else hand.set(id, { record: stored.record, stored })
    }
    return isStored && records.length > 1
  }

  private addEarlier(hand: Hand<R>, one: Coming<R>): void {
    this.addBefore(hand, one, this.earlier.index, (record) => ({ id: this.kind.idOf(record), inHand: { record, stored: undefined } }))
  }

  /** Adds what bears on a record of an index. */
  private addBefore<A>(
    hand: Hand<R>,
    one: Coming<R>,
    index: Index<A>,
    inHandOf: (found: A) => { readonly id: string; readonly inHand: RelatedRecords.InHand<R> } | undefined
  ): void {
    for (const { most, name, since } of one.clues) {
      let taken = 0
      for (const found of index.before(name, one, since)) {
        const other = inHandOf(found)
        if (other === undefined) continue
        if (!hand.has(other.id)) hand.set(other.id, other.inHand)
        if (++taken === most) break
      }
    }
  }

  private storedIndex(related: RelatedRecords.RelatedRecords) {
    const { kind, basis } = this
    const index = new Index<Records.Stored<R>>()
    const byId = new Map<string, Records.Stored<R>>()
    for (const [id, { stored }] of this.storedOf(related)) {
      if (stored === undefined) continue
      byId.set(id, stored)
      index.add(kind.namesOf(basis, stored.record, stored.storedVerdict.matchKeys), { at: kind.placedAt(stored.record), id, record: stored })
    }
    return { index, byId }
  }

  private isInTimeOrder(records: ReadonlyArray<R>): boolean {
    const { idOf, placedAt } = this.kind
    return records.every((record, place) =>
      place === 0 || isBefore({ at: placedAt(records[place - 1]!), id: idOf(records[place - 1]!) }, { at: placedAt(record), id: idOf(record) }))
  }

  /** Judges records among those in hand. */
  private explained(records: ReadonlyArray<R>, hand: Hand<R>, related: RelatedRecords.RelatedRecords): ReadonlyMap<string, Explanation> {
    const { kind, basis } = this
    const ids = new Set(records.map(kind.idOf))
    const isAbout = (type: Subject, id: string): boolean => type === kind.subject && ids.has(id)
    const parts = {
      calls: related.calls.filter(({ subjectId, subjectType }) => isAbout(subjectType, subjectId)),
      reopenings: related.reopenings.filter(({ subject }) => isAbout(subject.type, subject.id)),
      selections: related.selections.filter(({ id, type }) => isAbout(type, id)),
      phoneLog: related.phoneLog,
      waivers: related.waivers
    }
    const toJudge: RelatedRecords.RelatedRecords = kind.subject === "prospect"
      ? { ...parts, prospects: hand as never, activities: new Map(), asked: { prospect: ids, activity: new Set() } }
      : { ...parts, ...prospectsOf(related, records as never, ids), activities: hand as never }
    return Validation.explain(basis, toJudge)[kind.subject]
  }
}

/** The prospects of some activities. One whose stored verdict does not hold now is judged too, with all that bears on it. */
const prospectsOf = (
  { asked, prospects }: RelatedRecords.RelatedRecords,
  records: ReadonlyArray<Activity.Activity>,
  activityIds: ReadonlySet<string>
): Pick<RelatedRecords.RelatedRecords, "prospects" | "asked"> => {
  const needed = new Map(records.flatMap(({ prospectId }) => {
    const found = prospects.get(prospectId)
    return found === undefined ? [] : [[prospectId, found] as const]
  }))
  const isJudged = [...needed.keys()].some((id) => asked.prospect.has(id))
  return {
    prospects: isJudged ? prospects : needed,
    asked: { activity: activityIds, prospect: isJudged ? asked.prospect : new Set() }
  }
}

const nothingStored: RelatedRecords.RelatedRecords = {
  prospects: new Map(),
  activities: new Map(),
  asked: { prospect: new Set(), activity: new Set() },
  calls: [],
  reopenings: [],
  selections: [],
  phoneLog: [],
  waivers: []
}

/** What all records of a sequence are judged with. The directory and the instant stay the same throughout. */
export interface Given {
  readonly asOf: Calendar.Instant
  readonly context: Validation.Context
  readonly directory?: Directory | undefined
  readonly memory?: Memory | undefined
}

const begin = Effect.fnUntraced(function*<R extends object>(
  kind: Kind<R>,
  register: VerdictUpkeep.VerdictUpkeep,
  { asOf, context, directory, memory = defaultMemory }: Given
): Effect.fn.Return<OrderedValidation<R>, Records.RecordsError, Records.Records> {
  const services = yield* Effect.context<Records.Records>()
  const basis = yield* VerdictUpkeep.basisOf(register, asOf, directory)
  const sequence = new Sequence(kind, basis, memory)
  const gather = ({ matchKeysOf, records }: Group<R>): Effect.Effect<RelatedRecords.RelatedRecords, Records.RecordsError> =>
    context === "none"
      ? Effect.succeed(nothingStored)
      : Effect.provideContext(
        RelatedRecords.gather(basis, {
          [kind.subject === "prospect" ? "prospects" : "activities"]: records,
          matchKeysOf: matchKeysOf as (record: object) => MatchKeys,
          others: false
        }),
        services
      )
  let came = 0
  return {
    isKnown: (id) => sequence.earlier.has(id),
    next: Effect.fnUntraced(function*(records) {
      const judged: Array<JudgedInOrder> = []
      for (let from = 0; from < records.length;) {
        const block = records.slice(from, from + BLOCK - came % BLOCK)
        const group = new Group(kind, basis, block)
        const explanations = yield* sequence.judge(group, yield* gather(group))
        const { forgotten } = sequence.earlier
        block.forEach((record, place) => judged.push({ id: kind.idOf(record), ...explanations[place]!, forgotten }))
        from += block.length
        came += block.length
        sequence.earlier.add(group, came % BLOCK === 0)
      }
      return judged
    })
  }
})

/** Judges prospects in the order in which they come. */
export const ofProspects = (register: VerdictUpkeep.VerdictUpkeep, given: Given) => begin(prospects, register, given)

/** Judges activities in the order in which they come. Their prospects are stored ones. */
export const ofActivities = (register: VerdictUpkeep.VerdictUpkeep, given: Given) => begin(activities, register, given)
