/** How an invitation reaches a person: by e-mail where the server sends e-mail, else as a link that the administrator passes on. */
import type * as User from "@crm-procedure/core/service/User"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { hash } from "node:crypto"

export interface InvitationPost {
  /** The page's address with the secret behind `#`, where no server logs it. */
  readonly linkOf: (secret: string) => string
  /** Sends the link; answers whether it is on its way. */
  readonly send: (user: User.User, link: string) => Effect.Effect<boolean>
}

/** Sends nothing, and makes links that begin at the server's root. */
export const InvitationPost = Context.Reference<InvitationPost>("@crm-procedure/http-api/users/InvitationPost", {
  defaultValue: () => ({ linkOf: (secret) => `/#/invitacion/${secret}`, send: () => Effect.succeed(false) })
})

/** How many random bytes the secret of an invitation has. */
export const SECRET_BYTES = 32

const PREFIX = "inv_"

/** The secret of random bytes. */
export const secretOfBytes = (bytes: Uint8Array): string => `${PREFIX}${Buffer.from(bytes).toString("base64url")}`

const SECRET = /^inv_[A-Za-z0-9_-]{43}$/

/** All that is stored of a secret; undefined where the text is no secret of an invitation. */
export const hashOfSecret = (secret: string): string | undefined => SECRET.test(secret) ? hash("sha256", secret) : undefined

/** How long an invitation can be accepted. */
export const VALID_MILLIS = 3 * 86_400_000
