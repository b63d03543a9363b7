/** Which writing endpoints add no entry to the audit, and why; every other one adds at least one. */
import * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { DEALERSHIP, type Server } from "./serving.ts"

const QUESTION = "a question that travels in a body: it stores nothing"

export const unaudited: Readonly<Record<string, string>> = {
  "validations.prospects": QUESTION,
  "validations.activities": QUESTION,
  "imports.preview": QUESTION,
  "scorecards.compare": QUESTION,
  "policies.effect": QUESTION,
  "search.search": QUESTION,
  "people.search": QUESTION,
  "people.export": QUESTION,
  "people.erasure": "here it erases a person who is not stored; the tests of erasure see the entry of one who is",
  "leadDeliveries.deliver": "here the lead waits, and is no record yet; its placement adds the entry",
  "verifications.next": "a lease is no attempt: it ends by itself, and the attempt adds the entry",
  "messages.read": "what a person has read is the person's own",
  "messages.preferences": "how a person gets messages is the person's own",
  "users.endSession": "a sign-in and its end change no user",
  "webhooks.redeliver": "it sends again what was to be sent; the subscription stays as it is",
  "webhooks.resume": "here the subscription is not paused; the tests of webhooks pause one"
}

/** The sequence of the last entry of the dealership's audit; 0 where there is none. */
export const lastSequence = (server: Server): Promise<number> =>
  server.runtime.runPromise(Effect.flatMap(Records.Records, (records) =>
    Effect.map(records.lastAuditEntry(DEALERSHIP), (last) => Option.match(last, { onNone: () => 0, onSome: ({ sequence }) => sequence }))))
