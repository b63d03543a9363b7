/** The records of a month as a list: what stands behind a cell of the month, filtered, sorted, and as a file. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useRef } from "preact/hooks"
import { useAnswer, useList } from "../frame/Answer.ts"
import { ClosedNote } from "../month/ClosedNote.tsx"
import type { Group, ListCounts, ListedActivity, ListedProspect, ListedRecords, Scorecard, Verdict } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { IndicatorPanel } from "../month/IndicatorPanel.tsx"
import { Choices, ListTools, Pills } from "../lists/Filters.tsx"
import type { Pill } from "../lists/Filters.tsx"
import { ListTable } from "../lists/ListTable.tsx"
import type { ListColumn } from "../lists/ListTable.tsx"
import { Phone } from "../frame/Phone.tsx"
import { ReasonChart } from "../month/ReasonChart.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { activityVerdictWords, capitalized, instantText, lateWords, periodText, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisorName, branchName, brandName, may, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import { Sign } from "../frame/Sign.tsx"
import { VerdictChip } from "./VerdictChip.tsx"
import { More } from "../lists/More.tsx"

const verdicts: ReadonlyArray<Verdict> = ["valid", "invalid", "pending"]

interface Filter {
  readonly advisor: string | undefined
  readonly branch: string | undefined
  readonly brand: string | undefined
  readonly verdict: Verdict | undefined
  readonly reason: string | undefined
  readonly sort: string
}

type HrefWith = (other: Readonly<Record<string, string | undefined>>) => string

export const DetailView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { asOf, kept, period, procedure: { policy: { thresholds } } } = surroundings
  const isOfActivities = query.registro === "actividades"
  const filter: Filter = {
    advisor: query.asesor,
    branch: query.sede,
    brand: query.marca,
    verdict: verdicts.find((verdict) => verdict === query.veredicto),
    reason: query.motivo,
    sort: query.orden ?? "-date"
  }
  // A figure of the month is that of a group: of a brand or a filtered list there is none.
  const isFigure = filter.brand === undefined
  const by = filter.advisor === undefined ? filter.branch === undefined ? "company" : "branch" : filter.branch === undefined ? "advisor" : "branch,advisor"
  const isOwn = surroundings.me.role === "advisor"
  const [scorecard, ask] = useAnswer<Scorecard>(isFigure ? pathWith(`/v1/scorecards/${period}`, { by: isOwn ? "advisor" : by, asOf }) : undefined, `${period} ${asOf ?? ""}`)
  // The figure of the filter before stays until the next one is there: it stands above the filters, which are in use.
  const figure = useRef<Group | undefined>(undefined)
  const isOurs = ({ keys }: Group): boolean => isOwn || keys.advisor === filter.advisor && keys.branch === filter.branch
  const hrefWith: HrefWith = (other) =>
    hrefOf("detalle", {
      ...kept,
      registro: isOfActivities ? "actividades" : "prospectos",
      sede: filter.branch,
      asesor: filter.advisor,
      marca: filter.brand,
      veredicto: filter.verdict,
      motivo: filter.reason,
      orden: query.orden,
      ...other
    })
  const places = [
    ...filter.branch === undefined ? [] : [branchName(surroundings, filter.branch)],
    ...filter.advisor === undefined ? [] : [advisorName(surroundings, filter.advisor)],
    ...filter.brand === undefined ? [] : [brandName(surroundings, filter.brand)]
  ]
  return (
    <>
      <p class="way-back"><a href={hrefOf("mes", kept)}><Sign of="back" /> {capitalized(periodText(period))}</a></p>
      <Heading eyebrow={isOfActivities ? "Actividades de seguimiento" : "Prospección"}>{places.length === 0 ? "Todos los registros" : places.join(" · ")}</Heading>
      <nav class="tabs" aria-label="Qué registros">
        <a href={hrefWith({ registro: "prospectos", motivo: undefined, orden: undefined })} aria-current={isOfActivities ? undefined : "true"}>Prospectos</a>
        <a href={hrefWith({ registro: "actividades", motivo: undefined, orden: undefined })} aria-current={isOfActivities ? "true" : undefined}>Actividades</a>
        {may(surroundings, "records.write") && <a class="button" href={hrefOf(isOfActivities ? "actividad" : "prospecto", kept)}>{isOfActivities ? "Nueva actividad" : "Nuevo prospecto"}</a>}
      </nav>
      {isFigure && (
        <Awaited answer={scorecard} what="el indicador" onRetry={ask}>
          {(answer) => {
            const found = answer.groups.find(isOurs)
            const group = found ?? (scorecard.state === "ready" && scorecard.isBefore === true ? figure.current : undefined)
            if (found !== undefined) figure.current = found
            if (group === undefined) return null
            const line = isOfActivities ? group.followUp : group.prospecting
            return (
              <>
                <ClosedNote scorecard={answer} rest="La lista de registros sale" />
                <details class="detail-figures" open={filter.verdict === undefined && filter.reason === undefined}>
                  <summary>El indicador y por qué no cuentan</summary>
                  <div class="detail-top">
                    <IndicatorPanel
                      title={isOfActivities ? "Actividades de seguimiento" : "Prospección"}
                      counted={isOfActivities ? "actividades válidas" : "prospectos válidos"}
                      line={line}
                      thresholds={isOfActivities ? thresholds.followUp : thresholds.prospecting}
                    />
                    <section class="block" aria-labelledby="detail-reasons">
                      <div class="block-heading"><h2 id="detail-reasons">Por qué no cuentan</h2></div>
                      <ReasonChart subject={isOfActivities ? "activity" : "prospect"} reasons={line.reasons} hrefOfReason={(motivo) => hrefWith({ motivo, veredicto: undefined })} />
                    </section>
                  </div>
                </details>
              </>
            )
          }}
        </Awaited>
      )}
      {isOfActivities ? <Activities filter={filter} hrefWith={hrefWith} /> : <Prospects filter={filter} hrefWith={hrefWith} />}
    </>
  )
}

interface ListOptions {
  readonly filter: Filter
  readonly hrefWith: HrefWith
}

const queryOf = (period: string, { advisor, branch, brand, reason, sort, verdict }: Filter) => ({ period, advisor, branch, brand, verdict, reason, sort })

const titleOf = ({ procedure: { policy: { rules } } }: Surroundings, subject: "prospect" | "activity", code: string): string =>
  rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code

/** What a list without records says: that its filter leaves none, or where records come from. */
const NoRecords = ({ filter: { advisor, branch, brand, reason, verdict }, none, registro }: { readonly filter: Filter; readonly none: string; readonly registro: "prospectos" | "actividades" }) => {
  const surroundings = useSurroundings()
  const { kept, period } = surroundings
  return (advisor ?? branch ?? brand ?? reason ?? verdict) !== undefined
    ? <p class="empty">{none} cumple este filtro. <a href={hrefOf("detalle", { ...kept, registro })}>Quitar los filtros</a></p>
    : <p class="empty">{none} en {periodText(period)}.{may(surroundings, "records.import") && <> <a href={hrefOf("importar", kept)}>Importe los archivos del mes</a> o elija otro mes.</>}</p>
}

