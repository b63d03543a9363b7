/** Sends e-mail by SMTP, with `nodemailer`. A failure says whether trying again may help. */
import type { Message } from "@crm-procedure/core/service/Message"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import type { Transporter } from "nodemailer"
import type { Enclosure } from "./Workbook.ts"

/** The mail server did not take a message. `code` is a status of SMTP or a word of the system; no address. */
export class MailNotTaken extends Schema.TaggedError<MailNotTaken>()("MailNotTaken", { code: Schema.String, scope: Schema.Literals(["server", "message"]), isFinal: Schema.Boolean }) {
  override get message() {
    return `The mail server did not take the message: found ${this.code}, expected 250. ${this.isFinal ? "Correct the address." : "It is tried again."}`
  }
}

export interface Post {
  readonly send: (dealership: string, message: Message, enclosure?: Enclosure) => Effect.Effect<void, MailNotTaken>
}

export interface Options {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: Redacted.Redacted
  /** Who the messages come from: `Procedimiento CRM <crm@ejemplo.com>`. */
  readonly from: string
}

const TIMEOUT_MILLIS = 20_000

/** The same for a message that is sent again: a mail program shows it once. */
const messageIdOf = (dealership: string, id: string, from: string): string =>
  `<${createHash("sha256").update(JSON.stringify([dealership, id])).digest("hex").slice(0, 40)}@${/@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? "crm-procedure"}>`

const failureOf = (cause: unknown): MailNotTaken => {
  const { code, command, responseCode } = (typeof cause === "object" && cause !== null ? cause : {}) as { readonly code?: unknown; readonly responseCode?: unknown; readonly command?: unknown }
  const status = typeof responseCode === "number" ? responseCode : undefined
  // A refused sender or a failed sign-in at the mail server is the server's matter: it concerns every message.
  const isOfMessage = code === "EENVELOPE" && command !== "MAIL FROM" || code === "EMESSAGE"
  return new MailNotTaken({ code: status === undefined ? String(code ?? "unknown") : String(status), scope: isOfMessage ? "message" : "server", isFinal: isOfMessage && status !== undefined && status >= 500 })
}

/** A post over one mail server. The library is loaded at the first message. */
export const make = ({ from, url }: Options): Post => {
  let transport: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import("nodemailer")
    return createTransport(Redacted.value(url), { from, connectionTimeout: TIMEOUT_MILLIS, greetingTimeout: TIMEOUT_MILLIS, socketTimeout: TIMEOUT_MILLIS, disableFileAccess: true, disableUrlAccess: true } as object)
  }
  return {
    send: Effect.fn("Smtp.send")(function*(dealership: string, { html, id, subject, text, to }: Message, enclosure?: Enclosure) {
      yield* Effect.tryPromise({
        try: async () => {
          transport ??= open()
          const attachments = enclosure === undefined ? [] : [{ filename: enclosure.name, contentType: enclosure.mediaType, content: Buffer.from(enclosure.content) }]
          return (await transport).sendMail({ from, to: { name: "", address: to }, subject, text, html, attachments, messageId: messageIdOf(dealership, id, from), headers: { "Auto-Submitted": "auto-generated" } })
        },
        catch: failureOf
      })
    })
  }
}
