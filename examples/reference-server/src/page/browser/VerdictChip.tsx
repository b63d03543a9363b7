/** A verdict by sign and word. */
import type { Verdict } from "./Contract.ts"

const signs: Readonly<Record<Verdict, string>> = { valid: "✓", invalid: "✕", pending: "…" }

export const VerdictChip = ({ verdict, word }: { readonly verdict: Verdict; readonly word: string }) => (
  <span class={`chip verdict-${verdict}`}><span aria-hidden="true">{signs[verdict]}</span> {word}</span>
)
