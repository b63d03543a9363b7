/** A verdict by sign and word; and whether its record came after the month's close. */
import type { Verdict } from "../frame/Contract.ts"
import { Sign } from "../frame/Sign.tsx"

const signs = { valid: "check", invalid: "cross", pending: "dots" } as const satisfies Readonly<Record<Verdict, string>>

export const VerdictChip = ({ late, verdict, word }: {
  readonly verdict: Verdict
  readonly word: string
  /** The word for a record that came late, if it did. */
  readonly late?: string | false | undefined
}) => (
  <>
    <span class={`chip verdict-${verdict}`}><Sign of={signs[verdict]} /> {word}</span>
    {late !== undefined && late !== false && <> <span class="chip late">{late}<span class="hidden">: llegó después del cierre del mes</span></span></>}
  </>
)
