import { assert, describe, it } from "@effect/vitest"
import { packages } from "../Workspace.ts"

describe("the manifest", () => {
  for (const { folder, manifest } of packages()) {
    it(`of ${manifest.name} says where its source and its page are`, () => {
      const { homepage, repository } = manifest as unknown as { readonly homepage: string; readonly repository: { readonly url: string; readonly directory: string } }
      assert.strictEqual(homepage, `https://github.com/carrazos/crm-procedure/tree/main/packages/${folder}#readme`)
      assert.deepInclude(repository, { url: "git+https://github.com/carrazos/crm-procedure.git", directory: `packages/${folder}` })
    })
  }
})
