/** What registering a record did: whether it was new, how it is stored now, and why it has its verdict. */
import type { Explanation } from "../judging/Verdict.ts"
import type { Put, Stored } from "./Records.ts"

/** The result of registering one record. */
export class Registered<R> {
  readonly put: Put
  /** The record as it is stored now, with its verdict by codes. */
  readonly stored: Stored<R>
  /** The record as it stood before; undefined where it is new. */
  readonly before: R | undefined
  private readonly explain: () => Explanation
  private explained: Explanation | undefined

  constructor(put: Put, stored: Stored<R>, before: R | undefined, explain: () => Explanation) {
    this.put = put
    this.stored = stored
    this.before = before
    this.explain = explain
  }

  /** The verdict with its reasons and warnings, as of the record's arrival. It is made when it is first read: most of a large file is never asked for it. */
  get explanation(): Explanation {
    return this.explained ??= this.explain()
  }
}