/** The filters of a list with the counts that they would leave. */
const RecordFilters = ({ counts, filter, hrefWith, subject, words }: ListOptions & {
  readonly counts: ListCounts
  readonly subject: "prospect" | "activity"
  readonly words: Readonly<Record<Verdict, string>>
}) => {
  const surroundings = useSurroundings()
  const { invalid, pending, valid } = counts.verdicts
  const all: Pill = {
    label: subject === "activity" ? "Registradas" : "Registrados",
    href: hrefWith({ veredicto: undefined, motivo: undefined }),
    isChosen: filter.verdict === undefined && filter.reason === undefined,
    count: filter.reason === undefined ? valid + invalid + pending : undefined
  }
  const ending = subject === "activity" ? "as" : "os"
  const labels: Readonly<Record<Verdict, string>> = { valid: `Válid${ending}`, invalid: `No válid${ending}`, pending: "Pendientes" }
  const pills: ReadonlyArray<Pill> = [
    all,
    ...verdicts.map((verdict): Pill => ({ label: labels[verdict] ?? words[verdict], href: hrefWith({ veredicto: verdict }), isChosen: filter.verdict === verdict, count: counts.verdicts[verdict] })),
    ...filter.reason === undefined ? [] : [{ label: titleOf(surroundings, subject, filter.reason), href: hrefWith({ motivo: undefined }), isChosen: true, isRemoved: true }]
  ]
  const options = (all: ListCounts["advisors"], nameOf: (surroundings: Surroundings, id: string) => string) =>
    all.map(({ count, id }) => ({ id, count, name: nameOf(surroundings, id) })).sort((one, other) => one.name.localeCompare(other.name, "es-CO"))
  const isOwn = surroundings.me.role === "advisor"
  return (
    <>
      <Pills label="Filtrar los registros" pills={pills} />
      <Choices
        choices={[
          ...isOwn ? [] : [
            { label: "Asesor", none: "Todos", chosen: filter.advisor, options: options(counts.advisors, advisorName), hrefOf: (asesor: string | undefined) => hrefWith({ asesor }) },
            { label: "Sede", none: "Todas", chosen: filter.branch, options: options(counts.branches, branchName), hrefOf: (sede: string | undefined) => hrefWith({ sede }) }
          ],
          { label: "Marca", none: "Todas", chosen: filter.brand, options: options(counts.brands, brandName), hrefOf: (marca) => hrefWith({ marca }) },
          { label: "Motivo", none: "Todos", chosen: filter.reason, options: counts.reasons.map(({ count, id }) => ({ id, count, name: titleOf(surroundings, subject, id) })), hrefOf: (motivo) => hrefWith({ motivo }) }
        ]}
      />
    </>
  )
}

