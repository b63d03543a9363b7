/** What the references use of node-postgres, which comes without types. */
declare module "pg" {
  export interface Submittable {
    readonly submit: (connection: unknown) => void
  }
  export class Client {
    constructor(url: string)
    connect(): Promise<void>
    end(): Promise<void>
    query<S extends Submittable>(stream: S): S
    query(query: string | { readonly name: string; readonly text: string; readonly values: ReadonlyArray<unknown> }): Promise<{ readonly rows: ReadonlyArray<Record<string, unknown>> }>
  }
}

declare module "pg-copy-streams" {
  import type { Writable } from "node:stream"
  import type { Submittable } from "pg"
  export const from: (text: string) => Writable & Submittable
}
