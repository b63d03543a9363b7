/**
 * What a person has typed in a form and not saved yet. It is there again when they come back to the form, by *Back* or by a door. It stays
 * in the memory of this page, since it may be about customers, and another person who signs in does not find it.
 *
 * @see docs/decisions/0084-what-is-typed-waits-in-the-page.md
 */
import { useLayoutEffect, useState } from "preact/hooks"

const drafts = new Map<string, unknown>()
const watchers = new Map<string, Set<() => void>>()

/** Forgets what the last person typed. */
export const forgetAll = (): void => drafts.clear()

/** A state that stays while another view is looked at: also what goes on meanwhile changes it. `latest` reads it as it is now. */
export const useKept = <A,>(name: string, begin: A): readonly [value: A, set: (next: (last: A) => A) => void, latest: () => A] => {
  const [, redraw] = useState({})
  useLayoutEffect(() => {
    const watching = watchers.get(name) ?? new Set()
    const watch = (): void => redraw({})
    watchers.set(name, watching.add(watch))
    return () => void watching.delete(watch)
  }, [name])
  const latest = (): A => drafts.has(name) ? drafts.get(name) as A : begin
  const set = (next: (last: A) => A): void => {
    drafts.set(name, next(latest()))
    for (const watch of watchers.get(name) ?? []) watch()
  }
  return [latest(), set, latest]
}

export interface Draft<A> {
  readonly value: A
  readonly set: (next: (last: A) => A) => void
  /** Shows another value, as it is stored: nothing is left to save. */
  readonly reset: (stored: A) => void
  /** It was saved, or is not wanted. */
  readonly forget: () => void
}

/** A form's state. `name` tells one form from another. What is typed says over which version, where that can change. */
export const useDraft = <A,>(name: string, begin: () => A): Draft<A> => {
  const [value, setValue] = useState<A>(() => drafts.has(name) ? drafts.get(name) as A : begin())
  return {
    value,
    set: (next) =>
      setValue((last) => {
        const typed = next(last)
        drafts.set(name, typed)
        return typed
      }),
    reset: (stored) => {
      drafts.delete(name)
      setValue(stored)
    },
    forget: () => void drafts.delete(name)
  }
}
