/** The page: a person without a session signs in or accepts an invitation, a person with one is at the desk. */
import { render } from "preact"
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import { announce } from "./Announcement.ts"
import type { Session } from "./Contract.ts"
import * as Draft from "./Draft.ts"
import { Desk } from "./Desk.tsx"
import { Failure } from "./Failure.tsx"
import { onSignedOut, read, Refused, signedInAgain, write } from "./Request.ts"
import { Acceptance, secretOf } from "../accounts/Acceptance.tsx"
import { SignIn } from "./SignIn.tsx"

type State =
  | { readonly kind: "asking" }
  | { readonly kind: "invited"; readonly token: string }
  | { readonly kind: "signed-out"; readonly ended: Session | undefined; readonly way: "person" | "key"; readonly provider: string | undefined }
  | { readonly kind: "signed-in"; readonly session: Session }
  | { readonly kind: "failed"; readonly refusal: Refused }

/** The state without a session, as the server says how people sign in here. `ended`: the session that was open until now. */
const signedOutOf = ({ problem: { provider, signIn } }: Refused, ended: Session | undefined): State => ({ kind: "signed-out", ended, way: signIn ?? "person", provider })

/** The session of the desk that is kept: the open one, or the one that has ended. */
const sessionOf = (state: State): Session | undefined => state.kind === "signed-in" ? state.session : state.kind === "signed-out" ? state.ended : undefined

/** Who is at the desk. Undefined for a key without an employee: two of them may see different things. */
const personOf = ({ dealership, employeeId, example, role, user }: Session): string | undefined =>
  user === undefined && employeeId === undefined ? undefined : JSON.stringify([dealership, role, user?.id, employeeId, example])

const Page = () => {
  const [state, setState] = useState<State>({ kind: "asking" })
  const asked = useRef(0)
  const last = useRef(state)
  last.current = state
  // A desk of its own for each person who signs in. The same person after the end of a session finds the desk as it was.
  const [desk, setDesk] = useState(0)
  const ask = useCallback(() => {
    const own = ++asked.current
    read<Session>("/v1/session").then(
      (session) => {
        if (own !== asked.current) return
        const ended = sessionOf(last.current)
        const isSame = ended !== undefined && personOf(session) !== undefined && personOf(ended) === personOf(session)
        setState({ kind: "signed-in", session })
        if (!isSame) {
          Draft.forgetAll()
          setDesk((number) => number + 1)
        } else if (last.current.kind === "signed-out") {
          announce("Ingresó de nuevo. Lo que tenía en pantalla sigue aquí; si estaba guardando algo, guárdelo otra vez.", "told")
          signedInAgain()
        }
      },
      (cause: unknown) => {
        // An answer from before a person signed in must not send them out again.
        if (own !== asked.current) return
        if (cause instanceof Refused && cause.status === 401) setState(signedOutOf(cause, sessionOf(last.current)))
        else setState({ kind: "failed", refusal: cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.") })
      }
    )
  }, [])
  useEffect(() => {
    onSignedOut(ask)
    // An invitation may also be pasted into the address of an open page.
    const follow = (): void => {
      const token = secretOf(location.hash)
      if (token !== undefined) setState({ kind: "invited", token })
    }
    addEventListener("hashchange", follow)
    follow()
    if (secretOf(location.hash) === undefined) ask()
    return () => removeEventListener("hashchange", follow)
  }, [])
  const accepted = (): void => {
    history.replaceState(null, "", "#/")
    ask()
  }
  const leave = (): void => {
    write("DELETE", "/v1/session").then(() => {
      setState({ kind: "asking" })
      ask()
    }, () => announce("No se pudo salir. Intente de nuevo.", "refused"))
  }
  const session = sessionOf(state)
  return (
    <>
      {state.kind === "asking" && <main class="waiting" aria-busy="true"><p role="status">Abriendo…</p></main>}
      {state.kind === "failed" && <main class="waiting"><Failure refusal={state.refusal} onRetry={ask} /></main>}
      {state.kind === "signed-out" && <SignIn hasEnded={state.ended !== undefined} way={state.way} provider={state.provider} onSignedIn={ask} />}
      {state.kind === "invited" && <Acceptance token={state.token} onDone={accepted} />}
      {session !== undefined && <Desk key={desk} session={session} isAside={state.kind !== "signed-in"} onLeave={leave} />}
    </>
  )
}

/** A button that can't be used now does nothing, and keeps the focus: the browser takes it from a `disabled` one. It sees the click of Enter in a field too. */
const refuseUnusable = (event: Event): void => {
  if (!(event.target instanceof Element) || event.target.closest("button[aria-disabled=true]") === null) return
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** Shows the page in its place. */
export const show = (place: HTMLElement): void => {
  document.addEventListener("click", refuseUnusable, true)
  render(<Page />, place)
}
