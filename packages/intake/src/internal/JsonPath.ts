/**
 * Paths into JSON, as a mapping writes them: `user.name`, `values[0]`, `field_data[name=email].values[0]` (the first element whose `name` is
 * `email`), and for lists `entry[].changes[].value` (of every element). A name with a dot or a bracket stands in `['…']`.
 */

type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "where"; readonly name: string; readonly value: string }
  | { readonly kind: "each" }

const STEP = /(?:^|\.)([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[([0-9]{1,6})\]|\[([^=[\]']+)=([^[\]]*)\]|\[(\])/gy

/** The steps of a path; `undefined` where it is none. */
export const parse = (path: string): ReadonlyArray<Step> | undefined => {
  const steps: Array<Step> = []
  let at = 0
  STEP.lastIndex = 0
  for (let found = STEP.exec(path); found !== null; found = STEP.exec(path)) {
    const [, name, quoted, index, key, value, each] = found
    if (name !== undefined || quoted !== undefined) steps.push({ kind: "name", name: name ?? quoted!.replace(/\\(.)/g, "$1") })
    else if (index !== undefined) steps.push({ kind: "index", index: Number(index) })
    else if (key !== undefined) steps.push({ kind: "where", name: key, value: value! })
    else if (each !== undefined) steps.push({ kind: "each" })
    at = STEP.lastIndex
  }
  return at === path.length && steps.length > 0 ? steps : undefined
}

const own = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined

/** What stands at a path, every value where the path goes through lists. */
export const follow = (value: unknown, steps: ReadonlyArray<Step>): ReadonlyArray<unknown> => {
  let found: ReadonlyArray<unknown> = [value]
  for (const step of steps) {
    found = found.flatMap((one): ReadonlyArray<unknown> => {
      switch (step.kind) {
        case "name": {
          const next = own(one, step.name)
          return next === undefined ? [] : [next]
        }
        case "index":
          return Array.isArray(one) && step.index < one.length ? [one[step.index]] : []
        case "where": {
          const next = Array.isArray(one) ? one.find((element) => textOf(own(element, step.name))?.toLowerCase() === step.value.toLowerCase()) : undefined
          return next === undefined ? [] : [next]
        }
        case "each":
          return Array.isArray(one) ? one : []
      }
    })
  }
  return found
}

/** A scalar as the text of a cell; `undefined` for what is none. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined

/** The text at a path: a scalar, or the scalars of a list joined by `|`. */
export const textAt = (value: unknown, steps: ReadonlyArray<Step>): string | undefined => {
  const texts = follow(value, steps).flatMap((one) => Array.isArray(one) ? one.map(textOf) : [textOf(one)]).filter((text) => text !== undefined)
  return texts.length === 0 ? undefined : texts.join("|")
}
