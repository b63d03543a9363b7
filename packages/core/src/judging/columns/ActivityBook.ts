/**
 * The activities of a dealership as judging remembers them, like `ProspectBook`: of each, the rules that it fails by
 * itself and a few fixed-size facts. A note is kept as a hash of its comparison form, a prospect as its id's number.
 *
 * The book needs no prospects: activities and prospects can be read at the same time, each by a thread of its own.
 */
import * as Activity from "../../records/Activity.ts"
import * as ActivityRules from "../ActivityRules.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import * as ErasureKey from "../../identity/ErasureKey.ts"
import * as ErasedRecord from "../ErasedRecord.ts"
import { AdvisorDays } from "./AdvisorDays.ts"
import { Dictionary } from "./Dictionary.ts"
import { IdTable } from "./IdTable.ts"
import type { IdColumns } from "./IdTable.ts"
import { RecentInstants } from "./RecentInstants.ts"
import * as Memory from "./ColumnMemory.ts"
import { RecentTable } from "./RecentTable.ts"
import { timeOrder } from "./TimeOrder.ts"
import type { JudgingContext } from "../JudgingContext.ts"
import * as Note from "../../identity/Note.ts"
import type { Findings } from "../Verdict.ts"
import { giveBack } from "../internal/WorkingMemory.ts"

const NOTE_REPEATED = ActivityRules.bit["note-repeated"]
const DUPLICATE_CONTACT = ActivityRules.bit["duplicate-contact"]
const ACTIVITY_BURST = ActivityRules.bit["activity-burst"]
const CONTACT_TOO_FREQUENT = ActivityRules.bit["contact-too-frequent"]

/** Facts of an activity as flags. The lowest two bits are its status. */
const STATUS = 3
const PERFORMED = 4
const CONTACT = 8
const REGULATED = 16
const DIRECT = 32

const statuses: ReadonlyArray<Activity.Status> = ["planned", "performed", "cancelled"]

/** Above this many activities the notes' hashes are given back once they were compared: explanations then name no other note. */
const FORGET_NOTES_FROM = 500_000

/** A promised day is kept as days after the activity's, and this added: 0 stands for no promise, 1 for a day that a clock set back repeats. */
const PROMISED = 2

/** What can cross a thread; its arrays are on memory that both threads read. */
export interface ActivityColumns {
  readonly ids: IdColumns
  readonly prospectIds: IdColumns
  readonly advisors: ReadonlyArray<string>
  readonly types: ReadonlyArray<string>
  readonly failedByProfile: ReadonlyArray<Uint32Array>
  readonly ownFailed: Uint32Array | undefined
  readonly ownUndecided: Uint32Array | undefined
  readonly placedAt: Memory.Instants
  readonly prospect: Uint32Array
  readonly advisor: Memory.Naturals
  readonly type: Memory.Naturals
  readonly flags: Uint8Array
  readonly promised: Memory.Naturals
  readonly order: Uint32Array
}

export class ActivityBook {
  readonly judging: JudgingContext
  readonly ids: IdTable
  readonly prospectIds: IdTable
  readonly advisors: Dictionary
  readonly types: Dictionary
  /** The rules that fail, as bits of `ActivityRules.codes`: under the base profile first, then under each brand's. */
  readonly failedByProfile: ReadonlyArray<Memory.Column<Uint32Array>>
  readonly ownFailed: Memory.Column<Uint32Array> | undefined
  readonly ownUndecided: Memory.Column<Uint32Array> | undefined
  private readonly placedAt: Memory.InstantColumn
  private readonly prospect: Memory.Column<Uint32Array>
  private readonly advisor: Memory.NaturalColumn
  private readonly type: Memory.NaturalColumn
  private readonly flags: Memory.Column<Uint8Array>
  private readonly promised: Memory.NaturalColumn
  private notes: Memory.Scratch | undefined
  private order: Uint32Array | undefined
  private readonly advisorDays: AdvisorDays
  private readonly fingerprint = new Uint32Array(4)
  private readonly noteForm = { characters: 0, words: 0 }
  private readonly erased: Array<{ readonly index: number; readonly findings: Findings }> = []

