/** The month's course against its pace: of all that the reader sees, or of one branch or advisor. */
import { useState } from "preact/hooks"
import { useAnswer } from "../frame/Answer.ts"
import type { Scorecard } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { pathWith } from "../frame/Request.ts"
import { advisorName, branchName, useSurroundings } from "../frame/Surroundings.ts"
import { CourseChart } from "./CourseChart.tsx"

export const Course = ({ pairs, whole }: {
  readonly whole: NonNullable<Scorecard["course"]>
  /** The branches and their advisors. */
  readonly pairs: ReadonlyArray<Scorecard["groups"][number]>
}) => {
  const surroundings = useSurroundings()
  const { asOf, period } = surroundings
  const [chosen, setChosen] = useState("")
  const [one, ask] = useAnswer<Scorecard>(chosen === "" ? undefined : pathWith(`/v1/scorecards/${period}`, { by: "company", ...Object.fromEntries(new URLSearchParams(chosen)), asOf }))
  const byBranch = Map.groupBy(pairs, ({ keys }) => keys.branch ?? "")
  return (
    <section class="block" aria-labelledby="course">
      <div class="block-heading"><h2 id="course">El curso del mes</h2></div>
      <p class="hint"><span class="key-course" aria-hidden="true" /> Válidos acumulados · <span class="key-pace" aria-hidden="true" /> Ritmo que lleva a la meta, en días hábiles</p>
      <form class="filter-form" onSubmit={(event) => event.preventDefault()}>
        <label>
          El curso de
          <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            <option value="">Todo lo que usted ve</option>
            {[...byBranch].map(([branch, advisors]) => (
              <optgroup key={branch} label={branchName(surroundings, branch)}>
                <option value={`branch=${encodeURIComponent(branch)}`}>Toda la sede {branchName(surroundings, branch)}</option>
                {advisors.map(({ keys: { advisor = "" } }) => (
                  <option key={advisor} value={`advisor=${encodeURIComponent(advisor)}&branch=${encodeURIComponent(branch)}`}>{advisorName(surroundings, advisor)}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
      </form>
      {chosen === "" ? <Charts course={whole} /> : (
        <Awaited answer={one} what="el curso" onRetry={ask}>
          {({ course }) => course === undefined ? <p class="empty">Este mes se cerró cuando solo se guardaba el curso de toda la empresa.</p> : <Charts course={course} />}
        </Awaited>
      )}
    </section>
  )
}

const Charts = ({ course: { followUp, prospecting } }: { readonly course: NonNullable<Scorecard["course"]> }) => (
  <div class="columns">
    <CourseChart title="Prospectos válidos acumulados" days={prospecting} />
    <CourseChart title="Actividades válidas acumuladas" days={followUp} />
  </div>
)
