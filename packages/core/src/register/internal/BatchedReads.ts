/**
 * Reads of single records that are asked in one turn of the program are asked of the storage together: a hundred questions about
 * a record each become one statement. Every question is answered from what was read after it was asked.
 *
 * Not for use inside a change: reads there must not be shared, because they may see uncommitted rows.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Request from "effect/Request"
import * as RequestResolver from "effect/RequestResolver"
import type { Activity } from "../../records/Activity.ts"
import type { Prospect } from "../../records/Prospect.ts"
import type * as Records from "../Records.ts"
import * as SharedRead from "../SharedRead.ts"

/** What a storage is asked for by keys. */
type Read<Key, R> = (dealership: string, keys: ReadonlyArray<Key>) => Effect.Effect<ReadonlyArray<Records.Stored<R>>, Records.RecordsError>

/** How the answers to many questions are separated again. */
interface Telling<Key, R> {
  /** What records are found under. */
  readonly nameOf: (key: Key) => string
  /** Everything that a record may be found under. */
  readonly namesOf: (stored: Records.Stored<R>) => ReadonlyArray<string>
  /** Whether a record that was found under the key's name matches the key. */
  readonly isMeant: (key: Key, stored: Records.Stored<R>) => boolean
}

/** How many questions one statement answers, and from how many keys on a question is large enough to be asked alone. */
const QUESTIONS = 128
const ALONE_FROM = 100

interface Asked<Key, R> extends Request.Request<ReadonlyArray<Records.Stored<R>>, Records.RecordsError> {
  readonly dealership: string
  readonly keys: ReadonlyArray<Key>
}

const found = <Key, R>({ isMeant, nameOf, namesOf }: Telling<Key, R>, all: ReadonlyArray<Records.Stored<R>>) => {
  const byName = new Map<string, Array<Records.Stored<R>>>()
  for (const stored of all) {
    for (const name of namesOf(stored)) {
      const named = byName.get(name)
      if (named === undefined) byName.set(name, [stored])
      else named.push(stored)
    }
  }
  return (keys: ReadonlyArray<Key>): ReadonlyArray<Records.Stored<R>> =>
    [...new Set(keys.flatMap((key) => byName.get(nameOf(key))?.filter((stored) => isMeant(key, stored)) ?? []))]
}

const together = <Key, R>(read: Read<Key, R>, telling: Telling<Key, R>): Read<Key, R> => {
  const resolver = RequestResolver.batchN(
    RequestResolver.makeGrouped<Asked<Key, R>, string>({
      key: ({ request }) => request.dealership,
      resolver: (entries, dealership) =>
        Effect.map(Effect.exit(read(dealership, entries.flatMap(({ request }) => request.keys))), (exit) => {
          if (Exit.isFailure(exit) || entries.length === 1) return entries.forEach((entry) => entry.completeUnsafe(exit))
          const of = found(telling, exit.value)
          for (const entry of entries) entry.completeUnsafe(Exit.succeed(of(entry.request.keys)))
        })
    }),
    QUESTIONS
  )
  const ask = Request.of<Asked<Key, R>>()
  return (dealership, keys) => keys.length >= ALONE_FROM ? read(dealership, keys) : Effect.request(ask({ dealership, keys }), resolver)
}

const byId = <R>(idOf: (record: R) => string): Telling<string, R> => ({
  nameOf: (id) => id,
  namesOf: ({ record }) => [idOf(record)],
  isMeant: () => true
})

const nameOfClue = ({ matchKey, value }: Records.ProspectClue | Records.ActivityClue): string => `${matchKey} ${value}`

const namesOfMatchKeys = ({ storedVerdict: { matchKeys } }: Pick<Records.Stored<unknown>, "storedVerdict">): ReadonlyArray<string> =>
  Object.entries(matchKeys).map(([matchKey, value]) => `${matchKey} ${value}`)

const byProspectClue: Telling<Records.ProspectClue, Prospect> = {
  nameOf: nameOfClue,
  namesOf: (stored) => [`advisor ${stored.record.advisorId}`, ...namesOfMatchKeys(stored)],
  isMeant: ({ since, until }, { record: { createdAt } }) => createdAt >= since && createdAt <= until
}

const byActivityClue: Telling<Records.ActivityClue, Activity> = {
  nameOf: nameOfClue,
  namesOf: (stored) => [`prospect ${stored.record.prospectId}`, ...namesOfMatchKeys(stored)],
  isMeant: () => true
}

/** The same port, whose reads of single records are asked together, and its reads of editions shared. */
export const of = (records: Records.Records["Service"]): Records.Records["Service"] => ({
  ...records,
  prospectsById: together(records.prospectsById, byId(({ prospectId }) => prospectId)),
  activitiesById: together(records.activitiesById, byId(({ activityId }) => activityId)),
  prospectsLike: together(records.prospectsLike, byProspectClue),
  activitiesLike: together(records.activitiesLike, byActivityClue),
  policyEditions: SharedRead.of(records.policyEditions)
})
