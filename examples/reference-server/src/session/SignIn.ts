/**
 * Signing in with an e-mail, a password and, where the user has one, a second factor. An unknown e-mail takes the same work and gets
 * the same answer as a wrong password. Attempts are counted by account and by network before they are judged.
 */
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as User from "@crm-procedure/core/service/User"
import { FailedAttempts } from "@crm-procedure/http-api/access/FailedAttempts"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as Password from "./Password.ts"
import * as PresentedUser from "./PresentedUser.ts"
import * as SecondFactor from "./SecondFactor.ts"

const WINDOW_SECONDS = 900
/** What one account takes in that time, over all networks. */
const BY_ACCOUNT = 10
/** What one network takes, over all accounts: a dealership's people share an address. */
const BY_NETWORK = 60

/** How many users one e-mail is compared with. People of several dealerships are rare. */
const MOST_USERS = 4

/** The attempts of this server. */
export interface Attempts {
  readonly byAccount: FailedAttempts
  readonly byNetwork: FailedAttempts
}

export const attempts = (): Attempts => ({
  byAccount: new FailedAttempts(BY_ACCOUNT, WINDOW_SECONDS),
  byNetwork: new FailedAttempts(BY_NETWORK, WINDOW_SECONDS)
})

/** An account in the memory of attempts: no e-mail lies there in clear. */
export const accountOf = (email: string): string => createHash("sha256").update(email).digest("base64url")

/** Counts an attempt; answers how many milliseconds to wait, 0 where it may be judged. */
export const take = ({ byAccount, byNetwork }: Attempts, account: string, network: string, steadily: number): number =>
  byNetwork.take(network, steadily) || byAccount.take(account, steadily)

/** Gives an attempt back that was right. */
export const giveBack = ({ byAccount, byNetwork }: Attempts, account: string, network: string, steadily: number): void => {
  byAccount.giveBack(account, steadily)
  byNetwork.giveBack(network, steadily)
}

/** What came of an attempt. */
export type Outcome =
  | { readonly kind: "signed-in"; readonly user: User.User }
  | { readonly kind: "wrong" }
  | { readonly kind: "code-needed" }
  | { readonly kind: "code-wrong" }

/** What an attempt is judged by. */
export interface Judging {
  readonly verify: (password: string, phc: string) => Effect.Effect<boolean>
  readonly sealingKey: Buffer
}

export const judgingWith = (sealingKey: Buffer): Judging => ({ verify: Password.verify, sealingKey })

/** The user of the e-mail whose password it is. At least one comparison is made. */
const userOf = Effect.fnUntraced(function*({ verify }: Judging, email: string, password: string) {
  let compared = 0
  const found = yield* PresentedUser.find(User.handleOfEmail(email), (user) =>
    user.password === undefined || ++compared > MOST_USERS ? Effect.succeed(false) : verify(password, user.password))
  if (compared === 0) yield* verify(password, yield* Password.ofUnknown)
  return found
})

/** Judges an attempt. Stores the sign-in where the attempt is right. */
export const judge = Effect.fnUntraced(function*(
  judging: Judging,
  email: string,
  password: string,
  code: string | undefined,
  now: Instant
): Effect.fn.Return<Outcome, ServiceStore.ServiceStoreError, ServiceStore.ServiceStore> {
  const serviceStore = yield* ServiceStore.ServiceStore
  const user = yield* userOf(judging, email, password)
  if (user === undefined) return { kind: "wrong" }
  const { secondFactor } = user
  const signedIn: User.User = { ...user, lastSignInAt: now, revision: user.revision + 1 }
  if (!User.hasSecondFactor(user) || secondFactor === undefined) {
    // Another sign-in at the same moment may store its own time: both are right.
    yield* serviceStore.putUser(signedIn)
    return { kind: "signed-in", user }
  }
  if (code === undefined || code.trim() === "") return { kind: "code-needed" }
  const accepted = SecondFactor.accept(judging.sealingKey, secondFactor, code, now)
  // Of two sign-ins with one code the second is refused: its revision is taken.
  if (accepted === undefined || !(yield* serviceStore.putUser({ ...signedIn, secondFactor: accepted }))) return { kind: "code-wrong" }
  return { kind: "signed-in", user }
})
