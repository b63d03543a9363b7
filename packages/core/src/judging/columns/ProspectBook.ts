/**
 * The prospects of a dealership as judging remembers them: of each, the rules that it fails by itself, the keys that
 * recognise its customer, and a few fixed-size facts. No text of a customer is kept.
 *
 * Prospects are added in any order; {@link ProspectBook.settle} then judges them among each other.
 */
import * as Calendar from "../../calendar/Calendar.ts"
import * as ErasureKey from "../../identity/ErasureKey.ts"
import * as ErasedRecord from "../ErasedRecord.ts"
import { AdvisorDays } from "./AdvisorDays.ts"
import { Dictionary } from "./Dictionary.ts"
import * as Keys from "../../identity/internal/IdentityKeys.ts"
import { IdTable } from "./IdTable.ts"
import type { IdColumns } from "./IdTable.ts"
import { RecentInstants } from "./RecentInstants.ts"
import * as Memory from "./ColumnMemory.ts"
import { idOrder, timeOrder } from "./TimeOrder.ts"
import type { JudgingContext } from "../JudgingContext.ts"
import type { Prospect } from "../../records/Prospect.ts"
import * as ProspectRules from "../ProspectRules.ts"
import type { Findings } from "../Verdict.ts"
import { giveBack } from "../internal/WorkingMemory.ts"

const DUPLICATE = ProspectRules.bit.duplicate
const REGISTRATION_BURST = ProspectRules.bit["registration-burst"]

/** Facts of a prospect as flags. */
const LEAD = 1
const WON = 2
const LOST = 4
const ERASED = 8

const NO_RECORD = 0xffffffff

/** Above this many prospects it is forgotten which record each one duplicates: explanations then name no other record. */
const FORGET_DUPLICATES_FROM = 500_000

/** What can cross a thread: a settled book without its keys. Its arrays are on memory that both threads read. */
export interface ProspectColumns {
  readonly ids: IdColumns
  readonly advisors: ReadonlyArray<string>
  readonly branches: ReadonlyArray<string>
  readonly brands: ReadonlyArray<string>
  readonly outletBranch: ReadonlyArray<number>
  readonly outletBrand: ReadonlyArray<number>
  readonly failed: Uint32Array
  readonly ownFailed: Uint32Array | undefined
  readonly ownUndecided: Uint32Array | undefined
  readonly createdAt: Memory.Instants
  readonly assignedAt: Memory.Instants
  readonly stageAt: Memory.Instants
  readonly advisor: Memory.Naturals
  readonly outlet: Memory.Naturals
  readonly flags: Uint8Array
  readonly order: Uint32Array
}

export class ProspectBook {
  readonly judging: JudgingContext
  readonly ids: IdTable
  readonly advisors: Dictionary
  readonly branches: Dictionary
  readonly brands: Dictionary
  /** The rules that fail, as bits of `ProspectRules.codes`. */
  readonly failed: Memory.Column<Uint32Array>
  readonly ownFailed: Memory.Column<Uint32Array> | undefined
  readonly ownUndecided: Memory.Column<Uint32Array> | undefined
  private readonly createdAt: Memory.InstantColumn
  private readonly assignedAt: Memory.InstantColumn
  private readonly stageAt: Memory.InstantColumn
  private readonly phoneDigits = Memory.float64(0)
  private readonly advisor: Memory.NaturalColumn
  private readonly outlet: Memory.NaturalColumn
  private readonly flags: Memory.Column<Uint8Array>
  /** Two lanes for each of phone, e-mail and document; zeros where there is no key. */
  private readonly keys: Memory.Scratch
  private readonly outletsByPair = new Map<number, number>()
  private readonly outletBranch: Array<number> = []
  private readonly outletBrand: Array<number> = []
  private duplicateOf: Uint32Array | undefined
  private order: Uint32Array | undefined
  private readonly advisorDays: AdvisorDays
  private readonly foundKeys: Keys.Keys = new Uint32Array(Keys.LANES)
  private readonly erased: Array<{ readonly index: number; readonly findings: Findings }> = []

