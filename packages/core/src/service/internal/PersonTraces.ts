/** What is stored beside the records and may quote an erased person: answers, messages, what imports left, and words of mappings. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as StorableText from "../../identity/StorableText.ts"
import type * as Records from "../../register/Records.ts"
import * as IntakeStore from "../IntakeStore.ts"
import * as ServiceStore from "../ServiceStore.ts"
import { asRecordsError } from "../StaffData.ts"

/** Whose traces go: their records by kind and id, users, and the texts that name them. */
export interface Traced {
  readonly ids: ReadonlyArray<{ readonly kind: string; readonly id: string }>
  readonly userIds: ReadonlyArray<string>
  readonly texts: ReadonlyArray<string | undefined>
}

/** A shorter text would also be found in what is told about other people. */
const LEAST_CHARACTERS = 4

/** A text as JSON quotes it, without the quotes. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

/** A JSON value without the entries that quote one of the texts. */
const without = (value: unknown, isQuoted: (text: string) => boolean): unknown => {
  if (Array.isArray(value)) return value.filter((one) => typeof one !== "string" || !isQuoted(one)).map((one) => without(one, isQuoted))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, one]) =>
    isQuoted(name) || typeof one === "string" && isQuoted(one) ? [] : [[name, without(one, isQuoted)]]))
}

/** Drops the traces, where a service stores any beside the records. Call it inside the change that erases the records. */
export const drop = Effect.fnUntraced(function*(dealership: string, { ids, texts, userIds }: Traced): Effect.fn.Return<void, Records.RecordsError> {
  const serviceStore = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  const intakeStore = Option.getOrUndefined(yield* Effect.serviceOption(IntakeStore.IntakeStore))
  const values = [...new Set(texts)].filter((text) => text !== undefined).filter((text) => text.length >= LEAST_CHARACTERS && StorableText.isStorable(text))
  const named = values.map(inJson)
  const quoted = [...new Set([...ids.map(({ id }) => JSON.stringify(id)), ...named])].filter(StorableText.isStorable)
  if (serviceStore !== undefined) {
    yield* Effect.mapError(serviceStore.dropAnswers(dealership, quoted), asRecordsError)
    yield* Effect.mapError(serviceStore.dropMessages(dealership, userIds, named), asRecordsError)
  }
  if (intakeStore === undefined) return
  yield* Effect.gen(function*() {
    yield* intakeStore.erase(dealership, { ids, texts: quoted })
    for (const mapping of yield* intakeStore.mappings(dealership)) {
      const content = without(mapping.content, (text) => values.some((one) => text.includes(one)))
      if (JSON.stringify(content) !== JSON.stringify(mapping.content)) yield* intakeStore.putMapping(dealership, { ...mapping, content })
    }
  }).pipe(Effect.mapError(asRecordsError))
})
