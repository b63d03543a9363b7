/** The columns of the exports that dealerships bring most, in English and Spanish. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as ColumnMapping from "../ColumnMapping.ts"

export type Name =
  | "meta-lead-ads"
  | "google-lead-forms"
  | "hubspot"
  | "salesforce-report"
  | "zoho"
  | "pipedrive"
  | "odoo"
  | "excel-es"
  | "meta-webhook"
  | "google-webhook"

/** Where a field comes from: the first of `columns` that is not empty, else the parts in `concat` joined. */
export interface FieldColumns extends Pick<ColumnMapping.Expression, "date" | "split" | "strip" | "translate"> {
  readonly columns: ReadonlyArray<string>
  readonly concat?: ReadonlyArray<ReadonlyArray<string>>
  /** Without any of them, the instant when the lead came. */
  readonly orReceived?: true
}

/** An export. It is recognised where each list of `signs` has one of its columns. */
export interface Export {
  readonly name: Name
  readonly title: Bilingual
  readonly signs: ReadonlyArray<ReadonlyArray<string>>
  readonly json?: ColumnMapping.Source["json"]
  /** The source of its prospects, where a row names none. */
  readonly source?: string
  readonly fields: Readonly<Record<string, FieldColumns>>
}

/** What people call the sources of the procedure. */
export const sourceWords: Readonly<Record<string, string>> = {
  Facebook: "social", Instagram: "social", Meta: "social", TikTok: "social", "Redes sociales": "social", "Social media": "social", Facebook_Ads: "social",
  "Página web": "web", "Pagina": "web", "Sitio web": "web", Web: "web", Website: "web", Google: "web", "Google Ads": "web", "Google AdWords": "web", "Organic search": "web", "Paid search": "web",
  Vitrina: "walk-in", Sala: "walk-in", "Sala de ventas": "walk-in", Presencial: "walk-in", "Walk in": "walk-in",
  Llamada: "phone-lead", Teléfono: "phone-lead", "Llamada entrante": "phone-lead", "Phone inquiry": "phone-lead", "Phone call": "phone-lead",
  Referido: "referral", Referidos: "referral", Referral: "referral", "Customer referral": "referral", "Employee referral": "referral", "External referral": "referral",
  Evento: "event", Feria: "event", "Trade show": "event", Volanteo: "street", Calle: "street", "Base de datos": "customer-base", "Marca": "brand-crm"
}

const source = (...columns: ReadonlyArray<string>): FieldColumns => ({ columns, translate: sourceWords })
const person = (first: ReadonlyArray<string>, last: ReadonlyArray<string>, ...whole: ReadonlyArray<string>): FieldColumns => ({ columns: whole, concat: [first, last] })
const phone = (...columns: ReadonlyArray<string>): FieldColumns => ({ columns, strip: { prefix: ["p:", "tel:"] } })

const meta = (name: string): string => `field_data[name=${name}].values[0]`
const google = (id: string): string => `user_column_data[column_id=${id}].string_value`