  constructor(judging: JudgingContext, expected = 1024, columns?: ProspectColumns) {
    this.judging = judging
    this.keys = new Memory.Scratch(expected * Keys.LANES)
    if (columns === undefined) {
      this.ids = new IdTable(expected)
      this.advisors = new Dictionary()
      this.branches = new Dictionary()
      this.brands = new Dictionary()
      this.failed = Memory.uint32(expected)
      this.createdAt = Memory.instants(expected)
      this.assignedAt = Memory.instants(expected)
      this.stageAt = Memory.instants(expected)
      this.advisor = Memory.naturals(expected)
      this.outlet = Memory.naturals(expected)
      this.flags = Memory.uint8(expected)
      const own = judging.policy.ownProspectRules.length > 0
      this.ownFailed = own ? Memory.uint32(expected) : undefined
      this.ownUndecided = own ? Memory.uint32(expected) : undefined
    } else {
      this.ids = IdTable.fromColumns(columns.ids)
      this.advisors = Dictionary.of(columns.advisors)
      this.branches = Dictionary.of(columns.branches)
      this.brands = Dictionary.of(columns.brands)
      this.outletBranch.push(...columns.outletBranch)
      this.outletBrand.push(...columns.outletBrand)
      this.failed = Memory.adopt(columns.failed)
      this.ownFailed = columns.ownFailed && Memory.adopt(columns.ownFailed)
      this.ownUndecided = columns.ownUndecided && Memory.adopt(columns.ownUndecided)
      this.createdAt = Memory.adoptInstants(columns.createdAt)
      this.assignedAt = Memory.adoptInstants(columns.assignedAt)
      this.stageAt = Memory.adoptInstants(columns.stageAt)
      this.advisor = Memory.adoptNaturals(columns.advisor)
      this.outlet = Memory.adoptNaturals(columns.outlet)
      this.flags = Memory.adopt(columns.flags)
      this.order = columns.order
    }
    this.advisorDays = new AdvisorDays(judging.directory, this.advisors)
  }

  /** The settled book of another thread, as that thread's {@link columns} gave it. */
  static fromColumns(judging: JudgingContext, columns: ProspectColumns): ProspectBook {
    return new ProspectBook(judging, 0, columns)
  }

  /** The settled book for another thread. */
  columns(): ProspectColumns {
    return {
      ids: this.ids.columns(),
      advisors: this.advisors.names,
      branches: this.branches.names,
      brands: this.brands.names,
      outletBranch: this.outletBranch,
      outletBrand: this.outletBrand,
      failed: this.failed.array,
      ownFailed: this.ownFailed?.array,
      ownUndecided: this.ownUndecided?.array,
      createdAt: this.createdAt.array,
      assignedAt: this.assignedAt.array,
      stageAt: this.stageAt.array,
      advisor: this.advisor.array,
      outlet: this.outlet.array,
      flags: this.flags.array,
      order: this.inTimeOrder()
    }
  }

  get count(): number {
    return this.ids.count
  }

  /** Judges a prospect by itself and remembers it. Answers its index, or −1 when its id is in the book already. */
  add(prospect: Prospect): number {
    const index = this.ids.add(prospect.prospectId)
    if (index < 0) return -1
    const { judging } = this
    const { asOf, directory, zone } = judging
    const profile = judging.profiles.ofBrand(prospect.brandId)
    const day = Calendar.localDayOf(zone, prospect.createdAt)
    const keys = this.foundKeys
    const advisor = this.advisors.intern(prospect.advisorId)
    const advisorIsActive = this.advisorDays.isActive(advisor, day)
    this.failed.set(index, ProspectRules.judge(prospect, profile.prospectParameters, directory, asOf, advisorIsActive, keys))
    this.createdAt.set(index, prospect.createdAt)
    this.assignedAt.set(index, prospect.assignedAt ?? prospect.createdAt)
    this.stageAt.set(index, prospect.stage === "open" ? Number.POSITIVE_INFINITY : prospect.stageAt!)
    this.advisor.set(index, advisor)
    this.outlet.set(index, this.internOutlet(prospect.branchId, prospect.brandId))
    this.flags.set(
      index,
      (prospect.source !== undefined && judging.leadSources.has(prospect.source) ? LEAD : 0) |
        (prospect.stage === "won" ? WON : prospect.stage === "lost" ? LOST : 0)
    )
    for (let lane = 0; lane < Keys.LANES; lane++) this.keys.set(index * Keys.LANES + lane, keys[lane]!)
    // A phone's lanes are the digits of its E.164 form.
    if (judging.phoneLog !== undefined) this.phoneDigits.set(index, prospect.erasedAt === undefined ? keys[0]! + keys[1]! * 0x100000000 : 0)
    if (this.ownFailed !== undefined) {
      const own = judging.judgeOwn(judging.policy.ownProspectRules, prospect)
      this.ownFailed.set(index, own.failed)
      this.ownUndecided!.set(index, own.undecided)
    }
    if (prospect.erasedAt !== undefined) this.rememberErased(index, prospect)
    return index
  }

