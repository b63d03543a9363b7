/** The dealership's own rule over its own tables: from a row of the old program to the form that the manager reads. */
import { describe, it } from "vitest"
import * as Week from "../src/Week.ts"
import { activityRegistered, cellOf, formLine, formRow, indicatorOf, programWrites, prospectRegistered, story, takenUp, verdictOf } from "./Story.ts"

/** A lead of Colibrí that the old program writes down: without the licence category, unless `vehicle` has it. */
const newLead = (when: string, id: string, phone: string, vehicle: string) =>
  programWrites(when, `INSERT INTO clientes (empresa, codigo, nombre, celular, medio, vehiculo, vendedor, sede, marca, fecha_registro, habeas_data)
    VALUES ('01', '${id}', 'Sandra Milena Cardona', '${phone}', 'FERIA', '${vehicle}', 'V12', 'DQS', 'COLIBRI', '${when}', '${when}')`)

describe("a lead of the motorcycle brand", () => {
  it("counts once its licence category is written down, in the old program or through the service", () =>
    story(
      newLead("2024-03-07 10:15:00", "CL-0986", "3127780041", "Colibrí 125"),
      takenUp("2024-03-07 19:00"),
      verdictOf("CL-0986", "invalid", "licence-category-missing"),
      indicatorOf("V12", "COLIBRI", "prospecting", 0, 2, "red"),
      formLine("GC-FOR-06", "CL-0986", "invalid", "Sin categoría de licencia"),
      formRow("GC-FOR-06", "Jhon Jairo Betancur", 1, 3, "red"),

      programWrites("2024-03-08 09:00", "UPDATE clientes SET vehiculo = 'Colibrí 125 (A2)' WHERE codigo = 'CL-0986'"),
      takenUp("2024-03-08 19:00"),
      verdictOf("CL-0986", "valid"),
      indicatorOf("V12", "COLIBRI", "prospecting", 1, 2, "red"),
      formLine("GC-FOR-06", "CL-0986", "valid"),
      formRow("GC-FOR-06", "Jhon Jairo Betancur", 2, 3, "red"),

      prospectRegistered("2024-03-09 11:00", {
        prospectId: "CL-0990", createdAt: Week.at("2024-03-09 10:40"), advisorId: "V12", branchId: "DQS", brandId: "COLIBRI", fullName: "Diego Alzate Mejía",
        phone: "301 774 0912", source: "web", interest: "Colibrí 150 A1", consentAt: Week.at("2024-03-09 10:40"), stage: "open"
      }),
      verdictOf("CL-0990", "valid"),
      indicatorOf("V12", "COLIBRI", "prospecting", 2, 2, "green"),
      formRow("GC-FOR-06", "Jhon Jairo Betancur", 3, 3, "green"),
      cellOf("clientes", "CL-0990", "vehiculo", "Colibrí 150 A1"),
      cellOf("clientes", "CL-0990", "medio", "WEB")
    ))

  it("needs no licence category at another brand", () =>
    story(
      takenUp("2024-03-04 20:00"),
      verdictOf("CL-0982", "valid"),
      cellOf("clientes", "CL-0982", "vehiculo", "Cóndor sedán"),
      formLine("GC-FOR-06", "CL-0982", "valid")
    ))

  it("decides about its activities: they count when it counts", () =>
    story(
      newLead("2024-03-07 10:15:00", "CL-0986", "3127780041", "Colibrí 125"),
      takenUp("2024-03-07 19:00"),
      activityRegistered("2024-03-08 19:00", {
        activityId: "GE-5506", prospectId: "CL-0986", advisorId: "V12", type: "call", status: "performed", direction: "outbound", performedAt: Week.at("2024-03-08 09:00"),
        durationSeconds: 180, outcome: "interested", note: "Pide cotización de la moto con SOAT incluido"
      }),
      verdictOf("GE-5506", "invalid", "prospect-invalid"),
      indicatorOf("V12", "COLIBRI", "followUp", 0, 1, "red"),
      formLine("GC-FOR-05", "GE-5506", "invalid", "Prospecto no válido"),

      programWrites("2024-03-09 09:00", "UPDATE clientes SET vehiculo = 'Colibrí 125 (A2)' WHERE codigo = 'CL-0986'"),
      takenUp("2024-03-09 19:00"),
      verdictOf("GE-5506", "valid"),
      indicatorOf("V12", "COLIBRI", "followUp", 1, 1, "green"),
      formLine("GC-FOR-05", "GE-5506", "valid")
    ))
})

describe("the dealership's own thresholds", () => {
  it("colour yellow from three quarters of the goal, where the procedure's assumption is four fifths", () =>
    story(
      programWrites("2024-03-04 19:00", "UPDATE metas SET clientes = 4 WHERE vendedor = 'V12' AND marca = 'COLIBRI'"),
      newLead("2024-03-05 10:00:00", "CL-0987", "3127780041", "Colibrí 125 (A2)"),
      newLead("2024-03-06 10:00:00", "CL-0988", "3127780042", "Colibrí 125 (A2)"),
      takenUp("2024-03-06 19:00"),
      indicatorOf("V12", "COLIBRI", "prospecting", 2, 4, "red"),
      newLead("2024-03-07 10:00:00", "CL-0989", "3127780043", "Colibrí 125 (A2)"),
      takenUp("2024-03-07 19:00"),
      indicatorOf("V12", "COLIBRI", "prospecting", 3, 4, "yellow"),
      formRow("GC-FOR-06", "Jhon Jairo Betancur", 4, 5, "yellow")
    ))
})
