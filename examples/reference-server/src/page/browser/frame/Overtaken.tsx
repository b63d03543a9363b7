/**
 * What a person typed over a version that another person has changed meanwhile. What only one of them changed is taken from that one.
 * What both changed is shown with both values, and the person chooses.
 *
 * @see docs/decisions/0096-a-conflict-keeps-both.md
 */

/** Both values of something that two people changed; undefined: it is not there. */
export interface Both<A> {
  readonly typed: A | undefined
  readonly stored: A | undefined
}

export interface Merged<A> {
  readonly values: ReadonlyMap<string, A>
  /** What both changed, each to a value of its own. `values` holds what was typed. */
  readonly disputed: ReadonlyMap<string, Both<A>>
  /** Whether anything was typed at all. */
  readonly isTyped: boolean
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Puts what was `typed` over `before` onto what is `stored` now. */
export const merge = <A,>(before: ReadonlyMap<string, A>, typed: ReadonlyMap<string, A>, stored: ReadonlyMap<string, A>): Merged<A> => {
  const values = new Map<string, A>()
  const disputed = new Map<string, Both<A>>()
  let typedOnes = 0
  for (const name of new Set([...stored.keys(), ...typed.keys()])) {
    const both = { typed: typed.get(name), stored: stored.get(name) }
    const isTyped = !isSame(both.typed, before.get(name))
    if (isTyped) typedOnes++
    if (isTyped && !isSame(both.stored, before.get(name)) && !isSame(both.typed, both.stored)) disputed.set(name, both)
    const value = isTyped ? both.typed : both.stored
    if (value !== undefined) values.set(name, value)
  }
  return { values, disputed, isTyped: typedOnes > 0 }
}

/**
 * Says that another person was faster, and offers both values of what both changed. Each has one button, which stays while its word
 * changes, so that it keeps the focus.
 */
export const Overtaken = <A,>({ disputed, isLeft, labelOf, onChoose, textOf, valueOf, what }: {
  /** What two people edit, in the middle of a sentence: `este registro`. */
  readonly what: string
  readonly disputed: ReadonlyMap<string, Both<A>>
  /** Whether there is something left to save. */
  readonly isLeft: boolean
  readonly labelOf: (name: string, both: Both<A>) => string
  /** What the form holds now. */
  readonly valueOf: (name: string) => A | undefined
  readonly textOf: (name: string, value: A | undefined) => string
  readonly onChoose: (name: string, value: A | undefined) => void
}) => (
  <div class="failure overtaken">
    <p role="alert">
      Alguien más cambió {what} mientras usted escribía. {isLeft
        ? disputed.size === 0
          ? "Lo que esa persona cambió ya está aquí, y lo que usted escribió también, sin guardar. Revise y guarde otra vez."
          : "Lo que usted escribió sigue aquí, sin guardar. Esto lo cambiaron los dos: elija qué queda, y guarde otra vez."
        : "Aquí está lo que guardó; no queda nada suyo por guardar."}
    </p>
    {disputed.size > 0 && (
      <ul>
        {[...disputed].map(([name, both]) => {
          const isStored = isSame(valueOf(name), both.stored)
          return (
            <li key={name}>
              <strong>{labelOf(name, both)}</strong>: usted escribió «{textOf(name, both.typed)}»; está guardado «{textOf(name, both.stored)}».{" "}
              <button type="button" aria-label={`${labelOf(name, both)}: ${isStored ? "volver a lo mío" : "usar lo guardado"}`} onClick={() => onChoose(name, isStored ? both.typed : both.stored)}>
                {isStored ? "Volver a lo mío" : "Usar lo guardado"}
              </button>
            </li>
          )
        })}
      </ul>
    )}
  </div>
)
