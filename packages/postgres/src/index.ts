/** Records on Postgres. `@crm-procedure/postgres/Pglite` keeps them in an embedded one. */
export * as Backup from "./Backup.ts"
export * as DatabaseError from "./DatabaseError.ts"
export * as Distribution from "./Distribution.ts"
export * as Hosts from "./Hosts.ts"
export * as Migrations from "./Migrations.ts"
export * as Postgres from "./Postgres.ts"
