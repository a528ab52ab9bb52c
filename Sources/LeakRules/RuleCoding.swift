/// The form in which checked rules are built into the binary: text fields separated by control
/// characters, read at start-up without parsing YAML.
package enum RuleCoding {
    private static let record: Character = "\u{1E}"
    private static let field: Character = "\u{1F}"
    private static let item: Character = "\u{1D}"

    /// The rules as one string.
    package static func encode(_ rules: [Rule]) -> String {
        rules.map { rule in
            [
                rule.id, rule.name, rule.issuer, rule.reference, rule.category.rawValue,
                rule.severity.rawValue, rule.specificity.rawValue, joined(rule.prefilter),
                rule.anchor.rawValue, rule.gate?.rawValue ?? "", rule.pattern,
                joined(rule.validators.map(\.rawValue)),
                rule.minimumEntropy.map { "\($0)" } ?? "", "\(rule.reach)", rule.why,
                joined(rule.aliases), rule.block?.end ?? "", rule.block.map { "\($0.cap)" } ?? "",
                joined(rule.context?.words ?? []), joined(rule.context?.shapes.map(\.text) ?? []),
            ].joined(separator: String(field))
        }.joined(separator: String(record))
    }

    /// Reads what ``encode(_:)`` wrote.
    package static func decode(_ text: String) -> [Rule] {
        text.utf8.split(separator: UInt8(ascii: "\u{1E}")).map { record in
            let fields = record.split(
                separator: UInt8(ascii: "\u{1F}"), omittingEmptySubsequences: false
            ).map { String(Substring($0)) }
            precondition(fields.count == 20, "the built-in rules are damaged: build blot again")
            return Rule(
                id: fields[0], name: fields[1], issuer: fields[2], reference: fields[3],
                category: known(fields[4]), severity: known(fields[5]),
                specificity: known(fields[6]), prefilter: items(fields[7]),
                anchor: known(fields[8]), gate: fields[9].isEmpty ? nil : known(fields[9]),
                pattern: fields[10], validators: items(fields[11]).map(known),
                minimumEntropy: Double(fields[12]), reach: Int(fields[13]) ?? Rule.defaultReach,
                why: fields[14], aliases: items(fields[15]),
                block: Int(fields[17]).map { Block(end: fields[16], cap: $0) },
                context: fields[18].isEmpty
                    ? nil
                    : IssuerContext(
                        words: items(fields[18]),
                        shapes: items(fields[19]).compactMap(ValueShape.init)))
        }
    }

    private static func joined(_ items: [String]) -> String {
        items.joined(separator: String(item))
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: item).map(String.init)
    }

    private static func known<Value: RawRepresentable<String>>(_ text: String) -> Value {
        guard let value = Value(rawValue: text) else {
            preconditionFailure("the built-in rules are damaged: build blot again")
        }
        return value
    }
}
