/** The month at a glance: the company's semaphores, those of branches and advisors, and why records do not count. */
import { useAnswer } from "../frame/Answer.ts"
import type { Answer } from "../frame/Answer.ts"
import { AdvisorChart } from "./AdvisorChart.tsx"
import { BranchTable } from "./BranchTable.tsx"
import { ScopeNote } from "./ScopeNote.tsx"
import { ClosedNote } from "./ClosedNote.tsx"
import { CompliancePanel } from "./CompliancePanel.tsx"
import { Course } from "./Course.tsx"
import type { Compliance, ComplianceReport, Group, Scorecard } from "../frame/Contract.ts"
import * as FirstPaths from "../frame/FirstPaths.ts"
import { Awaited, Failure } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { IndicatorPanel } from "./IndicatorPanel.tsx"
import { UnknownNote } from "./UnknownNote.tsx"
import { ReasonChart } from "./ReasonChart.tsx"
import { hrefOf } from "../frame/Route.ts"
import { capitalized, instantText, periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

/** The letterhead that every form of the procedure carries. */
const Letterhead = ({ scorecard }: { readonly scorecard: Scorecard | undefined }) => {
  const { procedure: { policy, procedure } } = useSurroundings()
  const [year, month, day] = procedure.effectiveFrom.split("-")
  return (
    <dl class="small-print">
      <div><dt>Empresa</dt> <dd>{procedure.company}</dd></div>
      <div><dt>Código</dt> <dd>{procedure.code}</dd></div>
      <div><dt>Versión</dt> <dd>{procedure.version}</dd></div>
      <div><dt>Vigente desde</dt> <dd>{day}/{month}/{year}</dd></div>
      <div><dt>Política</dt> <dd>{policy.name}</dd></div>
      <div><dt>Corte</dt> <dd>{scorecard === undefined ? "…" : instantText(scorecard.asOf)}</dd></div>
    </dl>
  )
}

export const MonthView = () => {
  const { me } = useSurroundings()
  return me.role === "advisor" ? <OwnMonth /> : <WholeMonth />
}

/** What a closed month still counts again. */
const OF_TODAY = "El cumplimiento CRM sale"

const WholeMonth = () => {
  const { asOf, me, period } = useSurroundings()
  const scorecards = (by: string): string => FirstPaths.scorecardOf(period, by, asOf)
  const [company, askCompany] = useAnswer<Scorecard>(scorecards("company"))
  const [branches, askBranches] = useAnswer<Scorecard>(scorecards("branch"))
  const [pairs, askPairs] = useAnswer<Scorecard>(scorecards("branch,advisor"))
  const [advisors, askAdvisors] = useAnswer<Scorecard>(scorecards("advisor"))
  const [compliance, askCompliance] = useAnswer<ComplianceReport>(FirstPaths.complianceOf(period, asOf))
  const report = compliance.state === "ready" ? compliance.value : undefined
  // From the top down: what comes does not move what is shown.
  const areFigured = company.state !== "loading" && compliance.state !== "loading"
  const areListed = areFigured && branches.state !== "loading" && pairs.state !== "loading"
  const isManager = me.role === "commercial-manager" || me.role === "motorcycle-manager"
  return (
    <>
      <Heading eyebrow="El mes">{capitalized(periodText(period))}</Heading>
      <Awaited answer={company} what="los indicadores" onRetry={askCompany}>
        {(scorecard) => (
          <>
            <ClosedNote scorecard={scorecard} rest={OF_TODAY} />
            <ScopeNote scope={scorecard.scope} />
            <Panels group={scorecard.groups[0]} compliance={compliance} onRetry={askCompliance} ofCompliance={({ company: all }) => all} of={isManager ? "Lo que usted dirige" : "La empresa"} />
          </>
        )}
      </Awaited>
      {areFigured && <section class="block" aria-labelledby="by-branch">
        <div class="block-heading"><h2 id="by-branch">Sedes y asesores</h2></div>
        <p class="hint">Abra una sede para ver sus asesores; cada cifra lleva a los registros que la explican.</p>
        <Awaited answer={branches} what="las sedes" onRetry={askBranches}>
          {(byBranch) => (
            <Awaited answer={pairs} what="los asesores" onRetry={askPairs}>
              {(byPair) => byBranch.groups.length === 0
                ? <p class="empty">No hay registros ni metas en este mes. Importe los archivos del mes o elija otro.</p>
                : (
                  <>
                    <UnknownNote groups={byPair.groups} />
                    <BranchTable branches={byBranch} advisors={byPair} compliance={compliance} />
                  </>
                )}
            </Awaited>
          )}
        </Awaited>
      </section>}
      {areListed && company.state === "ready" && company.value.course !== undefined && <Course whole={company.value.course} pairs={pairs.state === "ready" ? pairs.value.groups : []} />}
      {areListed && (
        <Awaited answer={advisors} what="el gráfico de asesores" onRetry={askAdvisors}>
          {(scorecard) => (
            <>
              <AdvisorChart scorecard={scorecard} compliance={report} />
              {company.state === "ready" && company.value.groups[0] !== undefined && <Reasons group={company.value.groups[0]} />}
              <Letterhead scorecard={company.state === "ready" ? company.value : undefined} />
            </>
          )}
        </Awaited>
      )}
    </>
  )
}

/** An advisor sees his own results only. */
const OwnMonth = () => {
  const { asOf, me, period } = useSurroundings()
  const [own, ask] = useAnswer<Scorecard>(FirstPaths.scorecardOf(period, "advisor", asOf))
  const [compliance, askCompliance] = useAnswer<ComplianceReport>(FirstPaths.complianceOf(period, asOf))
  return (
    <>
      <Heading eyebrow="Mi mes">{capitalized(periodText(period))}</Heading>
      <Awaited answer={own} what="sus indicadores" onRetry={ask}>
        {(scorecard) => (
          <>
            <ClosedNote scorecard={scorecard} rest={OF_TODAY} />
            <Panels group={scorecard.groups[0]} compliance={compliance} onRetry={askCompliance} ofCompliance={({ byAdvisor }) => byAdvisor.find(({ id }) => id === me.employeeId)} of="Sus resultados" />
            {compliance.state !== "loading" && (
              <>
                {scorecard.groups[0] !== undefined && <Reasons group={scorecard.groups[0]} />}
                <Letterhead scorecard={scorecard} />
              </>
            )}
          </>
        )}
      </Awaited>
    </>
  )
}

const Panels = ({ compliance, group, of, ofCompliance, onRetry }: {
  readonly group: Group | undefined
  readonly compliance: Answer<ComplianceReport>
  /** Which compliance of the report is shown. */
  readonly ofCompliance: (report: ComplianceReport) => Compliance | null | undefined
  readonly of: string
  readonly onRetry: () => void
}) => {
  const { kept, procedure: { policy: { thresholds } } } = useSurroundings()
  const shown = compliance.state === "ready" ? ofCompliance(compliance.value) ?? undefined : undefined
  if (group === undefined) return <p class="empty">No hay registros ni metas en este mes.</p>
  const { advisor } = group.keys
  return (
    <div class="panels" role="group" aria-label={of}>
      <IndicatorPanel
        title="Prospección"
        counted="prospectos válidos"
        line={group.prospecting}
        thresholds={thresholds.prospecting}
        href={hrefOf("detalle", { ...kept, registro: "prospectos", asesor: advisor })}
      />
      <IndicatorPanel
        title="Actividades de seguimiento"
        counted="actividades válidas"
        line={group.followUp}
        thresholds={thresholds.followUp}
        href={hrefOf("detalle", { ...kept, registro: "actividades", asesor: advisor })}
      />
      {compliance.state === "loading" && <section class="panel" aria-label="Cumplimiento CRM"><p class="loading" aria-busy="true">Cargando el cumplimiento…</p></section>}
      {compliance.state === "refused" && <section class="panel" aria-label="Cumplimiento CRM"><Failure refusal={compliance.refusal} onRetry={onRetry} /></section>}
      {shown !== undefined && <CompliancePanel compliance={shown} lost={compliance.state === "ready" ? compliance.value.lostWithoutContact : []} thresholds={thresholds.compliance} href={hrefOf("leads", { ...kept, color: "red", asesor: advisor })} hrefOfState={(obligacion) => hrefOf("leads", { ...kept, obligacion, asesor: advisor })} />}
    </div>
  )
}

const Reasons = ({ group }: { readonly group: Group }) => {
  const { kept } = useSurroundings()
  const { advisor } = group.keys
  return (
    <section class="block" aria-labelledby="reasons">
      <div class="block-heading"><h2 id="reasons">Por qué no cuentan</h2></div>
      <p class="hint">Motivos por los que hay registros no válidos o pendientes; un registro puede tener varios.</p>
      <div class="columns">
        <div>
          <h3>Prospectos</h3>
          <ReasonChart subject="prospect" reasons={group.prospecting.reasons} hrefOfReason={(motivo) => hrefOf("detalle", { ...kept, registro: "prospectos", asesor: advisor, motivo })} />
        </div>
        <div>
          <h3>Actividades</h3>
          <ReasonChart subject="activity" reasons={group.followUp.reasons} hrefOfReason={(motivo) => hrefOf("detalle", { ...kept, registro: "actividades", asesor: advisor, motivo })} />
        </div>
      </div>
    </section>
  )
}
