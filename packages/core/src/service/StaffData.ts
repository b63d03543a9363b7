/**
 * What is stored about the people of a dealership itself: assignments in the directory, users with their sessions and messages, and
 * access keys. They have the rights of {@link PersonalData} too.
 *
 * @see Ley 1581 de 2012, art. 8; docs/decisions/0067-erasing-an-employee.md
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Calendar from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import * as ErasedRecord from "../judging/ErasedRecord.ts"
import * as Directory from "../records/Directory.ts"
import * as Field from "../records/Field.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as AuditTrail from "../register/AuditTrail.ts"
import * as DirectoryHistory from "../register/internal/DirectoryHistory.ts"
import * as Records from "../register/Records.ts"
import type * as Message from "./Message.ts"
import * as ServiceStore from "./ServiceStore.ts"
import * as User from "./User.ts"

/** Everything that is stored about a person as one of the dealership's own people. */
export interface FoundStaff {
  /** Every assignment of each employee who was found, erased ones included. */
  readonly employees: ReadonlyArray<Directory.Employee>
  readonly users: ReadonlyArray<User.User>
  /** The keys that act as these employees. */
  readonly accessKeys: ReadonlyArray<ServiceStore.AccessKey>
  readonly sessions: ReadonlyArray<ServiceStore.Session>
  readonly messages: ReadonlyArray<Message.Message>
}

/** The person is the only active administrator. After an erasure no user could invite others. */
export class OnlyAdministrator extends Schema.TaggedError<OnlyAdministrator>()("OnlyAdministrator", { userId: Schema.String }) {
  override get message() {
    return `The user ${this.userId} can't be erased: found the only active administrator, expected another one. Name another administrator first.`
  }
}

/** The service store's failure as one of the records: both are one storage to the caller. */
export const asRecordsError = ({ operation, reason }: { readonly operation: string; readonly reason: { readonly message: string } }): Records.RecordsError =>
  new Records.RecordsError({ operation, reason: new Records.RecordsUnavailable({ detail: reason.message }) })

/** How many messages of a user are read. They are kept for weeks. */
const MESSAGES = 10_000

const recognises = (known: Keys.Keys, hashes: Keys.Keys, phoneCountry: string | undefined) => (employee: Directory.Employee): boolean =>
  employee.erasedAt === undefined
    ? Keys.sharesOne(Keys.of(employee, phoneCountry), known)
    : Directory.erasedKeysOf(employee).some((theirs) => Keys.sharesOne(theirs, hashes))

/**
 * Finds a person by keys: employees who share one, with all their assignments, and users who share the e-mail. A user who is declared
 * to be an employee is the same person.
 */
export const find = Effect.fn("StaffData.find")(function*({ dealership, hashes, keys, phoneCountry }: {
  readonly dealership: string
  readonly keys: Keys.Keys
  /** The same keys hashed with the dealership's key for erasures. */
  readonly hashes: Keys.Keys
  readonly phoneCountry: string | undefined
}): Effect.fn.Return<FoundStaff, Records.RecordsError, Records.Records> {
  const serviceStore = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  const { employees: all } = yield* (yield* Records.Records).directory(dealership)
  const allUsers = serviceStore === undefined ? [] : yield* Effect.mapError(serviceStore.users(dealership), asRecordsError)
  const named = allUsers.filter(({ email }) => Keys.sharesOne(Keys.of({ email }), keys))
  const ids = new Set([
    ...all.filter(recognises(keys, hashes, phoneCountry)).map(({ employeeId }) => employeeId),
    ...named.flatMap(({ identity: { employeeId } }) => employeeId ?? [])
  ])
  const employees = all.filter(({ employeeId }) => ids.has(employeeId))
  const emails = new Set(employees.flatMap(({ email }) => Contact.emailKey(email) || []))
  const users = allUsers.filter((user) => named.includes(user) || ids.has(user.identity.employeeId ?? "") || emails.has(user.email))
  if (serviceStore === undefined) return { employees, users, accessKeys: [], sessions: [], messages: [] }
  return yield* Effect.gen(function*() {
    const accessKeys = (yield* serviceStore.keys(dealership)).filter(({ identity }) => ids.has(identity.employeeId ?? ""))
    const holders = [...users, ...accessKeys].map(({ id }) => id)
    return {
      employees,
      users,
      accessKeys,
      // As of the beginning of time no session has expired.
      sessions: (yield* Effect.forEach(holders, (id) => serviceStore.sessionsOf(dealership, id, 0))).flat(),
      messages: (yield* Effect.forEach(users, ({ id }) => serviceStore.messagesOf(dealership, id, MESSAGES))).flat()
    }
  }).pipe(Effect.mapError(asRecordsError))
})

// ---------------------------------------------------------------------------------------------------------------------
// Export
// ---------------------------------------------------------------------------------------------------------------------

/** A copy of what is stored about one of the dealership's own people. */
export interface StaffExport {
  readonly employees: ReadonlyArray<RecordContent.PlainRecord>
  readonly users: ReadonlyArray<RecordContent.PlainRecord>
  readonly accessKeys: ReadonlyArray<RecordContent.PlainRecord>
  readonly sessions: ReadonlyArray<RecordContent.PlainRecord>
  readonly messages: ReadonlyArray<RecordContent.PlainRecord>
}

