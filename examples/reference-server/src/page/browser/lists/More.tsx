/** The button below a list that reads its next page. */
import type { List } from "../frame/Answer.ts"

export const More = ({ list: { hasMore, isAdding, more }, what }: {
  readonly list: Pick<List<unknown>, "hasMore" | "isAdding" | "more">
  /** What is listed: `leads`. */
  readonly what: string
}) => hasMore
  ? <p class="more"><button type="button" aria-busy={isAdding} aria-disabled={isAdding} onClick={more}>Ver más {what}</button></p>
  : null
