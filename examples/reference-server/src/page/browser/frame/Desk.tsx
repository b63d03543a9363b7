/** The desk: navigation, the month that is looked at, the view, and what is announced. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { Bell } from "../accounts/MessagesView.tsx"
import { leave } from "./Announcement.ts"
import { useAnswer } from "./Answer.ts"
import type { Directory, Me, Procedure, Session } from "./Contract.ts"
import { ExampleBanner } from "./Example.tsx"
import * as FirstPaths from "./FirstPaths.ts"
import { Failure } from "./Failure.tsx"
import { Notice } from "./Notice.tsx"
import { LampPost } from "../month/Lamp.tsx"
import * as Cut from "./Cut.ts"
import { PeriodPicker } from "./PeriodPicker.tsx"
import * as Doors from "./Doors.ts"
import * as Entry from "./Entry.ts"
import { NoPlace } from "./NoPlace.tsx"
import { loadWork, OpenView } from "./OpenView.tsx"
import { SearchBox } from "../search/SearchBox.tsx"
import { hrefOf, useRoute } from "./Route.ts"
import type { Place } from "./Route.ts"
import { periodText, roleWords } from "./Spanish.ts"
import { SurroundingsContext } from "./Surroundings.ts"

const timeless: ReadonlySet<Place> = new Set<Place>(["hoy", "apelaciones", "importar", "prospecto", "actividad", "tendencias", "cambios", "directorio", "datos-personales", "auditoria", "personas", "llaves", "mi-cuenta", "mensajes"])

/** Whether a view is about one month. */
const hasPeriod = (place: Place): boolean => !timeless.has(place)

/** How long after the desk the other views are loaded, in milliseconds. */
const VIEWS_LATER = 1_500

const noDirectory: Directory = { branches: [], brands: [], employees: [] }