const erasedAt = Field.list({ erasedAt: { kind: "instant" } })

const identityFields = {
  role: { kind: "text" },
  employeeId: { kind: "id" },
  branchIds: { kind: "list" },
  line: { kind: "text" }
} as const

const userFields = Field.list({
  id: { kind: "id" },
  name: { kind: "text" },
  email: { kind: "text" },
  ...identityFields,
  createdAt: { kind: "instant" },
  lastSignInAt: { kind: "instant" },
  mutes: { kind: "list" },
  provider: { kind: "text" }
})

const keyFields = Field.list({
  id: { kind: "id" },
  name: { kind: "text" },
  ...identityFields,
  createdAt: { kind: "instant" },
  expiresAt: { kind: "instant" },
  revokedAt: { kind: "instant" }
})

const sessionFields = Field.list({
  holderId: { kind: "id" },
  device: { kind: "text" },
  createdAt: { kind: "instant" },
  seenAt: { kind: "instant" },
  expiresAt: { kind: "instant" }
})

const messageFields = Field.list({
  kind: { kind: "text" },
  to: { kind: "text" },
  subject: { kind: "text" },
  text: { kind: "text" },
  createdAt: { kind: "instant" },
  state: { kind: "text" },
  readAt: { kind: "instant" }
})

/** What was found as plain data. Secrets and their hashes stay out: they prove who a user is and tell nothing about the person. */
export const toExport = ({ accessKeys, employees, messages, sessions, users }: FoundStaff, zone: Calendar.Zone): StaffExport => {
  const plain = (fields: ReadonlyArray<Field.Field>) => (record: object): RecordContent.PlainRecord => RecordContent.plain(fields, record, zone)
  return {
    employees: employees.map(plain([...Directory.employeeFields, ...erasedAt])),
    users: users.map(({ identity, provider, ...user }) => ({ ...user, ...identity, provider: provider?.issuer })).map(plain(userFields)),
    accessKeys: accessKeys.map(({ identity, ...key }) => ({ ...key, ...identity })).map(plain(keyFields)),
    sessions: sessions.map(plain(sessionFields)),
    messages: messages.map(plain(messageFields))
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Erasure
// ---------------------------------------------------------------------------------------------------------------------

/** What an erasure needs. */
export interface Erasing {
  readonly dealership: string
  readonly erasureKey: ErasureKey.Key
  readonly at: Calendar.Instant
  readonly phoneCountry: string
}

/** The ids of the employees and users that an erasure erases now. */
export const idsOf = ({ employees, users }: Pick<FoundStaff, "employees" | "users">) => ({
  employees: [...new Set(employees.flatMap(({ employeeId, erasedAt }) => erasedAt === undefined ? [employeeId] : []))],
  users: users.map(({ id }) => id)
})

/** The texts by which readers of a message or an answer could recognise the person. */
export const textsOf = ({ employees, users }: Pick<FoundStaff, "employees" | "users">): ReadonlyArray<string> => [
  ...employees.flatMap(({ documentNumber, email, employeeId, name, phone }) => [name === employeeId ? undefined : name, email, phone, documentNumber]),
  ...users.flatMap(({ email, name }) => [name, email])
].flatMap((text) => text ?? [])

/** Fails where an erasure of these users leaves no active administrator. Ask it before anything is erased. */
export const mustLeaveAdministrator = Effect.fnUntraced(function*(dealership: string, users: ReadonlyArray<User.User>): Effect.fn.Return<void, OnlyAdministrator | Records.RecordsError> {
  const administrator = users.find(User.administers)
  const serviceStore = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  if (administrator === undefined || serviceStore === undefined) return
  const removed = new Set(users.map(({ id }) => id))
  const all = yield* Effect.mapError(serviceStore.users(dealership), asRecordsError)
  if (!all.some((one) => !removed.has(one.id) && User.administers(one))) return yield* new OnlyAdministrator({ userId: administrator.id })
})

/**
 * Erases what was found. Assignments keep who worked where under the id, and the keyed hashes that recognise the person. Users are
 * removed with their sessions. Keys that act as the employee are revoked, and their names become their ids.
 */
export const erase = Effect.fn("StaffData.erase")(function*(
  { at, dealership, erasureKey: key, phoneCountry }: Erasing,
  found: FoundStaff
): Effect.fn.Return<void, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const erased = new Set(idsOf(found).employees)
  if (erased.size > 0) {
    const before = yield* records.directory(dealership)
    const after = {
      ...before,
      employees: before.employees.map((one) => erased.has(one.employeeId) ? ErasedRecord.ofEmployee(one, { erasedAt: at, key, phoneCountry }) : one)
    }
    yield* records.putDirectory(dealership, after)
    yield* AuditTrail.add(dealership, DirectoryHistory.ofDirectory(before, after, at, "person.erased"))
  }
  const serviceStore = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  if (serviceStore === undefined) return
  yield* Effect.gen(function*() {
    for (const { id } of found.users) yield* serviceStore.removeUser(dealership, id)
    for (const one of found.accessKeys) {
      yield* serviceStore.endSessionsOf(dealership, one.id)
      if (one.revokedAt === undefined || one.name !== one.id) yield* serviceStore.putKey({ ...one, name: one.id, revokedAt: one.revokedAt ?? at })
    }
  }).pipe(Effect.mapError(asRecordsError))
})
