/** The page: whoever has no session signs in, whoever has one is at the desk. */
import { useCallback, useEffect, useState } from "preact/hooks"
import { announce } from "./Announcement.ts"
import type { Session } from "./Contract.ts"
import { Desk } from "./Desk.tsx"
import { Failure } from "./Failure.tsx"
import { onSignedOut, read, Refused, write } from "./Request.ts"
import { SignIn } from "./SignIn.tsx"

type State =
  | { readonly kind: "asking" }
  | { readonly kind: "nobody"; readonly hasEnded: boolean }
  | { readonly kind: "somebody"; readonly session: Session }
  | { readonly kind: "failed"; readonly refusal: Refused }

export const Page = () => {
  const [periodState, setState] = useState<State>({ kind: "asking" })
  const ask = useCallback(() => {
    read<Session>("/v1/session").then(
      (session) => setState({ kind: "somebody", session }),
      (cause: unknown) => {
        if (cause instanceof Refused && cause.status === 401) setState({ kind: "nobody", hasEnded: false })
        else setState({ kind: "failed", refusal: cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.") })
      }
    )
  }, [])
  useEffect(() => {
    onSignedOut(() => setState({ kind: "nobody", hasEnded: true }))
    ask()
  }, [])
  const leave = (): void => {
    write("DELETE", "/v1/session").then(() => setState({ kind: "nobody", hasEnded: false }), () => announce("No se pudo salir. Intente de nuevo.", "refused"))
  }
  switch (periodState.kind) {
    case "asking":
      return <main class="waiting" aria-busy="true"><p role="status">Abriendo…</p></main>
    case "failed":
      return <main class="waiting"><Failure refusal={periodState.refusal} onRetry={ask} /></main>
    case "nobody":
      return <SignIn hasEnded={periodState.hasEnded} onSignedIn={ask} />
    case "somebody":
      return <Desk session={periodState.session} onLeave={leave} />
  }
}
