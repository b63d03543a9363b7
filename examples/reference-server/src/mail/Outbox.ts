/** The round of the outbox: writes the morning's letters and those of escalations and paused webhooks, and sends what is due. Any server may repeat it. */
import * as BusinessHours from "@crm-procedure/core/calendar/BusinessHours"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Access from "@crm-procedure/core/records/Access"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as Records from "@crm-procedure/core/register/Records"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Escalation from "@crm-procedure/core/service/Escalation"
import type { Message } from "@crm-procedure/core/service/Message"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Subscription from "@crm-procedure/core/service/Subscription"
import * as User from "@crm-procedure/core/service/User"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Letter from "./Letter.ts"
import * as Morning from "./Morning.ts"
import type * as Smtp from "./Smtp.ts"

export interface Options {
  readonly publicUrl: string
  /** Undefined: the server sends no e-mail, and messages are shown on the page alone. */
  readonly post: Smtp.Post | undefined
  readonly showsNames: boolean
}

const HELD_MILLIS = 5 * 60_000
const FIRST_PAUSE_MILLIS = 60_000
const LONGEST_PAUSE_MILLIS = 3_600_000
const GIVEN_UP_MILLIS = 7 * Calendar.DAY
const KEPT_MILLIS = 60 * Calendar.DAY
const EVENTS = 1_000

const zone = Policy.zoneOf(Policy.gcPro05)

/** A letter as a message to a user. */
export const messageOf = (
  user: User.User,
  letter: Letter.Letter,
  of: Pick<Message, "id" | "kind" | "isShown" | "figures">,
  { now, sends }: { readonly now: Calendar.Instant; readonly sends: boolean }
): Message => ({
  ...of,
  userId: user.id,
  to: user.email,
  subject: letter.subject,
  text: Letter.textOf(letter),
  html: Letter.htmlOf(letter),
  createdAt: now,
  dueAt: now,
  state: sends && !(user.mutes ?? []).some((kind) => kind === of.kind) ? "pending" : "kept",
  attempts: 0
})

/** The figures of the month so far of what a person directs. */
const figuresOf = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, now: Calendar.Instant) {
  const { identity } = user
  if (!Access.isManager(identity) && identity.role !== "general-manager" && identity.role !== "crm-assistant") return undefined
  const procedure = yield* CrmProcedure
  const scope = Access.scopeOf(identity, directory, Calendar.localDayOf(zone, now))
  const lineOfBrand = Directory.lineOfBrand(directory)
  const isWithin = scope.kind === "dealership" ? undefined : (place: Access.Place): boolean => Access.isWithin(scope, place, lineOfBrand)
  const { groups: [group] } = yield* procedure.scorecard({ dealership: identity.dealership, period: Calendar.periodOf(zone, now), asOf: now }, [], isWithin)
  if (group === undefined) return undefined
  const { followUp, prospecting } = group
  return {
    prospecting: prospecting.percent ?? undefined,
    followUp: followUp.percent ?? undefined,
    colors: { prospecting: prospecting.color, followUp: followUp.color }
  }
})

const numbers = ({ followUp, prospecting }: Morning.Figures): Readonly<Record<string, number>> => ({
  ...(prospecting === undefined ? {} : { prospecting }),
  ...(followUp === undefined ? {} : { followUp })
})

/** The letter of the day for one person, and the figures that it tells. */
export const morningOf = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, now: Calendar.Instant, options: Pick<Options, "publicUrl" | "showsNames">) {
  const procedure = yield* CrmProcedure
  const serviceStore = yield* ServiceStore.ServiceStore
  const { dealership } = user.identity
  const today = yield* procedure.today({ dealership, identity: user.identity, now })
  const figures = yield* figuresOf(user, directory, now)
  const before = (yield* serviceStore.messagesOf(dealership, user.id, 30)).find(({ figures: told }) => told !== undefined)?.figures
  const letter = Morning.letterOf(user, { today, directory, figures, before }, { ...options, zone })
  return letter === undefined ? undefined : { letter, figures: figures === undefined ? undefined : numbers(figures) }
})

