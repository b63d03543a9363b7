/**
 * An event as it is sent: a CloudEvent 1.0 in JSON with the signature of Standard Webhooks.
 *
 * @see cloudevents.io; standardwebhooks.com
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { KeptEvent, RaisedEvent } from "@crm-procedure/core/register/Records"
import { createHash, createHmac } from "node:crypto"
import { recordOfEvent } from "../request/Encoding.ts"

/** The beginning of a secret; base64 follows. */
export const SECRET_PREFIX = "whsec_"

/** How many random bytes a secret has. */
export const SECRET_BYTES = 32

/** The media type of a message. */
export const MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"

/** The secret of random bytes, as its subscriber sees it. */
export const secretOfBytes = (bytes: Uint8Array): string => `${SECRET_PREFIX}${Buffer.from(bytes).toString("base64")}`

/** The id of an event: the same in every attempt and for every subscriber. */
export const idOf = (dealership: string, { key }: Pick<RaisedEvent, "key">): string =>
  `evt_${createHash("sha256").update(JSON.stringify([dealership, key])).digest("hex").slice(0, 32)}`

/** Where an event comes from. */
export const sourceOf = (dealership: string): string => `urn:crm-procedure:${encodeURIComponent(dealership)}`

/** How many digits a sequence has: as many as the largest exact integer, so that sequences compare as texts. */
const SEQUENCE_DIGITS = 16

/**
 * The CloudEvent of an event. Its `sequence` (the extension of that name) rises with each event of the dealership: of two about one
 * record the later one has the greater text, also when a repeated delivery comes after it.
 */
export const bodyOf = (dealership: string, event: KeptEvent, zone: Calendar.Zone): string => {
  const subject = recordOfEvent(event)
  return JSON.stringify({
    specversion: "1.0",
    id: idOf(dealership, event),
    source: sourceOf(dealership),
    type: event.type,
    ...(subject === "" ? {} : { subject }),
    time: Calendar.formatInstant(zone, event.at),
    sequence: String(event.position).padStart(SEQUENCE_DIGITS, "0"),
    datacontenttype: "application/json",
    data: event.data
  })
}

/** The signature of a message with a secret. */
export const signatureOf = (secret: string, id: string, timestampSeconds: number, body: string): string => {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, "base64")
  return `v1,${createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`).digest("base64")}`
}