  constructor(judging: JudgingContext, expected = 1024, columns?: ActivityColumns) {
    this.judging = judging
    if (columns === undefined) {
      this.ids = new IdTable(expected)
      this.prospectIds = new IdTable(Math.ceil(expected / 3))
      this.advisors = new Dictionary()
      this.types = Dictionary.of(judging.policy.parameters.activityTypes)
      this.failedByProfile = judging.profiles.all.map(() => Memory.uint32(expected))
      const own = judging.policy.ownActivityRules.length > 0
      this.ownFailed = own ? Memory.uint32(expected) : undefined
      this.ownUndecided = own ? Memory.uint32(expected) : undefined
      this.placedAt = Memory.instants(expected)
      this.prospect = Memory.uint32(expected)
      this.advisor = Memory.naturals(expected)
      this.type = Memory.naturals(expected)
      this.flags = Memory.uint8(expected)
      this.promised = Memory.naturals(expected)
      this.notes = new Memory.Scratch(expected * 2)
    } else {
      this.ids = IdTable.fromColumns(columns.ids)
      this.prospectIds = IdTable.fromColumns(columns.prospectIds)
      this.advisors = Dictionary.of(columns.advisors)
      this.types = Dictionary.of(columns.types)
      this.failedByProfile = columns.failedByProfile.map(Memory.adopt)
      this.ownFailed = columns.ownFailed && Memory.adopt(columns.ownFailed)
      this.ownUndecided = columns.ownUndecided && Memory.adopt(columns.ownUndecided)
      this.placedAt = Memory.adoptInstants(columns.placedAt)
      this.prospect = Memory.adopt(columns.prospect)
      this.advisor = Memory.adoptNaturals(columns.advisor)
      this.type = Memory.adoptNaturals(columns.type)
      this.flags = Memory.adopt(columns.flags)
      this.promised = Memory.adoptNaturals(columns.promised)
      this.order = columns.order
    }
    this.advisorDays = new AdvisorDays(judging.directory, this.advisors)
  }

  /** The settled book of another thread, as that thread's {@link columns} gave it. */
  static fromColumns(judging: JudgingContext, columns: ActivityColumns): ActivityBook {
    return new ActivityBook(judging, 0, columns)
  }

  /** The settled book for another thread. Own rules' predicates can't cross a thread; their outcomes do. */
  columns(): ActivityColumns {
    return {
      ids: this.ids.columns(),
      prospectIds: this.prospectIds.columns(),
      advisors: this.advisors.names,
      types: this.types.names,
      failedByProfile: this.failedByProfile.map((column) => column.array),
      ownFailed: this.ownFailed?.array,
      ownUndecided: this.ownUndecided?.array,
      placedAt: this.placedAt.array,
      prospect: this.prospect.array,
      advisor: this.advisor.array,
      type: this.type.array,
      flags: this.flags.array,
      promised: this.promised.array,
      order: this.inTimeOrder()
    }
  }

  get count(): number {
    return this.ids.count
  }

