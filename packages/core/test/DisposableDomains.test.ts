import { assert, describe, it } from "@effect/vitest"
import { disposableEmailBlocklist } from "disposable-email-domains-js"
import released from "disposable-email-domains-js/package.json" with { type: "json" }
import * as DisposableDomains from "../src/identity/DisposableDomains.ts"
import { domainsByEnding } from "../src/identity/internal/DisposableDomainList.ts"

describe("the kept list of disposable domains", () => {
  const listed: Array<string> = []
  let ending = ""
  let name = ""
  for (const [word] of domainsByEnding.matchAll(/\.[^A-J\n]+(?=[A-J\n])|[A-J][^A-J\n]*/gu)) {
    if (word.startsWith(".")) {
      ending = word
      name = ""
    } else {
      name = name.slice(0, "ABCDEFGHIJ".indexOf(word[0]!)) + word.slice(1)
      listed.push(name + ending)
    }
  }

  it("is the list of the installed release; renew it with packages/core/scripts/DisposableDomains.ts", () => {
    assert.deepStrictEqual(listed.toSorted(), [...new Set(disposableEmailBlocklist())].sort())
    assert.include(DisposableDomains.source, `${released.name} ${released.version}`)
  })

  it("has each of its domains, once", () => {
    assert.strictEqual(new Set(listed).size, listed.length)
    // An addition that the public list has meanwhile taken in is to be struck from the additions.
    assert.deepStrictEqual(DisposableDomains.additions.filter((domain) => listed.includes(domain)), [])
    assert.strictEqual(DisposableDomains.size(), listed.length + DisposableDomains.additions.length)
    assert.isAbove(listed.length, 5000)
    for (const domain of [...listed, ...DisposableDomains.additions]) {
      assert.isTrue(DisposableDomains.has(domain), domain)
    }
  })

  it("has nothing else", () => {
    for (const domain of listed) {
      assert.isFalse(DisposableDomains.has(`${domain}.`), domain)
      assert.isFalse(DisposableDomains.has(`no-${domain}`) && !listed.includes(`no-${domain}`), domain)
    }
    assert.isFalse(DisposableDomains.has(""))
  })

  it("is data that can be looked up: lower case, ASCII, with a dot, dated and sourced", () => {
    for (const domain of [...listed, ...DisposableDomains.additions]) assert.match(domain, /^(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+$/u)
    assert.match(DisposableDomains.asOfDay, /^20\d\d-\d\d-\d\d$/u)
    assert.include(DisposableDomains.source, "CC0")
  })

  it("does not list the mail of people", () => {
    for (const domain of ["gmail.com", "hotmail.com", "outlook.com", "outlook.es", "live.com", "yahoo.com", "yahoo.es", "icloud.com", "msn.com", "une.net.co", "etb.net.co", "proton.me"]) {
      assert.isFalse(DisposableDomains.has(domain), domain)
    }
  })
})
