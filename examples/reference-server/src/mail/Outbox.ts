/** The round of the outbox: writes the letters that are due, and sends what waits. Any server may repeat it: an id is stored once. */
import * as BusinessHours from "@crm-procedure/core/calendar/BusinessHours"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Records from "@crm-procedure/core/register/Records"
import type { Message } from "@crm-procedure/core/service/Message"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Subscription from "@crm-procedure/core/service/Subscription"
import * as User from "@crm-procedure/core/service/User"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Letter from "./Letter.ts"
import * as LetterSource from "./LetterSource.ts"
import * as Raised from "./Raised.ts"
import * as Smtp from "./Smtp.ts"
import type * as Workbook from "./Workbook.ts"

export interface Options extends LetterSource.Options {
  /** Undefined: the server sends no e-mail, and messages are shown on the page alone. */
  readonly post: Smtp.Post | undefined
  /** Makes the workbooks that go with letters. */
  readonly workbook: Workbook.Make
}

const HELD_MILLIS = 5 * 60_000
const FIRST_PAUSE_MILLIS = 60_000
const LONGEST_PAUSE_MILLIS = 3_600_000
const GIVEN_UP_MILLIS = 7 * Calendar.DAY
const EVENTS = 1_000
const WARNING_PAUSE_MILLIS = 5 * 60_000
/** Escalations of so long before the last ones are looked at again: another server's clock may be behind. */
const OVERLAP_MILLIS = 3_600_000

const { zone } = LetterSource

