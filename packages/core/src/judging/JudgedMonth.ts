/**
 * A month judged: the settled prospects and activities brought together with the verification calls and the goals. Here a
 * record's verdict becomes final, and everything that is shown is counted from here. `MonthBuilder` makes it.
 */
import { ActivityBook } from "./columns/ActivityBook.ts"
import * as ActivityRules from "./ActivityRules.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type { CallBook } from "./columns/CallBook.ts"
import * as Evidences from "./internal/Evidence.ts"
import * as Concluded from "./internal/Concluded.ts"
import * as Directory from "../records/Directory.ts"
import type { Goal } from "../records/Goal.ts"
import * as Memory from "./columns/ColumnMemory.ts"
import { ReasonedVerdicts } from "./columns/ReasonedVerdicts.ts"
import type { ReasonedVerdict } from "./columns/ReasonedVerdicts.ts"
import { Pairs } from "./columns/Pairs.ts"
import type { PhoneLog } from "./PhoneLog.ts"
import * as Waivers from "./Waivers.ts"
import type { JudgingContext } from "./JudgingContext.ts"
import type { Activity } from "../records/Activity.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { Profile } from "../policy/Policy.ts"
import type { ProspectColumns } from "./columns/ProspectBook.ts"
import * as ProspectRules from "./ProspectRules.ts"
import type { Evidence, Subject } from "../policy/Rule.ts"
import * as Verdict from "./Verdict.ts"
import * as Verification from "./Verification.ts"
import * as SampleDraw from "./internal/SampleDraw.ts"
import type { SampledRecord } from "./internal/SampleDraw.ts"
import type { SettledActivities, SettledProspects } from "./columns/Settled.ts"
import { giveBack } from "./internal/WorkingMemory.ts"

export type { ReasonedVerdict } from "./columns/ReasonedVerdicts.ts"

export type { SampledRecord } from "./internal/SampleDraw.ts"
export type { SettledActivities, SettledProspects } from "./columns/Settled.ts"

export interface Options {
  readonly judging: JudgingContext
  readonly period: Calendar.Period
  readonly prospects: SettledProspects
  readonly goals: ReadonlyArray<Goal>
  /** Undefined: calls have not begun, and a selected record is not undecided. */
  readonly calls?: CallBook | undefined
  /** The seed of the sample; by default the period, which serves reproduction only. */
  readonly seed?: string | undefined
  /** A sample that was drawn before and stays drawn; without it one is drawn. */
  readonly drawn?: ReadonlyArray<DrawnRecord> | undefined
  /** Which records count as selected for verification, of any period; without it, the sample. */
  readonly selected?: ReadonlyArray<Pick<DrawnRecord, "type" | "id">> | undefined
  /** Verdicts to take as they are, as numbers of `Verdict.verdicts` by id: of prospects whose related records were not all added. */
  readonly knownVerdicts?: ReadonlyMap<string, number> | undefined
  /** When a supervisor last reopened a verification: attempts up to then conclude nothing. */
  readonly reopenedAt?: ((subject: Subject, id: string) => Calendar.Instant | undefined) | undefined
}

/** A record that was selected when the period's sample was drawn. */
export interface DrawnRecord {
  readonly type: Subject
  readonly id: string
  readonly advisorId: string
  readonly kind: Verification.SampleKind
}

/** A judged month for another thread, without its activities. */
export interface MonthColumns {
  readonly prospects: ProspectColumns
  readonly period: Calendar.Period
  readonly seed: string
  readonly prospectOfNumber: Int32Array
  readonly activityOutlet: Memory.Naturals
  /** The waived codes of activities by their indexes; undefined where no waivers were given. */
  readonly waivedActivities: ReadonlyMap<number, ReadonlyArray<string>> | undefined
}

/** Where a record is counted: an advisor at a branch with a brand, each as its number among the prospects. */
export interface NumberedPlace {
  readonly advisor: number
  /** −1: the activities of unknown prospects have neither. */
  readonly branch: number
  readonly brand: number
}

const NO_PROSPECT = -1
const CALL_NOT_IN_LOG = ActivityRules.bit["call-not-in-log"]

const noNumbers = new Int32Array(0)

