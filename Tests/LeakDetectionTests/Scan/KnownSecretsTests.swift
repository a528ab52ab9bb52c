import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct KnownSecretsTests {
    private func known(_ secrets: [String]) -> KnownSecrets {
        let known = KnownSecrets()
        for (rule, secret) in secrets.enumerated() {
            secret.withBytes { known.insert($0, rule: rule, specificity: .exact) }
        }
        return known
    }

    /// Where a secret first begins, in which text of bytes, and by which rule it was found.
    private func first(_ known: KnownSecrets, _ text: String, from: Int = 0) -> String? {
        text.withBytes { bytes in
            known.first(in: bytes, range: from..<bytes.count).map { "\($0.span) \($0.rule)" }
        }
    }

    @Test func `a secret is found at every place, also at both ends`() {
        let secrets = known(["correct-horse"])
        for lead in 0..<20 {
            for tail in 0..<20 {
                let text =
                    String(repeating: ".", count: lead) + "correct-horse"
                    + String(repeating: ".", count: tail)
                #expect(first(secrets, text) == "\(lead..<(lead + 13)) 0")
            }
        }
    }

    @Test func `nothing is found where no secret stands`() {
        let secrets = known(["correct-horse"])
        for text in [
            "", "c", "correct-hors", "Correct-Horse", "correct horse", "corr" + "ect_horse",
        ] {
            #expect(first(secrets, text) == nil, "\(text)")
        }
        #expect(first(KnownSecrets(), "correct-horse") == nil)
    }

    @Test(arguments: [
        (KnownSecrets.shortest - 1, false), (KnownSecrets.shortest, true),
        (KnownSecrets.longest, true), (KnownSecrets.longest + 1, false),
    ])
    func `a secret that is too short or too long is not remembered`(length: Int, isKept: Bool) {
        let secret = String(repeating: "xy", count: length).prefix(length)
        #expect(known([String(secret)]).isEmpty != isKept)
    }

    @Test func `a search begins where it is told, and a hit may end after the range`() {
        let secrets = known(["correct-horse"])
        let text = "correct-horse correct-horse"
        #expect(first(secrets, text, from: 1) == "14..<27 0")
        #expect(first(secrets, text, from: 15) == nil)
        text.withBytes { bytes in
            #expect(secrets.first(in: bytes, range: 1..<15)?.span == 14..<27)
            #expect(secrets.first(in: bytes, range: 1..<14) == nil)
        }
    }

    @Test func `of two secrets that begin alike the longer is found`() {
        let secrets = known(["correct-horse", "correct-horse-battery", "correct-horse-b"])
        #expect(first(secrets, "a correct-horse-battery b") == "2..<23 1")
        #expect(first(secrets, "a correct-horse-bat b") == "2..<17 2")
        #expect(first(secrets, "a correct-horse b") == "2..<15 0")
    }

    @Test func `secrets across one another are found one after the other`() {
        let secrets = known(["abcdefghijklmnop", "mnopqrstuvwxyz012"])
        let text = "abcdefghijklmnopqrstuvwxyz012"
        #expect(first(secrets, text) == "0..<16 0")
        #expect(first(secrets, text, from: 1) == "12..<29 1")
    }

    @Test func `the table is bounded, and the oldest gives way`() {
        let all = (0..<(KnownSecrets.capacity + 10)).map { "secret-number-\(1000 + $0)" }
        let secrets = known(all)
        #expect(secrets.size == KnownSecrets.capacity)
        for (number, secret) in all.enumerated() {
            #expect((first(secrets, secret) != nil) == (number >= 10), "\(secret)")
        }
    }

    @Test func `a table that was filled many times over finds what a naive search finds`() {
        var generator = SeededGenerator(seed: 11)
        let secrets = KnownSecrets()
        var last: [[UInt8]] = []
        for _ in 0..<1500 {
            // Few letters, so that beginnings and hashes coincide.
            let secret = (0..<12).map { _ in UInt8.random(in: 0x61...0x63, using: &generator) }
            let isNew = !last.contains(secret)
            secret.withUnsafeBytes { secrets.insert($0, rule: 0, specificity: .exact) }
            if isNew { last = Array((last + [secret]).suffix(KnownSecrets.capacity)) }
        }
        let text = (0..<4000).map { _ in UInt8.random(in: 0x61...0x63, using: &generator) }
        let wanted = Set(last)
        let expected = (0...(text.count - 12)).filter {
            wanted.contains(Array(text[$0..<($0 + 12)]))
        }
        var found: [Int] = []
        text.withUnsafeBytes { bytes in
            var at = 0
            while let hit = secrets.first(in: bytes, range: at..<bytes.count) {
                found.append(hit.span.lowerBound)
                at = hit.span.lowerBound + 1
            }
        }
        #expect(found == expected)
        #expect(secrets.size == KnownSecrets.capacity)
    }

    @Test func `in every range of a text the first and longest secret is found`() {
        var generator = SeededGenerator(seed: 12)
        func random(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0x61...0x62, using: &generator) }
        }
        let secrets = KnownSecrets()
        var last: [(secret: [UInt8], rule: Int)] = []
        for rule in 0..<3 * KnownSecrets.capacity {
            // Half of them go on from an older one.
            let older = rule % 2 == 0 ? last.randomElement(using: &generator)?.secret ?? [] : []
            let secret = older + random(Int.random(in: 12...30, using: &generator))
            secret.withUnsafeBytes { secrets.insert($0, rule: rule, specificity: .exact) }
            if !last.contains(where: { $0.secret == secret }) {
                last = Array((last + [(secret, rule)]).suffix(KnownSecrets.capacity))
            }
        }
        var text: [UInt8] = []
        for _ in 0..<60 {
            text += random(Int.random(in: 0...40, using: &generator))
            text +=
                last.randomElement(using: &generator)?.secret.dropLast(Int.random(in: 0...1)) ?? []
        }
        let byBeginning = Dictionary(grouping: last) { Array($0.secret.prefix(12)) }
        let expected = text.indices.map { place in
            (byBeginning[Array(text[place...].prefix(12))] ?? [])
                .filter { text[place...].starts(with: $0.secret) }
                .max { $0.secret.count < $1.secret.count }
        }
        #expect(expected.contains { $0 != nil } && expected.contains { $0 == nil })
        for _ in 0..<2000 {
            let lower = Int.random(in: 0...text.count, using: &generator)
            let upper = Int.random(in: lower...min(text.count, lower + 40), using: &generator)
            let found = text.withUnsafeBytes { secrets.first(in: $0, range: lower..<upper) }
            let place = (lower..<upper).first { expected[$0] != nil }
            #expect(found?.span.lowerBound == place)
            #expect(found?.span.count == place.flatMap { expected[$0]?.secret.count })
            #expect(found?.rule == place.flatMap { expected[$0]?.rule })
        }
    }

    @Test func `it is counted how often a remembered secret occurs`() {
        let secrets = known(["correct-horse"])
        for time in 1...3 {
            let count = "correct-horse".withBytes { secrets.count($0) }
            #expect(count == time)
        }
        for other in ["battery-staple", "correct-hors", "short"] {
            let count = other.withBytes { secrets.count($0) }
            #expect(count == 0)
        }
    }

    @Test func `a secret that is remembered twice is called after the more specific rule`() {
        let secrets = KnownSecrets()
        let finds: [(rule: Int, specificity: Specificity, name: Int)] = [
            (1, .generic, 1), (2, .exact, 2), (3, .contextual, 2), (4, .exact, 2),
        ]
        for find in finds {
            "correct-horse".withBytes {
                secrets.insert($0, rule: find.rule, specificity: find.specificity)
            }
            #expect(first(secrets, "a correct-horse") == "2..<15 \(find.name)")
        }
        #expect(secrets.size == 1)
    }
}
