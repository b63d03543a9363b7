/**
 * The tables that crm-procedure adds beside the existing ones, all called `crm_…`. No column is added to an existing table, since
 * programs that insert without naming their columns would break.
 */
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Database, Statements } from "./Database.ts"

/** The database was made by a later version of this adapter. */
export class DatabaseTooNew extends Schema.TaggedError<DatabaseTooNew>()("DatabaseTooNew", { found: Schema.Number, expected: Schema.Number }) {
  override get message() {
    return `The tables crm_… are of version ${this.found}, expected ${this.expected} at most. Run the program that made them, or a newer one.`
  }
}

/** The database lacks tables or columns that this adapter needs. */
export class ExistingTablesMissing extends Schema.TaggedError<ExistingTablesMissing>()("ExistingTablesMissing", { missing: Schema.Array(Schema.String) }) {
  override get message() {
    return `The database has no ${this.missing.join(", ")}; expected the tables of existing/schema.sql. Is it the right file?`
  }
}

const VERSION = 1

const keyed = "empresa TEXT NOT NULL, codigo TEXT NOT NULL"

/** A registered row: when it first arrived, how often it changed, and the values that its cells can't hold. */
const registered = "recibido_en INTEGER NOT NULL, revision INTEGER NOT NULL, aparte TEXT"

/** The verdict as it was given, and the columns for questions. Only the verdict is read back. */
const judged = "juicio TEXT NOT NULL, periodo TEXT NOT NULL, hasta INTEGER, asiento INTEGER"

