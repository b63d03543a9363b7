import { assert, describe, it } from "@effect/vitest"
import { networkOf } from "../src/access/ClientAddress.ts"
import { FailedAttempts } from "../src/access/FailedAttempts.ts"

describe("the failed attempts of an address", () => {
  it("are as many as the limit, and come back evenly over the window", () => {
    const attempts = new FailedAttempts(3, 60)
    assert.deepStrictEqual([0, 0, 0, 0].map((now) => attempts.take("a", now)), [0, 0, 0, 20_000])
    assert.strictEqual(attempts.take("b", 0), 0)
    assert.strictEqual(attempts.take("a", 19_999), 1)
    assert.strictEqual(attempts.take("a", 20_000), 0)
    assert.strictEqual(attempts.take("a", 20_000), 20_000)
  })

  it("are forgotten of the quietest address when there are too many", () => {
    const attempts = new FailedAttempts(1, 60)
    attempts.take("quiet", 0)
    attempts.take("busy", 0)
    for (let number = 0; number < 10_000; number++) {
      attempts.take(`a${number}`, 0)
      if (number === 5_000) assert.isAbove(attempts.take("busy", 0), 0)
    }
    assert.strictEqual(attempts.take("quiet", 0), 0)
    assert.isAbove(attempts.take("busy", 0), 0)
  })
})

describe("the network of an address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:DB8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2"],
    ["::1", "0:0:0:0"]
  ])("of %s is %s", (address, network) => {
    assert.strictEqual(networkOf(address), network)
  })
})