  /** Judges an activity by itself and remembers it. Answers its index, or −1 when its id is in the book already. */
  add(activity: Activity.Activity): number {
    const index = this.ids.add(activity.activityId)
    if (index < 0) return -1
    const { fingerprint, judging, noteForm } = this
    const { asOf, profiles, zone } = judging
    const placedAt = Activity.placedAt(activity)
    const day = Calendar.localDayOf(zone, placedAt)
    Note.fingerprintInto(activity.note, fingerprint)
    noteForm.characters = fingerprint[2]!
    noteForm.words = fingerprint[3]!
    const advisor = this.advisors.intern(activity.advisorId)
    const advisorIsActive = this.advisorDays.isActive(advisor, day)
    const { all } = profiles
    for (let profile = 0; profile < all.length; profile++) {
      this.failedByProfile[profile]!.set(
        index,
        ActivityRules.judge(activity, all[profile]!.activityParameters, advisorIsActive, asOf, noteForm)
      )
    }
    const performed = Activity.isPerformed(activity)
    const parameters = profiles.base.activityParameters
    const contact = performed && placedAt <= asOf &&
      !(activity.outcome !== undefined && parameters.rescheduledOutcomes.has(activity.outcome))
    const regulated = performed && ActivityRules.isRegulated(activity, parameters)
    const direct = regulated && (parameters.directContact === "attempt" ||
      !(activity.outcome !== undefined && parameters.unansweredOutcomes.has(activity.outcome)))
    this.placedAt.set(index, placedAt)
    this.prospect.set(index, this.prospectIds.intern(activity.prospectId))
    this.advisor.set(index, advisor)
    this.type.set(index, this.types.intern(activity.type))
    this.flags.set(
      index,
      statuses.indexOf(activity.status) | (performed ? PERFORMED : 0) | (contact ? CONTACT : 0) | (regulated ? REGULATED : 0) | (direct ? DIRECT : 0)
    )
    this.promised.set(
      index,
      contact && activity.nextActionAt !== undefined && activity.nextActionAt > placedAt
        ? Calendar.localDayOf(zone, activity.nextActionAt) - day + PROMISED
        : 0
    )
    const hasNote = performed && noteForm.characters > 0
    this.notes!.set(index * 2, hasNote ? fingerprint[0]! : 0)
    this.notes!.set(index * 2 + 1, hasNote ? fingerprint[1]! : 0)
    if (this.ownFailed !== undefined) {
      const own = judging.judgeOwn(judging.policy.ownActivityRules, activity)
      this.ownFailed.set(index, own.failed)
      this.ownUndecided!.set(index, own.undecided)
    }
    if (activity.erasedAt !== undefined) this.rememberErased(index, activity)
    return index
  }

  private rememberErased(index: number, activity: Activity.Activity): void {
    const note = ErasureKey.noteOf(activity, this.judging.erasureKey)
    for (let lane = 0; lane < 2; lane++) this.notes!.set(index * 2 + lane, this.isPerformed(index) ? note[lane]! : 0)
    this.erased.push({ index, findings: ErasedRecord.readFindings("activity", activity.frozenFindings, this.judging.policy.ownActivityRules) })
  }

  /** Where notes were erased, all others are hashed as they were, so that they compare. */
  private hashNotes(key: ErasureKey.Key): void {
    const notes = this.notes!.array
    const erased = new Set(this.erased.map(({ index }) => index))
    for (let index = 0; index < this.count; index++) if (!erased.has(index)) ErasureKey.hashNote(key, notes, index * 2)
  }

  /** What the rules said of an erased activity by itself and among others stands. */
  private freezeErased(): void {
    for (const { findings, index } of this.erased) {
      for (const { array } of this.failedByProfile) array[index] = array[index]! & ~ErasedRecord.frozenBits.activity | findings.failed
      if (this.ownFailed === undefined) continue
      this.ownFailed.array[index] = findings.ownFailed
      this.ownUndecided!.array[index] = findings.ownUndecided
    }
  }

  /** Judges the activities among each other. To be called once, when all are in; no activity can be added after it. */
  settle(): void {
    this.ids.closeIndex()
    this.prospectIds.closeIndex()
    const order = this.inTimeOrder()
    if (this.erased.length > 0 && this.judging.erasureKey !== undefined) this.hashNotes(this.judging.erasureKey)
    this.findRepeatedNotes(order)
    if (this.count > FORGET_NOTES_FROM) {
      this.notes!.release()
      this.notes = undefined
    }
    this.findRepeatedContacts(order)
    this.findBursts(order)
    if (this.judging.policy.effects.activity["contact-too-frequent"] !== "off" ||
      [...this.judging.policy.brands.values()].some((brand) => (brand.rules?.activity?.["contact-too-frequent"] ?? "off") !== "off")) {
      this.findFrequentContacts(order)
    }
    this.freezeErased()
  }

  /** Indexes in the order of the instant that places them, then id. */
  inTimeOrder(): Uint32Array {
    return this.order ?? (this.order = timeOrder(this.placedAt, this.count, this.ids))
  }

