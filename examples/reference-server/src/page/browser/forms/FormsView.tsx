/** The forms of the procedure to download or print. */
import { Heading } from "../frame/Heading.tsx"
import { pathWith } from "../frame/Request.ts"
import { capitalized, periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

const forms = [
  { code: "GC-FOR-06", name: "Informe Validez de Prospectos", about: "Por asesor y sede: registrados, válidos, meta, porcentaje y color; y cada prospecto con sus motivos." },
  { code: "GC-FOR-05", name: "Informe Validez de Actividades de Seguimiento", about: "Por asesor y sede: programadas, realizadas, válidas, meta, porcentaje y color; y cada actividad." },
  { code: "GC-FOR-21", name: "Registro Semáforo de Seguimiento", about: "Los tres semáforos de cada asesor, con los del mes anterior; y cada lead con su color y su escalamiento." },
  { code: "compliance", name: "Reporte de cumplimiento CRM", about: "Qué leads se atendieron a tiempo, tarde o no se atendieron, y cuánto tardó el primer contacto." },
  { code: "controls", name: "Informe de controles", about: "Para la reunión de gerencia: asesores señalados, ráfagas, identidades reemplazadas, perdidos sin contacto, notas repetidas, llamadas fuera del registro, apelaciones y excusas, con sus registros." }
] as const

const formats = [
  { format: "xlsx", label: "Excel" },
  { format: "html", label: "Para imprimir" },
  { format: "csv", label: "CSV" }
] as const

export const FormsView = () => {
  const { asOf, period } = useSurroundings()
  return (
    <>
      <Heading eyebrow="Anexos del procedimiento">Formularios de {periodText(period)}</Heading>
      <ul class="forms">
        {forms.map(({ about, code, name }) => (
          <li key={code} class="form-card">
            <p class="form-code">{code === "compliance" || code === "controls" ? "Control" : code}</p>
            <h2>{name}</h2>
            <p>{about}</p>
            <p class="form-links">
              {formats.map(({ format, label }) => (
                <a
                  key={format}
                  class="button"
                  aria-label={`${label}: ${name}${format === "html" ? ", en otra pestaña" : ""}`}
                  href={pathWith(`/v1/forms/${code}/${period}`, { format, asOf, csvFor: format === "csv" ? "people" : undefined })}
                  {...format === "html" ? { target: "_blank", rel: "noopener" } : { download: `${code}-${period}.${format}` }}
                >
                  {label}
                </a>
              ))}
            </p>
          </li>
        ))}
        <li class="form-card">
          <p class="form-code">GC-PRO-05</p>
          <h2>Procedimiento de CRM</h2>
          <p>{capitalized("el procedimiento que rige en este mes, con las reglas, los parámetros y de dónde sale cada uno.")}</p>
          <p class="form-links">
            <a
              class="button"
              aria-label="Para imprimir: Procedimiento de CRM, en otra pestaña"
              href={pathWith("/v1/procedure/document", { period, format: "html" })}
              target="_blank"
              rel="noopener"
            >
              Para imprimir
            </a>
          </p>
        </li>
      </ul>
    </>
  )
}
