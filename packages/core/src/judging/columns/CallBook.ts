/**
 * The verification calls of a dealership as judging remembers them, like `ProspectBook`: a few fixed-size facts of each
 * attempt. No comment is kept.
 */
import type * as Calendar from "../../calendar/Calendar.ts"
import { Dictionary } from "./Dictionary.ts"
import { IdTable } from "./IdTable.ts"
import * as Memory from "./ColumnMemory.ts"
import * as VerificationCall from "../../records/VerificationCall.ts"

const PROSPECT = 0
const ACTIVITY = 1

/** The attempts of one kind's subjects, by the subject's number in `subjects`. */
export interface Attempts {
  /** The ids of the subjects with an attempt. */
  readonly subjects: IdTable
  readonly of: (subject: number) => ReadonlyArray<VerificationCall.VerificationCall>
}

export class CallBook {
  count = 0
  private readonly callIds: IdTable
  private readonly prospects: IdTable
  private readonly activities: IdTable
  private readonly agents = new Dictionary()
  private readonly callId: Memory.Column<Uint32Array>
  private readonly subject: Memory.Column<Uint32Array>
  private readonly type: Memory.Column<Uint8Array>
  private readonly agent: Memory.NaturalColumn
  private readonly attemptedAt: Memory.Column<Float64Array>
  private readonly outcome: Memory.Column<Uint8Array>

  constructor(expected = 64) {
    this.callIds = new IdTable(expected)
    this.prospects = new IdTable(expected)
    this.activities = new IdTable(16)
    this.callId = Memory.uint32(expected)
    this.subject = Memory.uint32(expected)
    this.type = Memory.uint8(expected)
    this.agent = Memory.naturals(expected)
    this.attemptedAt = Memory.float64(expected)
    this.outcome = Memory.uint8(expected)
  }

  add({ agentId, attemptedAt, callId, outcome, subjectId, subjectType }: VerificationCall.VerificationCall): void {
    const index = this.count++
    this.callId.set(index, this.callIds.intern(callId))
    this.type.set(index, subjectType === "prospect" ? PROSPECT : ACTIVITY)
    this.subject.set(index, (subjectType === "prospect" ? this.prospects : this.activities).intern(subjectId))
    this.agent.set(index, this.agents.intern(agentId))
    this.attemptedAt.set(index, attemptedAt)
    this.outcome.set(index, VerificationCall.outcomes.indexOf(outcome))
  }

  /** The attempts of one kind's subjects up to an instant, each subject's in the order in which they were added. */
  attempts(subjectType: VerificationCall.SubjectType, asOf: Calendar.Instant): Attempts {
    const subjects = subjectType === "prospect" ? this.prospects : this.activities
    const type = subjectType === "prospect" ? PROSPECT : ACTIVITY
    const isMeant = (call: number): boolean => this.type.array[call] === type && this.attemptedAt.array[call]! <= asOf
    const starts = new Uint32Array(subjects.count + 1)
    for (let call = 0; call < this.count; call++) if (isMeant(call)) starts[this.subject.array[call]! + 1]!++
    for (let subject = 0; subject < subjects.count; subject++) starts[subject + 1]! += starts[subject]!
    const next = starts.slice()
    const list = new Uint32Array(starts[subjects.count]!)
    for (let call = 0; call < this.count; call++) if (isMeant(call)) list[next[this.subject.array[call]!]!++] = call
    return {
      subjects,
      of: (subject) => Array.from(list.subarray(starts[subject]!, starts[subject + 1]!), (call) => this.callOf(call, subjectType, subjects))
    }
  }

  private callOf(call: number, subjectType: VerificationCall.SubjectType, subjects: IdTable): VerificationCall.VerificationCall {
    return {
      callId: this.callIds.text(this.callId.array[call]!),
      subjectType,
      subjectId: subjects.text(this.subject.array[call]!),
      agentId: this.agents.names[this.agent.array[call]!]!,
      attemptedAt: this.attemptedAt.array[call]!,
      outcome: VerificationCall.outcomes[this.outcome.array[call]!]!
    }
  }
}
