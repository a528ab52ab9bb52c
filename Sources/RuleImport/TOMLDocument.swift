import LeakRules
import TOMLKit
import YAMLReader

/// Reads TOML into the same nodes that YAML is read into.
enum TOMLDocument {
    /// - Throws: ``RuleProblem`` with the place of the first mistake.
    static func read(_ text: [UInt8], path: String) throws(RuleProblem) -> YAMLNode {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw RuleProblem(file: path, line: 1, message: "not UTF-8")
        }
        // The parser takes a NUL, raw or escaped, for the end of a text.
        if let nul = firstNUL(text) {
            throw RuleProblem(
                file: path, line: nul, message: "a NUL character in TOML is not supported")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: string)
        } catch let error as TOMLParseError {
            throw RuleProblem(
                file: path, line: error.source.begin.line, column: error.source.begin.column,
                message: "not a TOML document: \(error.description)")
        } catch {
            throw RuleProblem(file: path, line: 1, message: "not a TOML document")
        }
        let places = TOMLPlaces(text)
        return node(of: table.tomlValue, path: "", places)
    }

    private static func firstNUL(_ text: [UInt8]) -> Int? {
        let escapes = [Array(#"\u0000"#.utf8), Array(#"\U00000000"#.utf8)]
        var line = 1
        for (index, byte) in text.enumerated() {
            if byte == 0x0A { line += 1 }
            if byte == 0 { return line }
            if byte == UInt8(ascii: "\\"),
                escapes.contains(where: { text[index...].starts(with: $0) })
            {
                return line
            }
        }
        return nil
    }

    private static func node(of value: TOMLValue, path: String, _ places: TOMLPlaces) -> YAMLNode {
        let mark = YAMLMark(line: places.line(path), column: 1)
        let content: YAMLNode.Content
        if let table = value.table {
            let entries = table.keys.compactMap { key -> (key: YAMLNode, value: YAMLNode)? in
                guard let inner = table[key]?.tomlValue else { return nil }
                let inside = path.isEmpty ? key : "\(path).\(key)"
                let node = node(of: inner, path: inside, places)
                return (YAMLNode(content: .scalar(key, isPlain: true), mark: node.mark), node)
            }
            content = .mapping(entries.sorted { $0.key.mark < $1.key.mark })
        } else if let array = value.array {
            content = .sequence(
                array.enumerated().map { index, item in
                    node(of: item.tomlValue, path: "\(path)[\(index)]", places)
                })
        } else if let text = value.string {
            content = .scalar(text, isPlain: false)
        } else {
            content = .scalar(plainText(of: value), isPlain: true)
        }
        return YAMLNode(content: content, mark: mark)
    }

    private static func plainText(of value: TOMLValue) -> String {
        if let number = value.int { return "\(number)" }
        if let number = value.double { return "\(number)" }
        if let flag = value.bool { return "\(flag)" }
        return "a date"
    }
}
