/** An indicator in a cell: lamp, percentage, counts and the colour's word, leading to the records behind them. */
import { Bullet } from "./Bullet.tsx"
import type { Color } from "../frame/Contract.ts"
import { Lamp } from "./Lamp.tsx"
import { percentText } from "../frame/Spanish.ts"
import type { ColorWords } from "../frame/Spanish.ts"

export const Figure = ({ color, counts, href, label, percent, thresholds, words }: {
  readonly color: Color
  /** What is counted, in the space of a few characters. */
  readonly counts: string
  readonly percent: number | null
  readonly words: ColorWords
  readonly thresholds: { readonly yellow: number; readonly green: number }
  /** Where the records behind it are shown. */
  readonly href: string
  /** Whose indicator it is, for people who do not see the table. */
  readonly label: string
}) => (
  <a class={`figure is-${color}`} href={href}>
    <span class="hidden">{label}</span>
    <Lamp color={color} />
    <span class="figure-texts">
      <span class="figure-percent">{percentText(percent)}</span>
      <span class="figure-counts">{counts}</span>
      <span class="figure-word">{words[color]}</span>
    </span>
    <Bullet percent={percent} color={color} yellow={thresholds.yellow} green={thresholds.green} />
  </a>
)