/** A letter as a message to a user. */
const messageOf = (
  user: User.User,
  { letter, ...more }: LetterSource.Composed,
  of: Pick<Message, "id" | "kind" | "isShown">,
  { now, sends }: { readonly now: Calendar.Instant; readonly sends: boolean }
): Message => ({
  ...of,
  ...more,
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

/** What a process remembers of its rounds, so that most of them read nothing. */
class Rounds {
  private readonly done = new Map<string, number>()

  /** Whether the work was done for a number, such as a day, that is not smaller. */
  isDone(work: string, dealership: string, number: number): boolean {
    return (this.done.get(JSON.stringify([work, dealership])) ?? Number.NEGATIVE_INFINITY) >= number
  }

  note(work: string, dealership: string, number: number): void {
    this.done.set(JSON.stringify([work, dealership]), number)
  }
}

interface Writing {
  readonly dealership: string
  readonly now: Calendar.Instant
  readonly options: Options
  readonly rounds: Rounds
}

const activeUsers = (dealership: string) =>
  ServiceStore.ServiceStore.use((serviceStore) => Effect.map(serviceStore.users(dealership), (users) => users.filter(User.isActive)))

const directoryOf = (dealership: string) => Records.Records.use((records) => records.directory(dealership))

/** Stores a letter, unless it is there. */
const put = (
  { dealership, now, options }: Writing,
  user: User.User,
  composed: LetterSource.Composed | undefined,
  { id, kind }: Pick<Message, "id" | "kind">
): Effect.Effect<void, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> =>
  composed === undefined
    ? Effect.void
    : ServiceStore.ServiceStore.use((serviceStore) =>
      Effect.asVoid(serviceStore.addMessages(dealership, [messageOf(user, composed, { id: `${id} ${user.id}`, kind, isShown: true }, { now, sends: options.post !== undefined })])))

/** Writes the letters of the day, once, when contact hours have begun. */
const writeMornings = Effect.fnUntraced(function*(writing: Writing) {
  const { dealership, now, options, rounds } = writing
  const day = Calendar.localDayOf(zone, now)
  if (rounds.isDone("morning", dealership, day)) return
  const directory = yield* directoryOf(dealership)
  for (const user of yield* activeUsers(dealership)) {
    yield* put(writing, user, yield* LetterSource.morning(user, directory, now, options), { id: `morning ${Calendar.formatDay(day)}`, kind: "morning" })
  }
  rounds.note("morning", dealership, day)
})

/** Writes the letters of the week on its first business morning. A person who came later in the week gets the next one. */
const writeWeeklies = Effect.fnUntraced(function*(writing: Writing) {
  const { dealership, now, options, rounds } = writing
  const week = LetterSource.weekOf(Calendar.localDayOf(zone, now))
  if (rounds.isDone("weekly", dealership, week)) return
  const opening = BusinessHours.nextOpening(BusinessHours.contactHours, Calendar.startOfDay(zone, week))
  const readers = (yield* activeUsers(dealership)).filter((user) => LetterSource.getsWeekly(user) && (user.createdAt < opening || now - opening < Calendar.DAY))
  const directory = readers.length === 0 ? undefined : yield* directoryOf(dealership)
  for (const user of readers) yield* put(writing, user, yield* LetterSource.weekly(user, directory!, now, options), { id: `weekly ${Calendar.formatDay(week)}`, kind: "weekly" })
  rounds.note("weekly", dealership, week)
})

/** Tells the escalations of the last day, one letter for each person and round. Advisors see their red leads in the morning's letter. */
const writeEscalations = Effect.fnUntraced(function*(writing: Writing) {
  const { dealership, now, options, rounds } = writing
  const escalations = (yield* LetterSource.escalationsSince(dealership, now - Calendar.DAY)).filter(({ at }) => !rounds.isDone("escalation", dealership, at + OVERLAP_MILLIS))
  const [latest] = escalations
  if (latest === undefined) return
  const users = yield* activeUsers(dealership)
  const directory = yield* directoryOf(dealership)
  for (const one of escalations) {
    for (const user of users) yield* put(writing, user, yield* LetterSource.escalation(user, directory, one, options), { id: `escalation ${one.at}`, kind: "escalation" })
  }
  rounds.note("escalation", dealership, latest.at)
})

/** Warns advisors who asked for it of first contacts that are due within the hour, once for each lead. */
const writeWarnings = Effect.fnUntraced(function*(writing: Writing) {
  const { dealership, now, options, rounds } = writing
  if (rounds.isDone("contact-due", dealership, now - WARNING_PAUSE_MILLIS)) return
  rounds.note("contact-due", dealership, now)
  const users = (yield* activeUsers(dealership)).filter(({ wants }) => wants?.includes("contact-due") === true)
  const directory = users.length === 0 ? undefined : yield* directoryOf(dealership)
  for (const user of users) {
    for (const one of yield* LetterSource.contactsDue(user, now)) {
      yield* put(writing, user, yield* LetterSource.contactDue(user, directory!, one, options), { id: `contact-due ${one.leadId}`, kind: "contact-due" })
    }
  }
})

const isPaused = (data: unknown): data is Subscription.SubscriptionPaused => typeof data === "object" && data !== null && "subscriptionId" in data && "failingSince" in data

/** Tells the CRM assistants, who keep the webhooks, which of them were paused in the last day. */
const writePauses = Effect.fnUntraced(function*(writing: Writing) {
  const { dealership, now } = writing
  const events = yield* Records.Records.use((records) => records.latestEvents(dealership, Subscription.PAUSED_EVENT_TYPE, now - Calendar.DAY, EVENTS))
  if (events.length === 0) return
  const users = (yield* activeUsers(dealership)).filter(({ identity }) => identity.role === "crm-assistant")
  for (const { data, position } of events) {
    if (!isPaused(data)) continue
    for (const user of users) yield* put(writing, user, { letter: Raised.paused(user, data) }, { id: `pause ${position}`, kind: "escalation" })
  }
})

/** How long to wait after so many attempts. */
const pauseOf = (attempts: number): number => Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** (attempts - 1))

/** A message without what was for its person alone. */
const withoutSecret = (message: Message): Message => message.isShown ? message : { ...message, text: "", html: "" }

/** After so many attempts a letter goes without the workbook that could not be made. The letter says where it is. */
const WORKBOOK_ATTEMPTS = 3

/** The workbook of a message. A person who was removed meanwhile gets none. */
const enclosureOf = ({ attachment, attempts }: Message, user: User.User | undefined, workbook: Workbook.Make): Effect.Effect<Workbook.Enclosure | undefined, Smtp.MailNotTaken> =>
  attachment === undefined || user === undefined || attempts >= WORKBOOK_ATTEMPTS
    ? Effect.succeed(undefined)
    : Effect.mapError(workbook(user, attachment), ({ found }) => new Smtp.MailNotTaken({ code: `workbook: ${found}`, scope: "message", isFinal: false }))

/** Sends one message and stores the outcome; answers whether the mail server can be asked for more. */
const send = Effect.fnUntraced(function*(dealership: string, message: Message, { post, workbook }: Options & { readonly post: Smtp.Post }) {
  const serviceStore = yield* ServiceStore.ServiceStore
  const user = message.attachment === undefined ? undefined : Option.getOrUndefined(yield* serviceStore.user(dealership, message.userId))
  const sent = yield* Effect.result(Effect.flatMap(enclosureOf(message, user, workbook), (enclosure) => post.send(dealership, message, enclosure)))
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
const sendDue = Effect.fnUntraced(function*(dealership: string, options: Options & { readonly post: Smtp.Post }) {
  const serviceStore = yield* ServiceStore.ServiceStore
  for (;;) {
    const now = yield* Clock.currentTimeMillis
    const [message] = yield* serviceStore.takeMessages(dealership, now, now + HELD_MILLIS, 1)
    if (message === undefined) return
    if (message.kind !== "invitation" && !BusinessHours.isOpen(BusinessHours.contactHours, now)) {
      yield* serviceStore.settleMessage(dealership, { ...message, dueAt: BusinessHours.nextOpening(BusinessHours.contactHours, now) })
      continue
    }
    if (!(yield* send(dealership, message, options))) return
  }
})

/** Makes the round: what to do for one dealership, again and again. */
export const make = (options: Options) => {
  const rounds = new Rounds()
  const { post } = options
  return Effect.fn("Outbox.round")(function*(dealership: string) {
    const now = yield* Clock.currentTimeMillis
    const writing = { dealership, now, options, rounds }
    if (BusinessHours.isOpen(BusinessHours.contactHours, now)) {
      yield* writeMornings(writing)
      yield* writeWeeklies(writing)
      yield* writeEscalations(writing)
      yield* writeWarnings(writing)
    }
    yield* writePauses(writing)
    if (post !== undefined) yield* sendDue(dealership, { ...options, post })
  })
}

/** Puts an invitation into the outbox; it goes with the next round, whatever the hour. */
export const invite = Effect.fnUntraced(function*(user: User.User, link: string) {
  const now = yield* Clock.currentTimeMillis
  const message = messageOf(user, { letter: Raised.invitation(user, link) }, { id: `invitation ${user.id} ${user.revision}`, kind: "invitation", isShown: false }, { now, sends: true })
  yield* ServiceStore.ServiceStore.use((serviceStore) => serviceStore.addMessages(user.identity.dealership, [message]))
})