export class JudgedMonth {
  readonly judging: JudgingContext
  readonly period: Calendar.Period
  readonly bounds: { readonly start: Calendar.Instant; readonly end: Calendar.Instant }
  readonly prospects: SettledProspects
  readonly goals: ReadonlyArray<Goal>
  readonly seed: string
  private settledActivities: SettledActivities | undefined
  /** The selected prospects: by advisor id, random before risk, then by digest. */
  sample: ReadonlyArray<SampledRecord> = []
  activitySample: ReadonlyArray<SampledRecord> = []
  private concludedProspects: Concluded.Concluded | undefined
  private concludedActivities: Concluded.Concluded | undefined
  private prospectConclusionsById: ReadonlyMap<string, Verification.Conclusion> | undefined
  private activityConclusionsById: ReadonlyMap<string, Verification.Conclusion> | undefined
  private readonly calls: CallBook | undefined
  private readonly drawn: ReadonlyArray<DrawnRecord> | undefined
  private readonly selected: Options["selected"]
  private readonly knownVerdicts: Options["knownVerdicts"]
  private readonly reopenedAt: Options["reopenedAt"]
  private prospectOfNumber: Int32Array = noNumbers
  /** Of each activity, its prospect's outlet + 1; 0 for one whose prospect is unknown. */
  private activityOutlet = Memory.naturals(0)
  /** The profile's number in `Policy.Profiles.all`, by outlet; the base profile's is 0. */
  private readonly profileByOutlet: Uint16Array
  private readonly reasonedProspects: ReasonedVerdicts
  private readonly reasonedActivities: ReasonedVerdicts
  private readonly prospectPlaces: Pairs
  private activityPlaces: Pairs
  /** Whether waivers were given; an empty list counts as given. */
  hasWaivers: boolean
  /** The waived codes of records by their indexes. */
  readonly waived: Readonly<Record<Subject, Map<number, ReadonlyArray<string>>>> = { prospect: new Map(), activity: new Map() }

  private constructor(options: Options) {
    const { judging, prospects } = options
    this.judging = judging
    this.period = options.period
    this.bounds = Calendar.periodBounds(judging.zone, options.period)
    this.prospects = prospects
    this.goals = options.goals
    this.calls = options.calls
    this.drawn = options.drawn
    this.selected = options.selected
    this.knownVerdicts = options.knownVerdicts
    this.reopenedAt = options.reopenedAt
    this.seed = options.seed ?? options.period
    this.hasWaivers = judging.waivers !== undefined
    const { all, ofBrand } = judging.profiles
    this.profileByOutlet = Uint16Array.from(
      { length: prospects.outletCount },
      (_, outlet) => all.indexOf(ofBrand(prospects.brands.names[prospects.brandOfOutlet(outlet)]!))
    )
    this.reasonedProspects = new ReasonedVerdicts("prospect", all.map((profile) => profile.prospect))
    this.reasonedActivities = new ReasonedVerdicts("activity", all.map((profile) => profile.activity))
    this.prospectPlaces = new Pairs(prospects.advisors.size, prospects.outletCount)
    this.activityPlaces = new Pairs(0, prospects.outletCount + 1)
  }

  /** The activities; none until they are brought in. */
  get activities(): SettledActivities {
    return this.settledActivities ??= new ActivityBook(this.judging, 0)
  }

  private bring(activities: SettledActivities): void {
    this.settledActivities = activities
    this.activityPlaces = new Pairs(activities.advisors.size, this.prospects.outletCount + 1)
  }

  /** Judges settled prospects as of the context's instant; `MonthBuilder` calls it. Their findings become final: they serve one month. */
  static ofSettled(options: Options): JudgedMonth {
    const judgedMonth = new JudgedMonth(options)
    const { prospects } = options
    judgedMonth.waive("prospect", prospects, (index) => judgedMonth.prospectReasoned(index), (index, bits) => {
      prospects.failed.array[index]! &= ~bits
    })
    judgedMonth.sample = judgedMonth.drawnSample("prospect", prospects) ?? SampleDraw.ofProspects(judgedMonth)
    judgedMonth.verifyProspects()
    return judgedMonth
  }

  /** The judged month of another thread; `MonthBuilder` calls it. */
  static fromColumns(judging: JudgingContext, prospects: SettledProspects, activities: SettledActivities, columns: MonthColumns): JudgedMonth {
    const judgedMonth = new JudgedMonth({ judging, prospects, goals: [], period: columns.period, seed: columns.seed })
    judgedMonth.bring(activities)
    judgedMonth.prospectOfNumber = columns.prospectOfNumber
    judgedMonth.activityOutlet = Memory.adoptNaturals(columns.activityOutlet)
    for (const [index, codes] of columns.waivedActivities ?? []) judgedMonth.waived.activity.set(index, codes)
    judgedMonth.hasWaivers = columns.waivedActivities !== undefined
    return judgedMonth
  }