  /** The digits of its phone's E.164 form where the telephone system's log is compared; 0 without a valid phone. */
  phoneDigitsOf(index: number): number {
    return this.phoneDigits.array[index] ?? 0
  }

  private rememberErased(index: number, prospect: Prospect): void {
    this.flags.array[index]! |= ERASED
    const keys = ErasureKey.keysOf(prospect, this.judging.erasureKey)
    for (let lane = 0; lane < Keys.LANES; lane++) this.keys.set(index * Keys.LANES + lane, keys[lane]!)
    this.erased.push({ index, findings: ErasedRecord.readFindings("prospect", prospect.frozenFindings, this.judging.policy.ownProspectRules) })
  }

  /** Hashes the keys of all other prospects as those of erased people are hashed, so that both can be compared. */
  private hashKeys(key: ErasureKey.Key): void {
    const keys = this.keys.array
    for (let index = 0; index < this.count; index++) {
      if ((this.flags.array[index]! & ERASED) === 0) ErasureKey.hashKeys(key, keys, index * Keys.LANES)
    }
  }

  /** What the rules said of an erased record stands, whatever its remains and later records would say. */
  private freezeErased(): void {
    for (const { findings, index } of this.erased) {
      this.failed.array[index] = this.failed.array[index]! & ~ErasedRecord.frozenBits.prospect | findings.failed
      if (this.ownFailed === undefined) continue
      this.ownFailed.array[index] = findings.ownFailed
      this.ownUndecided!.array[index] = findings.ownUndecided
    }
  }

  /** Judges the prospects among each other: duplicates and bursts. To be called once, when all are in. */
  settle(): void {
    const order = timeOrder(this.createdAt, this.count, this.ids)
    this.order = order
    if (this.erased.length > 0 && this.judging.erasureKey !== undefined) this.hashKeys(this.judging.erasureKey)
    this.duplicateOf = this.count > FORGET_DUPLICATES_FROM ? undefined : new Uint32Array(this.count).fill(NO_RECORD)
    this.findDuplicates(order, this.duplicateOf)
    this.keys.release()
    this.findBursts(order)
    this.freezeErased()
  }

  /** Indexes in the order of `createdAt`, then id. */
  inTimeOrder(): Uint32Array {
    return this.order ?? (this.order = timeOrder(this.createdAt, this.count, this.ids))
  }

  /** Some indexes in code point order of the ids. */
  inIdOrder(indexes: Uint32Array): Uint32Array {
    return idOrder(indexes, this.ids)
  }

  createdAtOf(index: number): Calendar.Instant {
    return this.createdAt.at(index)
  }

  /** When the lead was handed to its advisor: `assigned_at`, else its creation. */
  assignedAtOf(index: number): Calendar.Instant {
    return this.assignedAt.at(index)
  }

  /** When it was won or lost; infinity while it is open. */
  stageAtOf(index: number): Calendar.Instant {
    return this.stageAt.at(index)
  }

  /** Whether its stage at `asOf` is open: a stage after it does not exist yet. */
  isOpen(index: number): boolean {
    return this.stageAt.at(index) > this.judging.asOf
  }

  /** `won` or `lost`, whenever that is; `open` otherwise. */
  stageOf(index: number): "open" | "won" | "lost" {
    const flags = this.flags.array[index]!
    return (flags & WON) !== 0 ? "won" : (flags & LOST) !== 0 ? "lost" : "open"
  }

  /** Whether its person was erased: there is no customer to contact. */
  isErased(index: number): boolean {
    return (this.flags.array[index]! & ERASED) !== 0
  }

  isLead(index: number): boolean {
    return (this.flags.array[index]! & LEAD) !== 0
  }

