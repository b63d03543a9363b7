/** The outbox: messages to the people of a dealership. */
import type { Message, MessageState } from "@crm-procedure/core/service/Message"
import * as Effect from "effect/Effect"
import { type Database, question } from "../connection/Database.ts"
import * as Parameter from "../connection/Parameter.ts"

interface MessageRow {
  readonly content: Omit<Message, "state" | "attempts" | "dueAt" | "lastFailure" | "readAt">
  readonly state: MessageState
  readonly attempts: number
  readonly due_at: number
  readonly last_failure: string | null
  readonly read_at: number | null
}

const columns = "content, state, attempts, due_at::float8, last_failure, read_at::float8"

const addMessage = `
  INSERT INTO crm_procedure.messages (dealership, id, user_id, created_at, content, state, attempts, due_at, last_failure, read_at)
  VALUES ($1, $2, $3, $4, $5::text::json, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`
const takeMessages = `
  UPDATE crm_procedure.messages AS one SET held_until = $3
  WHERE one.dealership = $1 AND one.id = ANY (ARRAY(
    SELECT id FROM crm_procedure.messages
    WHERE dealership = $1 AND state = 'pending' AND due_at <= $2 AND (held_until IS NULL OR held_until <= $2)
    ORDER BY due_at, id LIMIT $4 FOR UPDATE
  ))
  RETURNING ${columns}`
const settleMessage = `
  UPDATE crm_procedure.messages
  SET content = $3::text::json, state = $4, attempts = $5, due_at = $6, last_failure = $7, read_at = $8, held_until = NULL
  WHERE dealership = $1 AND id = $2`
const messagesOf = question((dealership) => `
  SELECT ${columns} FROM crm_procedure.messages WHERE dealership = ${dealership} AND user_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3`)
const readMessages = "UPDATE crm_procedure.messages SET read_at = $3 WHERE dealership = $1 AND user_id = $2 AND read_at IS NULL"
const forgetMessages = "DELETE FROM crm_procedure.messages WHERE dealership = $1 AND state <> 'pending' AND created_at < $2"
const dropMessages = `
  DELETE FROM crm_procedure.messages
  WHERE dealership = $1 AND (user_id = ANY($2::text[]) OR EXISTS (SELECT FROM unnest($3::text[]) AS one(text) WHERE strpos(content::text, one.text) > 0))`

const contentOf = ({ attempts: _attempts, dueAt: _due, lastFailure: _failure, readAt: _read, state: _state, ...content }: Message): MessageRow["content"] => content

const toMessage = ({ attempts, content, due_at, last_failure, read_at, state }: MessageRow): Message => ({
  ...content,
  state,
  attempts,
  dueAt: due_at,
  ...(last_failure === null ? {} : { lastFailure: last_failure }),
  ...(read_at === null ? {} : { readAt: read_at })
})

export const make = (database: Database) => ({
  add: (dealership: string, messages: ReadonlyArray<Message>) =>
    database.beside(dealership, Effect.map(
      Effect.forEach(messages, (message) => database.write(dealership, addMessage, [
        message.id,
        message.userId,
        Parameter.bigint(message.createdAt),
        Parameter.json(contentOf(message)),
        message.state,
        message.attempts,
        Parameter.bigint(message.dueAt),
        Parameter.text(message.lastFailure),
        Parameter.bigint(message.readAt)
      ])),
      (all) => all.filter((rows) => rows.length > 0).length
    )),
  take: (dealership: string, now: number, heldUntil: number, limit: number) =>
    database.beside(dealership, Effect.map(
      database.write<MessageRow>(dealership, takeMessages, [Parameter.bigint(now), Parameter.bigint(heldUntil), Parameter.bigint(limit)]),
      (rows): ReadonlyArray<Message> => rows.map(toMessage).sort((one, other) => one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1))
    )),
  settle: (dealership: string, message: Message) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, settleMessage, [
      message.id,
      Parameter.json(contentOf(message)),
      message.state,
      message.attempts,
      Parameter.bigint(message.dueAt),
      Parameter.text(message.lastFailure),
      Parameter.bigint(message.readAt)
    ]))),
  of: (dealership: string, userId: string, limit: number) =>
    Effect.map(database.read<MessageRow>(dealership, messagesOf, [userId, Parameter.bigint(limit)]), (rows) => rows.map(toMessage)),
  read: (dealership: string, userId: string, at: number) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, readMessages, [userId, Parameter.bigint(at)]))),
  forget: (dealership: string, before: number) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, forgetMessages, [Parameter.bigint(before)]))),
  drop: (dealership: string, userIds: ReadonlyArray<string>, texts: ReadonlyArray<string>) =>
    Effect.asVoid(database.beside(dealership, database.write(dealership, dropMessages, [Parameter.texts(userIds), Parameter.texts(texts)])))
})
