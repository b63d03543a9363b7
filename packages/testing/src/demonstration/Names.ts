/** Names as they are written in Colombia: people with one or two given names and two surnames, firms, cities, sedes. */
import type * as Draw from "./Draw.ts"

const women = (
  "María José|Luz Marina|Ana Lucía|Paula Andrea|Diana Carolina|Claudia Patricia|Sandra Milena|Yolanda|Adriana|Natalia|Valentina|Laura Sofía|" +
  "Gloria Inés|Martha Cecilia|Carolina|Lina María|Juliana|Mónica|Ángela María|Verónica|Isabel Cristina|Daniela|Camila|Sara|Mariana|Beatriz Elena|" +
  "Olga Lucía|Rocío|Yuliana|Leidy Johana|Yésica|Catalina|Manuela|Luisa Fernanda|María Fernanda|María del Pilar|Nubia|Esperanza|Blanca Nieves|Tatiana|" +
  "Ximena|Liliana|Viviana|Marcela|Érika|Karen Dayana|Ingrid|Nohora|Amparo|Rosa Elvira|Consuelo|Alejandra|Gabriela|Salomé|Antonia|Zulma"
).split("|")

const men = (
  "Juan Carlos|José Luis|Carlos Andrés|Luis Fernando|Jorge Iván|Andrés Felipe|Juan Pablo|Óscar|Héctor Fabio|Álvaro|Germán|César Augusto|Julián|" +
  "Víctor Hugo|Iván Darío|Ramón|Nicolás|Sebastián|Santiago|Mateo|Samuel|David|Camilo|Felipe|Diego Alejandro|Edwin|Wilson|Jhon Jairo|Jhon Fredy|" +
  "Fabián|Mauricio|Hernán|Gustavo Adolfo|Rodrigo|Alfonso|Rafael|Miguel Ángel|Pedro Nel|Gonzalo|Martín|Tomás|Emilio|Jaime|Libardo|Rubén Darío|" +
  "Darío|Elkin|Yeison|Brayan Stiven|Cristian Camilo|Duván|Harold|Wilmer|Orlando|Efraín|Manuel Antonio|Simón|Joaquín|Eduardo|Leonardo"
).split("|")

const surnames = (
  "Gómez|Rodríguez|Martínez|López|González|Hernández|Sánchez|Ramírez|Pérez|Díaz|Muñoz|Rojas|Moreno|Jiménez|Vargas|Ortiz|Castro|Gutiérrez|Torres|" +
  "Álvarez|Ruiz|Suárez|Romero|Herrera|Valencia|Quintero|Osorio|Giraldo|Cardona|Ospina|Zapata|Restrepo|Londoño|Arango|Jaramillo|Mejía|Vélez|Uribe|" +
  "Henao|Marín|Salazar|Castaño|Franco|Hoyos|Montoya|Betancur|Echeverri|Cifuentes|Rincón|Pinzón|Bernal|Ávila|Cárdenas|Guerrero|Peña|Nieto|Acosta|" +
  "Fonseca|Barrera|Sierra|León|Medina|Mora|Patiño|Cortés|Parra|Contreras|Delgado|Rivera|Arias|Bohórquez|Caicedo|Angulo|Mosquera|Mina|Palacios|" +
  "Córdoba|Perea|Hurtado|Lozano|Escobar|Bonilla|Trujillo|Cabrera|Polanco|Tovar|Bautista|Ibáñez|Niño|Villamizar|Jaimes|Carvajal|Serrano|Ardila|" +
  "Barrios|Polo|De la Hoz|Pacheco|Fontalvo|Charris|Orozco|Ariza|Mercado|Cantillo|Daza|Cuello|Araújo|Pumarejo|Zuleta|Aguirre|Buitrago|Duque|Grisales|" +
  "Loaiza|Velásquez|Yepes|Tabares|Tamayo|Correa|Rendón|Gaviria|Pulgarín|Sepúlveda|Usuga|Chaverra|Guzmán|Ñáñez|Erazo|Chamorro|Burbano|Pantoja|Tulcán"
).split("|")

