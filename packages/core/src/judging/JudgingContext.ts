/** What records are judged with: the policy made ready, the directory, the zone and the instant to judge as of. */
import * as Schema from "effect/Schema"
import type { Activity } from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "../records/Directory.ts"
import * as Policy from "../policy/Policy.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { PhoneLogEntry } from "../records/PhoneLogEntry.ts"
import type { Waiver } from "../records/Waiver.ts"
import { PhoneLog } from "./PhoneLog.ts"
import { Waivers } from "./Waivers.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { Answer, OwnActivityRule, OwnProspectRule, OwnRuleContext, Subject } from "../policy/Rule.ts"

/** What a dealership's own rules said of a record, as bits in their order. */
export interface OwnFindings {
  readonly failed: number
  readonly undecided: number
}

/**
 * A dealership's own rule threw, or answered something else than `holds`, `fails` or `undecided`. Judging stops: a verdict that
 * skips a rule would be wrong. It is thrown, and a defect of an Effect, because no caller can go on: the rule has to be corrected.
 */
export class OwnRuleBroken extends Schema.TaggedError<OwnRuleBroken>()("OwnRuleBroken", {
  /** The rule's code. */
  rule: Schema.String,
  subject: Schema.Literals(["prospect", "activity"]),
  /** The id of the record that it looked at. */
  id: Schema.String,
  /** What it did: `threw a TypeError`, `answered true`. */
  found: Schema.String,
  /** What it threw. */
  cause: Schema.optionalKey(Schema.Defect())
}) {
  readonly code = "own-rule-broken"
  override get message() {
    return `The own rule ${this.rule} ${this.found} at the ${this.subject} ${this.id}; expected "holds", "fails" or "undecided". Correct the rule's test.`
  }
}

const broken = (rule: OwnProspectRule | OwnActivityRule, record: Prospect | Activity, found: string): { readonly rule: string; readonly subject: Subject; readonly id: string; readonly found: string } => ({
  rule: rule.code,
  subject: rule.subject,
  id: "activityId" in record ? record.activityId : record.prospectId,
  found
})

/** Asks an own rule about a record. What it says may hold a customer's data, and is not repeated unless it is a plain value. */
const answerOf = (rule: OwnProspectRule | OwnActivityRule, record: Prospect | Activity, context: OwnRuleContext): Answer => {
  let answer: unknown
  try {
    answer = rule.test(record as never, context)
  } catch (cause) {
    throw new OwnRuleBroken({ ...broken(rule, record, `threw ${cause instanceof Error ? cause.name : "a value"}`), cause })
  }
  if (answer === "holds" || answer === "fails" || answer === "undecided") return answer
  const shown = typeof answer === "boolean" || typeof answer === "undefined" || answer === null ? String(answer) : typeof answer === "object" ? "an object" : `a ${typeof answer}`
  throw new OwnRuleBroken(broken(rule, record, `answered ${shown}`))
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
  readonly erasureKey: ErasureKey.Key | undefined
  readonly leadSources: ReadonlySet<string>
  /** The telephone system's log; undefined where none was given. */
  readonly phoneLog: PhoneLog | undefined
  /** The waivers in force; undefined where none were given. */
  readonly waivers: Waivers | undefined
  /** Whether an own rule has looked at `asOf`. What it said then holds as of that instant, and no longer for certain. */
  readonly ownRulesAskTime: () => boolean
  readonly judgeOwn: {
    (rules: ReadonlyArray<OwnProspectRule>, record: Prospect): OwnFindings
    (rules: ReadonlyArray<OwnActivityRule>, record: Activity): OwnFindings
  }
}

const indexes = new WeakMap<Directory.Directory, Map<string, Directory.DirectoryIndex>>()
const profiles = new WeakMap<Policy.Policy, Policy.Profiles>()
const leadSources = new WeakMap<Policy.Policy, ReadonlySet<string>>()

/** What is made from a directory or a policy is kept as long as they are: single records are judged with the same ones many times. */
const kept = <K extends object, V>(made: WeakMap<K, V>, key: K, make: (key: K) => V): V => {
  let value = made.get(key)
  if (value === undefined) made.set(key, value = make(key))
  return value
}

const indexOf = (directory: Directory.Directory, phoneCountry: string, erasureKey: ErasureKey.Key | undefined): Directory.DirectoryIndex => {
  const made = kept(indexes, directory, () => new Map<string, Directory.DirectoryIndex>())
  const key = erasureKey === undefined ? phoneCountry : `${phoneCountry} ${ErasureKey.fingerprint(erasureKey)}`
  let index = made.get(key)
  if (index === undefined) made.set(key, index = Directory.index(directory, phoneCountry, erasureKey))
  return index
}
const profilesOf = (policy: Policy.Policy): Policy.Profiles => kept(profiles, policy, Policy.profiles)

/** Makes a context. Nothing reads the clock: `asOf` is the instant to judge as of, in epoch milliseconds. */
export const make = (options: {
  readonly policy: Policy.Policy
  readonly directory: Directory.Directory
  readonly asOf: Calendar.Instant
  /** The dealership's key for erasures; without it erased records are recognised among themselves only. */
  readonly erasureKey?: ErasureKey.Key | undefined
  /** The entries of the telephone system's log, if there is one. */
  readonly phoneLog?: ReadonlyArray<PhoneLogEntry> | undefined
  readonly waivers?: ReadonlyArray<Waiver> | undefined
}): JudgingContext => {
  const directory = indexOf(options.directory, options.policy.parameters.phoneCountry, options.erasureKey)
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
    phoneLog: options.phoneLog && new PhoneLog(options.phoneLog, zone, options.policy.parameters.phoneCountry),
    waivers: options.waivers && new Waivers(options.waivers, options.asOf),
    ownRulesAskTime: () => asked,
    judgeOwn: (rules: ReadonlyArray<OwnProspectRule> | ReadonlyArray<OwnActivityRule>, record: Prospect | Activity): OwnFindings => {
      let failed = 0
      let undecided = 0
      rules.forEach((rule, index) => {
        const answer = answerOf(rule, record, context)
        if (answer === "fails") failed |= 1 << index
        else if (answer === "undecided") undecided |= 1 << index
      })
      return { failed, undecided }
    }
  }
}