const tables = `
  CREATE TABLE crm_sedes (${keyed}, orden INTEGER NOT NULL, aparte TEXT, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE TABLE crm_marcas (${keyed}, orden INTEGER NOT NULL, aparte TEXT, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE TABLE crm_vendedores (contrato INTEGER PRIMARY KEY, orden INTEGER NOT NULL, aparte TEXT);

  CREATE TABLE crm_clientes (${keyed}, ${registered}, ${judged}, clave_telefono TEXT, clave_correo TEXT, clave_documento TEXT, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE INDEX crm_clientes_telefono ON crm_clientes (empresa, clave_telefono) WHERE clave_telefono IS NOT NULL;
  CREATE INDEX crm_clientes_correo ON crm_clientes (empresa, clave_correo) WHERE clave_correo IS NOT NULL;
  CREATE INDEX crm_clientes_documento ON crm_clientes (empresa, clave_documento) WHERE clave_documento IS NOT NULL;
  CREATE INDEX crm_clientes_periodo ON crm_clientes (empresa, periodo);
  CREATE INDEX crm_clientes_hasta ON crm_clientes (empresa, hasta, periodo) WHERE hasta IS NOT NULL;
  CREATE INDEX crm_clientes_vendedor ON clientes (empresa, vendedor, fecha_registro);
  CREATE TRIGGER crm_clientes_se_queda BEFORE DELETE ON clientes
    WHEN EXISTS (SELECT 1 FROM crm_clientes WHERE empresa = OLD.empresa AND codigo = OLD.codigo)
    BEGIN SELECT RAISE(ABORT, 'Este cliente está registrado en el procedimiento de CRM y no se borra.'); END;

  CREATE TABLE crm_gestiones (${keyed}, ${registered}, ${judged}, clave_nota TEXT, clave_momento TEXT, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE INDEX crm_gestiones_nota ON crm_gestiones (empresa, clave_nota) WHERE clave_nota IS NOT NULL;
  CREATE INDEX crm_gestiones_momento ON crm_gestiones (empresa, clave_momento) WHERE clave_momento IS NOT NULL;
  CREATE INDEX crm_gestiones_periodo ON crm_gestiones (empresa, periodo);
  CREATE INDEX crm_gestiones_hasta ON crm_gestiones (empresa, hasta, periodo) WHERE hasta IS NOT NULL;
  CREATE INDEX crm_gestiones_cliente ON gestiones (empresa, cliente);
  CREATE TRIGGER crm_gestiones_se_queda BEFORE DELETE ON gestiones
    WHEN EXISTS (SELECT 1 FROM crm_gestiones WHERE empresa = OLD.empresa AND codigo = OLD.codigo)
    BEGIN SELECT RAISE(ABORT, 'Esta gestión está registrada en el procedimiento de CRM y no se borra.'); END;

  CREATE TABLE crm_llamadas (${keyed}, ${registered}, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE INDEX crm_llamadas_referencia ON llamadas (empresa, sobre, referencia);

  CREATE TABLE crm_seguimientos (empresa TEXT NOT NULL, codigo TEXT NOT NULL, datos TEXT NOT NULL, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;
  CREATE TABLE crm_acumulados (
    empresa TEXT NOT NULL, periodo TEXT NOT NULL, clave TEXT NOT NULL, sujeto TEXT NOT NULL, grupo TEXT, medida TEXT NOT NULL, cantidad INTEGER NOT NULL,
    PRIMARY KEY (empresa, periodo, clave, medida)
  ) WITHOUT ROWID;
  CREATE TABLE crm_periodos (empresa TEXT NOT NULL, periodo TEXT NOT NULL, politica TEXT NOT NULL, desde INTEGER NOT NULL, PRIMARY KEY (empresa, periodo)) WITHOUT ROWID;

  CREATE TABLE crm_muestras (empresa TEXT NOT NULL, periodo TEXT NOT NULL, semilla TEXT NOT NULL, sorteada_en INTEGER NOT NULL, PRIMARY KEY (empresa, periodo)) WITHOUT ROWID;
  CREATE TABLE crm_seleccionados (
    empresa TEXT NOT NULL, periodo TEXT NOT NULL, orden INTEGER NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, vendedor TEXT NOT NULL, clase TEXT NOT NULL,
    PRIMARY KEY (empresa, periodo, orden)
  ) WITHOUT ROWID;
  CREATE INDEX crm_seleccionados_referencia ON crm_seleccionados (empresa, sobre, referencia);
  CREATE TABLE crm_turnos (empresa TEXT NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, agente TEXT NOT NULL, hasta INTEGER NOT NULL, PRIMARY KEY (empresa, sobre, referencia)) WITHOUT ROWID;
  CREATE TABLE crm_reaperturas (
    id INTEGER PRIMARY KEY AUTOINCREMENT, empresa TEXT NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, en INTEGER NOT NULL, quien TEXT NOT NULL, motivo TEXT NOT NULL
  );
  CREATE INDEX crm_reaperturas_referencia ON crm_reaperturas (empresa, sobre, referencia);

  CREATE TABLE crm_central (
    empresa TEXT NOT NULL, codigo TEXT NOT NULL, vendedor TEXT NOT NULL, inicio INTEGER NOT NULL, datos TEXT NOT NULL, PRIMARY KEY (empresa, codigo)
  ) WITHOUT ROWID;
  CREATE INDEX crm_central_inicio ON crm_central (empresa, inicio);
  CREATE INDEX crm_central_vendedor ON crm_central (empresa, vendedor, inicio);
  CREATE TABLE crm_excusas (
    empresa TEXT NOT NULL, codigo TEXT NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, recibido_en INTEGER NOT NULL, datos TEXT NOT NULL,
    PRIMARY KEY (empresa, codigo)
  ) WITHOUT ROWID;
  CREATE INDEX crm_excusas_referencia ON crm_excusas (empresa, sobre, referencia);
  CREATE TABLE crm_apelaciones (
    empresa TEXT NOT NULL, codigo TEXT NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, datos TEXT NOT NULL, PRIMARY KEY (empresa, codigo)
  ) WITHOUT ROWID;
  CREATE INDEX crm_apelaciones_referencia ON crm_apelaciones (empresa, sobre, referencia);

  CREATE TABLE crm_politicas (empresa TEXT NOT NULL, codigo TEXT NOT NULL, datos TEXT NOT NULL, PRIMARY KEY (empresa, codigo)) WITHOUT ROWID;

  CREATE TABLE crm_cierres (
    empresa TEXT NOT NULL, secuencia INTEGER NOT NULL, periodo TEXT NOT NULL, huella_anterior TEXT NOT NULL, huella TEXT NOT NULL, contenido TEXT NOT NULL,
    cerrado_en INTEGER NOT NULL, cerrado_por TEXT NOT NULL, PRIMARY KEY (empresa, secuencia)
  ) WITHOUT ROWID;
  CREATE TABLE crm_periodos_reabiertos (
    id INTEGER PRIMARY KEY AUTOINCREMENT, empresa TEXT NOT NULL, periodo TEXT NOT NULL, secuencia INTEGER NOT NULL, en INTEGER NOT NULL, quien TEXT NOT NULL, motivo TEXT NOT NULL
  );
  CREATE INDEX crm_periodos_reabiertos_empresa ON crm_periodos_reabiertos (empresa);

  CREATE TABLE crm_eventos (
    posicion INTEGER PRIMARY KEY AUTOINCREMENT, empresa TEXT NOT NULL, clave TEXT NOT NULL, tipo TEXT NOT NULL, en INTEGER NOT NULL, datos TEXT,
    UNIQUE (empresa, clave)
  );
  CREATE INDEX crm_eventos_posicion ON crm_eventos (empresa, posicion);

  CREATE TABLE crm_auditoria (
    empresa TEXT NOT NULL, secuencia INTEGER NOT NULL, asiento TEXT NOT NULL, PRIMARY KEY (empresa, secuencia)
  ) WITHOUT ROWID;
  CREATE TABLE crm_versiones (
    empresa TEXT NOT NULL, sobre TEXT NOT NULL, referencia TEXT NOT NULL, revision INTEGER NOT NULL, asiento INTEGER, contenido TEXT NOT NULL,
    PRIMARY KEY (empresa, sobre, referencia, revision)
  ) WITHOUT ROWID;

  CREATE TABLE crm_version (version INTEGER NOT NULL);
  INSERT INTO crm_version VALUES (${VERSION});
`

/** The expected columns, `table.column`, that the database does not have. */
const missingOf = (sql: Statements, expected: ReadonlyMap<string, ReadonlyArray<string>>): ReadonlyArray<string> =>
  [...expected].flatMap(([table, columns]) => {
    const found = new Set(sql.all("SELECT name FROM pragma_table_info(?)", table).map(({ name }) => name))
    return found.size === 0 ? [table] : columns.filter((one) => !found.has(one)).map((one) => `${table}.${one}`)
  })

/** Makes the missing side tables, all of them or none. `existing` are the needed columns, by table. */
export const make = (database: Database, existing: ReadonlyMap<string, ReadonlyArray<string>>): Effect.Effect<void, ExistingTablesMissing | DatabaseTooNew | RecordsError> =>
  Effect.flatten(database.write("open", (sql): Effect.Effect<void, ExistingTablesMissing | DatabaseTooNew> => {
    const missing = missingOf(sql, existing)
    if (missing.length > 0) return Effect.fail(new ExistingTablesMissing({ missing }))
    if (sql.first("SELECT 1 FROM sqlite_schema WHERE name = 'crm_version'") === undefined) sql.connection.exec(tables)
    const found = Number(sql.first("SELECT version FROM crm_version")?.["version"])
    return found > VERSION ? Effect.fail(new DatabaseTooNew({ found, expected: VERSION })) : Effect.void
  }))
