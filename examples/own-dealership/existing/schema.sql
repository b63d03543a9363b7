-- La base de datos de Motores del Otún S.A.S. como la dejó su programa de siempre (2009). Los nombres y los tipos son suyos:
-- fechas como texto local 'AAAA-MM-DD HH:MM:SS', vacíos como '', códigos cortos, y una columna para anular en vez de borrar.

CREATE TABLE sedes (
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  nombre TEXT NOT NULL,
  ciudad TEXT NOT NULL DEFAULT '',
  pbx TEXT,
  anulado TEXT NOT NULL DEFAULT 'N',
  PRIMARY KEY (empresa, codigo)
);

CREATE TABLE marcas (
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  nombre TEXT NOT NULL,
  tipo TEXT NOT NULL DEFAULT '', -- C carros, M motos
  anulado TEXT NOT NULL DEFAULT 'N',
  PRIMARY KEY (empresa, codigo)
);

-- Una fila por contrato: quien vuelve tiene otra.
CREATE TABLE vendedores (
  contrato INTEGER PRIMARY KEY AUTOINCREMENT,
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  nombre TEXT NOT NULL,
  cargo TEXT NOT NULL, -- también los hay de taller y de bodega
  sede TEXT NOT NULL DEFAULT '',
  celular TEXT NOT NULL DEFAULT '',
  correo TEXT NOT NULL DEFAULT '',
  tipo_documento TEXT NOT NULL DEFAULT '',
  documento TEXT NOT NULL DEFAULT '',
  fecha_ingreso TEXT NOT NULL, -- AAAA-MM-DD
  fecha_retiro TEXT NOT NULL DEFAULT '',
  comision REAL NOT NULL DEFAULT 0,
  anulado TEXT NOT NULL DEFAULT 'N'
);

CREATE TABLE clientes (
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  nombre TEXT NOT NULL DEFAULT '',
  tipo_documento TEXT NOT NULL DEFAULT '',
  documento TEXT NOT NULL DEFAULT '',
  celular TEXT NOT NULL DEFAULT '',
  correo TEXT NOT NULL DEFAULT '',
  medio TEXT NOT NULL DEFAULT '',
  vehiculo TEXT NOT NULL DEFAULT '',
  vendedor TEXT NOT NULL REFERENCES vendedores (codigo),
  sede TEXT NOT NULL,
  marca TEXT NOT NULL,
  fecha_registro TEXT NOT NULL,
  fecha_asignacion TEXT NOT NULL DEFAULT '',
  habeas_data TEXT NOT NULL DEFAULT '', -- cuándo autorizó el tratamiento de sus datos
  estado TEXT NOT NULL DEFAULT 'A', -- A abierto, G ganado, P perdido
  fecha_estado TEXT NOT NULL DEFAULT '',
  cupo_credito INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (empresa, codigo)
);

CREATE TABLE gestiones (
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  cliente TEXT NOT NULL,
  vendedor TEXT NOT NULL,
  tipo TEXT NOT NULL,
  estado TEXT NOT NULL DEFAULT 'P', -- P pendiente, R realizada, C cancelada
  fecha_programada TEXT NOT NULL DEFAULT '',
  fecha_realizada TEXT NOT NULL DEFAULT '',
  resultado TEXT NOT NULL DEFAULT '',
  notas TEXT NOT NULL DEFAULT '',
  proxima TEXT NOT NULL DEFAULT '',
  minutos INTEGER,
  PRIMARY KEY (empresa, codigo)
);

CREATE TABLE llamadas (
  empresa TEXT NOT NULL,
  codigo TEXT NOT NULL,
  sobre TEXT NOT NULL, -- C cliente, G gestión
  referencia TEXT NOT NULL,
  agente TEXT NOT NULL,
  fecha TEXT NOT NULL,
  resultado TEXT NOT NULL,
  comentario TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (empresa, codigo)
);

CREATE TABLE metas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  empresa TEXT NOT NULL,
  anio INTEGER NOT NULL,
  mes INTEGER NOT NULL,
  vendedor TEXT NOT NULL,
  sede TEXT NOT NULL,
  marca TEXT NOT NULL,
  clientes INTEGER NOT NULL DEFAULT 0,
  gestiones INTEGER NOT NULL DEFAULT 0
);
