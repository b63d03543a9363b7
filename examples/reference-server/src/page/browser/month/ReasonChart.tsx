/** Why records do not count, most frequent first; each bar leads to its records. */
import type { IndicatorLine, SubjectType } from "../frame/Contract.ts"
import { integerText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

export const ReasonChart = ({ hrefOfReason, reasons, subject }: {
  readonly reasons: IndicatorLine["reasons"]
  readonly subject: SubjectType
  readonly hrefOfReason: (code: string) => string
}) => {
  const { procedure: { policy: { rules } } } = useSurroundings()
  if (reasons.length === 0) return <p class="empty">Ningún registro tiene motivos en contra.</p>
  const most = reasons.reduce((largest, { count }) => Math.max(largest, count), 1)
  return (
    <ol class="reason-chart">
      {reasons.map(({ code, count }) => (
        <li key={code}>
          <a href={hrefOfReason(code)}>
            <span class="reason-title">{rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <rect class="reason-bar" width={100 * count / most} height="8" />
            </svg>
            <span class="reason-count">{integerText(count)}</span>
          </a>
        </li>
      ))}
    </ol>
  )
}
