/** The appeals about a record; nothing where there are none. */
import { useEffect } from "preact/hooks"
import { useList } from "../frame/Answer.ts"
import type { Appeal } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { AppealCard } from "./AppealCard.tsx"

export const RecordAppeals = ({ onDecided, raised, subject }: {
  /** The record, as `prospect:P-1`. */
  readonly subject: string
  /** How many appeals were raised here: they are read again after each. */
  readonly raised: number
  readonly onDecided: () => void
}) => {
  const [list, reload] = useList<Appeal>("/v1/appeals", { subject })
  useEffect(() => {
    if (raised > 0) reload()
  }, [raised])
  if (list.state === "ready" && list.value.items.length === 0) return null
  const decided = (): void => {
    reload()
    onDecided()
  }
  return (
    <section aria-labelledby="record-appeals">
      <h2 id="record-appeals">Apelaciones</h2>
      <Awaited answer={list} what="las apelaciones" onRetry={reload}>
        {({ items }) => <>{items.map((appeal) => <AppealCard key={appeal.id} appeal={appeal} onDecided={decided} />)}</>}
      </Awaited>
    </section>
  )
}
