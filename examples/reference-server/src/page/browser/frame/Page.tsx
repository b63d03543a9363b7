/** The page: a person without a session signs in or accepts an invitation, a person with one is at the desk. */
import { render } from "preact"
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import { announce } from "./Announcement.ts"
import type { Session } from "./Contract.ts"
import { Desk } from "./Desk.tsx"
import { Failure } from "./Failure.tsx"
import { onSignedOut, read, Refused, write } from "./Request.ts"
import { Acceptance, secretOf } from "../accounts/Acceptance.tsx"
import { SignIn } from "./SignIn.tsx"

type State =
  | { readonly kind: "asking" }
  | { readonly kind: "invited"; readonly token: string }
  | { readonly kind: "nobody"; readonly hasEnded: boolean; readonly way: "person" | "key"; readonly provider: string | undefined }
  | { readonly kind: "somebody"; readonly session: Session }
  | { readonly kind: "failed"; readonly refusal: Refused }

/** The state without a session, as the server says how people sign in here. */
const strangerOf = ({ problem: { provider, signIn } }: Refused, hasEnded: boolean): State => ({ kind: "nobody", hasEnded, way: signIn ?? "person", provider })

const Page = () => {
  const [state, setState] = useState<State>({ kind: "asking" })
  const asked = useRef(0)
  const ask = useCallback(() => {
    const own = ++asked.current
    read<Session>("/v1/session").then(
      (session) => {
        if (own === asked.current) setState({ kind: "somebody", session })
      },
      (cause: unknown) => {
        // An answer from before a person signed in must not send them out again.
        if (own !== asked.current) return
        if (cause instanceof Refused && cause.status === 401) setState((last) => strangerOf(cause, last.kind === "somebody"))
        else setState({ kind: "failed", refusal: cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.") })
      }
    )
  }, [])
  useEffect(() => {
    onSignedOut(ask)
    const token = secretOf(location.hash)
    if (token === undefined) ask()
    else setState({ kind: "invited", token })
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
  switch (state.kind) {
    case "asking":
      return <main class="waiting" aria-busy="true"><p role="status">Abriendo…</p></main>
    case "failed":
      return <main class="waiting"><Failure refusal={state.refusal} onRetry={ask} /></main>
    case "nobody":
      return <SignIn hasEnded={state.hasEnded} way={state.way} provider={state.provider} onSignedIn={ask} />
    case "invited":
      return <Acceptance token={state.token} onDone={accepted} />
    case "somebody":
      return <Desk session={state.session} onLeave={leave} />
  }
}

/** Shows the page in its place. */
export const show = (place: HTMLElement): void => render(<Page />, place)