  advisorOf(index: number): number {
    return this.advisor.array[index]!
  }

  /** The number of its outlet: a branch and a brand together. */
  outletOf(index: number): number {
    return this.outlet.array[index]!
  }

  get outletCount(): number {
    return this.outletBranch.length
  }

  branchOfOutlet(outlet: number): number {
    return this.outletBranch[outlet]!
  }

  brandOfOutlet(outlet: number): number {
    return this.outletBrand[outlet]!
  }

  branchOf(index: number): number {
    return this.outletBranch[this.outlet.array[index]!]!
  }

  brandOf(index: number): number {
    return this.outletBrand[this.outlet.array[index]!]!
  }

  idOf(index: number): string {
    return this.ids.text(index)
  }

  /** The latest earlier record that makes it a duplicate, or −1. */
  duplicateOfIndex(index: number): number {
    const other = this.duplicateOf?.[index] ?? NO_RECORD
    return other === NO_RECORD ? -1 : other
  }

  private internOutlet(branchId: string, brandId: string): number {
    const branch = this.branches.intern(branchId)
    const brand = this.brands.intern(brandId)
    const pair = branch * 0x1000000 + brand
    const known = this.outletsByPair.get(pair)
    if (known !== undefined) return known
    const outlet = this.outletBranch.push(branch) - 1
    this.outletBrand.push(brand)
    this.outletsByPair.set(pair, outlet)
    return outlet
  }

  /**
   * In time order, each key's latest holder so far stands in a table; a prospect whose key's holder is near enough is its
   * duplicate. A slot holds 3 × (place in the order) + kind + 1.
   */
  private findDuplicates(order: Uint32Array, duplicateOf: Uint32Array | undefined): void {
    if (order.length < 2) return
    const { judging } = this
    const keys = this.keys.array
    const { createdAt } = this
    const failed = this.failed.array
    const windowByBrand = this.brands.names.map((brandId) => judging.profiles.ofBrand(brandId).prospectParameters.duplicateWindowMillis)
    let capacity = 64
    while (capacity * 0.75 < order.length * 3) capacity *= 2
    const slots = new Uint32Array(capacity)
    const mask = capacity - 1
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      const brand = this.brandOf(index)
      let latest = -1
      for (let kind = 0; kind < 3; kind++) {
        const first = keys[index * 6 + kind * 2]!
        const second = keys[index * 6 + kind * 2 + 1]!
        if ((first | second) === 0) continue
        let at = slotOf(first ^ Math.imul(brand * 3 + kind + 1, 0x9e3779b1)) & mask
        for (;; at = (at + 1) & mask) {
          const slot = slots[at]!
          if (slot === 0) break
          if ((slot - 1) % 3 !== kind) continue
          const otherPosition = (slot - 1 - kind) / 3
          const other = order[otherPosition]!
          const otherKey = other * 6 + kind * 2
          if (keys[otherKey] !== first || keys[otherKey + 1] !== second || this.brandOf(other) !== brand) continue
          if (otherPosition > latest && createdAt.at(index) - createdAt.at(other) <= windowByBrand[brand]!) latest = otherPosition
          break
        }
        slots[at] = position * 3 + kind + 1
      }
      if (latest >= 0) {
        failed[index]! |= DUPLICATE
        if (duplicateOf !== undefined) duplicateOf[index] = order[latest]!
      }
    }
    giveBack(slots)
  }

  /** In time order, an advisor's n-th last creation within the window makes a burst. */
  private findBursts(order: Uint32Array): void {
    const { burstMinutes, burstProspects } = this.judging.policy.parameters
    if (order.length < burstProspects) return
    const windowMillis = burstMinutes * 60_000
    const failed = this.failed.array
    const recent = new RecentInstants(this.advisors.size, burstProspects)
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      const instant = this.createdAt.at(index)
      if (instant - recent.add(this.advisor.array[index]!, instant) <= windowMillis) failed[index]! |= REGISTRATION_BURST
    }
  }
}

/** Spreads a key over the slots: a phone's lane is its digits, which neighbours share. */
const slotOf = (hash: number): number => {
  const mixed = Math.imul(hash, 0x2c1b3c6d)
  return mixed ^ (mixed >>> 15)
}
