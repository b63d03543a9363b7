/** What a view shows while it waits for an answer, or when the answer is a refusal. */
import { Fragment } from "preact"
import type { ComponentChildren } from "preact"
import type { Answer } from "./Answer.ts"
import type { Refused } from "./Request.ts"

export const Failure = ({ onRetry, refusal }: { readonly refusal: Refused; readonly onRetry?: (() => void) | undefined }) => (
  <div class="failure" role="alert">
    <p>{refusal.message}</p>
    {refusal.details.length > 0 && <ul>{refusal.details.map((detail) => <li key={detail}>{detail}</li>)}</ul>}
    {onRetry !== undefined && <button type="button" onClick={onRetry}>Intentar de nuevo</button>}
  </div>
)

/** Shows what is made of an answer when it is there. Forms in it keep what a person typed, whatever becomes of reading it again. */
export const Awaited = <A,>({ answer, children, onRetry, what }: {
  readonly answer: Answer<A>
  /** What is being read, in the middle of a sentence: `los leads`. */
  readonly what: string
  readonly onRetry?: (() => void) | undefined
  readonly children: (value: A) => ComponentChildren
}) => {
  switch (answer.state) {
    case "loading":
      return <p class="loading" aria-busy="true">Cargando {what}…</p>
    case "refused":
      return <Failure refusal={answer.refusal} onRetry={onRetry} />
    case "ready":
      return (
        <>
          {answer.late !== undefined && <Failure refusal={answer.late} onRetry={onRetry} />}
          {answer.isBefore === true && <p class="behind hidden" aria-busy="true">Cargando {what}…</p>}
          <Fragment>{children(answer.value)}</Fragment>
        </>
      )
  }
}
