/** Words in the names of columns that say what a column holds, for names that are no known synonym: `FECHA INGRESO AL CRM`, `Nombres y apellidos del cliente`. */
import type { Name } from "../CanonicalFile.ts"

/** A column fits where its name has one of the words and none of the others. */
export interface Keywords {
  readonly field: string
  readonly words: RegExp
  readonly except?: RegExp
}

const owners: ReadonlyArray<Keywords> = [
  { field: "advisorId", words: /\b(asesor|vendedor|ejecutiv|responsable|consultor|agente|advisor|owner)/, except: /\b(correo|mail|tel|cel|cedula|codigo (de )?cliente)/ },
  { field: "branchId", words: /\b(sedes?|sucursal|punto( de)? venta|agencia|almacen|tienda|sala de ventas|branch|store)\b/ },
  { field: "brandId", words: /\b(marcas?|brand|make)\b/ }
]

/** By kind, fields in the order in which they choose. */
export const keywords: Readonly<Partial<Record<Name, ReadonlyArray<Keywords>>>> = {
  prospects: [
    ...owners,
    { field: "prospectId", words: /\b(codigo|id|no|nro|num|numero|consecutivo|radicado|folio|item|ticket|oportunidad|lead)\b/, except: /\b(document|cedula|cel|tel|identific|movil|placa|chasis|marca|sede|asesor)/ },
    { field: "createdAt", words: /\b(fecha|ingreso|creacion|registro|created|date)\b/, except: /\b(nacimiento|entrega|proxim|siguiente|seguimiento|autoriz|habeas|cierre|venta|actualiz|modific|vence|venc|ultim|factura|rne|visita|asignacion)/ },
    { field: "documentType", words: /\b(tipo|clase)( de)? (doc|docto|documento|identificacion|id)\b/ },
    { field: "documentNumber", words: /\b(cedula|documento|identificacion|cc|nit|dni)\b/, except: /\b(tipo|clase)\b/ },
    { field: "phone", words: /\b(celular(es)?|cel|movil|telefonos?|tel|whatsapp|phone|mobile)\b/, except: /\b(asesor|vendedor)\b/ },
    { field: "email", words: /\b(correo|e ?mail|mail)\b/, except: /\b(asesor|vendedor)\b/ },
    { field: "fullName", words: /\b(nombres?|apellidos?|cliente|titular|razon social|prospecto|interesado|name)\b/, except: /\b(asesor|vendedor|sede|marca|campana|formulario|codigo|no|id|tipo|estado|fecha|correo|cel|tel)\b/ },
    { field: "source", words: /\b(fuente|origen|canal|medio|entero|conocio|llego|procedencia|campana|source)\b/, except: /\b(autoriz|pago|contacto preferido)/ },
    { field: "interest", words: /\b(interes|vehiculo|modelo|motos?|carro|referencia|producto|linea|version)\b/, except: /\b(nivel|tasa|fecha)\b/ },
    { field: "consentAt", words: /\b(autoriz\w*|habeas|consent\w*|tratamiento)\b/, except: /\b(canal|finalidad|medio)\b/ },
    { field: "stage", words: /\b(etapa|estado|estatus|fase|status)\b/, except: /\b(civil)\b/ }
  ],
  activities: [
    ...owners.slice(0, 1),
    { field: "prospectId", words: /\b(prospecto|lead|oportunidad|radicado|(codigo|id|no|nro|num|numero) (de(l)? )?(cliente|negocio))\b/, except: /\b(nombre|fecha|estado|tel|cel)\b/ },
    { field: "prospectId", words: /\b(cliente)\b/, except: /\b(nombre|fecha|estado|tel|cel)\b/ },
    { field: "activityId", words: /\b(codigo|id|no|nro|num|numero|consecutivo|item)\b/, except: /\b(prospecto|cliente|document|cedula|cel|tel|lead|oportunidad|asesor)/ },
    { field: "type", words: /\b(tipo|medio|canal|actividad|gestion|accion|contacto)\b/, except: /\b(fecha|proxim\w*|siguiente|resultado|estado|document|cliente|hora|nombre|observ\w*)/ },
    { field: "performedAt", words: /\b(fecha|realizad[ao]|ejecutad[ao]|date)\b/, except: /\b(proxim\w*|siguiente|program\w*|planead\w*|agend\w*|nacimiento|entrega|registro|creacion|compromiso|ingreso)/ },
    { field: "nextActionAt", words: /\b(proxim[ao]|siguiente|compromiso|volver)\b/ },
    { field: "plannedFor", words: /\b(program\w*|planead\w*|agend\w*)\b/ },
    { field: "outcome", words: /\b(resultado|respuesta|efectividad)\b/ },
    { field: "note", words: /\b(notas?|observaci\w*|coment\w*|descrip\w*|detalle|que se hablo)\b/ }
  ],
  goals: [
    ...owners,
    { field: "period", words: /\b(mes|periodo|month)\b/ },
    { field: "prospects", words: /\b(prospect\w*|leads?)\b/, except: /\b(actividad\w*|seguimiento\w*|gestion\w*)\b/ },
    { field: "activities", words: /\b(actividad\w*|seguimiento\w*|gestion\w*|activit\w*)\b/ }
  ],
  employees: [
    { field: "name", words: /\b(nombres?|asesor|vendedor|empleado|funcionario|name)\b/, except: /\b(codigo|id|no|correo|tel|cel|cedula|sede|fecha)\b/ },
    { field: "branchId", words: owners[1]!.words },
    { field: "role", words: /\b(cargo|rol|perfil|puesto)\b/ },
    { field: "phone", words: /\b(celular|cel|movil|telefono|tel)\b/ },
    { field: "email", words: /\b(correo|e ?mail)\b/ },
    { field: "documentNumber", words: /\b(cedula|documento|identificacion)\b/ },
    { field: "activeFrom", words: /\b(ingreso|vinculacion|contratacion|desde)\b/ },
    { field: "activeTo", words: /\b(retiro|hasta)\b/ }
  ]
}
