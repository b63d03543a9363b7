/**
 * Takes a dealership's records one by one, in any order, and judges them together. Each record becomes a few numbers when it
 * is added and is not kept, so millions of records fit in memory.
 *
 * One builder judges once. With two threads, one reads the prospects and the other the activities; see
 * {@link MonthBuilder.settleActivities}.
 */
import type { Activity } from "../records/Activity.ts"
import type { Goal } from "../records/Goal.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { VerificationCall } from "../records/VerificationCall.ts"
import { ActivityBook } from "./columns/ActivityBook.ts"
import type { ActivityColumns } from "./columns/ActivityBook.ts"
import { CallBook } from "./columns/CallBook.ts"
import { ProspectBook } from "./columns/ProspectBook.ts"
import { JudgedMonth } from "./JudgedMonth.ts"
import type { MonthColumns, Options, SettledActivities } from "./JudgedMonth.ts"
import type { JudgingContext } from "./JudgingContext.ts"

export type { ActivityColumns } from "./columns/ActivityBook.ts"

/** About how many records will come. Any number of them may come: memory grows as needed. */
export interface Expected {
  readonly prospects?: number | undefined
  readonly activities?: number | undefined
}

/** How the month is judged, beside the records that were added. */
export type JudgeOptions = Pick<Options, "period" | "seed" | "drawn" | "selected" | "knownVerdicts" | "reopenedAt">

export class MonthBuilder {
  readonly judging: JudgingContext
  private readonly expected: Expected
  private readonly goals: Array<Goal> = []
  private prospects: ProspectBook | undefined
  private activities: ActivityBook | undefined
  private calls: CallBook | undefined

  constructor(judging: JudgingContext, expected: Expected = {}) {
    this.judging = judging
    this.expected = expected
  }

  /** Adds a prospect. Returns false, and adds nothing, when its id was added before. */
  addProspect(prospect: Prospect): boolean {
    return (this.prospects ??= new ProspectBook(this.judging, this.expected.prospects)).add(prospect) >= 0
  }

  /** Adds an activity. Returns false, and adds nothing, when its id was added before. */
  addActivity(activity: Activity): boolean {
    return (this.activities ??= new ActivityBook(this.judging, this.expected.activities)).add(activity) >= 0
  }

  /** Says that verification calls have begun. From then on a selected record is undecided until its calls conclude. */
  beginCalls(expected?: number): void {
    this.calls ??= new CallBook(expected)
  }

  /** Adds a verification call; the first one begins the calls. */
  addCall(call: VerificationCall): void {
    ;(this.calls ??= new CallBook()).add(call)
  }

  /** Adds the goals of any periods. */
  addGoals(goals: ReadonlyArray<Goal>): void {
    for (const goal of goals) this.goals.push(goal)
  }

  /** Judges everything that was added, as of the context's instant. */
  judge(options: JudgeOptions): JudgedMonth {
    const judgedMonth = this.judgeProspects(options)
    if (this.activities !== undefined) judgedMonth.judgeActivities(this.settleActivities())
    return judgedMonth
  }

  /** Judges the prospects alone. The activities follow with `JudgedMonth.judgeActivities`: no prospect's verdict depends on them. */
  judgeProspects(options: JudgeOptions): JudgedMonth {
    const prospects = this.prospects ?? new ProspectBook(this.judging, 0)
    prospects.settle()
    const { period, seed, drawn, selected, knownVerdicts, reopenedAt } = options
    const { calls, goals, judging } = this
    return JudgedMonth.ofSettled({ judging, period, prospects, goals, calls, seed, drawn, selected, knownVerdicts, reopenedAt })
  }

  /**
   * Judges the activities among each other. Another thread receives the result's `columns()` with {@link receiveActivities},
   * and brings it into its judged prospects.
   */
  settleActivities(): SettledActivities {
    const activities = this.activities ?? new ActivityBook(this.judging, 0)
    activities.settle()
    return activities
  }

  /** The settled activities of another thread. */
  static receiveActivities(judging: JudgingContext, columns: ActivityColumns): SettledActivities {
    return ActivityBook.fromColumns(judging, columns)
  }

  /** The judged month of another thread, over activities that this thread settled. It answers alike, and judges nothing again. */
  static receive(judging: JudgingContext, activities: SettledActivities, columns: MonthColumns): JudgedMonth {
    return JudgedMonth.fromColumns(judging, ProspectBook.fromColumns(judging, columns.prospects), activities, columns)
  }
}
