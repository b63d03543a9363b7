/**
 * When the law lets the dealership contact somebody next: consent (Ley 1581 de 2012), the register of excluded numbers, and the
 * hours and the frequency of Ley 2300 de 2023. The rules warn about contacts that were made; this plans one.
 *
 * @see 3-rules: outside-contact-hours, contact-too-frequent, consent-missing, consent-revoked
 */
import * as Activity from "../records/Activity.ts"
import * as ActivityRules from "./ActivityRules.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as Policy from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"

/** What is known of the person to contact. Instants after `from` don't exist yet, but for contacts. */
export interface Facts {
  readonly prospect: Pick<Prospect, "consentAt" | "excludedAt" | "erasedAt">
  /** The prospect's activities, in any order; only performed ones that the law regulates count. */
  readonly contacts: ReadonlyArray<Activity.Activity>
}

/** The next lawful moment, or why there is none as things are. `law` names law and article. */
export type LawfulMoment =
  | { readonly kind: "at"; readonly instant: Calendar.Instant }
  | { readonly kind: "never"; readonly reason: Bilingual; readonly law: string }

const never = (law: string, es: string, en: string): LawfulMoment => ({ kind: "never", reason: { es, en }, law })

const NO_CONSENT = never(
  "Ley 1581 de 2012, art. 9",
  "La persona no ha autorizado el tratamiento de sus datos. Pida su autorización antes de contactarla.",
  "The person has not authorised the use of their data. Ask for their authorisation before contacting them."
)

const EXCLUDED = never(
  "Ley 2300 de 2023, art. 5",
  "La persona se inscribió en el Registro de Números Excluidos (RNE) después de autorizar. Solo una autorización posterior permite contactarla.",
  "The person joined the register of excluded numbers (RNE) after consenting. Only a later consent allows contacting them."
)

const ERASED = never(
  "Ley 1581 de 2012, art. 8",
  "Los datos de la persona fueron suprimidos a petición suya.",
  "The person's data were erased at their request."
)

/** Why nobody may contact the person by the channel at all, as of `from`; undefined when somebody may. */
const obstacle = ({ consentAt, erasedAt, excludedAt }: Facts["prospect"], from: Calendar.Instant, isRegulated: boolean): LawfulMoment | undefined =>
  erasedAt !== undefined
    ? ERASED
    : consentAt === undefined || consentAt > from
    ? NO_CONSENT
    : isRegulated && excludedAt !== undefined && excludedAt >= consentAt && excludedAt <= from
    ? EXCLUDED
    : undefined

/** The direct contacts that the law counts, by the policy's reading of what a direct contact is. */
const directContacts = (contacts: ReadonlyArray<Activity.Activity>, parameters: Policy.ActivityParameters): ReadonlyArray<Activity.Activity> =>
  contacts.filter((contact) =>
    Activity.isPerformed(contact) && ActivityRules.isRegulated(contact, parameters) &&
    (parameters.directContact === "attempt" || contact.outcome === undefined || !parameters.unansweredOutcomes.has(contact.outcome)))

/**
 * The first instant from `from` on at which the law lets the dealership contact the person by a channel (an activity type):
 * within the hours, not on a day with a direct contact, nor in an ISO week with one by another channel. A contact that the
 * customer asks for waits for nothing, and is its own authorisation.
 *
 * The frequency is planned for whether the policy's rule about it is on or off, under the policy's reading (`directContact`).
 */
export const nextLawfulMoment = (options: {
  readonly policy: Policy.Policy
  readonly facts: Facts
  readonly channel: string
  readonly from: Calendar.Instant
  readonly requestedByCustomer?: boolean
}): LawfulMoment => {
  const { channel, facts, from, policy, requestedByCustomer = false } = options
  if (requestedByCustomer) return facts.prospect.erasedAt === undefined ? { kind: "at", instant: from } : ERASED
  const isRegulated = policy.parameters.regulatedTypes.includes(channel)
  const obstructed = obstacle(facts.prospect, from, isRegulated)
  if (obstructed !== undefined) return obstructed
  if (!isRegulated) return { kind: "at", instant: from }
  const parameters = Policy.profiles(policy).base.activityParameters
  const zone = Policy.zoneOf(policy)
  const direct = directContacts(facts.contacts, parameters).map(({ performedAt, type }) => {
    const day = Calendar.localDayOf(zone, performedAt!)
    return { at: performedAt!, day, week: Calendar.weekOf(day), type }
  })
  // Each turn leaves the day or the week of one of the contacts for good, so there is an end.
  for (let instant = BusinessHours.nextOpening(parameters.contactHours, from);;) {
    const day = Calendar.localDayOf(zone, instant)
    const week = Calendar.weekOf(day)
    const before = direct.filter(({ at }) => at <= instant)
    const later = before.some((contact) => contact.week === week && contact.type !== channel)
      ? week + 7
      : before.some((contact) => contact.day === day)
      ? day + 1
      : undefined
    if (later === undefined) return { kind: "at", instant }
    // Where clocks are put back over midnight, the day before goes on for a while after the day has begun.
    instant = BusinessHours.nextOpening(parameters.contactHours, Math.max(Calendar.startOfDay(zone, later), instant + 60_000))
  }
}