/** Writes the letters of the day, once, when contact hours have begun. `written`: the day on which this process did so last. */
const writeMornings = Effect.fnUntraced(function*(dealership: string, now: Calendar.Instant, options: Options, written: Map<string, Calendar.LocalDay>) {
  const day = Calendar.localDayOf(zone, now)
  if (written.get(dealership) === day || !BusinessHours.isOpen(BusinessHours.contactHours, now)) return
  const serviceStore = yield* ServiceStore.ServiceStore
  const directory = yield* (yield* Records.Records).directory(dealership)
  for (const user of yield* serviceStore.users(dealership)) {
    if (!User.isActive(user)) continue
    const id = `morning ${Calendar.formatDay(day)} ${user.id}`
    const morning = yield* morningOf(user, directory, now, options)
    if (morning === undefined) continue
    const { figures, letter } = morning
    yield* serviceStore.addMessages(dealership, [messageOf(user, letter, { id, kind: "morning", isShown: true, ...(figures === undefined ? {} : { figures }) }, { now, sends: options.post !== undefined })])
  }
  written.set(dealership, day)
})

const isEscalated = (data: unknown): data is Escalation.EscalatedLead => typeof data === "object" && data !== null && "leadId" in data && "addresseeIds" in data

/** Tells the escalations of the last day, one letter for each person and round. Advisors see their red leads in the morning's letter. */
const writeEscalations = Effect.fnUntraced(function*(dealership: string, now: Calendar.Instant, options: Options) {
  if (!BusinessHours.isOpen(BusinessHours.contactHours, now)) return
  const serviceStore = yield* ServiceStore.ServiceStore
  const events = yield* (yield* Records.Records).latestEvents(dealership, Escalation.EVENT_TYPE, now - Calendar.DAY, EVENTS)
  if (events.length === 0) return
  const users = (yield* serviceStore.users(dealership)).filter((user) => User.isActive(user) && user.identity.role !== "advisor" && user.identity.employeeId !== undefined)
  for (const [at, together] of Map.groupBy(events, (event) => event.at)) {
    for (const user of users) {
      const own = together.flatMap(({ data }) => isEscalated(data) && data.level !== "advisor" && data.addresseeIds.includes(user.identity.employeeId!) ? [data] : [])
      if (own.length === 0) continue
      const letter: Letter.Letter = {
        subject: `Escalados a usted: ${own.length} lead${own.length === 1 ? "" : "s"} sin atender`,
        greeting: `${user.name}, estos leads siguen en rojo y pasaron a usted.`,
        sections: [{
          title: "Leads sin atender",
          isUrgent: true,
          lines: own.map(({ advisorId, leadId, redBusinessDays, redSince }) => ({ text: leadId, note: `asesor ${advisorId}, en rojo desde ${redSince.slice(0, 10)}, ${redBusinessDays} días hábiles`, href: `${options.publicUrl}/#/prospecto/${encodeURIComponent(leadId)}` }))
        }],
        action: { text: "Ver los leads en rojo", href: `${options.publicUrl}/#/leads?color=red` },
        footer: "Lo recibe cuando un lead se escala a usted, por el control R2 del procedimiento GC-PRO-05. Puede apagarlo en Mi cuenta."
      }
      yield* serviceStore.addMessages(dealership, [messageOf(user, letter, { id: `escalation ${at} ${user.id}`, kind: "escalation", isShown: true }, { now, sends: options.post !== undefined })])
    }
  }
})

const isPaused = (data: unknown): data is Subscription.SubscriptionPaused => typeof data === "object" && data !== null && "subscriptionId" in data && "failingSince" in data

/** Tells the CRM assistants, who keep the webhooks, which of them were paused in the last day. */
const writePauses = Effect.fnUntraced(function*(dealership: string, now: Calendar.Instant, options: Options) {
  const serviceStore = yield* ServiceStore.ServiceStore
  const events = yield* (yield* Records.Records).latestEvents(dealership, Subscription.PAUSED_EVENT_TYPE, now - Calendar.DAY, EVENTS)
  if (events.length === 0) return
  const users = (yield* serviceStore.users(dealership)).filter((user) => User.isActive(user) && user.identity.role === "crm-assistant")
  for (const { data, position } of events) {
    if (!isPaused(data)) continue
    for (const user of users) {
      const letter: Letter.Letter = {
        subject: "Un aviso a otro sistema quedó en pausa",
        greeting: `${user.name}, el sistema que recibe el aviso ${data.subscriptionId} no responde.`,
        sections: [{
          title: "Aviso en pausa",
          isUrgent: true,
          lines: [{ text: data.subscriptionId, note: `no recibe nada desde ${data.failingSince.slice(0, 16).replace("T", " ")}` }]
        }],
        footer: "Nada se pierde: cuando ese sistema responda, reanude el aviso y recibirá lo que le falta. Lo recibe porque los avisos están a cargo de la asistente CRM."
      }
      yield* serviceStore.addMessages(dealership, [messageOf(user, letter, { id: `pause ${position} ${user.id}`, kind: "escalation", isShown: true }, { now, sends: options.post !== undefined })])
    }
  }
})