  /** The judged month for the thread that has its activities; see `MonthBuilder.receive`. */
  columns(): MonthColumns {
    return {
      prospects: this.prospects.columns(),
      period: this.period,
      seed: this.seed,
      prospectOfNumber: this.prospectOfNumber,
      activityOutlet: this.activityOutlet.array,
      waivedActivities: this.hasWaivers ? this.waived.activity : undefined
    }
  }

  /** Brings the settled activities in, and judges them. */
  judgeActivities(activities: SettledActivities): void {
    this.bring(activities)
    this.prospectOfNumber = this.resolveProspects()
    this.judgeAgainstProspects()
    this.waive("activity", activities, (index) => this.activityReasoned(index), (index, bits) => {
      activities.failedByProfile[0]!.array[index]! &= ~ActivityRules.withUndecided(bits)
    })
    this.activitySample = this.drawnSample("activity", activities) ?? SampleDraw.ofActivities(this)
    this.verifyActivities()
  }

  /** What each verified prospect's calls came to, by id. */
  get prospectConclusions(): ReadonlyMap<string, Verification.Conclusion> {
    return this.prospectConclusionsById ??= Concluded.conclusionsById(this.concludedProspects, this.prospects)
  }

  /** What each verified activity's calls came to, by id. */
  get activityConclusions(): ReadonlyMap<string, Verification.Conclusion> {
    return this.activityConclusionsById ??= Concluded.conclusionsById(this.concludedActivities, this.activities)
  }

  /** The indexes of a kind's records whose calls came to a conclusion. */
  concludedAs(subject: Subject, conclusion: Verification.Conclusion): ReadonlyArray<number> {
    const indexes: Array<number> = []
    this.eachConclusion(subject, (index, one) => {
      if (one === conclusion) indexes.push(index)
    })
    return indexes
  }

  /** Hands on each of a kind's verified records with what its calls came to. */
  eachConclusion(subject: Subject, take: (index: number, conclusion: Verification.Conclusion) => void): void {
    Concluded.forEach(subject === "prospect" ? this.concludedProspects : this.concludedActivities, take)
  }

  /** A prospect's verdict with its reasons and warnings. */
  prospectReasoned(index: number): ReasonedVerdict {
    const { failed, ownFailed, ownUndecided } = this.prospects
    return this.reasonedProspects.of(
      this.prospectProfileNumber(index),
      failed.array[index]!,
      ownFailed === undefined ? 0 : ownFailed.array[index]!,
      ownUndecided === undefined ? 0 : ownUndecided.array[index]!
    )
  }

  /** An activity's verdict with its reasons and warnings. */
  activityReasoned(index: number): ReasonedVerdict {
    const { ownFailed, ownUndecided } = this.activities
    return this.reasonedActivities.of(
      this.activityProfileNumber(index),
      this.activityFailed(index),
      ownFailed === undefined ? 0 : ownFailed.array[index]!,
      ownUndecided === undefined ? 0 : ownUndecided.array[index]!
    )
  }

  /** The number of the prospect's place for {@link placeOfProspects}; numbers begin at 0. */
  prospectPlace(index: number): number {
    return this.prospectPlaces.numberOf(this.prospects.advisorOf(index), this.prospects.outletOf(index))
  }

  placeOfProspects(number: number): NumberedPlace {
    const outlet = this.prospectPlaces.others[number]!
    return { advisor: this.prospectPlaces.ones[number]!, branch: this.prospects.branchOfOutlet(outlet), brand: this.prospects.brandOfOutlet(outlet) }
  }

  /** The number of the activity's place for {@link placeOfActivities}: its own advisor, its prospect's branch and brand. */
  activityPlace(index: number): number {
    return this.activityPlaces.numberOf(this.activities.advisorOf(index), this.activityOutlet.array[index]!)
  }

  placeOfActivities(number: number): NumberedPlace {
    const advisor = this.activityPlaces.ones[number]!
    const outlet = this.activityPlaces.others[number]! - 1
    if (outlet < 0) return { advisor, branch: -1, brand: -1 }
    return { advisor, branch: this.prospects.branchOfOutlet(outlet), brand: this.prospects.brandOfOutlet(outlet) }
  }

  /** The verdict's number in `Verdict.verdicts`. */
  prospectVerdict(index: number): number {
    return this.prospectReasoned(index).verdict
  }

