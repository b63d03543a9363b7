/**
 * Verdicts with their reasons and warnings. Millions of records share a few combinations of findings, so each combination is
 * worked out once and then found in a small table.
 */
import type { Masks } from "../../policy/Policy.ts"
import type { Subject } from "../../policy/Rule.ts"
import * as Verdict from "../Verdict.ts"

/** The verdict of all records that fail the same rules under the same profile, with its reasons and warnings. */
export interface ReasonedVerdict {
  /** From 0, in the order in which they were met. */
  readonly number: number
  /** The verdict's number in `Verdict.verdicts`. */
  readonly verdict: number
  /** Keys of `Verdict.codesOf`. */
  readonly reasons: number
  readonly warnings: number
  /** The indexes of the reasons among the policy's rules. */
  readonly reasonIndexes: ReadonlyArray<number>
}

const SLOT_BITS = 10
const SLOTS = 1 << SLOT_BITS

class Slots {
  readonly profiles = new Int32Array(SLOTS).fill(-1)
  readonly failed = new Uint32Array(SLOTS)
  readonly ownFailed = new Uint32Array(SLOTS)
  readonly ownUndecided = new Uint32Array(SLOTS)
  readonly reasonedVerdicts: Array<ReasonedVerdict | undefined> = new Array(SLOTS).fill(undefined)
}

export class ReasonedVerdicts {
  private readonly subject: Subject
  private readonly masks: ReadonlyArray<Masks>
  private readonly decisions: ReadonlyArray<Verdict.Decision>
  private known: Map<string, ReasonedVerdict> | undefined
  /** The combination asked for last at each slot; made once it has been asked often enough to be worth it. */
  private slots: Slots | undefined
  private asked = 0

  /** `masks`: of each profile, in the order of their numbers. */
  constructor(subject: Subject, masks: ReadonlyArray<Masks>) {
    this.subject = subject
    this.masks = masks
    this.decisions = masks.map((one) => Verdict.decision(one, subject))
  }

  of(profile: number, failed: number, ownFailed: number, ownUndecided: number): ReasonedVerdict {
    const { slots } = this
    if (slots === undefined) {
      if (++this.asked > SLOTS) this.slots = new Slots()
      return this.find(profile, { failed, ownFailed, ownUndecided })
    }
    const slot = Math.imul(Math.imul(failed + profile, 0x2c1b3c6d) ^ ownFailed ^ (ownUndecided << 8), 0x9e3779b1) >>> (32 - SLOT_BITS)
    if (
      slots.profiles[slot] === profile && slots.failed[slot] === failed && slots.ownFailed[slot] === ownFailed &&
      slots.ownUndecided[slot] === ownUndecided
    ) return slots.reasonedVerdicts[slot]!
    const reasoned = this.find(profile, { failed, ownFailed, ownUndecided })
    slots.profiles[slot] = profile
    slots.failed[slot] = failed
    slots.ownFailed[slot] = ownFailed
    slots.ownUndecided[slot] = ownUndecided
    return slots.reasonedVerdicts[slot] = reasoned
  }

  private find(profile: number, findings: Verdict.Findings): ReasonedVerdict {
    const masks = this.masks[profile]!
    const verdict = Verdict.numberOf(this.decisions[profile]!, findings.failed, findings.ownFailed, findings.ownUndecided)
    const reasons = Verdict.reasonKey(masks, this.subject, findings)
    const warnings = Verdict.warningKey(masks, this.subject, findings)
    const name = `${verdict} ${reasons} ${warnings}`
    const known = this.known ??= new Map()
    let reasoned = known.get(name)
    if (reasoned === undefined) {
      reasoned = { number: known.size, verdict, reasons, warnings, reasonIndexes: Verdict.indexesOf(reasons) }
      known.set(name, reasoned)
    }
    return reasoned
  }
}
