/**
 * Messages to the people of a dealership: the morning's tasks, an invitation, an escalation. Each is stored once, shown on the page,
 * and sent by e-mail where the server sends e-mail: the outbox.
 *
 * @see docs/decisions/0061-messages-by-e-mail.md, docs/decisions/0068-letters-and-their-language.md
 */
import * as Effect from "effect/Effect"
import type { Instant, Period } from "../calendar/Calendar.ts"
import * as Verification from "../judging/Verification.ts"

/** What a message is about. `contact-due`: a first contact that is about to be overdue. */
export const kinds = ["invitation", "morning", "weekly", "escalation", "contact-due"] as const

/** The kinds that come by e-mail unless the person turns them off, and those that are written only for a person who asked for them. */
export const mutableKinds = ["morning", "weekly", "escalation"] as const satisfies ReadonlyArray<typeof kinds[number]>
export const optionalKinds = ["contact-due"] as const satisfies ReadonlyArray<typeof kinds[number]>

/**
 * `pending`: to be sent (again). `sent`: the mail server has it. `dead`: refused for good, or given up. `kept`: shown on the page and
 * not sent, by the person's choice or because the server sends no e-mail.
 */
export type MessageState = "pending" | "sent" | "dead" | "kept"

/** A form of a period as of an instant. */
export interface Attachment {
  readonly form: "compliance"
  readonly period: Period
  readonly asOf: Instant
}

export interface Message {
  /** Says what it is and for whom: a second message with the same id is not stored. */
  readonly id: string
  readonly userId: string
  readonly kind: typeof kinds[number]
  /** The address at the time of writing. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Whether the page shows it. A message with a secret, such as an invitation, is sent only. */
  readonly isShown: boolean
  /** Figures by which the next message of the kind says what changed. */
  readonly figures?: Readonly<Record<string, number>> | undefined
  /** A workbook that goes with the e-mail. It is made when the message is sent, for what the person may see then. */
  readonly attachment?: Attachment | undefined
  readonly createdAt: Instant
  readonly state: MessageState
  /** When it is to be sent (again). */
  readonly dueAt: Instant
  readonly attempts: number
  /** Why the last attempt failed: a status or a word; no address. */
  readonly lastFailure?: string | undefined
  /** When the person saw it on the page. */
  readonly readAt?: Instant | undefined
}

/** What the service store keeps of messages. */
export interface Outbox<E> {
  /** Stores the messages whose ids are not there yet; answers how many were. */
  readonly addMessages: (dealership: string, messages: ReadonlyArray<Message>) => Effect.Effect<number, E>
  /** Takes pending messages that are due and that no other process holds, by due time and id; they are held until `heldUntil`. */
  readonly takeMessages: (dealership: string, now: Instant, heldUntil: Instant, limit: number) => Effect.Effect<ReadonlyArray<Message>, E>
  /** Stores a message as an attempt left it, and releases it. Nothing happens where there is no such message. */
  readonly settleMessage: (dealership: string, message: Message) => Effect.Effect<void, E>
  /** A person's messages, the newest first. */
  readonly messagesOf: (dealership: string, userId: string, limit: number) => Effect.Effect<ReadonlyArray<Message>, E>
  /** Notes that a person has seen all messages until now. */
  readonly readMessages: (dealership: string, userId: string, at: Instant) => Effect.Effect<void, E>
  /** Forgets the messages that were written before an instant and are no longer pending. */
  readonly forgetMessages: (dealership: string, before: Instant) => Effect.Effect<void, E>
  /**
   * Drops the messages to some users, and those that quote one of the texts (as JSON quotes them, without the quotes), whatever their
   * state: those of an erased person. Inside a change of the records it happens if and only if that does.
   */
  readonly dropMessages: (dealership: string, userIds: ReadonlyArray<string>, texts: ReadonlyArray<string>) => Effect.Effect<void, E>
}

interface Held {
  readonly message: Message
  readonly heldUntil: Instant | undefined
}