  /** The verdict's number in `Verdict.verdicts`. */
  activityVerdict(index: number): number {
    return this.activityReasoned(index).verdict
  }

  /** The bits of `ActivityRules.codes` that fail, after everything was held against the prospect. */
  activityFailed(index: number): number {
    return this.activities.failedByProfile[0]!.array[index]!
  }

  /** The index of the activity's prospect in the book, or −1 when it is unknown. */
  prospectOfActivity(index: number): number {
    return this.prospectOfNumber[this.activities.prospectOf(index)]!
  }

  prospectProfile(index: number): Profile {
    return this.judging.profiles.all[this.prospectProfileNumber(index)]!
  }

  activityProfile(index: number): Profile {
    return this.judging.profiles.all[this.activityProfileNumber(index)]!
  }

  /** The number of the prospect's profile in `Policy.Profiles.all`. */
  prospectProfileNumber(index: number): number {
    return this.profileByOutlet[this.prospects.outletOf(index)]!
  }

  /** The number of the activity's profile in `Policy.Profiles.all`. */
  activityProfileNumber(index: number): number {
    const outlet = this.activityOutlet.array[index]!
    return outlet === 0 ? 0 : this.profileByOutlet[outlet - 1]!
  }

  prospectFindings(index: number): Verdict.Findings {
    const { failed, ownFailed, ownUndecided } = this.prospects
    return { failed: failed.array[index]!, ownFailed: ownFailed?.array[index] ?? 0, ownUndecided: ownUndecided?.array[index] ?? 0 }
  }

  activityFindings(index: number): Verdict.Findings {
    const { ownFailed, ownUndecided } = this.activities
    return { failed: this.activityFailed(index), ownFailed: ownFailed?.array[index] ?? 0, ownUndecided: ownUndecided?.array[index] ?? 0 }
  }

  /** The reasons of a prospect's verdict as a key of `Verdict.codesOf`. */
  prospectReasonKey(index: number): number {
    return this.prospectReasoned(index).reasons
  }

  prospectWarningKey(index: number): number {
    return this.prospectReasoned(index).warnings
  }

  activityReasonKey(index: number): number {
    return this.activityReasoned(index).reasons
  }

  activityWarningKey(index: number): number {
    return this.activityReasoned(index).warnings
  }

  /**
   * A prospect's verdict with its reasons and evidence. Given the record itself, messages say more; given `recordOf` too, also
   * what it has in common with the record that it duplicates.
   */
  explainProspect(index: number, record?: Prospect, recordOf?: (id: string) => Prospect | undefined): Verdict.Explanation {
    const explanation = Verdict.explain(
      this.prospectProfile(index).prospect,
      "prospect",
      this.judging.policy.prospectRules,
      this.prospectFindings(index),
      (code): Evidence => {
        const other = code === "duplicate" ? this.prospects.duplicateOfIndex(index) : -1
        const otherRecordId = other < 0 ? undefined : this.prospects.idOf(other)
        const found = record === undefined
          ? {}
          : Evidences.ofProspect(
            code,
            record,
            this.prospectProfile(index).prospectParameters,
            this.judging.directory,
            otherRecordId === undefined ? undefined : recordOf?.(otherRecordId)
          )
        return otherRecordId === undefined ? found : { ...found, otherRecordId }
      }
    )
    return this.withWaived("prospect", index, explanation)
  }

  /** An activity's verdict with its reasons and evidence. Given the record itself, messages say more. */
  explainActivity(index: number, record?: Activity): Verdict.Explanation {
    const explanation = Verdict.explain(
      this.activityProfile(index).activity,
      "activity",
      this.judging.policy.activityRules,
      this.activityFindings(index),
      (code): Evidence => {
        if (code === "prospect-invalid" || code === "prospect-unknown") {
          return { otherRecordId: this.activities.prospectIds.text(this.activities.prospectOf(index)) }
        }
        const other = code === "duplicate-contact" || code === "note-repeated" ? this.activities.earlierLike(code, index) : -1
        if (other >= 0) return { otherRecordId: this.activities.idOf(other) }
        return record === undefined ? {} : Evidences.ofActivity(code, record, this.activityProfile(index).activityParameters, this.judging.zone)
      }
    )
    return this.withWaived("activity", index, explanation)
  }

