/**
 * A person who signs in: name, e-mail, role and scope, and what proves who it is. A user begins with an invitation, and signs in
 * with a password or through the dealership's identity provider. Programs have keys instead: see `ServiceStore`.
 *
 * @see docs/decisions/0059-users-and-sign-in.md
 */
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Instant } from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import type * as Message from "./Message.ts"
import * as Verification from "../judging/Verification.ts"
import * as Access from "../records/Access.ts"

/** The languages that a person may choose. */
export const languages = ["es", "en"] as const satisfies ReadonlyArray<keyof Bilingual>

/** A link that was sent to a person. Its secret is kept as a SHA-256 only. It works once. */
export interface Invitation {
  readonly hash: string
  readonly expiresAt: Instant
}

/** The second factor: codes of an authenticator app (TOTP), and codes on paper for the day on which the app is lost. */
export interface SecondFactor {
  /** The secret that the app shares, sealed by the server's key. */
  readonly secret: string
  /** A factor counts from the first code that was right. */
  readonly isConfirmed: boolean
  /** The time step of the last code that was accepted: a code is accepted once. */
  readonly lastStep: number
  /** The SHA-256 of each recovery code that was not used yet. */
  readonly recoveryHashes: ReadonlyArray<string>
}

/** How an identity provider calls the person. */
export interface Provider {
  readonly issuer: string
  readonly subject: string
}

/** A user as it is stored. No password and no code can be read from it. */
export interface User {
  /** Unique in the dealership. */
  readonly id: string
  readonly name: string
  /** In lower case; unique in the dealership. */
  readonly email: string
  readonly identity: Access.Identity
  /** The language of the person's letters. The page and the forms are in Spanish. */
  readonly language: typeof languages[number]
  readonly createdAt: Instant
  /** Rises by one with each change, from 1. */
  readonly revision: number
  readonly invitation?: Invitation | undefined
  /** The password's Argon2id hash as a PHC string. */
  readonly password?: string | undefined
  readonly secondFactor?: SecondFactor | undefined
  readonly provider?: Provider | undefined
  readonly lastSignInAt?: Instant | undefined
  /** The kinds of messages that the person does not want by e-mail. */
  readonly mutes?: ReadonlyArray<typeof Message.mutableKinds[number]> | undefined
  /** The kinds of messages that are written only because the person asked for them. */
  readonly wants?: ReadonlyArray<typeof Message.optionalKinds[number]> | undefined
}

/** Whether a user has accepted an invitation. */
export const isActive = ({ password, provider }: Pick<User, "password" | "provider">): boolean => password !== undefined || provider !== undefined

/** Whether a user can administer: an administrator who has accepted the invitation. */
export const administers = (user: Pick<User, "identity" | "password" | "provider">): boolean => user.identity.isAdministrator === true && isActive(user)

/** Whether a second factor is asked for at sign-in. */
export const hasSecondFactor = ({ secondFactor }: Pick<User, "secondFactor">): boolean => secondFactor?.isConfirmed === true

/** What a user is found by before the dealership is known. */
export const handleOfEmail = (email: string): string => `email ${email}`
export const handleOfInvitation = (hash: string): string => `invitation ${hash}`
export const handleOfProvider = ({ issuer, subject }: Provider): string => `provider ${issuer} ${subject}`

/** Every handle of a user. */
export const handlesOf = ({ email, invitation, provider }: User): ReadonlyArray<string> => [
  handleOfEmail(email),
  ...(invitation === undefined ? [] : [handleOfInvitation(invitation.hash)]),
  ...(provider === undefined ? [] : [handleOfProvider(provider)])
]

const MAXIMUM_NAME = 120
const MAXIMUM_EMAIL = 254

/** The e-mail as it is kept and compared; undefined where the text is no e-mail. */
export const emailOf = (text: string): string | undefined => text.length > MAXIMUM_EMAIL ? undefined : Contact.emailKey(text) || undefined

/** Every fault of a user that an administrator writes. */
export const faultsOf = ({ email, identity, name }: Pick<User, "name" | "email" | "identity">): ReadonlyArray<{ readonly pointer: string; readonly expected: Bilingual }> => [
  ...(name.trim() !== "" && name.length <= MAXIMUM_NAME
    ? []
    : [{ pointer: "/name", expected: { es: `un nombre de 1 a ${MAXIMUM_NAME} caracteres`, en: `a name of 1 to ${MAXIMUM_NAME} characters` } }]),
  ...(emailOf(email) === undefined ? [{ pointer: "/email", expected: { es: "un correo como ana@ejemplo.com", en: "an e-mail like ana@example.com" } }] : []),
  ...(identity.role === "integration"
    ? [{ pointer: "/role", expected: { es: "el rol de una persona: un programa usa una llave", en: "a person's role: a program uses a key" } }]
    : Access.faultsOf(identity))
]

/** The users of one dealership in memory. */
export class MemoryUsers {
  private readonly users = new Map<string, User>()

  /** Stores a user whose stored revision is the one before; answers whether it was stored. */
  put(user: User): boolean {
    const kept = this.users.get(user.id)
    if ((kept?.revision ?? 0) !== user.revision - 1) return false
    for (const { email, id } of this.users.values()) if (email === user.email && id !== user.id) return false
    this.users.set(user.id, user)
    return true
  }

  get(id: string): User | undefined {
    return this.users.get(id)
  }

  remove(id: string): boolean {
    return this.users.delete(id)
  }

  /** By their ids in code point order. */
  get all(): ReadonlyArray<User> {
    return [...this.users.values()].sort((one, other) => Verification.compareIds(one.id, other.id))
  }

  withHandle(handle: string): ReadonlyArray<User> {
    return this.all.filter((user) => handlesOf(user).includes(handle))
  }
}
