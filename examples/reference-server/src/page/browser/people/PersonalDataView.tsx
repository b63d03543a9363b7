/** The rights of a person over their data (*habeas data*): what they ask and until when to answer, what is kept, a copy of it, and its erasure. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { PersonErased, PersonFound } from "../frame/Contract.ts"
import { downloadText } from "../frame/Download.ts"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, question, write } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { countText, dayText } from "../frame/Spanish.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"
import { given, PersonFields } from "./PersonFields.tsx"
import type { Person } from "./PersonFields.tsx"
import { PersonRequests } from "./PersonRequests.tsx"

export const PersonalDataView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const [person, setPerson] = useState<Partial<Person>>({})
  /** What was found, and by which data: it is copied and erased by these, whatever is typed meanwhile. */
  const [found, setFound] = useState<PersonFound & { readonly of: Partial<Person> } | undefined>()
  const turn = useRef(0)
  const [isSending, setSending] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const dialog = useRef<HTMLDialogElement>(null)
  const failed = (cause: unknown): void => {
    setSending(false)
    announce(messageOf(cause), "refused")
  }
  const search = (sought: Partial<Person>): void => {
    const own = ++turn.current
    setSending(true)
    setFound(undefined)
    question<PersonFound>("/v1/people/search", given(sought)).then((answer) => {
      // An answer that a later search overtook must not replace that one's.
      if (own !== turn.current) return
      setSending(false)
      setFound({ ...answer, of: sought })
    }, (cause: unknown) => {
      if (own === turn.current) failed(cause)
    })
  }
  const lookUp = (sought: Partial<Person>): void => {
    setPerson(sought)
    search(sought)
    form.current?.scrollIntoView({ block: "center" })
  }
  const copy = (): void => {
    if (found === undefined) return
    question<object>("/v1/people/export", given(found.of)).then((answer) => downloadText("datos-personales.json", "application/json", JSON.stringify(answer, null, 2)), failed)
  }
  const erase = (): void => {
    if (found === undefined) return
    setSending(true)
    write<PersonErased>("POST", "/v1/people/erasure", given(found.of)).then(({ activities, prospects }) => {
      setSending(false)
      dialog.current?.close()
      announce(`Se suprimieron los datos de ${countText(prospects.length, "prospecto", "prospectos")} y ${countText(activities.length, "actividad", "actividades")}.`)
      setPerson({})
      setFound(undefined)
    }, (cause: unknown) => {
      dialog.current?.close()
      failed(cause)
    })
  }
  const total = found === undefined ? 0 : found.prospects.length + found.activities.length
  return (
    <>
      <Heading eyebrow="Ley 1581 de 2012">Datos personales de un cliente</Heading>
      <p class="hint">Cuando una persona pide ver, copiar o suprimir sus datos. Búsquela por un dato suyo; nada de lo que escriba queda en la dirección ni en los registros del servidor.</p>
      <PersonRequests estado={query.estado} onLookUp={lookUp} />
      <h2>Buscar los datos de una persona</h2>
      <form
        ref={form}
        class="block row-form"
        onSubmit={(event) => {
          event.preventDefault()
          search(person)
        }}
      >
        <div class="row-fields">
          <PersonFields person={person} onChange={setPerson} />
        </div>
        <p class="actions"><button type="submit" class="main-action" aria-disabled={isSending}>Buscar sus datos</button></p>
      </form>
      {found !== undefined && (
        <section class="block" aria-labelledby="person-found">
          <h2 id="person-found">{total === 0 ? "No se guarda nada de esta persona" : `Se guarda: ${countText(found.prospects.length, "prospecto", "prospectos")}, ${countText(found.activities.length, "actividad", "actividades")} y ${countText(found.verificationCalls.length, "llamada", "llamadas")}`}</h2>
          {found.prospects.length > 0 && <p>{found.prospects.map((id, place) => <>{place > 0 && ", "}<a key={id} href={hrefOf("prospecto", kept, id)}>{id}</a></>)}</p>}
          <h3>Plazo para responder lo que se recibe hoy</h3>
          <dl class="compared">
            <div><dt>Consulta (ver o copiar)</dt><dd>{dayText(found.terms.consultaDue)} <span class="muted">prórroga: {dayText(found.terms.consultaDueExtended)}</span></dd></div>
            <div><dt>Reclamo (corregir o suprimir)</dt><dd>{dayText(found.terms.reclamoDue)} <span class="muted">prórroga: {dayText(found.terms.reclamoDueExtended)}</span></dd></div>
          </dl>
          {total > 0 && (
            <p class="actions">
              <button type="button" onClick={copy}>Descargar una copia</button>
              {may(surroundings, "people.erase") && <button type="button" onClick={() => dialog.current?.showModal()}>Suprimir sus datos…</button>}
            </p>
          )}
        </section>
      )}
      <dialog ref={dialog} aria-labelledby="erase-heading">
        <h2 id="erase-heading">¿Suprimir los datos de esta persona?</h2>
        <p>Se borran su nombre, sus teléfonos, sus correos, sus documentos y lo que se escribió sobre ella, en todas partes. No se puede deshacer.</p>
        <p>Los conteos, los veredictos y los meses cerrados quedan como están.</p>
        <p class="actions">
          <button type="button" class="main-action" aria-disabled={isSending} onClick={erase}>{isSending ? "Suprimiendo…" : "Sí, suprimir"}</button>
          <button type="button" onClick={() => dialog.current?.close()}>No suprimir</button>
        </p>
      </dialog>
    </>
  )
}
