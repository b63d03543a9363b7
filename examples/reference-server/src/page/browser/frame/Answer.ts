/** An answer of the API as a view has it: on its way, there, or refused. */
import { useCallback, useEffect, useState } from "preact/hooks"
import type { Listed } from "./Contract.ts"
import * as Entry from "./Entry.ts"
import { pathWith, read, Refused } from "./Request.ts"

export type Answer<A> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: A }
  | { readonly state: "refused"; readonly refusal: Refused }

const refusalOf = (cause: unknown): Refused => cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.")

const isAborted = (cause: unknown): boolean => cause instanceof DOMException && cause.name === "AbortError"

/** Reads a path, and again when it changes or `reload` is called; no path, no question. The last answer stays until the next one is there; a refusal does not. */
export const useAnswer = <A>(path: string | undefined): readonly [Answer<A>, () => void] => {
  const recalled = path === undefined ? undefined : Entry.recall<A>(path)
  const [answer, setAnswer] = useState<Answer<A> & { readonly path?: string | undefined }>(recalled === undefined ? { state: "loading" } : { state: "ready", value: recalled, path })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (path === undefined) return
    const abort = new AbortController()
    read<A>(path, abort.signal).then(
      (value) => {
        const before = Entry.recall<A>(path)
        // The same answer again stays the same value: what was loaded behind it stays too.
        const same = before !== undefined && JSON.stringify(before) === JSON.stringify(value) ? before : value
        Entry.keep(path, same)
        setAnswer({ state: "ready", value: same, path })
      },
      (cause: unknown) => {
        if (!isAborted(cause)) setAnswer({ state: "refused", refusal: refusalOf(cause), path })
      }
    )
    return () => abort.abort()
  }, [path, turn])
  const reload = useCallback(() => {
    // A refusal does not stay while it is asked again: the person sees that something happens.
    setAnswer((last) => last.state === "refused" ? { state: "loading", path: last.path } : last)
    setTurn((last) => last + 1)
  }, [])
  return [answer.path === path ? answer : { state: "loading" }, reload]
}

/** A list read a page at a time. */
export interface List<Item, Page extends Listed<Item> = Listed<Item>> {
  /** The first page, with what it says besides its items. */
  readonly first: Page
  readonly items: ReadonlyArray<Item>
  readonly hasMore: boolean
  readonly more: () => void
}

/** Reads the first page of a list; `more` reads on. */
export const useList = <Item, Page extends Listed<Item> = Listed<Item>>(path: string, query: Readonly<Record<string, string | undefined>>): readonly [Answer<List<Item, Page>>, () => void] => {
  const first = pathWith(path, { limit: "100", ...query })
  const [answer, reload] = useAnswer<Page>(first)
  const [rest, setRest] = useState(Entry.recall<{ readonly of: unknown; readonly items: ReadonlyArray<Item>; readonly nextCursor: string | null }>(`${first} rest`))
  const [refusal, setRefusal] = useState<{ readonly of: unknown; readonly refusal: Refused } | undefined>()
  if (answer.state !== "ready") return [answer, reload]
  const own = rest?.of === answer.value ? rest : undefined
  if (refusal !== undefined && refusal.of === answer.value) return [{ state: "refused", refusal: refusal.refusal }, reload]
  const items = own === undefined ? answer.value.items : [...answer.value.items, ...own.items]
  const nextCursor = own === undefined ? answer.value.nextCursor : own.nextCursor
  const more = (): void => {
    if (nextCursor === null) return
    read<Listed<Item>>(pathWith(path, { limit: "100", ...query, cursor: nextCursor })).then(
      (page) => {
        const loaded = { of: answer.value, items: [...own?.items ?? [], ...page.items], nextCursor: page.nextCursor }
        Entry.keep(`${first} rest`, loaded)
        setRest(loaded)
      },
      (cause: unknown) => setRefusal({ of: answer.value, refusal: refusalOf(cause) })
    )
  }
  return [{ state: "ready", value: { first: answer.value, items, hasMore: nextCursor !== null, more } }, reload]
}