const Prospects = ({ filter, hrefWith }: ListOptions) => {
  const surroundings = useSurroundings()
  const { kept, period } = surroundings
  const [list, reload] = useList<ListedProspect, ListedRecords<ListedProspect>>("/v1/prospects", queryOf(period, filter), period)
  const columns: ReadonlyArray<ListColumn<ListedProspect>> = [
    { key: "prospecto", label: "Prospecto", sort: "name", cell: ({ fullName, id }) => <a href={hrefOf("prospecto", kept, id)}>{fullName ?? id}</a> },
    { key: "codigo", label: "Código", sort: "id", kind: "nowrap", isExtra: true, cell: ({ id }) => <span class="code">{id}</span> },
    { key: "creado", label: "Creado", sort: "date", kind: "nowrap", cell: ({ createdAt }) => instantText(createdAt) },
    { key: "telefono", label: "Teléfono", kind: "nowrap", isExtra: true, cell: ({ fullName, id, phone }) => phone === undefined ? "—" : <Phone phone={phone} of={fullName ?? id} /> },
    { key: "correo", label: "Correo", isExtra: true, cell: ({ email }) => email ?? "—" },
    { key: "asesor", label: "Asesor", sort: "advisor", cell: ({ advisorId }) => advisorName(surroundings, advisorId) },
    { key: "sede", label: "Sede", sort: "branch", isExtra: true, cell: ({ branchId }) => branchId === undefined ? "—" : branchName(surroundings, branchId) },
    { key: "marca", label: "Marca", sort: "brand", isExtra: true, cell: ({ brandId }) => brandId === undefined ? "—" : brandName(surroundings, brandId) },
    { key: "fuente", label: "Fuente", sort: "source", isExtra: true, cell: ({ source }) => source === undefined ? "—" : CodeWord.of(source) },
    { key: "interes", label: "Vehículo de interés", isExtra: true, cell: ({ interest }) => interest ?? "—" },
    { key: "etapa", label: "Etapa", sort: "stage", isExtra: true, cell: ({ stage }) => CodeWord.of(stage) },
    { key: "veredicto", label: "Veredicto", sort: "verdict", kind: "nowrap", cell: ({ late, verdict }) => <VerdictChip verdict={verdict} word={prospectVerdictWords[verdict]} late={late === true && lateWords.prospect} /> },
    { key: "motivos", label: "Motivos", kind: "wide", cell: ({ reasons, warnings }) => <ReasonTitles reasons={reasons} warnings={warnings} titleOfReason={(code) => titleOf(surroundings, "prospect", code)} /> }
  ]
  return (
    <Awaited answer={list} what="los prospectos" onRetry={reload}>
      {({ first: { counts, total }, items, ...pages }) => (
        <>
          <RecordFilters counts={counts} filter={filter} hrefWith={hrefWith} subject="prospect" words={prospectVerdictWords} />
          <ListTools
            exportPath={(format) => pathWith("/v1/prospects", { ...queryOf(period, filter), format })}
            fileName={`prospectos-${period}`}
            shown={items.length}
            total={total}
            what={["prospecto", "prospectos"]}
          />
          {items.length === 0 ? <NoRecords filter={filter} none="Ningún prospecto" registro="prospectos" /> : (
            <ListTable
              name="prospectos"
              columns={columns}
              items={items}
              idOf={({ id }) => id}
              nameOf={({ fullName, id }) => fullName ?? id}
              sort={filter.sort}
              hrefOfSort={(orden) => hrefWith({ orden })}
            />
          )}
          <More list={pages} what="prospectos" />
        </>
      )}
    </Awaited>
  )
}

