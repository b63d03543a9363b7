/**
 * The semaphore, drawn as a traffic light: the place of the lit lamp tells the colour without colour. A word always stands beside
 * it.
 */
import type { Color } from "../frame/Contract.ts"
import type { ColorWords } from "../frame/Spanish.ts"

const lamps: ReadonlyArray<Exclude<Color, "none">> = ["red", "yellow", "green"]

/** The lamp without its word: decoration beside a text that says it. */
export const Lamp = ({ color }: { readonly color: Color }) => (
  <svg class="lamp" viewBox="0 0 14 34" width="14" height="34" aria-hidden="true" focusable="false">
    <rect class="lamp-housing" width="14" height="34" rx="5" />
    {lamps.map((own, place) => <circle key={own} class={own === color ? `lamp-lit lamp-${own}` : "lamp-dark"} cx="7" cy={7 + place * 10} r="3.7" />)}
  </svg>
)

/** The large one. */
export const LampPost = ({ color }: { readonly color: Color }) => <span class="lamp-post"><Lamp color={color} /></span>

/** The colour by lamp and word. */
export const Semaphore = ({ color, words }: { readonly color: Color; readonly words: ColorWords }) => (
  <span class={`semaphore is-${color}`}>
    <Lamp color={color} />
    <span>{words[color]}</span>
  </span>
)

/** The colour in the space of a word. */
export const ColorChip = ({ color, words }: { readonly color: Color; readonly words: ColorWords }) => (
  <span class={`chip is-${color}`}>
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false">
      <circle class={color === "none" ? "dot-none" : `lamp-${color}`} cx="5" cy="5" r="4.2" />
    </svg>
    {words[color]}
  </span>
)
