import LeakReport
import LeakRules
import LogSources
import YAMLReader

/// What values a key takes: how they are read, described to editors, and shown.
struct ValueForm<Value: Sendable>: Sendable {
    /// Reads a node; nil where something is wrong, which is then among the problems. The text is
    /// the key.
    let read: @Sendable (YAMLNode, String, inout ConfigReading) -> Value?
    /// As JSON Schema has it.
    let schema: JSONTree
    let text: @Sendable (Value) -> String

    /// What is written as one text; `mistake` tells what is wrong with it.
    static func scalar(
        _ schema: JSONTree, text: @escaping @Sendable (Value) -> String,
        mistake: @escaping @Sendable (String) -> String,
        read: @escaping @Sendable (String, ConfigReading) -> Value?
    ) -> ValueForm {
        ValueForm(
            read: { node, key, reading in
                guard let text = node.text else {
                    reading.problems.add("'\(key)' is one value", at: node.mark)
                    return nil
                }
                if let value = read(text, reading) { return value }
                reading.problems.add("\(key) '\(text)' \(mistake(text))", at: node.mark)
                return nil
            }, schema: schema, text: text)
    }

    /// A list of values.
    static func list<Item>(of item: ValueForm<Item>) -> ValueForm where Value == [Item] {
        ValueForm(
            read: { node, key, reading in
                guard let items = node.items else {
                    reading.problems.add("'\(key)' is a list", at: node.mark)
                    return nil
                }
                let values = items.compactMap { item.read($0, key, &reading) }
                return values.count == items.count ? values : nil
            }, schema: ["type": "array", "items": item.schema],
            text: { $0.map(item.text).joined(separator: ", ") })
    }
}

extension ValueForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var choice: ValueForm {
        let words = Value.allCases.map(\.rawValue)
        return scalar(
            ["enum": .array(words.map { .string($0) })], text: \.rawValue,
            mistake: { notAmong(words, $0) }, read: { text, _ in Value(rawValue: text) })
    }
}

/// `is none of a, b, c; did you mean 'b'?`
private func notAmong(_ words: [String], _ text: String) -> String {
    "is none of \(words.joined(separator: ", "))\(Spelling.suggestion(for: text, among: words))"
}

extension ValueForm<FailOn> {
    static var failOn: ValueForm {
        scalar(
            ["enum": .array(FailOn.allValueStrings.map { .string($0) })],
            text: {
                if case .level(let level) = $0 { level.rawValue } else { "never" }
            }, mistake: { notAmong(FailOn.allValueStrings, $0) },
            read: { text, _ in FailOn(argument: text) })
    }
}

extension ValueForm<Int> {
    static func number(_ range: ClosedRange<Int>) -> ValueForm {
        let isOpen = range.upperBound == .max
        var schema: [(String, JSONTree)] = [
            ("type", "integer"), ("minimum", .number(range.lowerBound)),
        ]
        if !isOpen { schema.append(("maximum", .number(range.upperBound))) }
        let bounds =
            isOpen ? "\(range.lowerBound) on" : "\(range.lowerBound) to \(range.upperBound)"
        return scalar(
            .object(schema), text: { "\($0)" }, mistake: { _ in "is no number from \(bounds)" },
            read: { text, _ in Int(text).flatMap { range.contains($0) ? $0 : nil } })
    }
}

extension ValueForm<Bool> {
    static var truth: ValueForm {
        scalar(
            ["type": "boolean"], text: { "\($0)" },
            mistake: { _ in "is neither true nor false" }, read: { text, _ in Bool(text) })
    }
}

extension ValueForm<String> {
    static var word: ValueForm {
        scalar(
            ["type": "string", "minLength": .number(1)], text: { $0 },
            mistake: { _ in "is empty" }, read: { text, _ in text.isEmpty ? nil : text })
    }

    /// A path, relative to the configuration's directory.
    static var path: ValueForm {
        scalar(
            ["type": "string", "minLength": .number(1)], text: { $0 },
            mistake: { _ in "is no path" },
            read: { text, reading in text.isEmpty ? nil : reading.path(text) })
    }

    /// A time as ``Moment`` reads it.
    static var time: ValueForm {
        scalar(
            ["type": "string"], text: { $0 },
            mistake: { _ in "is no time like 2026-11-24T10:00:00Z, 2026-11-24 or 36h" },
            read: { text, _ in Moment(text, now: .now()) == nil ? nil : text })
    }
}

extension ValueForm<ReportRequest> {
    static var report: ValueForm {
        let formats = ReportRequest.allValueStrings
        return scalar(
            ["type": "string", "pattern": .string("^(\(formats.joined(separator: "|")))(=.+)?$")],
            text: { $0.format.rawValue + ($0.path.map { "=" + $0 } ?? "") },
            mistake: { text in
                let format = String(text.prefix { $0 != "=" })
                return "is no format and path: \(format) "
                    + (formats.contains(format) ? "has an empty path" : notAmong(formats, format))
            },
            read: { text, reading in
                ReportRequest(argument: text).map {
                    ReportRequest(format: $0.format, path: $0.path.map(reading.path))
                }
            })
    }
}

extension ValueForm<PathPattern> {
    static var glob: ValueForm {
        scalar(
            ["type": "string", "minLength": .number(1)], text: \.text,
            mistake: { text in
                do throws(PathPattern.Mistake) {
                    _ = try PathPattern(text)
                    return ""
                } catch {
                    return "is no pattern: \(error)"
                }
            }, read: { text, _ in try? PathPattern(text) })
    }
}