const Activities = ({ filter, hrefWith }: ListOptions) => {
  const surroundings = useSurroundings()
  const { kept, period } = surroundings
  const [list, reload] = useList<ListedActivity, ListedRecords<ListedActivity>>("/v1/activities", queryOf(period, filter), period)
  const columns: ReadonlyArray<ListColumn<ListedActivity>> = [
    { key: "actividad", label: "Actividad", sort: "type", cell: ({ id, status, type }) => <a href={hrefOf("actividad", kept, id)}>{CodeWord.of(type)} · {CodeWord.of(status)}</a> },
    { key: "codigo", label: "Código", sort: "id", kind: "nowrap", isExtra: true, cell: ({ id }) => <span class="code">{id}</span> },
    { key: "cliente", label: "Cliente", sort: "prospect", cell: ({ customerName, prospectId }) => <a href={hrefOf("prospecto", kept, prospectId)}>{customerName ?? prospectId}</a> },
    { key: "telefono", label: "Teléfono", kind: "nowrap", isExtra: true, cell: ({ customerName, customerPhone, prospectId }) => customerPhone === undefined ? "—" : <Phone phone={customerPhone} of={customerName ?? prospectId} /> },
    { key: "fecha", label: "Fecha", sort: "date", kind: "nowrap", cell: ({ at }) => instantText(at) },
    { key: "asesor", label: "Asesor", sort: "advisor", cell: ({ advisorId }) => advisorName(surroundings, advisorId) },
    { key: "sede", label: "Sede", sort: "branch", isExtra: true, cell: ({ branchId }) => branchId === undefined ? "—" : branchName(surroundings, branchId) },
    { key: "resultado", label: "Resultado", isExtra: true, cell: ({ outcome }) => outcome === undefined ? "—" : CodeWord.of(outcome) },
    { key: "veredicto", label: "Veredicto", sort: "verdict", kind: "nowrap", cell: ({ late, verdict }) => <VerdictChip verdict={verdict} word={activityVerdictWords[verdict]} late={late === true && lateWords.activity} /> },
    { key: "motivos", label: "Motivos", kind: "wide", cell: ({ reasons, warnings }) => <ReasonTitles reasons={reasons} warnings={warnings} titleOfReason={(code) => titleOf(surroundings, "activity", code)} /> }
  ]
  return (
    <Awaited answer={list} what="las actividades" onRetry={reload}>
      {({ first: { counts, total }, items, ...pages }) => (
        <>
          <RecordFilters counts={counts} filter={filter} hrefWith={hrefWith} subject="activity" words={activityVerdictWords} />
          <ListTools
            exportPath={(format) => pathWith("/v1/activities", { ...queryOf(period, filter), format })}
            fileName={`actividades-${period}`}
            shown={items.length}
            total={total}
            what={["actividad", "actividades"]}
          />
          {items.length === 0 ? <NoRecords filter={filter} none="Ninguna actividad" registro="actividades" /> : (
            <ListTable
              name="actividades"
              columns={columns}
              items={items}
              idOf={({ id }) => id}
              nameOf={({ customerName, id, type }) => `${CodeWord.of(type)} de ${customerName ?? id}`}
              sort={filter.sort}
              hrefOfSort={(orden) => hrefWith({ orden })}
            />
          )}
          <More list={pages} what="actividades" />
        </>
      )}
    </Awaited>
  )
}

const ReasonTitles = ({ reasons, titleOfReason, warnings }: {
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
  readonly titleOfReason: (code: string) => string
}) => (
  <>
    {reasons.map(titleOfReason).join("; ")}
    {warnings.length > 0 && <span class="warnings">{reasons.length > 0 && <br />}Aviso: {warnings.map(titleOfReason).join("; ")}</span>}
    {reasons.length === 0 && warnings.length === 0 && <span class="muted">—</span>}
  </>
)