  private withWaived(subject: Subject, index: number, explanation: Verdict.Explanation): Verdict.Explanation {
    const codes = this.waivedOf(subject, index)
    if (codes.length === 0) return explanation
    const { policy: { activityRules, prospectRules }, waivers } = this.judging
    const id = subject === "prospect" ? this.prospects.idOf(index) : this.activities.idOf(index)
    return { ...explanation, waived: waivers?.explain(subject, id, codes, subject === "prospect" ? prospectRules : activityRules) ?? [] }
  }

  private drawnSample(type: Subject, book: SettledProspects | SettledActivities): ReadonlyArray<SampledRecord> | undefined {
    if (this.drawn === undefined) return undefined
    const drawn = this.drawn.filter((one) => one.type === type)
    if (drawn.length === 0) return []
    const indexes = book.ids.findAll(drawn.map(({ id }) => id))
    return drawn
      .map(({ advisorId, kind }, place) => ({ index: indexes[place]!, kind, advisorId }))
      .filter(({ index }) => index >= 0)
  }

  private selectedIn(type: Subject, book: SettledProspects | SettledActivities): ReadonlyArray<number> | undefined {
    const ids = this.selected?.filter((one) => one.type === type).map(({ id }) => id)
    return ids && (ids.length === 0 ? [] : [...book.ids.findAll(ids)].filter((index) => index >= 0))
  }

  private verifyProspects(): void {
    const { prospects } = this
    const failed = prospects.failed.array
    this.concludedProspects = this.verify("prospect", this.sample.map(({ index }) => index), prospects, (index, conclusion) => {
      if (conclusion === "failed") failed[index]! |= ProspectRules.bit["verification-failed"]
      else if (conclusion === "unreachable") failed[index]! |= ProspectRules.bit["verification-unreachable"]
      else if (conclusion === "open") failed[index]! |= ProspectRules.bit["verification-pending"]
    })
  }

  private verifyActivities(): void {
    const { activities } = this
    const failed = activities.failedByProfile[0]!.array
    this.concludedActivities = this.verify("activity", this.activitySample.map(({ index }) => index), activities, (index, conclusion) => {
      if (conclusion === "failed") failed[index]! |= ActivityRules.bit["attention-denied"]
      else if (conclusion === "open") failed[index]! |= ActivityRules.bit["verification-pending"]
    })
  }

  /**
   * Concludes every subject that was selected or has an attempt, the selected first; calls for unknown subjects have no
   * effect.
   */
  private verify(
    subject: Subject,
    sample: ReadonlyArray<number>,
    book: SettledProspects | SettledActivities,
    mark: (index: number, conclusion: Verification.Conclusion) => void
  ): Concluded.Concluded | undefined {
    if (this.calls === undefined) return undefined
    const selected = this.selectedIn(subject, book) ?? sample
    if (selected.length === 0 && this.calls.count === 0) return undefined
    const { asOf, policy, zone } = this.judging
    const attempts = this.calls.attempts(subject, asOf)
    const found = book.ids.findTable(attempts.subjects)
    const numbers = new Map<number, number>(selected.map((index) => [index, -1]))
    found.forEach((index, number) => {
      if (index >= 0 && (numbers.has(index) || attempts.of(number).length > 0)) numbers.set(index, number)
    })
    const concluded = { indexes: new Uint32Array(numbers.size), conclusions: new Uint8Array(numbers.size) }
    let place = 0
    for (const [index, number] of numbers) {
      const conclusion = Verification.conclude(
        number < 0 ? [] : attempts.of(number),
        book.advisors.names[book.advisorOf(index)],
        asOf,
        zone,
        policy.parameters,
        this.reopenedAt === undefined ? undefined : this.reopenedAt(subject, book.idOf(index))
      )
      concluded.indexes[place] = index
      concluded.conclusions[place++] = Verification.conclusions.indexOf(conclusion)
      mark(index, conclusion)
    }
    return concluded
  }

  private resolveProspects(): Int32Array {
    const { prospectIds } = this.activities
    const resolved = Memory.int32Array(prospectIds.count)
    const match = this.prospects.ids.matcher(prospectIds)
    for (let number = 0; number < resolved.length; number++) resolved[number] = match(number)
    return resolved
  }

