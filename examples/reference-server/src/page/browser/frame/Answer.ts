/** An answer of the API as a view has it: on its way, there, or refused. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { announce } from "./Announcement.ts"
import type { Listed } from "./Contract.ts"
import * as Entry from "./Entry.ts"
import { messageOf, onSignedInAgain, pathWith, read, Refused } from "./Request.ts"

export type Answer<A> =
  | { readonly state: "loading" }
  | {
    readonly state: "ready"
    readonly value: A
    /** Why it could not be read again: what is shown may be out of date. */
    readonly late?: Refused | undefined
    /** Whether the value is of an earlier question, and the answer of the present one is on its way. */
    readonly isBefore?: boolean | undefined
  }
  | { readonly state: "refused"; readonly refusal: Refused }

const refusalOf = (cause: unknown): Refused => cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.")

const isAborted = (cause: unknown): boolean => cause instanceof DOMException && cause.name === "AbortError"

/** A server that can't be reached, or answers nothing of use now, says nothing of what was read before. When the session has ended, what is shown waits behind the sign-in. */
const isPassing = ({ status }: Refused): boolean => status === 0 || status === 401 || status >= 500

/**
 * Reads a path, and again when it changes or `reload` is called; no path, no question. The last answer stays until the next one is there,
 * also when the server can't be reached meanwhile: a person may be typing in what is shown. A refusal does not stay.
 *
 * `stays`: while this text is the same, the answer of another path stays too, until the one of the present path is there.
 */
export const useAnswer = <A>(path: string | undefined, stays?: string): readonly [Answer<A>, () => void] => {
  const recalled = path === undefined ? undefined : Entry.recall<A>(path)
  const [answer, setAnswer] = useState<Answer<A> & { readonly path?: string | undefined; readonly stays?: string | undefined }>(
    recalled === undefined ? { state: "loading" } : { state: "ready", value: recalled, path, stays }
  )
  const [turn, setTurn] = useState(0)
  useLayoutEffect(() => {
    if (path === undefined) return
    const abort = new AbortController()
    read<A>(path, abort.signal).then(
      (value) => {
        // An answer that comes when another question was asked must not replace that one's.
        if (abort.signal.aborted) return
        const before = Entry.recall<A>(path)
        // The same answer again stays the same value: what was loaded behind it stays too.
        const same = before !== undefined && JSON.stringify(before) === JSON.stringify(value) ? before : value
        Entry.keep(path, same)
        setAnswer({ state: "ready", value: same, path, stays })
      },
      (cause: unknown) => {
        if (abort.signal.aborted || isAborted(cause)) return
        const refusal = refusalOf(cause)
        setAnswer((last) => last.state === "ready" && last.path === path && isPassing(refusal) ? { ...last, late: refusal } : { state: "refused", refusal, path })
      }
    )
    return () => abort.abort()
  }, [path, turn])
  const isRefused = useRef(false)
  isRefused.current = answer.state === "refused" || answer.state === "ready" && answer.late !== undefined
  useEffect(() => onSignedInAgain(() => {
    if (isRefused.current) setTurn((last) => last + 1)
  }), [])
  const reload = useCallback(() => {
    // A refusal does not stay while it is asked again: the person sees that something happens.
    setAnswer((last) => last.state === "refused" ? { state: "loading", path: last.path } : last)
    setTurn((last) => last + 1)
  }, [])
  const isKept = answer.state === "ready" && stays !== undefined && answer.stays === stays
  return [answer.path === path ? answer : isKept ? { state: "ready", value: answer.value, isBefore: true } : { state: "loading" }, reload]
}

/** A list read a page at a time. */
export interface List<Item, Page extends Listed<Item> = Listed<Item>> {
  /** The first page, with what it says besides its items. */
  readonly first: Page
  readonly items: ReadonlyArray<Item>
  readonly hasMore: boolean
  /** Whether the next page is on its way. */
  readonly isAdding: boolean
  readonly more: () => void
}

/** Reads the first page of a list; `more` reads on. `stays`: see {@link useAnswer}. */
export const useList = <Item, Page extends Listed<Item> = Listed<Item>>(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  stays?: string
): readonly [Answer<List<Item, Page>>, () => void] => {
  const first = pathWith(path, { limit: "100", ...query })
  const [answer, reload] = useAnswer<Page>(first, stays)
  const [rest, setRest] = useState(Entry.recall<{ readonly of: unknown; readonly items: ReadonlyArray<Item>; readonly nextCursor: string | null }>(`${first} rest`))
  const [adding, setAdding] = useState<unknown>()
  const shown = useRef<unknown>(undefined)
  shown.current = answer.state === "ready" ? answer.value : undefined
  if (answer.state !== "ready") return [answer, reload]
  const own = rest?.of === answer.value ? rest : undefined
  const items = own === undefined ? answer.value.items : [...answer.value.items, ...own.items]
  const nextCursor = own === undefined ? answer.value.nextCursor : own.nextCursor
  const isAdding = adding === answer.value
  const more = (): void => {
    if (nextCursor === null || isAdding || answer.isBefore === true) return
    setAdding(answer.value)
    read<Listed<Item>>(pathWith(path, { limit: "100", ...query, cursor: nextCursor })).then(
      (page) => {
        setAdding((last: unknown) => last === answer.value ? undefined : last)
        // The list was read again meanwhile, or another one is shown.
        if (shown.current !== answer.value) return
        const loaded = { of: answer.value, items: [...own?.items ?? [], ...page.items], nextCursor: page.nextCursor }
        Entry.keep(`${first} rest`, loaded)
        setRest(loaded)
      },
      (cause: unknown) => {
        setAdding((last: unknown) => last === answer.value ? undefined : last)
        announce(messageOf(cause), "refused")
      }
    )
  }
  return [{ ...answer, value: { first: answer.value, items, hasMore: nextCursor !== null, isAdding, more } }, reload]
}
