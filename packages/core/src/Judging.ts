/** What every judgement is made with: the policy made ready, the directory, the zone and the instant it is made as of. */
import type { Activity } from "./Activity.ts"
import * as Calendar from "./Calendar.ts"
import * as Directory from "./Directory.ts"
import * as Policy from "./Policy.ts"
import type { Key } from "./Erasure.ts"
import type { Prospect } from "./Prospect.ts"
import type { OwnActivityRule, OwnProspectRule, OwnRuleContext } from "./Rule.ts"

/** What a dealership's own rules said of a record, as bits in their order. */
export interface OwnOutcome {
  readonly failed: number
  readonly undecided: number
}

export interface Judging {
  readonly policy: Policy.Policy
  readonly profiles: Policy.Profiles
  readonly directory: Directory.DirectoryIndex
  readonly zone: Calendar.Zone
  readonly asOf: Calendar.Instant
  /** Recognises in other records the people and notes of erased ones. */
  readonly erasureKey: Key | undefined
  readonly leadSources: ReadonlySet<string>
  readonly judgeOwn: {
    (rules: ReadonlyArray<OwnProspectRule>, record: Prospect): OwnOutcome
    (rules: ReadonlyArray<OwnActivityRule>, record: Activity): OwnOutcome
  }
}

/** Makes ready to judge. Nothing reads the clock: `asOf` is the instant of the judgement, in epoch milliseconds. */
export const make = (options: {
  readonly policy: Policy.Policy
  readonly directory: Directory.Directory
  readonly asOf: Calendar.Instant
  /** The dealership's key for erasures; without it erased records are recognised among themselves only. */
  readonly erasureKey?: Key | undefined
}): Judging => {
  const directory = Directory.index(options.directory)
  const zone = Policy.zoneOf(options.policy)
  const context: OwnRuleContext = {
    asOf: options.asOf,
    zone,
    isActiveAdvisor: (employeeId, at) => Directory.isActiveAdvisor(directory.advisorAssignments(employeeId), Calendar.localDayOf(zone, at))
  }
  return {
    policy: options.policy,
    profiles: Policy.profiles(options.policy),
    directory,
    zone,
    asOf: options.asOf,
    erasureKey: options.erasureKey,
    leadSources: new Set(options.policy.parameters.leadSources),
    judgeOwn: (rules: ReadonlyArray<OwnProspectRule> | ReadonlyArray<OwnActivityRule>, record: Prospect | Activity): OwnOutcome => {
      let failed = 0
      let undecided = 0
      rules.forEach((rule, index) => {
        const outcome = rule.test(record as never, context)
        if (outcome === "fails") failed |= 1 << index
        else if (outcome === "undecided") undecided |= 1 << index
      })
      return { failed, undecided }
    }
  }
}
