/** Leads that another system delivered and that wait for a place: what is known, what is missing, and placing them by hand. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useList } from "../frame/Answer.ts"
import type { WaitingLead } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { countText, fieldWord, instantText } from "../frame/Spanish.ts"
import { advisors, useSurroundings } from "../frame/Surroundings.ts"
import { fieldOf } from "./RejectedRows.tsx"
import { More } from "../lists/More.tsx"

/** The fields that a person fills in, where they are not known. */
const askedFields = ["fullName", "phone", "branchId", "brandId", "advisorId"] as const

const Lead = ({ lead, onPlaced }: { readonly lead: WaitingLead; readonly onPlaced: () => void }) => {
  const surroundings = useSurroundings()
  const { branches, brands } = surroundings.directory
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const [isSending, setSending] = useState(false)
  const asked = askedFields.filter((field) => lead.fields[field] === undefined)
  const choices: Readonly<Record<string, ReadonlyArray<{ readonly id: string; readonly name: string }>>> = {
    branchId: branches.map(({ branchId, name }) => ({ id: branchId, name })),
    brandId: brands.map(({ brandId, name }) => ({ id: brandId, name })),
    advisorId: advisors(surroundings)
  }
  const place = async (): Promise<void> => {
    setSending(true)
    try {
      await write("POST", `/v1/leads/inbox/${encodeURIComponent(lead.id)}/placement`, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")))
      announce(`El lead ${lead.id} quedó ubicado.`)
      onPlaced()
    } catch (cause) {
      announce(messageOf(cause), "refused")
    }
    setSending(false)
  }
  const change = (field: string, value: string): void => setGiven((last) => ({ ...last, [field]: value }))
  return (
    <li class="waiting-lead">
      <p><strong>{lead.fields["fullName"] ?? `Lead ${lead.id}`}</strong> <span class="muted">recibido el {instantText(lead.receivedAt)}</span></p>
      <dl class="waiting-known">
        {Object.entries(lead.fields).filter(([name]) => name !== "fullName" && name !== "prospectId").map(([name, value]) => (
          <div key={name}><dt>{fieldWord(name)}</dt><dd>{name.endsWith("At") ? instantText(value) : CodeWord.of(value)}</dd></div>
        ))}
      </dl>
      <ul class="hint">{lead.missing.map(({ column, expected, found }, at) => <li key={at}>{fieldWord(fieldOf(column))}: {found === "" ? `falta ${expected.es}` : `se encontró «${found}» y se esperaba ${expected.es}`}.</li>)}</ul>
      <form
        class="waiting-form"
        onSubmit={(event) => {
          event.preventDefault()
          void place()
        }}
      >
        {asked.map((field) => (
          <label key={field}>
            <span>{fieldWord(field)}</span>
            {choices[field] === undefined
              ? <input type="text" value={given[field] ?? ""} onInput={({ currentTarget }) => change(field, currentTarget.value)} />
              : (
                <select required value={given[field] ?? ""} onChange={({ currentTarget }) => change(field, currentTarget.value)}>
                  <option value="">Elija</option>
                  {choices[field].map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
                </select>
              )}
          </label>
        ))}
        <button type="submit" aria-disabled={isSending}>Ubicar</button>
      </form>
    </li>
  )
}

export const WaitingLeads = () => {
  const [answer, reload] = useList<WaitingLead>("/v1/leads/inbox", {})
  return (
    <Awaited answer={answer} what="los leads por ubicar" onRetry={reload}>
      {({ items, ...pages }) => items.length === 0 ? null : (
        <section aria-labelledby="waiting-heading">
          <h2 id="waiting-heading">Por ubicar</h2>
          <p>{countText(items.length, "lead llegó", "leads llegaron")} de otro sistema y no se {items.length === 1 ? "pudo" : "pudieron"} asignar.</p>
          <ul class="waiting-leads">{items.map((lead) => <Lead key={lead.id} lead={lead} onPlaced={reload} />)}</ul>
          <More list={pages} what="leads" />
        </section>
      )}
    </Awaited>
  )
}
