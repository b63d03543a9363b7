/** The month's semaphores by branch, and by advisor within it. */
import { useState } from "preact/hooks"
import type { Answer } from "../frame/Answer.ts"
import type { Compliance, ComplianceReport, Group, Scorecard } from "../frame/Contract.ts"
import * as Entry from "../frame/Entry.ts"
import { Figure } from "./Figure.tsx"
import { hrefOf } from "../frame/Route.ts"
import { againstGoalText, complianceWords, indicatorWords, integerText } from "../frame/Spanish.ts"
import { advisorName, branchName, useSurroundings } from "../frame/Surroundings.ts"

/** What stands in the cell of the compliance; null: it stands elsewhere, or can't be had. */
type Shown = Pick<Compliance, "color" | "met" | "late" | "missed" | "percent"> | "loading" | null

const noCompliance: Pick<Compliance, "color" | "met" | "late" | "missed" | "percent"> = { color: "none", met: 0, late: 0, missed: 0, percent: null }

export const BranchTable = ({ advisors, branches, compliance }: {
  /** By branch and advisor. */
  readonly advisors: Scorecard
  readonly branches: Scorecard
  readonly compliance: Answer<ComplianceReport>
}) => {
  const surroundings = useSurroundings()
  const [opened, setOpenedNow] = useState<ReadonlySet<string>>(Entry.recall("sedes abiertas") ?? new Set())
  const setOpened = (next: ReadonlySet<string>): void => {
    Entry.keep("sedes abiertas", next)
    setOpenedNow(next)
  }
  const { branches: knownBranches, employees } = surroundings.directory
  const isKnown = (branch: string | undefined): boolean => knownBranches.some(({ branchId }) => branchId === branch)
  // By name, what the directory does not know at the end.
  const rows = branches.groups.toSorted((one, other) =>
    Number(isKnown(other.keys.branch)) - Number(isKnown(one.keys.branch)) ||
    branchName(surroundings, one.keys.branch ?? "").localeCompare(branchName(surroundings, other.keys.branch ?? ""), "es-CO"))
  /** An advisor's compliance is one over all branches: it stands where he works. */
  const worksAt = (advisor: string, branch: string): boolean => {
    const own = employees.filter(({ employeeId }) => employeeId === advisor)
    return own.length === 0 || own.some(({ branchId }) => branchId === branch)
  }
  /** The compliance of one of a report's lists; null where the report was refused. */
  const complianceOf = (list: "byBranch" | "byAdvisor", id: string): Shown =>
    compliance.state === "ready" ? compliance.value[list].find((one) => one.id === id) ?? noCompliance : compliance.state === "loading" ? "loading" : null
  const byBranch = Map.groupBy(advisors.groups, ({ keys }) => keys.branch ?? "")
  const toggle = (branch: string): void => {
    const next = new Set(opened)
    if (!next.delete(branch)) next.add(branch)
    setOpened(next)
  }
  const areAllOpened = branches.groups.every(({ keys }) => opened.has(keys.branch ?? ""))
  return (
    <div class="branch-table">
      <div class="table-tools">
        <button type="button" class="quiet" onClick={() => setOpened(areAllOpened ? new Set() : new Set(branches.groups.map(({ keys }) => keys.branch ?? "")))}>
          {areAllOpened ? "Cerrar todas las sedes" : "Abrir todas las sedes"}
        </button>
      </div>
      <table role="table" class="figures">
        <caption class="hidden">Semáforos por sede y asesor</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Sede y asesor</th>
            <th role="columnheader" scope="col">Prospección</th>
            <th role="columnheader" scope="col">Seguimiento</th>
            <th role="columnheader" scope="col">Cumplimiento CRM</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((group) => {
            const branch = group.keys.branch ?? ""
            const isOpen = opened.has(branch)
            const name = branchName(surroundings, branch)
            const own = (byBranch.get(branch) ?? []).toSorted((one, other) =>
              advisorName(surroundings, one.keys.advisor ?? "").localeCompare(advisorName(surroundings, other.keys.advisor ?? ""), "es-CO"))
            return [
              <tr role="row" class="branch-row" key={branch}>
                <th role="rowheader" scope="row">
                  <button type="button" class="opener" aria-expanded={isOpen} onClick={() => toggle(branch)}>
                    <span class="opener-mark" aria-hidden="true" />
                    {name}
                  </button>
                </th>
                <Figures group={group} name={name} compliance={complianceOf("byBranch", branch)} />
              </tr>,
              ...isOpen
                ? own.map((advisor) => {
                  const advisorId = advisor.keys.advisor ?? ""
                  const ownName = advisorName(surroundings, advisorId)
                  return (
                    <tr role="row" class="advisor-row" key={`${branch} ${advisorId}`}>
                      <th role="rowheader" scope="row">{ownName}</th>
                      <Figures group={advisor} name={ownName} compliance={worksAt(advisorId, branch) ? complianceOf("byAdvisor", advisorId) : null} />
                    </tr>
                  )
                })
                : []
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The three cells of a group. */
const Figures = ({ compliance, group, name }: {
  readonly group: Group
  readonly name: string
  readonly compliance: Shown
}) => {
  const { kept, procedure: { policy: { thresholds } } } = useSurroundings()
  const { advisor, branch } = group.keys
  const detail = (registro: string): string => hrefOf("detalle", { ...kept, registro, sede: branch, asesor: advisor })
  const { followUp, prospecting } = group
  return (
    <>
      <td role="cell" data-label="Prospección">
        <Figure
          label={`${name}, prospección`}
          href={detail("prospectos")}
          color={prospecting.color}
          counts={againstGoalText(prospecting)}
          percent={prospecting.percent}
          words={indicatorWords}
          thresholds={thresholds.prospecting}
        />
      </td>
      <td role="cell" data-label="Seguimiento">
        <Figure
          label={`${name}, seguimiento`}
          href={detail("actividades")}
          color={followUp.color}
          counts={againstGoalText(followUp)}
          percent={followUp.percent}
          words={indicatorWords}
          thresholds={thresholds.followUp}
        />
      </td>
      <td role="cell" data-label="Cumplimiento">
        {compliance === null ? <span class="figure muted">—</span> : compliance === "loading" ? <span class="figure muted" aria-busy="true">…</span> : (
          <Figure
            label={`${name}, cumplimiento`}
            href={hrefOf("leads", { ...kept, color: "red", asesor: advisor, sede: advisor === undefined ? branch : undefined })}
            color={compliance.color}
            counts={compliance.percent === null ? "" : `${integerText(compliance.met)} a tiempo`}
            percent={compliance.percent}
            words={complianceWords}
            thresholds={thresholds.compliance}
          />
        )}
      </td>
    </>
  )
}
