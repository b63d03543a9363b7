/**
 * The folder of `DATA_DIR` belongs to the server's user alone: the embedded database keeps names and phones of customers in its
 * files. It is made with mode 0700 and tightened when it is there.
 */
import * as PrivateFolder from "@crm-procedure/postgres/PrivateFolder"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** What servers have put there: a folder with anything else in it is not tightened, since another user may need to read it. */
const OWN = /^(?:pglite(?:\.lock.*|-making-.*)?|compile-cache|erasure-secret|session-secret|webhook-secret|demonstration-keys\.json|keys\.sock)$/

const spanishOf = (fault: PrivateFolder.Fault): string => {
  const { path } = fault
  switch (fault._tag) {
    case "AnothersFolder":
      return `DATA_DIR: ${path} es del usuario ${fault.owner}, se esperaba el de este proceso (${process.getuid?.()}). Cámbiele el dueño con chown -R o use otra carpeta.`
    case "WritableByAll":
      return `DATA_DIR: cualquier usuario puede escribir en ${path} (permisos ${fault.mode}), se esperaba 0700: lo que hay dentro puede no ser de este servidor. Revíselo y ejecute chmod 700 ${path}.`
    case "HoldsOtherThings":
      return `DATA_DIR: otros usuarios pueden entrar en ${path} (permisos ${fault.mode}) y contiene ${fault.name}, que no es de este servidor. Use una carpeta propia o ejecute chmod 700 ${path}.`
    case "StaysOpen":
      return `DATA_DIR: otros usuarios pueden entrar en ${path}: los permisos siguen en ${fault.mode}, se esperaba 0700. Use un sistema de archivos que distinga usuarios.`
  }
}

const faultOf = (path: string): PrivateFolder.Fault | undefined => {
  try {
    return PrivateFolder.prepare(path, (name) => OWN.test(name))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Unusable({
      es: `DATA_DIR: no se puede usar ${path} (${code ?? message}), se esperaba una carpeta que este usuario pueda leer y escribir. Revise la ruta y sus permisos.`,
      en: `DATA_DIR: ${path} can't be used (${code ?? message}), expected a folder that this user may read and write. Check the path and its permissions.`
    })
  }
}

/**
 * Makes the folder or tightens it; from here on this process makes private files only. Throws an `Unusable` for a folder that others
 * may enter and that can't be tightened.
 */
export const prepare = (path: string): void => {
  process.umask(0o077)
  const fault = faultOf(path)
  if (fault !== undefined) throw new Unusable({ es: spanishOf(fault), en: `DATA_DIR: ${PrivateFolder.messageOf(fault)}.` })
}
