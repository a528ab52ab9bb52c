import KeyedHash
import LeakRules
import TestSupport
import Testing

@testable import LeakDetection

@Suite struct RedactionMarkerTests {
    @Test(arguments: [
        "[REDACTED:toy.token]", "[REDACTED:toy.token:7f3a9c01]", "[REDACTED:unscanned]",
        "[REDACTED:github.personal-access-token]", "[REDACTED:]",
    ])
    func `a marker is recognised as a whole`(marker: String) {
        #expect(marker.withBytes { RedactionMarker.end(at: 0, in: $0) } == marker.utf8.count)
        #expect(
            (marker + "x]").withBytes { RedactionMarker.end(at: 0, in: $0) } == marker.utf8.count)
        #expect(
            ("x" + marker).withBytes { RedactionMarker.end(at: 1, in: $0) } == marker.utf8.count + 1
        )
        #expect(("x" + marker).withBytes { RedactionMarker.end(at: 0, in: $0) } == nil)
    }

    @Test(arguments: [
        "", "[", "[REDACTED", "[REDACTED:", "[REDACTED:toy.token", "[redacted:toy.token]",
        "[REDACTED:toy token]", "[REDACTED:toy/token]", "[REDACTED]", "REDACTED:toy.token]",
        "[REDACTED:" + String(repeating: "a", count: 96) + "]",
    ])
    func `what is no marker is none`(text: String) {
        #expect(text.withBytes { RedactionMarker.end(at: 0, in: $0) } == nil)
    }

    @Test func `a range touches a marker when they have a byte in common`() {
        let text = "ab[REDACTED:toy.token]cd"
        let marker = 2..<22
        for lower in 0..<text.utf8.count {
            for upper in (lower + 1)...text.utf8.count {
                let touches = text.withBytes { RedactionMarker.touches(lower..<upper, in: $0) }
                #expect(touches == (lower..<upper).overlaps(marker), "\(lower)..<\(upper)")
            }
        }
    }

    @Test func `a second marker is found behind brackets that are none`() {
        let text = "[[a] [REDACTED:x y] [REDACTED:toy.token]"
        #expect(text.withBytes { RedactionMarker.touches(30..<32, in: $0) })
        #expect(!text.withBytes { RedactionMarker.touches(6..<18, in: $0) })
    }

    @Test func `what the partial style leaves is part of a marker`() {
        #expect("tok_****".withBytes { RedactionMarker.touches(0..<4, in: $0) })
        #expect(!"tok_***".withBytes { RedactionMarker.touches(0..<4, in: $0) })
        #expect(!"tok_".withBytes { RedactionMarker.touches(0..<4, in: $0) })
    }

    @Test(arguments: [RedactionStyle.label, .hash])
    func `every placeholder with a name is a marker`(style: RedactionStyle) {
        let placeholders = Placeholders(style: style, hash: .random())
        for rule in ToyRules.all.rules {
            var output: [UInt8] = []
            "tok_Ab3dEf6hIj9l".withBytes { placeholders.append($0, rule: rule.id, to: &output) }
            #expect(output.withUnsafeBytes { RedactionMarker.end(at: 0, in: $0) } == output.count)
        }
    }
}