export const exports: Readonly<Record<Name, Export>> = {
  "meta-lead-ads": {
    name: "meta-lead-ads",
    title: { es: "Meta Lead Ads (Facebook e Instagram)", en: "Meta Lead Ads (Facebook and Instagram)" },
    signs: [["id"], ["created_time"], ["form_id", "form_name", "campaign_name", "ad_id"], ["platform", "is_organic", "adset_name"]],
    source: "social",
    fields: {
      prospectId: { columns: ["id"], strip: { prefix: "l:" } },
      createdAt: { columns: ["created_time"] },
      fullName: person(["first_name", "nombre"], ["last_name", "apellido", "apellidos"], "full_name", "nombre_completo", "full name"),
      phone: phone("phone_number", "phone", "número_de_teléfono", "teléfono", "celular"),
      email: { columns: ["email", "correo_electrónico", "correo electrónico", "correo"] },
      documentNumber: { columns: ["national_id_number", "cédula", "número_de_documento", "documento"] },
      interest: { columns: ["¿qué_moto_te_interesa?", "¿qué_vehículo_te_interesa?", "¿qué_modelo_te_interesa?", "modelo", "vehicle", "form_name"] }
    }
  },
  "google-lead-forms": {
    name: "google-lead-forms",
    title: { es: "Formularios de clientes potenciales de Google Ads", en: "Google Ads lead forms" },
    signs: [["lead id", "lead_id", "id de cliente potencial", "google lead id"], ["lead submit time", "lead_submit_time", "hora de envío del cliente potencial", "submission time", "hora de envío"]],
    source: "web",
    fields: {
      prospectId: { columns: ["lead id", "lead_id", "google lead id", "id de cliente potencial"] },
      createdAt: { columns: ["lead submit time", "lead_submit_time", "submission time", "hora de envío del cliente potencial", "hora de envío"] },
      fullName: person(["first name", "nombre"], ["last name", "apellido", "apellidos"], "full name", "full_name", "nombre completo"),
      phone: phone("phone number", "user phone", "phone_number", "phone", "número de teléfono", "teléfono"),
      email: { columns: ["user email", "email", "correo electrónico", "correo"] },
      interest: { columns: ["vehicle model", "modelo de vehículo", "modelo", "campaign name", "nombre de la campaña", "campaign"] }
    }
  },
  hubspot: {
    name: "hubspot",
    title: { es: "HubSpot, contactos", en: "HubSpot contacts" },
    signs: [["record id", "id de registro", "record id - contact"], ["create date", "fecha de creación"], ["contact owner", "propietario del contacto", "lifecycle stage", "etapa del ciclo de vida"]],
    source: "web",
    fields: {
      prospectId: { columns: ["record id", "record id - contact", "id de registro"] },
      createdAt: { columns: ["create date", "fecha de creación"] },
      advisorId: { columns: ["contact owner", "propietario del contacto"] },
      fullName: person(["first name", "nombre"], ["last name", "apellidos", "apellido"], "full name", "nombre completo"),
      phone: phone("mobile phone number", "phone number", "número de teléfono móvil", "número de móvil", "número de teléfono", "phone"),
      email: { columns: ["email", "correo", "correo electrónico"], split: ";" },
      source: source("original source", "original traffic source", "latest source", "fuente original", "fuente de tráfico original"),
      interest: { columns: ["model of interest", "modelo de interés", "vehicle of interest", "vehículo de interés", "modelo", "interés"] },
      branchId: { columns: ["sede", "branch"] },
      brandId: { columns: ["marca", "brand"] }
    }
  },
  "salesforce-report": {
    name: "salesforce-report",
    title: { es: "Salesforce, informe de candidatos", en: "Salesforce lead report" },
    signs: [["lead id", "id. de candidato", "id de candidato", "lead id (18)"], ["lead owner", "propietario de candidato", "propietario del candidato"], ["create date", "created date", "fecha de creación"]],
    source: "brand-crm",
    fields: {
      prospectId: { columns: ["lead id", "lead id (18)", "id. de candidato", "id de candidato"] },
      createdAt: { columns: ["created date", "create date", "fecha de creación"] },
      advisorId: { columns: ["lead owner", "propietario de candidato", "propietario del candidato"] },
      fullName: person(["first name", "nombre"], ["last name", "apellidos", "apellido"], "full name", "name", "nombre completo"),
      phone: phone("mobile", "phone", "móvil", "teléfono móvil", "teléfono"),
      email: { columns: ["email", "correo electrónico", "correo"] },
      source: source("lead source", "origen de candidato", "origen del candidato"),
      interest: { columns: ["product interest", "producto de interés", "model", "modelo", "vehículo de interés"] },
      branchId: { columns: ["dealer", "branch", "sede", "concesionario"] },
      brandId: { columns: ["brand", "marca"] }
    }
  },
  zoho: {
    name: "zoho",
    title: { es: "Zoho CRM, posibles clientes", en: "Zoho CRM leads" },
    signs: [["record id", "lead id", "id de registro", "id de posible cliente"], ["lead owner", "lead owner name", "propietario de posible cliente", "propietario del posible cliente"], ["created time", "hora de creación"]],
    source: "web",
    fields: {
      prospectId: { columns: ["record id", "lead id", "id de registro", "id de posible cliente"], strip: { prefix: "zcrm_" } },
      createdAt: { columns: ["created time", "hora de creación"] },
      advisorId: { columns: ["lead owner", "lead owner name", "propietario de posible cliente", "propietario del posible cliente"] },
      fullName: person(["first name", "nombre"], ["last name", "apellidos", "apellido"], "full name", "lead name", "nombre completo", "nombre de posible cliente"),
      phone: phone("mobile", "phone", "móvil", "teléfono"),
      email: { columns: ["email", "correo electrónico", "correo"] },
      source: source("lead source", "fuente de posible cliente", "fuente de posibles clientes"),
      interest: { columns: ["model", "modelo", "vehicle", "vehículo", "product", "producto"] },
      branchId: { columns: ["branch", "sede"] },
      brandId: { columns: ["brand", "marca"] }
    }
  },
  pipedrive: {
    name: "pipedrive",
    title: { es: "Pipedrive, tratos o prospectos", en: "Pipedrive deals or leads" },
    signs: [["deal - id", "lead - id", "trato - id", "prospecto - id"], ["deal - deal created", "deal - deal created on", "lead - lead created", "lead - created", "trato - trato creado", "prospecto - prospecto creado"]],
    source: "web",
    fields: {
      prospectId: { columns: ["lead - id", "deal - id", "prospecto - id", "trato - id"] },
      createdAt: { columns: ["lead - lead created", "lead - created", "deal - deal created", "deal - deal created on", "prospecto - prospecto creado", "trato - trato creado"] },
      advisorId: { columns: ["lead - owner", "deal - owner", "prospecto - propietario", "trato - propietario"] },
      fullName: {
        columns: ["person - name", "lead - contact person", "deal - contact person", "persona - nombre", "prospecto - persona de contacto", "trato - persona de contacto"]
      },
      phone: { ...phone("person - phone - mobile", "person - phone - work", "person - phone", "persona - teléfono - móvil", "persona - teléfono - trabajo", "persona - teléfono"), split: "," },
      email: { columns: ["person - email - work", "person - email - home", "person - email", "persona - correo electrónico - trabajo", "persona - correo electrónico"], split: "," },
      source: source("lead - source", "deal - source", "deal - source channel", "lead - source channel", "trato - fuente", "prospecto - fuente"),
      interest: { columns: ["lead - title", "deal - title", "prospecto - título", "trato - título"] },
      branchId: { columns: ["deal - sede", "lead - sede", "trato - sede", "prospecto - sede"] },
      brandId: { columns: ["deal - marca", "lead - marca", "trato - marca", "prospecto - marca"] }
    }
  },
  odoo: {
    name: "odoo",
    title: { es: "Odoo CRM, iniciativas", en: "Odoo CRM leads" },
    signs: [["external id", "id externo", "id"], ["contact name", "nombre de contacto", "nombre del contacto", "contact_name"], ["created on", "creado el", "create_date"], ["salesperson", "comercial", "vendedor", "user_id"]],
    source: "web",
    fields: {
      prospectId: { columns: ["external id", "id externo", "id"] },
      createdAt: { columns: ["created on", "creado el", "create_date"] },
      advisorId: { columns: ["salesperson", "comercial", "vendedor", "user_id"] },
      fullName: { columns: ["contact name", "nombre de contacto", "nombre del contacto", "contact_name"] },
      phone: phone("mobile", "phone", "móvil", "teléfono", "phone_mobile_search"),
      email: { columns: ["email", "correo electrónico", "email_from"] },
      source: source("source", "fuente", "origen", "source_id"),
      interest: { columns: ["opportunity", "oportunidad", "name", "nombre"] },
      branchId: { columns: ["sales team", "equipo de ventas", "team_id"] },
      brandId: { columns: ["brand", "marca"] }
    }
  },
  "excel-es": {
    name: "excel-es",
    title: { es: "Excel de prospectos", en: "Excel list of prospects" },
    signs: [["código", "codigo prospecto", "id", "no.", "nro", "número", "consecutivo"], ["fecha", "fecha de ingreso", "fecha registro", "fecha de registro", "fecha creación"], ["cliente", "nombre", "nombre completo", "nombre del cliente", "prospecto", "nombres"]],
    fields: {
      prospectId: { columns: ["código", "codigo prospecto", "código del prospecto", "id prospecto", "id", "consecutivo", "no.", "nro", "número"] },
      createdAt: { columns: ["fecha", "fecha de ingreso", "fecha registro", "fecha de registro", "fecha creación", "fecha de creación"] },
      advisorId: { columns: ["asesor", "vendedor", "asesor comercial", "ejecutivo", "responsable"] },
      branchId: { columns: ["sede", "sucursal", "punto de venta", "agencia", "almacén"] },
      brandId: { columns: ["marca"] },
      fullName: person(["nombre", "nombres"], ["apellido", "apellidos"], "cliente", "nombre completo", "nombre del cliente", "nombre y apellido", "prospecto"),
      documentType: { columns: ["tipo de documento", "tipo documento", "tipo doc"] },
      documentNumber: { columns: ["cédula", "documento", "número de documento", "no. documento", "identificación", "cc"] },
      phone: phone("celular", "móvil", "teléfono celular", "teléfono", "tel", "whatsapp", "contacto"),
      email: { columns: ["correo", "correo electrónico", "e-mail", "email", "mail"] },
      source: source("origen", "fuente", "medio", "canal", "cómo nos conoció"),
      interest: { columns: ["moto", "vehículo", "modelo", "referencia", "interés", "moto de interés", "vehículo de interés", "producto", "carro"] },
      consentAt: { columns: ["autorización", "fecha autorización", "fecha de autorización", "habeas data"] }
    }
  },
  "meta-webhook": {
    name: "meta-webhook",
    title: { es: "Meta, cliente potencial por webhook", en: "Meta lead by webhook" },
    signs: [],
    json: {},
    source: "social",
    fields: {
      prospectId: { columns: ["id", "leadgen_id"] },
      createdAt: { columns: ["created_time"], date: "unix-seconds", orReceived: true },
      fullName: person([meta("first_name"), meta("nombre")], [meta("last_name"), meta("apellidos")], meta("full_name"), meta("nombre_completo")),
      phone: phone(meta("phone_number"), meta("número_de_teléfono"), meta("celular")),
      email: { columns: [meta("email"), meta("correo_electrónico")] },
      interest: { columns: [meta("¿qué_moto_te_interesa?"), meta("¿qué_vehículo_te_interesa?"), meta("modelo"), "form_name"] }
    }
  },
  "google-webhook": {
    name: "google-webhook",
    title: { es: "Google Ads, cliente potencial por webhook", en: "Google Ads lead by webhook" },
    signs: [],
    json: {},
    source: "web",
    fields: {
      prospectId: { columns: ["lead_id"] },
      createdAt: { columns: ["lead_submit_time"], orReceived: true },
      fullName: person([google("FIRST_NAME")], [google("LAST_NAME")], google("FULL_NAME")),
      phone: phone(google("PHONE_NUMBER"), google("WORK_PHONE")),
      email: { columns: [google("EMAIL"), google("WORK_EMAIL")] },
      interest: { columns: [google("VEHICLE_MODEL"), google("VEHICLE_TYPE"), google("PRODUCT"), google("SERVICE")] }
    }
  }
}
