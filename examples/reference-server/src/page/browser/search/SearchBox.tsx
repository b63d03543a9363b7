/** The search over everything that the person may see: `/` opens it, arrows and Enter go to what was found. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Directory, SearchResult } from "../frame/Contract.ts"
import { messageOf, question } from "../frame/Request.ts"
import { go, hrefOf } from "../frame/Route.ts"
import { activityVerdictWords, dayText, phoneText, prospectVerdictWords } from "../frame/Spanish.ts"
import { Sign } from "../frame/Sign.tsx"

interface Hit {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly about: string
  readonly href: string
}

/** A key that is pressed in a field is written there. */
const isWriting = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")

/** How long the page waits for the next letter, in milliseconds. */
const PAUSE = 180

const hitsOf = ({ activities, advisors, branches, prospects }: SearchResult, kept: Readonly<Record<string, string | undefined>>, directory: Directory): ReadonlyArray<Hit> => {
  const advisorName = (id: string): string => directory.employees.find(({ employeeId }) => employeeId === id)?.name ?? id
  return [
    ...prospects.map(({ advisorId, createdAt, fullName, id, phone, verdict }) => ({
      key: `prospecto ${id}`,
      kind: "Prospecto",
      name: fullName ?? id,
      about: [id, phone === undefined ? undefined : phoneText(phone), advisorName(advisorId), dayText(createdAt), prospectVerdictWords[verdict]].filter((part) => part !== undefined).join(" · "),
      href: hrefOf("prospecto", kept, id)
    })),
    ...activities.map(({ advisorId, at, id, type, verdict }) => ({
      key: `actividad ${id}`,
      kind: "Actividad",
      name: CodeWord.of(type),
      about: [id, advisorName(advisorId), dayText(at), activityVerdictWords[verdict]].join(" · "),
      href: hrefOf("actividad", kept, id)
    })),
    ...advisors.map(({ employeeId, name }) => ({ key: `asesor ${employeeId}`, kind: "Asesor", name, about: employeeId, href: hrefOf("detalle", { ...kept, registro: "prospectos", asesor: employeeId }) })),
    ...branches.map(({ branchId, city, name }) => ({ key: `sede ${branchId}`, kind: "Sede", name, about: city ?? branchId, href: hrefOf("detalle", { ...kept, registro: "prospectos", sede: branchId }) }))
  ]
}

export const SearchBox = ({ directory, kept }: { readonly kept: Readonly<Record<string, string | undefined>>; readonly directory: Directory }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState("")
  const [state, setState] = useState<{ readonly of: string; readonly hits: ReadonlyArray<Hit>; readonly refusal?: string } | undefined>()
  const [place, setPlace] = useState(0)
  const open = (): void => {
    dialog.current?.showModal()
    field.current?.select()
  }
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector("dialog[open]") !== null) return
      event.preventDefault()
      open()
    }
    addEventListener("keydown", listen)
    return () => removeEventListener("keydown", listen)
  }, [])
  const sought = text.trim()
  useEffect(() => {
    if (sought.length < 2) return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      question<SearchResult>("/v1/search", { q: sought, limit: 8 }, abort.signal).then(
        (result) => {
          setState({ of: sought, hits: hitsOf(result, kept, directory) })
          setPlace(0)
        },
        (cause: unknown) => {
          if (!abort.signal.aborted) setState({ of: sought, hits: [], refusal: messageOf(cause) })
        }
      )
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [sought])
  const hits = sought.length < 2 || state === undefined ? [] : state.hits
  const visit = (hit: Hit | undefined): void => {
    if (hit === undefined) return
    dialog.current?.close()
    go(hit.href)
  }
  const steer = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
    if (step === 0 || hits.length === 0) return
    event.preventDefault()
    setPlace((place + step + hits.length) % hits.length)
  }
  return (
    <>
      <button type="button" class="search-button" onClick={open} aria-keyshortcuts="/">
        <Sign of="search" /> <span>Buscar</span> <kbd aria-hidden="true">/</kbd>
      </button>
      <dialog ref={dialog} class="search" aria-label="Buscar">
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault()
            if (state?.of === sought) visit(hits[place])
          }}
        >
          <label>
            <span class="hidden">Qué buscar</span>
            <input
              ref={field}
              type="text"
              role="combobox"
              aria-expanded={hits.length > 0}
              aria-controls="search-hits"
              aria-activedescendant={hits.length > 0 ? `search-hit-${place}` : undefined}
              autocomplete="off"
              placeholder="Nombre, teléfono, correo, documento o código"
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
              onKeyDown={steer}
            />
          </label>
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>Cerrar</button>
        </form>
        <ul id="search-hits" class="search-hits" role="listbox" aria-label="Lo que se encontró">
          {hits.map((hit, own) => (
            <li key={hit.key} id={`search-hit-${own}`} role="option" aria-selected={own === place} onClick={() => visit(hit)}>
              <span class="search-kind">{hit.kind}</span> <strong>{hit.name}</strong> <span class="muted">{hit.about}</span>
            </li>
          ))}
        </ul>
        <p class="hint" role="status">
          {state?.refusal !== undefined && state.of === sought
            ? state.refusal
            : sought.length < 2
            ? "Escriba al menos dos letras. Encuentra nombres por el comienzo de cada palabra, con o sin tildes."
            : state?.of === sought && hits.length === 0
            ? "Nada se encontró a su alcance."
            : "↑ ↓ para elegir, Enter para abrir, Esc para cerrar."}
        </p>
      </dialog>
    </>
  )
}