/** How long to wait after so many attempts. */
const pauseOf = (attempts: number): number => Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** (attempts - 1))

/** A message without what was for its person alone. */
const withoutSecret = (message: Message): Message => message.isShown ? message : { ...message, text: "", html: "" }

/** Sends one message and stores the outcome; answers whether the mail server can be asked for more. */
const send = Effect.fnUntraced(function*(dealership: string, message: Message, post: Smtp.Post) {
  const serviceStore = yield* ServiceStore.ServiceStore
  const sent = yield* Effect.result(post.send(dealership, message))
  const now = yield* Clock.currentTimeMillis
  const attempts = message.attempts + 1
  if (Result.isSuccess(sent)) {
    const { lastFailure: _, ...rest } = message
    yield* serviceStore.settleMessage(dealership, withoutSecret({ ...rest, state: "sent", attempts }))
    return true
  }
  const { code, isFinal, scope } = sent.failure
  const isDead = isFinal || now - message.createdAt >= GIVEN_UP_MILLIS
  const left: Message = { ...message, state: isDead ? "dead" : "pending", attempts, dueAt: now + pauseOf(attempts), lastFailure: code }
  yield* serviceStore.settleMessage(dealership, isDead ? withoutSecret(left) : left)
  yield* Effect.logWarning("a message was not taken by the mail server").pipe(Effect.annotateLogs({ dealership, message: message.id, code, attempts, givenUp: isDead }))
  return scope === "message"
})

/** Sends what is due. A mail server that does not answer is left alone until the next round. */
const sendDue = Effect.fnUntraced(function*(dealership: string, post: Smtp.Post) {
  const serviceStore = yield* ServiceStore.ServiceStore
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const [message] = yield* serviceStore.takeMessages(dealership, now, now + HELD_MILLIS, 1)
    if (message === undefined) return
    if (message.kind !== "invitation" && !BusinessHours.isOpen(BusinessHours.contactHours, now)) {
      yield* serviceStore.settleMessage(dealership, { ...message, dueAt: BusinessHours.nextOpening(BusinessHours.contactHours, now) })
      continue
    }
    if (!(yield* send(dealership, message, post))) return
  }
})

/** Makes the round: what to do for one dealership, again and again. */
export const make = (options: Options) => {
  const written = new Map<string, Calendar.LocalDay>()
  return Effect.fn("Outbox.round")(function*(dealership: string) {
    const now = yield* Clock.currentTimeMillis
    yield* writeMornings(dealership, now, options, written)
    yield* writeEscalations(dealership, now, options)
    yield* writePauses(dealership, now, options)
    if (options.post !== undefined) yield* sendDue(dealership, options.post)
    yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.forgetMessages(dealership, now - KEPT_MILLIS))
  })
}

/** The letter that carries an invitation's link. */
const invitationLetter = (user: User.User, link: string): Letter.Letter => ({
  subject: "Su acceso al procedimiento CRM",
  greeting: `${user.name}, con este enlace usted crea la contraseña con la que ingresa.`,
  sections: [],
  action: { text: "Crear la contraseña", href: link },
  footer: "El enlace sirve una vez y vence en tres días. Si no lo esperaba, no haga nada."
})

/** Puts an invitation into the outbox; it goes with the next round, whatever the hour. */
export const invite = Effect.fnUntraced(function*(user: User.User, link: string) {
  const now = yield* Clock.currentTimeMillis
  const message = messageOf(user, invitationLetter(user, link), { id: `invitation ${user.id} ${user.revision}`, kind: "invitation", isShown: false }, { now, sends: true })
  yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.addMessages(user.identity.dealership, [message]))
})