const firms = (
  "Transportes|Distribuidora|Ferretería|Inversiones|Constructora|Agropecuaria|Comercializadora|Logística|Panadería|Servicios Integrales|Droguería|" +
  "Mensajería|Ingeniería|Confecciones|Avícola|Floristería|Papelería|Lácteos|Maderas|Montajes"
).split("|")
const firmNames = (
  "El Arrayán|Los Guaduales|Tierra Labrada|La Quebradita|Monte Sereno|El Yarumo|Las Chilcas|Río Manso|La Cumbrera|El Frailejonal|Palo Santo|" +
  "La Espadaña|Los Sietecueros|El Guayacán Florido|Agua Bonita|La Trocha|Cerro Pelado|El Ocobo|Las Bromelias|La Manigua|El Higuerón|Los Carboneros"
).split("|")
const firmForms = ["S.A.S.", "SAS", "Ltda.", "S.A.", "y Cía. S. en C.", "E.U."]

/** Cities with the digit of their telephone numbering region (`60` + digit), and quarters that a sede is named after. */
export const cities: ReadonlyArray<{ readonly city: string; readonly region: number; readonly quarters: ReadonlyArray<string> }> = [
  { city: "Bogotá", region: 1, quarters: ["Avenida 68", "Autopista Norte", "Calle 13", "Suba", "Avenida Boyacá"] },
  { city: "Medellín", region: 4, quarters: ["Guayabal", "El Poblado", "Laureles", "San Juan"] },
  { city: "Cali", region: 2, quarters: ["Pasoancho", "Avenida Sexta", "Chipichape", "Ciudad Jardín"] },
  { city: "Barranquilla", region: 5, quarters: ["Vía 40", "Calle 30", "Murillo", "Alto Prado"] },
  { city: "Bucaramanga", region: 7, quarters: ["Cabecera", "Quebradaseca", "Cañaveral", "Girón"] },
  { city: "Pereira", region: 6, quarters: ["Avenida 30 de Agosto", "Cuba", "Dosquebradas"] },
  { city: "Ibagué", region: 8, quarters: ["Mirolindo", "Avenida Quinta", "El Salado"] },
  { city: "Cúcuta", region: 7, quarters: ["Avenida Libertadores", "La Riviera", "Atalaya"] },
  { city: "Manizales", region: 6, quarters: ["Avenida Santander", "Alta Suiza", "Villamaría"] },
  { city: "Villavicencio", region: 8, quarters: ["Avenida del Llano", "La Esperanza", "Catumare"] },
  { city: "Pasto", region: 2, quarters: ["Avenida Panamericana", "Las Cuadras", "Torobajo"] },
  { city: "Neiva", region: 8, quarters: ["La Toma", "Carrera Quinta", "Surabastos"] },
  { city: "Montería", region: 4, quarters: ["Circunvalar", "El Recreo", "La Castellana"] }
]

/** A person's full name: `Diana Carolina Peña Ospina`, `Óscar Vélez`. */
export const person = (draw: Draw.Draw): string => {
  const given = draw.pick(draw.chance(0.48) ? women : men)
  const first = draw.pick(surnames)
  return draw.chance(0.14) ? `${given} ${first}` : `${given} ${first} ${draw.pick(surnames)}`
}

/** A firm's name: `Transportes El Arrayán S.A.S.` */
export const firm = (draw: Draw.Draw): string => `${draw.pick(firms)} ${draw.pick(firmNames)} ${draw.pick(firmForms)}`

const plainLetters: Readonly<Record<string, string>> = {
  á: "a", é: "e", í: "i", ó: "o", ú: "u", ü: "u", ñ: "n", Á: "a", É: "e", Í: "i", Ó: "o", Ú: "u", Ü: "u", Ñ: "n"
}
const plainForms = new Map<string, string>()

/** A word of a name as it goes into an e-mail address: no marks, lower case, letters and digits only. */
const plain = (word: string): string => {
  let form = plainForms.get(word)
  if (form === undefined) {
    form = word.replace(/[^A-Za-z0-9]/g, (letter) => plainLetters[letter] ?? "").toLowerCase()
    plainForms.set(word, form)
  }
  return form
}

/** What stands before the `@`, from the first and the last word of a name: `diana.ospina`. */
export const mailbox = (name: string): string => {
  const first = name.indexOf(" ")
  const last = name.lastIndexOf(" ")
  return first < 0 ? plain(name) : `${plain(name.slice(0, first))}.${plain(name.slice(last + 1)) || "contacto"}`
}
