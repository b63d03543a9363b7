/** The week's letter to those who direct: the *Reporte de cumplimiento CRM* in a few lines, with its workbook attached. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as ComplianceReport from "@crm-procedure/core/results/ComplianceReport"
import type * as User from "@crm-procedure/core/service/User"
import type { Letter, Line } from "./Letter.ts"
import * as Wording from "./Wording.ts"

export interface Told {
  readonly report: ComplianceReport.ComplianceReport
  readonly directory: Directory.Directory
  /** The compliance that the letter before told of the same month. */
  readonly before: number | undefined
}

/** How many advisors are listed: those with the lowest compliance. */
const LISTED = 8

const obligationsText = (language: Wording.Language, { late, met, missed, upcoming }: ComplianceReport.Compliance): string => {
  const say = Wording.inLanguage(language)
  return [
    Wording.countText(met, say("cumplida", "met"), say("cumplidas", "met")),
    Wording.countText(late, say("tardía", "late"), say("tardías", "late")),
    Wording.countText(missed, say("incumplida", "missed"), say("incumplidas", "missed")),
    say(`${upcoming} por vencer`, `${upcoming} upcoming`)
  ].join(" · ")
}

const complianceText = (language: Wording.Language, { color, percent }: ComplianceReport.Compliance): string =>
  percent === null ? Wording.percentText(language, null) : `${Wording.percentText(language, percent)} ${Wording.colorText(language, color)}`

/** The letter of a report. */
export const letterOf = ({ language, name }: Pick<User.User, "name" | "language">, { before, directory, report }: Told, { period, publicUrl }: { readonly period: Calendar.Period; readonly publicUrl: string }): Letter => {
  const say = Wording.inLanguage(language)
  const company = report.company()
  const change = company.percent === null || before === undefined ? undefined : Math.round((company.percent - before) * 10) / 10
  const points = change === undefined ? "" : ` · ${change === 0 ? say("sin cambio en la semana", "no change in the week") : `${change > 0 ? "+" : "−"}${Wording.decimalText(language, Math.abs(change))} ${say("puntos en la semana", "points in the week")}`}`
  const advisors = report.by("advisor").filter(({ compliance }) => compliance.percent !== null).toSorted((one, other) => one.compliance.percent! - other.compliance.percent!)
  const form = `${publicUrl}/#/formularios?mes=${period}`
  const advisorLine = ({ compliance, id }: typeof advisors[number]): Line => ({
    text: `${Wording.employeeName(directory, id)}: ${complianceText(language, compliance)}`,
    note: obligationsText(language, compliance)
  })
  const left = advisors.length - LISTED
  return {
    language,
    subject: say(`Reporte de cumplimiento CRM, ${period}`, `CRM compliance report, ${period}`),
    greeting: say(`Buenos días, ${name}. Este es el reporte de cumplimiento de ${period} hasta hoy.`, `Good morning, ${name}. This is the compliance report of ${period} until today.`),
    sections: [
      {
        title: say("Cumplimiento", "Compliance"),
        lines: [
          { text: complianceText(language, company), note: `${obligationsText(language, company)}${points}` },
          {
            text: Wording.countText(report.neglected.length, say("lead desatendido", "neglected lead"), say("leads desatendidos", "neglected leads")),
            href: `${publicUrl}/#/leads?color=red`
          },
          ...(company.lostWithoutContact === 0 ? [] : [{ text: Wording.countText(company.lostWithoutContact, say("lead perdido sin contacto", "lead lost without contact"), say("leads perdidos sin contacto", "leads lost without contact")) }]),
          ...(company.medianMinutes === null ? [] : [{ text: say(`Primer contacto: ${company.medianMinutes} minutos hábiles en la mediana`, `First contact: ${company.medianMinutes} business minutes in the median`) }])
        ]
      },
      ...(advisors.length === 0 ? [] : [{
        title: say("Por asesor, el menor cumplimiento primero", "By advisor, the lowest compliance first"),
        lines: advisors.slice(0, LISTED).map(advisorLine),
        ...(left > 0 ? { rest: { text: say(`Y ${left} más`, `And ${left} more`), href: form } } : {})
      }])
    ],
    action: { text: say("Abrir el reporte", "Open the report"), href: form },
    footer: say(
      "El libro de Excel va adjunto mientras pese menos de 8 MB, y siempre está en Formularios. Lo recibe la primera mañana hábil de cada semana por el control R2 del procedimiento GC-PRO-05. Puede apagarlo en Mensajes.",
      "The workbook is attached while it has less than 8 MB, and it is always in Formularios. You get it on the first business morning of each week, for control R2 of the procedure GC-PRO-05. You can turn it off in Mensajes."
    )
  }
}
