/** A verdict by sign and word. */
import type { Verdict } from "./Contract.ts"
import { Sign } from "./Sign.tsx"

const signs = { valid: "check", invalid: "cross", pending: "dots" } as const satisfies Readonly<Record<Verdict, string>>

export const VerdictChip = ({ verdict, word }: { readonly verdict: Verdict; readonly word: string }) => (
  <span class={`chip verdict-${verdict}`}><Sign of={signs[verdict]} /> {word}</span>
)
