/// The form in which checked rules are built into the binary: records of numbers and texts, used
/// where they lie.
///
/// A number is three digits to the base of 128, the largest first, so that the whole is UTF-8 and
/// can stand in a string literal. A text is the number of its bytes, and the bytes; a list the
/// number of its items, and the items; a word of the vocabulary its place there. A record is the
/// number of its bytes, and what `Rule` and `RuleTexts` read.
package enum RuleCoding {
    /// The rules as one text.
    package static func encode(_ rules: [Rule]) -> String {
        var encoder = RuleEncoder()
        for rule in rules { encoder.text(record(of: rule)) }
        return encoder.written
    }

    private static func record(of rule: Rule) -> String {
        var encoder = RuleEncoder()
        encoder.value(rule.category)
        encoder.value(rule.severity)
        encoder.value(rule.specificity)
        encoder.value(rule.anchor)
        encoder.list(rule.gate.map { [$0] } ?? []) { $0.value($1) }
        encoder.number(rule.ignoresCase ? 1 : 0)
        encoder.number(rule.hasContext ? 1 : 0)
        encoder.number(rule.reach)
        encoder.text(rule.minimumEntropy.map { "\($0)" } ?? "")
        encoder.list(rule.validators) { $0.value($1) }
        encoder.number(rule.block?.cap ?? 0)
        encoder.text(rule.block?.end ?? "")
        encoder.texts(rule.prefilter)
        encoder.texts(rule.context?.words ?? [])
        encoder.text(rule.id)
        encoder.text(rule.name)
        encoder.text(rule.issuer)
        encoder.text(rule.reference)
        encoder.text(rule.pattern)
        encoder.text(rule.why)
        encoder.texts(rule.aliases)
        encoder.texts(rule.context?.shapes.map(\.text) ?? [])
        return encoder.written
    }

    /// The rules that ``encode(_:)`` wrote.
    ///
    /// - Parameter bytes: Must stay as they are for as long as the process runs.
    package static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [Rule] {
        guard let base = bytes.baseAddress else { return [] }
        let end = base + bytes.count
        var rules: [Rule] = []
        var decoder = RuleDecoder(next: base)
        while decoder.next < end {
            guard let start = decoder.bytes().baseAddress else { break }
            var record = RuleDecoder(next: start)
            rules.append(Rule(from: &record))
        }
        precondition(decoder.next == end, "the built-in rules are damaged: build blot again")
        return rules
    }
}

private struct RuleEncoder {
    private(set) var written = ""

    mutating func number(_ number: Int) {
        precondition((0..<1 << 21).contains(number), "\(number) is too large to be built in")
        for shift in [14, 7, 0] {
            written.unicodeScalars.append(Unicode.Scalar(UInt8(number >> shift & 0x7F)))
        }
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        written += text
    }

    mutating func list<Item>(_ items: [Item], _ write: (inout Self, Item) -> Void) {
        number(items.count)
        for item in items { write(&self, item) }
    }

    mutating func texts(_ texts: [String]) { list(texts) { $0.text($1) } }

    mutating func value<Value: CaseIterable & Equatable>(_ value: Value) {
        number(Value.allCases.enumerated().first { $0.element == value }?.offset ?? 0)
    }
}

/// Reads what `RuleCoding` wrote, from memory that stays as it is.
struct RuleDecoder: @unchecked Sendable {
    private(set) var next: UnsafePointer<UInt8>

    init(next: UnsafePointer<UInt8>) {
        self.next = next
    }

    mutating func number() -> Int {
        defer { next += 3 }
        return Int(next[0]) << 14 | Int(next[1]) << 7 | Int(next[2])
    }

    mutating func bytes() -> UnsafeBufferPointer<UInt8> {
        let count = number()
        defer { next += count }
        return UnsafeBufferPointer(start: next, count: count)
    }

    mutating func text() -> String { String(decoding: bytes(), as: UTF8.self) }

    mutating func list<Item>(_ read: (inout Self) -> Item) -> [Item] {
        let count = number()
        var items: [Item] = []
        for _ in 0..<count { items.append(read(&self)) }
        return items
    }

    mutating func texts() -> [String] { list { $0.text() } }

    mutating func forEachText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        for _ in 0..<number() { body(bytes()) }
    }

    mutating func value<Value: CaseIterable>() -> Value where Value.AllCases == [Value] {
        Value.allCases[number()]
    }
}