  private judgeAgainstProspects(): void {
    const { activities, judging, prospects } = this
    const { phoneLog } = judging
    const byProfile = activities.failedByProfile.map(({ array }) => array)
    const final = byProfile[0]!
    const outlets = Memory.naturals(activities.count)
    this.activityOutlet = outlets
    const sameAdvisor = prospects.advisors.names.map((id) => activities.advisors.find(id))
    const ofVerdict = new Uint32Array(prospects.count)
    for (let prospect = 0; prospect < ofVerdict.length; prospect++) ofVerdict[prospect] = ActivityRules.ofProspectVerdict(this.prospectVerdict(prospect))
    for (const [id, verdict] of this.knownVerdicts ?? []) {
      const prospect = prospects.ids.find(id)
      if (prospect >= 0) ofVerdict[prospect] = ActivityRules.ofProspectVerdict(verdict)
    }
    for (let index = 0; index < activities.count; index++) {
      const prospect = this.prospectOfActivity(index)
      if (prospect === NO_PROSPECT) {
        outlets.set(index, 0)
        final[index] = ActivityRules.withoutProspect(final[index]!)
        continue
      }
      const outlet = prospects.outletOf(prospect)
      outlets.set(index, outlet + 1)
      const profileNumber = this.profileByOutlet[outlet]!
      const advisor = activities.advisorOf(index)
      const mayAttend = sameAdvisor[prospects.advisorOf(prospect)] === advisor ||
        this.maySubstitute(index, advisor, prospect, judging.profiles.all[profileNumber]!.activityParameters.substitutes)
      const failed = ActivityRules.againstProspect(
        byProfile[profileNumber]![index]!,
        activities.placedAtOf(index),
        prospects.createdAtOf(prospect),
        prospects.isOpen(prospect),
        mayAttend
      )
      final[index] = failed | ofVerdict[prospect]! | (phoneLog !== undefined && this.isMissingInLog(index, advisor, prospect, phoneLog) ? CALL_NOT_IN_LOG : 0)
    }
    giveBack(ofVerdict)
  }

  /** Whether an activity is a performed call that the telephone system's log would have, and does not. */
  private isMissingInLog(index: number, advisor: number, prospect: number, log: PhoneLog): boolean {
    const { activities, judging, prospects } = this
    if (!activities.isPerformed(index) || activities.types.names[activities.typeOf(index)] !== "call") return false
    const digits = prospects.phoneDigitsOf(prospect)
    const at = activities.placedAtOf(index)
    return digits > 0 && log.hasDayOf(at) &&
      !log.hasCall(activities.advisors.names[advisor]!, digits, at, judging.policy.parameters.phoneLogMinutes * 60_000)
  }

  /** Whether the telephone system's log has entries, and none with the phone of one of these prospects: it may be another dealership's. */
  get isLogOfOthers(): boolean {
    const { judging: { phoneLog }, prospects } = this
    if (phoneLog?.hasEntries !== true) return false
    for (let index = 0; index < prospects.count; index++) if (phoneLog.hasNumber(prospects.phoneDigitsOf(index))) return false
    return true
  }

  /** Takes the waived codes out of a kind's findings, and remembers those that a record would have had. */
  private waive(
    subject: Subject,
    book: SettledProspects | SettledActivities,
    reasonedOf: (index: number) => ReasonedVerdict,
    clear: (index: number, bits: number) => void
  ): void {
    const rules = subject === "prospect" ? this.judging.policy.prospectRules : this.judging.policy.activityRules
    const granted = [...this.judging.waivers?.of(subject) ?? []]
    const indexes = book.ids.findAll(granted.map(([id]) => id))
    for (const [position, [, bits]] of granted.entries()) {
      const index = indexes[position]!
      if (index < 0) continue
      const { reasons, warnings } = reasonedOf(index)
      const waived = Waivers.codesAmong(subject, bits, [...Verdict.codesOf(reasons, rules), ...Verdict.codesOf(warnings, rules)])
      if (waived.length > 0) this.waived[subject].set(index, waived)
      clear(index, bits)
    }
  }

  /** The codes that waivers took out of a record's reasons and warnings, in the order of the policy. */
  waivedOf(subject: Subject, index: number): ReadonlyArray<string> {
    return this.waived[subject].get(index) ?? []
  }

  private maySubstitute(index: number, advisor: number, prospect: number, substitutes: "none" | "same-branch" | "any"): boolean {
    if (substitutes !== "same-branch") return substitutes === "any"
    const { activities, judging, prospects } = this
    const day = Calendar.localDayOf(judging.zone, activities.placedAtOf(index))
    const assignments = judging.directory.advisorAssignments(activities.advisors.names[advisor]!)
    return Directory.isAdvisorOf(assignments, prospects.branches.names[prospects.branchOf(prospect)]!, day)
  }
}
