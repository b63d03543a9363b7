/** Leads and how they are followed up: the neglected ones first, with what is owed to them and to whom they are escalated. */
import { useState } from "preact/hooks"
import { useList } from "../frame/Answer.ts"
import type { Color, Lead, ListedLeads, ReaderScope } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { Choices, ListTools, Pills } from "../lists/Filters.tsx"
import type { Choice } from "../lists/Filters.tsx"
import { ListTable } from "../lists/ListTable.tsx"
import type { ListColumn } from "../lists/ListTable.tsx"
import { Semaphore } from "../month/Lamp.tsx"
import { Phone } from "../frame/Phone.tsx"
import { AssignmentUndo } from "./AssignmentUndo.tsx"
import type { Reassigned } from "./AssignmentUndo.tsx"
import { Reassignment } from "./Reassignment.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { countText, daysAwayText, escalationWords, instantText, leadWords, obligationStateWords, obligationWords, periodText } from "../frame/Spanish.ts"
import { advisorName, advisors, advisorsWithin, branchName, may, parameterNumber, useSurroundings } from "../frame/Surroundings.ts"
import { More } from "../lists/More.tsx"

const colors: ReadonlyArray<readonly [Color | undefined, string]> = [
  ["red", "Rojo"],
  ["yellow", "Amarillo"],
  ["green", "Verde"],
  ["none", "Cerrados"],
  [undefined, "Todos"]
]

const states = ["met", "late", "missed", "upcoming", "cancelled"] as const
const stateLabels: Readonly<Record<typeof states[number], string>> = { met: "A tiempo", late: "Tarde", missed: "Sin cumplir", upcoming: "Por vencer", cancelled: "Ya no aplican" }

