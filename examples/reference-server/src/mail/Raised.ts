/** Letters that something raises during the day: escalated leads, a first contact that is about to be overdue, a paused webhook. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Escalation from "@crm-procedure/core/service/Escalation"
import type * as Subscription from "@crm-procedure/core/service/Subscription"
import type * as User from "@crm-procedure/core/service/User"
import type { Letter } from "./Letter.ts"
import * as Wording from "./Wording.ts"

type Reader = Pick<User.User, "name" | "language">

/** What the letters say of leads and people. */
export interface Known {
  readonly directory: Directory.Directory
  /** The customer of a lead; the lead's id where the dealership prefers ids. */
  readonly nameOf: (leadId: string) => string
  readonly publicUrl: string
}

const leadHref = (publicUrl: string, leadId: string): string => `${publicUrl}/#/prospecto/${encodeURIComponent(leadId)}`

/** Leads that were escalated to a person. */
export const escalated = ({ language, name }: Reader, leads: ReadonlyArray<Escalation.EscalatedLead>, { directory, nameOf, publicUrl }: Known): Letter => {
  const say = Wording.inLanguage(language)
  return {
    language,
    subject: say(`Escalados a usted: ${Wording.countText(leads.length, "lead", "leads")} sin atender`, `Escalated to you: ${Wording.countText(leads.length, "neglected lead", "neglected leads")}`),
    greeting: say(`${name}, estos leads siguen en rojo y pasaron a usted.`, `${name}, these leads are still red and were escalated to you.`),
    sections: [{
      title: say("Leads sin atender", "Neglected leads"),
      isUrgent: true,
      lines: leads.map(({ advisorId, leadId, redBusinessDays, redSince }) => ({
        text: nameOf(leadId),
        note: say(
          `asesor ${Wording.employeeName(directory, advisorId)}, en rojo desde ${redSince.slice(0, 10)}, ${Wording.countText(redBusinessDays, "día hábil", "días hábiles")}`,
          `advisor ${Wording.employeeName(directory, advisorId)}, red since ${redSince.slice(0, 10)}, ${Wording.countText(redBusinessDays, "business day", "business days")}`
        ),
        href: leadHref(publicUrl, leadId)
      }))
    }],
    action: { text: say("Ver los leads en rojo", "See the red leads"), href: `${publicUrl}/#/leads?color=red` },
    footer: say(
      "Lo recibe cuando un lead se escala a usted, por el control R2 del procedimiento GC-PRO-05. Puede apagarlo en Mensajes.",
      "You get it when a lead is escalated to you, for control R2 of the procedure GC-PRO-05. You can turn it off in Mensajes."
    )
  }
}

/** A first contact that is due soon. */
export const contactDue = ({ language, name }: Reader, { due, leadId }: { readonly leadId: string; readonly due: Calendar.Instant }, { nameOf, publicUrl, zone }: Known & { readonly zone: Calendar.Zone }): Letter => {
  const say = Wording.inLanguage(language)
  const at = Wording.minuteText(zone, due)
  return {
    language,
    subject: say(`Primer contacto por vencer a las ${at.slice(11)}`, `First contact due at ${at.slice(11)}`),
    greeting: say(`${name}, a este lead se le debe el primer contacto antes de las ${at.slice(11)}.`, `${name}, this lead is owed its first contact before ${at.slice(11)}.`),
    sections: [{ title: say("Por contactar", "To contact"), isUrgent: true, lines: [{ text: nameOf(leadId), note: `${say("vence", "due")} ${at}`, href: leadHref(publicUrl, leadId) }] }],
    action: { text: say("Abrir el lead", "Open the lead"), href: leadHref(publicUrl, leadId) },
    footer: say(
      "Lo recibe porque pidió este aviso, una vez por lead. Puede apagarlo en Mensajes.",
      "You get it because you asked for this warning, once for each lead. You can turn it off in Mensajes."
    )
  }
}

/** A webhook that was paused. */
export const paused = ({ language, name }: Reader, { failingSince, subscriptionId }: Subscription.SubscriptionPaused): Letter => {
  const say = Wording.inLanguage(language)
  const since = failingSince.slice(0, 16).replace("T", " ")
  return {
    language,
    subject: say("Un aviso a otro sistema quedó en pausa", "A webhook to another system was paused"),
    greeting: say(`${name}, el sistema que recibe el aviso ${subscriptionId} no responde.`, `${name}, the system that gets the webhook ${subscriptionId} does not answer.`),
    sections: [{
      title: say("Aviso en pausa", "Paused webhook"),
      isUrgent: true,
      lines: [{ text: subscriptionId, note: say(`no recibe nada desde ${since}`, `gets nothing since ${since}`) }]
    }],
    footer: say(
      "Nada se pierde: cuando ese sistema responda, reanude el aviso y recibirá lo que le falta. Lo recibe porque los avisos están a cargo de la asistente CRM.",
      "Nothing is lost: when that system answers, resume the webhook and it gets what it lacks. You get this because the CRM assistant keeps the webhooks."
    )
  }
}

/** The letter that carries an invitation's link. */
export const invitation = ({ language, name }: Reader, link: string): Letter => {
  const say = Wording.inLanguage(language)
  return {
    language,
    subject: say("Su acceso al procedimiento CRM", "Your access to the CRM procedure"),
    greeting: say(`${name}, con este enlace usted crea la contraseña con la que ingresa.`, `${name}, with this link you create the password with which you sign in.`),
    sections: [],
    action: { text: say("Crear la contraseña", "Create the password"), href: link },
    footer: say("El enlace sirve una vez y vence en tres días. Si no lo esperaba, no haga nada.", "The link works once and expires in three days. If you did not expect it, do nothing.")
  }
}
