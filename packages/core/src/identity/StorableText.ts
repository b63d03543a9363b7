/**
 * Text that every storage can keep: without NUL, which Postgres refuses, and without lone surrogates, which UTF-8 has no bytes for,
 * so that a driver writes another character. Readers of records refuse any other text and say where it is. The storage ports refuse
 * what no reader has checked.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Bilingual } from "./Bilingual.ts"
import * as JsonPointer from "./JsonPointer.ts"

/** Whether every storage can keep a text. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0")

/** What is expected of a text, for people. */
export const expected: Bilingual = {
  es: "un texto sin el carácter NUL ni sustitutos Unicode sueltos",
  en: "a text without the character NUL or lone Unicode surrogates"
}

/**
 * Nothing was stored: not every storage can keep one of the texts. `place` is a JSON Pointer into what was given after the
 * dealership (empty: the dealership itself); the message does not quote the text, which may be personal.
 */
export class TextNotStorable extends Schema.TaggedError<TextNotStorable>()("TextNotStorable", { place: Schema.String }) {
  override get message() {
    return `Found the character NUL or a lone surrogate in ${this.place === "" ? "the dealership's id" : `the text at ${this.place}`}, ` +
      `expected ${expected.en}. Correct it where it comes from.`
  }
}

/** The JSON pointer of the first text that can't be stored. For a key that can't be stored, it is the pointer of its object. */
const placeIn = (value: unknown, place: string): string | undefined => {
  if (typeof value === "string") return isStorable(value) ? undefined : place
  if (typeof value !== "object" || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (!isStorable(name)) return place
    const found = placeIn(inner, `${place}/${JsonPointer.step(name)}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether a value may hold such a text. JSON writes both as `\u`, and looking through JSON takes half as long as looking at each text. */
const isSuspect = (value: unknown): boolean => (JSON.stringify(value) as string | undefined)?.includes("\\u") === true

/** The JSON pointer of the first text in the arguments of a port's method that can't be stored; undefined when all can be. */
export const placeOf = ([dealership, ...given]: ReadonlyArray<unknown>): string | undefined => {
  if (typeof dealership === "string" && !isStorable(dealership)) return ""
  for (const value of given) {
    // Thousands of records at once would be one text of megabytes.
    const isClean = Array.isArray(value) ? !value.some(isSuspect) : !isSuspect(value)
    const place = isClean ? undefined : placeIn(value, "")
    if (place !== undefined) return place
  }
  return undefined
}

/** A port's method that writes, made to refuse what not every storage can keep before anything is asked of the storage. */
export const refusing = <Args extends ReadonlyArray<unknown>, A, E, R, E2>(
  write: (...args: Args) => Effect.Effect<A, E, R>,
  refusal: (reason: TextNotStorable) => E2
) => (...args: Args): Effect.Effect<A, E | E2, R> =>
  Effect.suspend((): Effect.Effect<A, E | E2, R> => {
    const place = placeOf(args)
    return place === undefined ? write(...args) : Effect.fail(refusal(new TextNotStorable({ place })))
  })