/** `isAside`: the session has ended and the person signs in again; the desk waits out of sight with what was typed. */
export const Desk = ({ isAside, onLeave, session }: { readonly session: Session; readonly isAside: boolean; readonly onLeave: () => void }) => {
  const route = useRoute()
  const [me, askMe] = useAnswer<Me>("/v1/me")
  const mayReadDirectory = me.state === "ready" && me.value.actions.includes("directory.read")
  const [directory, askDirectory] = useAnswer<Directory>(mayReadDirectory ? FirstPaths.DIRECTORY : undefined)
  const period = FirstPaths.periodOf(route.query.mes, session.period, me.state === "ready" ? me.value : undefined)
  const [procedure, askProcedure] = useAnswer<Procedure>(period === undefined ? undefined : FirstPaths.procedureOf(period))
  const cut = me.state === "ready" && period !== undefined ? Cut.of(period, me.value.now.slice(0, 7), route.query.corte) : "now"
  const kept = { mes: period, corte: route.query.corte }
  const [isMenuOpen, setMenuOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const shownOnce = useRef(false)

  const actions = me.state === "ready" ? me.value.actions : []
  const open = Doors.openTo(actions)
  const first = open[0]?.doors[0]?.place
  const place = route.isUnknown ? undefined : route.place ?? first
  const isBarred = route.isUnknown || place !== undefined && !Doors.mayEnter(place, actions)
  const isAtDesk = me.state === "ready" && (!mayReadDirectory || directory.state === "ready")
  const isReady = isAtDesk && procedure.state === "ready"
  // The tools come with the first view, so that they do not push it down. From then on they stay: a person steps through the months with them.
  const hasTools = isReady || isAtDesk && shownOnce.current

  /** Shows a view from its beginning. What it needed came later than the view itself where `isLate`: the person may be elsewhere by then. */
  const attend = (isLate: boolean): void => {
    const heading = main.current?.querySelector("h1")
    document.title = `${heading?.textContent ?? "Procedimiento CRM"} · Procedimiento CRM`
    // A change of view moves the focus to its heading, or to where the heading will be. The first view leaves the focus where it is.
    const isElsewhere = isLate && document.activeElement !== document.body && document.activeElement !== main.current
    if (shownOnce.current && !isElsewhere) (heading ?? main.current)?.focus({ preventScroll: true })
    scrollTo(0, Entry.scrollBefore() ?? 0)
    if (isReady) shownOnce.current = true
  }
  // With the view itself, before a person can type in it: later the focus would be taken from a field in use.
  const attended = useRef("")
  useLayoutEffect(() => {
    const named = `${place} ${route.id ?? ""}`
    const isLate = attended.current === named
    attended.current = named
    if (!isLate) {
      setMenuOpen(false)
      leave()
    }
    attend(isLate)
  }, [place, route.id, isReady])
  const wasAside = useRef(isAside)
  useLayoutEffect(() => {
    // An open dialog would keep the keyboard from the sign-in.
    if (isAside) for (const dialog of frame.current?.querySelectorAll("dialog[open]") ?? []) (dialog as HTMLDialogElement).close()
    else if (wasAside.current && shownOnce.current) attend(false)
    wasAside.current = isAside
  }, [isAside])
  // After an import or an edit of the directory its names are known at once.
  useEffect(() => {
    if (mayReadDirectory && place === "importar") return askDirectory
    return undefined
  }, [place, mayReadDirectory])

  // Behind the first view the other ones are loaded, so that they open at once.
  useEffect(() => {
    if (!isReady) return undefined
    const later = setTimeout(() => void loadWork().catch(() => {}), VIEWS_LATER)
    return () => clearTimeout(later)
  }, [isReady])

  const refused = [me, directory, procedure].find((answer) => answer.state === "refused")
  const askAgain = (): void => {
    askMe()
    askDirectory()
    askProcedure()
  }
  const name = me.state === "ready" ? me.value.name ?? me.value.employeeId : undefined
  return (
    <div class="desk" ref={frame} hidden={isAside}>
      <a
        class="skip"
        href="#contenido"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Saltar al contenido
      </a>
      <header class="band">
        <div class="mark">
          <LampPost color="green" />
          <span>
            <strong>Procedimiento CRM</strong>
            <span class="mark-code">GC-PRO-05</span>
          </span>
        </div>
        <button type="button" class="menu-button" aria-expanded={isMenuOpen} aria-controls="menu" onClick={() => setMenuOpen(!isMenuOpen)}>Menú</button>
        <div id="menu" class={isMenuOpen ? "menu is-open" : "menu"}>
          <nav aria-label="Principal">
            {open.map(({ doors, label }) => (
              <ul key={label} aria-label={label}>
                {doors.map((door) => (
                  <li key={door.place}>
                    <a href={hrefOf(door.place, kept)} aria-current={place !== undefined && Doors.doorOf(place) === door.place ? "page" : undefined} onClick={() => setMenuOpen(false)}>
                      {door.label}
                    </a>
                  </li>
                ))}
              </ul>
            ))}
          </nav>
          {me.state !== "loading" && <div class="who">
            {name !== undefined && <span class="who-name">{name}</span>}
            {session.user !== undefined && <Bell kept={kept} onOpen={() => setMenuOpen(false)} />}
            <a href={hrefOf("mi-cuenta", kept)} onClick={() => setMenuOpen(false)}>Mi cuenta</a>
            <span>{roleWords[session.role]}</span>
            {session.demonstration && <span class="who-demonstration">Demostración: datos inventados</span>}
            <button type="button" class="leave" onClick={onLeave}>Salir</button>
          </div>}
        </div>
      </header>
      <div class="sheet">
        {session.example === true && <ExampleBanner />}
        <div class="tools">
          {hasTools && period !== undefined && place !== undefined && !isBarred && hasPeriod(place) && (
            <PeriodPicker period={period} route={{ ...route, place }} cut={me.state === "ready" && period < me.value.now.slice(0, 7) ? cut : undefined} />
          )}
          {hasTools && actions.includes("records.list") && <SearchBox kept={kept} directory={directory.state === "ready" ? directory.value : noDirectory} />}
        </div>
        {refused === undefined && !isReady && <p class="loading" aria-busy="true">Cargando {period === undefined ? "la página" : periodText(period)}…</p>}
        <main id="contenido" ref={main} tabIndex={-1}>
          {refused !== undefined && refused.state === "refused"
            ? <Failure refusal={refused.refusal} onRetry={askAgain} />
            : me.state !== "ready" || procedure.state !== "ready" || period === undefined || !isReady
            ? null
            : isBarred
            ? <NoPlace isUnknown={route.isUnknown} role={session.role} first={first} />
            : place === undefined
            ? <p>Su rol no tiene vistas en esta página: use la API con su llave.</p>
            : (
              <SurroundingsContext.Provider
                value={{
                  session,
                  me: me.value,
                  period,
                  asOf: cut === "end" ? Cut.endOf(period) : undefined,
                  kept,
                  procedure: procedure.value,
                  directory: directory.state === "ready" ? directory.value : noDirectory,
                  reloadDirectory: askDirectory
                }}
              >
                <OpenView key={`${place} ${route.id ?? ""}`} place={place} id={route.id} query={route.query} onLate={() => attend(true)} />
              </SurroundingsContext.Provider>
            )}
        </main>
        <Notice />
      </div>
    </div>
  )
}