  /** The instant that puts it on its day and in its month. */
  placedAtOf(index: number): Calendar.Instant {
    return this.placedAt.at(index)
  }

  /** The status's place among planned, performed and cancelled. */
  statusNumberOf(index: number): number {
    return this.flags.array[index]! & STATUS
  }

  statusOf(index: number): Activity.Status {
    return statuses[this.flags.array[index]! & STATUS]!
  }

  isPerformed(index: number): boolean {
    return (this.flags.array[index]! & PERFORMED) !== 0
  }

  /** Whether it is a contact: performed by `asOf`, and more than a new date. */
  isContact(index: number): boolean {
    return (this.flags.array[index]! & CONTACT) !== 0
  }

  /** The local day that a contact promised for the next step, or undefined. */
  promisedDayOf(index: number): Calendar.LocalDay | undefined {
    const promised = this.promised.array[index]!
    return promised === 0 ? undefined : Calendar.localDayOf(this.judging.zone, this.placedAt.at(index)) + promised - PROMISED
  }

  /** The number of its prospect's id in {@link prospectIds}. */
  prospectOf(index: number): number {
    return this.prospect.array[index]!
  }

  advisorOf(index: number): number {
    return this.advisor.array[index]!
  }

  typeOf(index: number): number {
    return this.type.array[index]!
  }

  idOf(index: number): string {
    return this.ids.text(index)
  }

  /** The latest earlier performed activity that makes this one repeat a contact, or a note; −1 if there is none. Slow: for explanations. */
  earlierLike(code: "duplicate-contact" | "note-repeated", index: number): number {
    const { zone } = this.judging
    const spanOf = (other: number) => {
      const day = Calendar.localDayOf(zone, this.placedAt.at(other))
      return code === "duplicate-contact" ? day : Calendar.monthOf(day)
    }
    const notes = this.notes?.array
    let found = -1
    for (const other of this.inTimeOrder()) {
      if (other === index) return found
      if (!this.isPerformed(other)) continue
      const alike = code === "duplicate-contact"
        ? this.prospect.array[other] === this.prospect.array[index] && this.type.array[other] === this.type.array[index]
        : notes !== undefined && this.advisor.array[other] === this.advisor.array[index] &&
          notes[other * 2] === notes[index * 2] && notes[other * 2 + 1] === notes[index * 2 + 1]
      if (alike && spanOf(other) === spanOf(index)) found = other
    }
    return found
  }

  private fail(index: number, bit: number): void {
    for (let profile = 0; profile < this.failedByProfile.length; profile++) this.failedByProfile[profile]!.array[index]! |= bit
  }

  /** Advisor by advisor, in time order: how many performed activities of the local month had the same note before. */
  private findRepeatedNotes(order: Uint32Array): void {
    const { profiles, zone } = this.judging
    const notes = this.notes!.array
    const { grouped, ends } = this.groupByAdvisor(order)
    const months = new SpanCursor(
      (instant) => Calendar.monthOf(Calendar.localDayOf(zone, instant)),
      (month) => Calendar.startOfMonth(zone, month + 1)
    )
    const table = new RecentTable()
    let position = 0
    for (const end of ends) {
      table.clear()
      for (; position < end; position++) {
        const index = grouped[position]!
        const first = notes[index * 2]!
        const second = notes[index * 2 + 1]!
        if ((first | second) === 0) continue
        table.advance(months.of(this.placedAt.at(index)))
        let entry = table.seek(first)
        for (; entry >= 0; entry = table.next()) {
          const other = table.record(entry)
          if (notes[other * 2] === first && notes[other * 2 + 1] === second) break
        }
        if (entry < 0) {
          table.put(index)
          continue
        }
        const earlier = table.use(entry)
        for (let profile = 0; profile < profiles.all.length; profile++) {
          if (earlier >= profiles.all[profile]!.activityParameters.noteRepetitions) {
            this.failedByProfile[profile]!.array[index]! |= NOTE_REPEATED
          }
        }
      }
    }
    giveBack(grouped)
  }