/** The outbox of one dealership in memory. */
export class MemoryOutbox {
  private readonly messages = new Map<string, Held>()

  add(messages: ReadonlyArray<Message>): number {
    const before = this.messages.size
    for (const message of messages) if (!this.messages.has(message.id)) this.messages.set(message.id, { message, heldUntil: undefined })
    return this.messages.size - before
  }

  take(now: Instant, heldUntil: Instant, limit: number): ReadonlyArray<Message> {
    const due = [...this.messages.values()]
      .filter(({ heldUntil: until, message }) => message.state === "pending" && message.dueAt <= now && (until ?? now) <= now)
      .map(({ message }) => message)
      .sort((one, other) => one.dueAt - other.dueAt || Verification.compareIds(one.id, other.id))
      .slice(0, limit)
    for (const message of due) this.messages.set(message.id, { message, heldUntil })
    return due
  }

  settle(message: Message): void {
    if (this.messages.has(message.id)) this.messages.set(message.id, { message, heldUntil: undefined })
  }

  of(userId: string, limit: number): ReadonlyArray<Message> {
    return [...this.messages.values()].map(({ message }) => message).filter((one) => one.userId === userId)
      .sort((one, other) => other.createdAt - one.createdAt || Verification.compareIds(other.id, one.id)).slice(0, limit)
  }

  read(userId: string, at: Instant): void {
    for (const [id, held] of this.messages) {
      if (held.message.userId === userId && held.message.readAt === undefined) this.messages.set(id, { ...held, message: { ...held.message, readAt: at } })
    }
  }

  forget(before: Instant): void {
    for (const [id, { message }] of this.messages) if (message.state !== "pending" && message.createdAt < before) this.messages.delete(id)
  }

  drop(userIds: ReadonlyArray<string>, texts: ReadonlyArray<string>): void {
    for (const [id, { message }] of this.messages) {
      const { attempts: _attempts, dueAt: _due, lastFailure: _failure, readAt: _read, state: _state, ...content } = message
      const written = JSON.stringify(content)
      if (userIds.includes(message.userId) || texts.some((one) => written.includes(one))) this.messages.delete(id)
    }
  }
}

/** The outboxes of dealerships in memory. */
export const memory = (outboxOf: (dealership: string) => MemoryOutbox): Outbox<never> => ({
  addMessages: (dealership, messages) => Effect.sync(() => outboxOf(dealership).add(messages)),
  takeMessages: (dealership, now, heldUntil, limit) => Effect.sync(() => outboxOf(dealership).take(now, heldUntil, limit)),
  settleMessage: (dealership, message) => Effect.sync(() => outboxOf(dealership).settle(message)),
  messagesOf: (dealership, userId, limit) => Effect.sync(() => outboxOf(dealership).of(userId, limit)),
  readMessages: (dealership, userId, at) => Effect.sync(() => outboxOf(dealership).read(userId, at)),
  forgetMessages: (dealership, before) => Effect.sync(() => outboxOf(dealership).forget(before)),
  dropMessages: (dealership, userIds, texts) => Effect.sync(() => outboxOf(dealership).drop(userIds, texts))
})

type Guard<E> = <Args extends ReadonlyArray<unknown>, A>(operation: string, method: (...args: Args) => Effect.Effect<A, E>) => (...args: Args) => Effect.Effect<A, E>

/** An outbox whose writes are guarded. */
export const guarded = <E>(outbox: Outbox<E>, guard: Guard<E>): Omit<Outbox<E>, "messagesOf"> => ({
  addMessages: guard("addMessages", outbox.addMessages),
  takeMessages: guard("takeMessages", outbox.takeMessages),
  settleMessage: guard("settleMessage", outbox.settleMessage),
  readMessages: guard("readMessages", outbox.readMessages),
  forgetMessages: guard("forgetMessages", outbox.forgetMessages),
  dropMessages: guard("dropMessages", outbox.dropMessages)
})
