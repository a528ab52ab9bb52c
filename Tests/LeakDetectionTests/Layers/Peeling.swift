@testable import LeakDetection

/// A text and what is left of it level by level.
struct Peeling {
    private(set) var texts: [[UInt8]]
    private(set) var levels: [Peeled] = []

    /// Peels until nothing is left to do.
    init(_ text: [UInt8], limit: Int = 12) {
        texts = [text]
        while levels.count < limit, let peeled = Self.peel(texts[levels.count]) {
            levels.append(peeled)
            texts.append(peeled.text.bytes)
        }
    }

    init(_ text: String, limit: Int = 12) { self.init(Array(text.utf8), limit: limit) }

    static func peel(_ text: [UInt8], budget: Int = 1 << 24) -> Peeled? {
        var budget = DecodeBudget(bytes: budget)
        return text.withUnsafeBytes { Peeler.peel($0, budget: &budget) }
    }

    /// The innermost text.
    var bytes: [UInt8] { texts[texts.count - 1] }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The layers of the outermost level at a part of its text.
    func layers(at part: String) -> [Layer] {
        guard let level = levels.first, let range = find(part, in: level.text.bytes) else {
            return []
        }
        return level.layers.layers(in: range)
    }

    /// The source after changes of the innermost text.
    func rewritten(_ changes: [Replacement]) -> [UInt8] {
        let changes = levels.reversed().reduce(changes) { changes, level in
            level.rewrite(changes).flatMap(\.replacements)
        }
        return apply(changes, to: texts[0])
    }

    /// The source after each occurrence of a part of the innermost text was replaced.
    func replacing(_ part: String, with replacement: String = "[REDACTED]") -> String {
        var changes: [Replacement] = []
        var start = 0
        while let found = find(part, in: bytes, from: start) {
            changes.append(Replacement(range: found, bytes: Array(replacement.utf8)))
            start = found.upperBound
        }
        return String(decoding: rewritten(changes), as: UTF8.self)
    }
}

/// A text with changes, which must be in order.
func apply(_ changes: [Replacement], to text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var at = 0
    for change in changes {
        precondition(change.range.lowerBound >= at, "out of order: \(change.range) after \(at)")
        result += text[at..<change.range.lowerBound] + change.text.bytes()
        at = change.range.upperBound
    }
    return result + text[at...]
}

func find(_ part: String, in bytes: [UInt8], from start: Int = 0) -> Range<Int>? {
    let part = Array(part.utf8)
    guard bytes.count >= part.count, start <= bytes.count - part.count else { return nil }
    return (start...bytes.count - part.count)
        .first { bytes[$0..<$0 + part.count].elementsEqual(part) }
        .map { $0..<$0 + part.count }
}