  /** The indexes advisor by advisor, each advisor's in the order given, and where each advisor's end. */
  private groupByAdvisor(order: Uint32Array): { readonly grouped: Uint32Array<ArrayBuffer>; readonly ends: Uint32Array } {
    const advisor = this.advisor.array
    const ends = new Uint32Array(this.advisors.size)
    for (let position = 0; position < order.length; position++) ends[advisor[order[position]!]!]!++
    let sum = 0
    for (let number = 0; number < ends.length; number++) {
      const size = ends[number]!
      ends[number] = sum
      sum += size
    }
    const grouped = new Uint32Array(order.length)
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      grouped[ends[advisor[index]!]!++] = index
    }
    return { grouped, ends }
  }

  /** In time order: whether a performed activity of the same prospect, type and local day came before. */
  private findRepeatedContacts(order: Uint32Array): void {
    const { zone } = this.judging
    const prospect = this.prospect.array
    const type = this.type.array
    const table = new RecentTable()
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      if (!this.isPerformed(index)) continue
      const day = Calendar.localDayOf(zone, this.placedAt.at(index))
      table.advance(day)
      let entry = table.seek(Math.imul(prospect[index]! + 1, 0x9e3779b1) ^ Math.imul(type[index]! + 1, 0x85ebca6b))
      for (; entry >= 0; entry = table.next()) {
        const other = table.record(entry)
        if (prospect[other] === prospect[index] && type[other] === type[index]) break
      }
      if (entry < 0) table.put(index)
      else this.fail(index, DUPLICATE_CONTACT)
    }
  }

  /** In time order: the advisor's n-th last performed activity lies within the window. */
  private findBursts(order: Uint32Array): void {
    const { activityBurst, activityBurstMinutes } = this.judging.policy.parameters
    if (order.length < activityBurst) return
    const windowMillis = activityBurstMinutes * 60_000
    const recent = new RecentInstants(this.advisors.size, activityBurst)
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      if (!this.isPerformed(index)) continue
      const instant = this.placedAt.at(index)
      if (instant - recent.add(this.advisor.array[index]!, instant) <= windowMillis) this.fail(index, ACTIVITY_BURST)
    }
  }

  /** In time order: an earlier direct contact with the prospect on the day, or by another channel in the ISO week. */
  private findFrequentContacts(order: Uint32Array): void {
    const { zone } = this.judging
    const days = new Set<string>()
    const channelsByWeek = new Map<string, Set<number>>()
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      const flags = this.flags.array[index]!
      if ((flags & REGULATED) === 0) continue
      const day = Calendar.localDayOf(zone, this.placedAt.at(index))
      const prospect = this.prospect.array[index]!
      const type = this.type.array[index]!
      const week = `${prospect} ${Calendar.weekOf(day)}`
      const channels = channelsByWeek.get(week)
      const anotherChannel = channels !== undefined && (channels.size > 1 || !channels.has(type))
      if (days.has(`${prospect} ${day}`) || anotherChannel) this.fail(index, CONTACT_TOO_FREQUENT)
      if ((flags & DIRECT) !== 0) {
        days.add(`${prospect} ${day}`)
        if (channels === undefined) channelsByWeek.set(week, new Set([type]))
        else channels.add(type)
      }
    }
  }
}

/** Answers what an instant's span (its month, say) is, asking only when the last answer's end has passed. */
class SpanCursor {
  private readonly spanOf: (instant: Calendar.Instant) => number
  private readonly endOf: (span: number) => Calendar.Instant
  private span = 0
  private from = Number.POSITIVE_INFINITY
  private to = Number.NEGATIVE_INFINITY

  constructor(spanOf: (instant: Calendar.Instant) => number, endOf: (span: number) => Calendar.Instant) {
    this.spanOf = spanOf
    this.endOf = endOf
  }

  of(instant: Calendar.Instant): number {
    if (instant >= this.to || instant < this.from) {
      this.span = this.spanOf(instant)
      this.from = instant
      this.to = this.endOf(this.span)
    }
    return this.span
  }
}
