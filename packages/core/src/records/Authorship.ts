/**
 * Who does something, and by what: the author of a change as the audit names them. The rim provides it once for everything that one
 * request, command or background round does, and the audit reads it where it writes an entry.
 *
 * @see docs/decisions/0056-who-did-what.md
 */
import * as Context from "effect/Context"
import type { Role } from "./Access.ts"

/** By what a change comes: a request of a program, the page, an import, a command, or the server's own background work. */
export type Means = "request" | "page" | "import" | "command" | "background"

/** The author of a change. It names ids only: names and addresses of people stay in the directory. */
export interface Author {
  /** The id of the key or of the user; `system` for what no person and no program asked for. */
  readonly by: string
  readonly role: Role | "system"
  /** The employee in the directory. */
  readonly employeeId?: string | undefined
  readonly means: Means
  /** The id of the request, or of the import. */
  readonly reference?: string | undefined
}

/** What the server does by itself. */
export const system: Author = { by: "system", role: "system", means: "background" }

/** The author of what is running; by default the {@link system}. */
export const Authorship = Context.Reference<Author>("@crm-procedure/core/records/Authorship", { defaultValue: () => system })