export const LeadsView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { asOf, directory, kept, me, period } = surroundings
  const state = states.find((one) => one === query.obligacion)
  // Without a choice, the view shows the neglected ones. Behind a compliance figure are leads of every colour.
  const isOfCompliance = query.obligacion !== undefined
  const color = isOfCompliance || query.color === "todos" ? undefined : colors.find(([own]) => own === (query.color ?? "red"))?.[0]
  const { asesor: advisor, sede: branch } = query
  const sort = query.orden ?? (color === "red" ? "red" : "due")
  const asked = { color, advisor, branch, asOf, sort, dueIn: isOfCompliance ? period : undefined, state: isOfCompliance ? state : undefined }
  const [list, reload] = useList<Lead, ListedLeads>("/v1/leads", asked, `${period} ${asOf ?? ""}`)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [given, setGiven] = useState<Reassigned | undefined>()
  const hrefWith = (other: Readonly<Record<string, string | undefined>>): string =>
    hrefOf("leads", { ...kept, color: query.color, asesor: advisor, sede: branch, orden: query.orden, obligacion: query.obligacion, ...other })
  const mayAssign = may(surroundings, "leads.assign")
  const today = asOf ?? me.now
  const columns: ReadonlyArray<ListColumn<Lead>> = [
    {
      key: "lead",
      label: "Lead",
      sort: "name",
      cell: ({ fullName, lostWithoutContact, prospectId }) => (
        <>
          <a class="lead-name" href={hrefOf("prospecto", kept, prospectId)}>{fullName ?? prospectId}</a>
          {lostWithoutContact && <strong class="lead-lost">Perdido sin contacto</strong>}
        </>
      )
    },
    { key: "codigo", label: "Código", sort: "id", kind: "nowrap", isExtra: true, cell: ({ prospectId }) => <span class="code">{prospectId}</span> },
    { key: "color", label: "Color", sort: "color", kind: "nowrap", cell: ({ color: own }) => <Semaphore color={own} words={leadWords} /> },
    { key: "telefono", label: "Teléfono", kind: "nowrap", cell: ({ fullName, phone, prospectId }) => phone === undefined ? "—" : <Phone phone={phone} of={fullName ?? prospectId} /> },
    { key: "debe", label: "Qué se le debe", kind: "wide", cell: (lead) => <Owed lead={lead} today={today} period={isOfCompliance ? period : undefined} /> },
    { key: "dias", label: "Sin contacto", sort: "days", kind: "nowrap", cell: ({ color: own, daysSinceLast }) => own === "none" ? <span class="muted">—</span> : countText(daysSinceLast, "día", "días") },
    ...me.role === "advisor" ? [] : [
      { key: "asesor", label: "Asesor", sort: "advisor", cell: ({ advisorId }: Lead) => advisorName(surroundings, advisorId) },
      { key: "sede", label: "Sede", sort: "branch", isExtra: true, cell: ({ branchId }: Lead) => branchName(surroundings, branchId) }
    ],
    {
      key: "escalado",
      label: "Escalado a",
      cell: ({ escalation, nextEscalation }) => escalation === null ? <span class="muted">—</span> : (
        <>
          {escalationWords[escalation]}
          {nextEscalation !== null && <span class="muted">. Sigue {escalationWords[nextEscalation.to]}, {daysAwayText(nextEscalation.at, today)}</span>}
        </>
      )
    },
    { key: "rojo", label: "En rojo desde", sort: "red", kind: "nowrap", isExtra: true, cell: ({ redSince }) => redSince === null ? "—" : instantText(redSince) }
  ]
  /** What the reader can choose: the scope's advisors and branches, and what is chosen or shown already. */
  const choicesOf = (scope: ReaderScope, items: ReadonlyArray<Lead>): ReadonlyArray<Choice> => {
    if (me.role === "advisor") return []
    const within = new Set(advisorsWithin(surroundings, scope).map(({ id }) => id))
    const shownAdvisors = new Set([advisor, ...items.map(({ advisorId }) => advisorId)])
    const shownBranches = new Set([branch, ...items.map(({ branchId }) => branchId)])
    const branches = directory.branches.filter(({ branchId }) => scope.branches === null || scope.branches.includes(branchId) || shownBranches.has(branchId))
    return [
      { label: "Asesor", none: "Todos", chosen: advisor, options: advisors(surroundings).filter(({ id }) => within.has(id) || shownAdvisors.has(id)), hrefOf: (asesor) => hrefWith({ asesor }) },
      { label: "Sede", none: "Todas", chosen: branch, options: branches.map(({ branchId, name }) => ({ id: branchId, name })), hrefOf: (sede) => hrefWith({ sede }) }
    ]
  }
  return (
    <>
      <Heading eyebrow="Reporte de cumplimiento CRM">{isOfCompliance ? `Lo que se les debía en ${periodText(period)}` : "Seguimiento de leads"}</Heading>
      <p class="hint">
        {isOfCompliance
          ? "Los leads que tenían algo que vencía en el mes: lo que suma el cumplimiento."
          : `Rojo: hay una obligación sin cumplir, o el lead está abierto y lleva más de ${parameterNumber(surroundings, "leadRedDays") ?? 7} días sin contacto. Aquí están los leads de cualquier mes, como se ven ${
            asOf === undefined ? "ahora" : `al ${instantText(asOf)}`
          }.`}
      </p>
      <Awaited answer={list} what="los leads" onRetry={reload}>
        {({ first: { counts, scope }, items, ...pages }) => (
          <>
            <Pills
              label={isOfCompliance ? "Filtrar por cumplimiento" : "Filtrar por color"}
              pills={isOfCompliance
                ? [
                  ...states.map((own) => ({ label: stateLabels[own], href: hrefWith({ obligacion: own }), isChosen: own === state })),
                  { label: "Todas", href: hrefWith({ obligacion: "todas" }), isChosen: state === undefined },
                  { label: "Ver por color", href: hrefWith({ obligacion: undefined }), isChosen: false }
                ]
                : colors.map(([own, label]) => ({
                  label,
                  href: hrefWith({ color: own ?? "todos" }),
                  isChosen: own === color,
                  count: own === undefined || own === "none" ? undefined : counts?.[own]
                }))}
            />
            {me.role !== "advisor" && <Choices choices={choicesOf(scope, items)} />}
            <ListTools
              exportPath={(format) => pathWith("/v1/leads", { ...asked, format })}
              fileName="leads"
              shown={items.length}
              total={counts === undefined || color === undefined || color === "none" ? undefined : counts[color]}
              what={["lead", "leads"]}
            />
            {mayAssign && items.some(({ prospectId }) => marked.has(prospectId)) && (
              <Reassignment
                leads={items.filter(({ prospectId }) => marked.has(prospectId))}
                onDone={(one) => {
                  setGiven(one.ids.length === 0 ? undefined : one)
                  setMarked(new Set())
                  reload()
                }}
              />
            )}
            {given !== undefined && (
              <AssignmentUndo
                given={given}
                onDone={() => {
                  setGiven(undefined)
                  reload()
                }}
              />
            )}
            {items.length === 0
              ? <p class="empty">{color !== "red" ? "Ningún lead cumple este filtro." : advisor === undefined && branch === undefined ? "Ningún lead está en rojo." : "Ningún lead está en rojo con este filtro."}</p>
              : (
                <ListTable
                  name="leads"
                  columns={columns}
                  items={items}
                  idOf={({ prospectId }) => prospectId}
                  nameOf={({ fullName, prospectId }) => fullName ?? prospectId}
                  sort={sort}
                  hrefOfSort={(orden) => hrefWith({ orden })}
                  marking={mayAssign ? { marked, onMark: setMarked } : undefined}
                />
              )}
            <More list={pages} what="leads" />
          </>
        )}
      </Awaited>
    </>
  )
}

/** What a lead is owed, or what was due to it in a month. */
const Owed = ({ lead: { obligations }, period, today }: { readonly lead: Lead; readonly today: string; readonly period: string | undefined }) => {
  const shown = obligations.filter(({ due, state }) => period === undefined ? state === "missed" || state === "upcoming" : due.startsWith(period))
  if (shown.length === 0) return <span class="muted">Nada</span>
  return (
    <ul class="owed">
      {shown.map(({ due, kind, state }) => (
        <li key={`${kind} ${due}`} class={`is-${state}`}>
          {obligationWords[kind]} {period === undefined ? state === "missed" ? "venció" : "vence" : `${obligationStateWords[state]}, ${due < today ? "vencía" : "vence"}`}{" "}
          <span title={instantText(due)}>{daysAwayText(due, today)}</span>
        </li>
      ))}
    </ul>
  )
}
