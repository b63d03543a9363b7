/** What every judgement is made with: the policy made ready, the directory, the zone and the instant it is made as of. */
import type { Activity } from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "../records/Directory.ts"
import * as Policy from "../policy/Policy.ts"
import type { Key } from "../identity/ErasureKey.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { OwnActivityRule, OwnProspectRule, OwnRuleContext } from "../policy/Rule.ts"

/** What a dealership's own rules said of a record, as bits in their order. */
export interface OwnOutcome {
  readonly failed: number
  readonly undecided: number
}

export interface JudgingContext {
  readonly policy: Policy.Policy
  readonly profiles: Policy.Profiles
  readonly directory: Directory.DirectoryIndex
  readonly zone: Calendar.Zone
  /** The country of a phone that names none. */
  readonly phoneCountry: string
  readonly asOf: Calendar.Instant
  /** Recognises in other records the people and notes of erased ones. */
  readonly erasureKey: Key | undefined
  readonly leadSources: ReadonlySet<string>
  /** Whether an own rule has looked at `asOf`: what it said then holds as of that instant, and nobody knows for how long. */
  readonly ownRulesAskTime: () => boolean
  readonly judgeOwn: {
    (rules: ReadonlyArray<OwnProspectRule>, record: Prospect): OwnOutcome
    (rules: ReadonlyArray<OwnActivityRule>, record: Activity): OwnOutcome
  }
}

const indexes = new WeakMap<Directory.Directory, Map<string, Directory.DirectoryIndex>>()
const profiles = new WeakMap<Policy.Policy, Policy.Profiles>()
const leadSources = new WeakMap<Policy.Policy, ReadonlySet<string>>()

/** What is made of a directory or a policy is kept as long as they are: single records are judged with the same ones again and again. */
const kept = <K extends object, V>(made: WeakMap<K, V>, key: K, make: (key: K) => V): V => {
  let value = made.get(key)
  if (value === undefined) made.set(key, value = make(key))
  return value
}

const indexOf = (directory: Directory.Directory, phoneCountry: string): Directory.DirectoryIndex => {
  const byCountry = kept(indexes, directory, () => new Map<string, Directory.DirectoryIndex>())
  let index = byCountry.get(phoneCountry)
  if (index === undefined) byCountry.set(phoneCountry, index = Directory.index(directory, phoneCountry))
  return index
}
const profilesOf = (policy: Policy.Policy): Policy.Profiles => kept(profiles, policy, Policy.profiles)

/** Makes ready to judge. Nothing reads the clock: `asOf` is the instant of the judgement, in epoch milliseconds. */
export const make = (options: {
  readonly policy: Policy.Policy
  readonly directory: Directory.Directory
  readonly asOf: Calendar.Instant
  /** The dealership's key for erasures; without it erased records are recognised among themselves only. */
  readonly erasureKey?: Key | undefined
}): JudgingContext => {
  const directory = indexOf(options.directory, options.policy.parameters.phoneCountry)
  let asked = false
  const zone = Policy.zoneOf(options.policy)
  const context: OwnRuleContext = {
    get asOf() {
      asked = true
      return options.asOf
    },
    zone,
    isActiveAdvisor: (employeeId, at) => Directory.isActiveAdvisor(directory.advisorAssignments(employeeId), Calendar.localDayOf(zone, at))
  }
  return {
    policy: options.policy,
    profiles: profilesOf(options.policy),
    directory,
    zone,
    phoneCountry: options.policy.parameters.phoneCountry,
    asOf: options.asOf,
    erasureKey: options.erasureKey,
    leadSources: kept(leadSources, options.policy, ({ parameters }) => new Set(parameters.leadSources)),
    ownRulesAskTime: () => asked,
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
