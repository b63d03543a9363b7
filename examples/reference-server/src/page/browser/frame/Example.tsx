/** The example month: going in, and removing it. */
import { announce } from "./Announcement.ts"
import { useOnce } from "./Once.ts"
import { messageOf, write } from "./Request.ts"

/** Opens the page again: everything on it is of other records now. */
const begin = (method: "POST" | "DELETE"): Promise<void> =>
  write(method, "/v1/session/example").then(() => {
    location.hash = "#/hoy"
    location.reload()
  }, (cause: unknown) => announce(messageOf(cause), "refused"))

/** Where the system is empty. */
export const ExampleOffer = () => {
  const [, once] = useOnce()
  return (
    <p class="example-offer">
      <button type="button" onClick={() => once(() => begin("POST"))}>Ver un mes de ejemplo</button>
      <span class="hint">Un concesionario inventado, aparte de sus datos. Tarda unos segundos en prepararse; lo quita cuando quiera.</span>
    </p>
  )
}

/** Above every view of the example. */
export const ExampleBanner = () => {
  const [, once] = useOnce()
  return (
    <section class="example-banner" aria-label="Ejemplo">
      <p><strong>Ejemplo.</strong> Personas y cifras inventadas: nada de esto está en su sistema, y lo que haga aquí se borra al quitarlo.</p>
      <button type="button" onClick={() => once(() => begin("DELETE"))}>Quitar el ejemplo</button>
    </section>
  )
}
