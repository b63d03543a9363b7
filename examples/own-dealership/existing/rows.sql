-- Lo que ya había en la base de la empresa 01 antes de que llegara crm-procedure. Las personas son inventadas.

INSERT INTO sedes (empresa, codigo, nombre, ciudad, pbx, anulado) VALUES
  ('01', 'PEI', 'Pereira Centro', 'Pereira', '606 335 0000', 'N'),
  ('01', 'DQS', 'Dosquebradas', 'Dosquebradas', NULL, 'N'),
  ('01', 'CTG', 'Cartago', 'Cartago', NULL, 'S'); -- se cerró en 2019

INSERT INTO marcas (empresa, codigo, nombre, tipo) VALUES
  ('01', 'COLIBRI', 'Motos Colibrí', 'M'),
  ('01', 'CONDOR', 'Autos Cóndor', 'C');

INSERT INTO vendedores (empresa, codigo, nombre, cargo, sede, celular, correo, fecha_ingreso, fecha_retiro, comision) VALUES
  ('01', 'V07', 'Marcela Ríos', 'ASESOR', 'PEI', '314 620 1188', 'marcela.rios@motoresdelotun.example', '2016-02-01', '', 1.5),
  ('01', 'V12', 'Jhon Jairo Betancur', 'ASESOR', 'DQS', '', '', '2021-07-15', '', 1.25),
  ('01', 'V03', 'Óscar Villa', 'ASESOR', 'PEI', '', '', '2012-05-02', '2019-12-31', 1.5),
  ('01', 'T02', 'Wilmar Henao', 'MECANICO', 'PEI', '', '', '2018-03-01', '', 0),
  ('01', 'C01', 'Luisa Gallego', 'ASISTENTE CRM', '', '', '', '2020-01-13', '', 0),
  ('01', 'C02', 'Andrés Cano', 'AGENTE CRM', '', '', '', '2022-09-01', '', 0);

INSERT INTO clientes (empresa, codigo, nombre, celular, correo, medio, vehiculo, vendedor, sede, marca, fecha_registro, fecha_asignacion, habeas_data, estado, fecha_estado, cupo_credito) VALUES
  ('01', 'CL-0981', 'Yolanda Duque Marín', '310 455 2093', '', 'WEB', 'Colibrí 125 (A2)', 'V07', 'PEI', 'COLIBRI', '2024-03-04 09:12:40', '2024-03-04 09:20:00', '2024-03-04 09:12:40', 'A', '', 6500000),
  ('01', 'CL-0982', 'Hernán Ocampo Toro', '3206671204', 'hocampo@correo.example', 'VITRINA', 'Cóndor sedán', 'V12', 'DQS', 'CONDOR', '2024-03-04 15:30:00', '', '2024-03-04 15:31:00', 'A', '', 0),
  ('01', 'CL-0983', 'Prueba Prueba', '3000000000', '', 'VITRINA', 'Colibrí 150 (A2)', 'V12', 'DQS', 'COLIBRI', '2024-03-04 18:02:11', '', '', 'A', '', 0),
  ('01', 'CL-0412', 'Sin Fecha Registrada', '3114440099', '', '', '', 'V03', 'PEI', 'COLIBRI', '0000-00-00 00:00:00', '', '', 'A', '', 0);

INSERT INTO gestiones (empresa, codigo, cliente, vendedor, tipo, estado, fecha_programada, fecha_realizada, resultado, notas, proxima, minutos) VALUES
  ('01', 'GE-5501', 'CL-0981', 'V07', 'LLAMADA', 'R', '', '2024-03-04 10:05:00', 'INTERESADO', 'Pregunta por la cuota inicial y el SOAT', '2024-03-06 10:00:00', 4),
  ('01', 'GE-5502', 'CL-0982', 'V12', 'VISITA', 'P', '2024-03-07 16:00:00', '', '', '', '', NULL);

INSERT INTO metas (empresa, anio, mes, vendedor, sede, marca, clientes, gestiones) VALUES
  ('01', 2024, 3, 'V07', 'PEI', 'COLIBRI', 2, 2),
  ('01', 2024, 3, 'V12', 'DQS', 'COLIBRI', 2, 1),
  ('01', 2024, 3, 'V12', 'DQS', 'CONDOR', 1, 1);
