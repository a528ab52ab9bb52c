import YAMLReader

/// Reads TOML 1.0 into nodes that know where they stand, the same that YAML is read into.
///
/// Numbers, booleans and dates stay text (`isPlain`); integers become decimal. Texts are read to
/// the letter; the forms of numbers and dates are looked at less strictly (`01` is 1).
///
/// Our own rather than a package: those there are either bring Foundation with ICU or abort on
/// damaged files.
/// - Throws: ``TOMLError`` with the place of the first mistake.
/// - Complexity: O(n).
func readTOML(_ text: [UInt8]) throws(TOMLError) -> YAMLNode {
    guard String(validating: text, as: UTF8.self) != nil else {
        throw TOMLError(message: "not UTF-8", mark: YAMLMark(line: 1, column: 1))
    }
    var reader = TOMLReader(text: text)
    return try reader.document()
}

/// A text that is no TOML.
struct TOMLError: Error {
    /// One lower-case sentence.
    let message: String
    let mark: YAMLMark
}

/// A table while it is being filled.
private final class Table {
    enum Origin {
        /// By the way, as a part of another table's header.
        case implied
        /// By its own header.
        case header
        /// By dotted keys.
        case dotted
        /// Written in braces: complete.
        case inline
    }

    enum Value {
        case node(YAMLNode)
        case table(Table)
        /// `[[name]]`, each in its turn.
        case tables([Table])
    }

    let mark: YAMLMark
    var origin: Origin
    private(set) var entries: [(key: String, mark: YAMLMark, value: Value)] = []
    private var places: [String: Int] = [:]

    init(_ origin: Origin, _ mark: YAMLMark) {
        self.origin = origin
        self.mark = mark
    }

    subscript(key: String) -> Value? {
        get { places[key].map { entries[$0].value } }
    }

    func set(_ key: String, _ value: Value, _ mark: YAMLMark) {
        if let place = places[key] {
            entries[place].value = value
        } else {
            places[key] = entries.count
            entries.append((key, mark, value))
        }
    }

    var node: YAMLNode {
        YAMLNode(
            content: .mapping(
                entries.map { key, mark, value in
                    let node =
                        switch value {
                        case .node(let node): node
                        case .table(let table): table.node
                        case .tables(let tables):
                            YAMLNode(content: .sequence(tables.map(\.node)), mark: mark)
                        }
                    return (YAMLNode(content: .scalar(key, isPlain: true), mark: mark), node)
                }), mark: mark)
    }
}

/// A recursive-descent reader.
private struct TOMLReader {
    private typealias Key = (name: String, mark: YAMLMark)

    private let text: [UInt8]
    private var at = 0
    private var line = 1
    private var lineStart = 0

    /// Arrays and inline tables in each other, and parts of a dotted key.
    private static let deepest = 64

    init(text: [UInt8]) {
        self.text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }

    mutating func document() throws(TOMLError) -> YAMLNode {
        let root = Table(.header, mark)
        var table = root
        while true {
            try skipLines()
            guard at < text.count else { return root.node }
            if text[at] == UInt8(ascii: "[") {
                table = try header(in: root)
            } else {
                try assignment(in: table, depth: 0)
            }
            try endOfLine()
        }
    }

    private var mark: YAMLMark { YAMLMark(line: line, column: at - lineStart + 1) }

    private func fail(_ message: String, _ mark: YAMLMark? = nil) -> TOMLError {
        TOMLError(message: message, mark: mark ?? self.mark)
    }

    // MARK: Blanks

    private func has(_ prefix: String) -> Bool {
        text[at...].starts(with: prefix.utf8)
    }

    private mutating func skipBlanks() {
        while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    }

    private mutating func skipComment() throws(TOMLError) {
        guard at < text.count, text[at] == UInt8(ascii: "#") else { return }
        while at < text.count, text[at] != 0x0A, !has("\r\n") {
            try checkControl()
            at += 1
        }
    }

    private func checkControl() throws(TOMLError) {
        let byte = text[at]
        if byte < 0x20 && byte != 0x09 || byte == 0x7F { throw fail("a control character") }
    }

    /// - Returns: Whether there was a line ending.
    private mutating func skipLineEnding() -> Bool {
        guard at < text.count else { return false }
        if text[at] == 0x0A {
            at += 1
        } else if has("\r\n") {
            at += 2
        } else {
            return false
        }
        line += 1
        lineStart = at
        return true
    }

    private mutating func skipLines() throws(TOMLError) {
        repeat {
            skipBlanks()
            try skipComment()
        } while skipLineEnding()
    }

    private mutating func endOfLine() throws(TOMLError) {
        skipBlanks()
        try skipComment()
        if at < text.count, !skipLineEnding() { throw fail("something behind a value or a header") }
    }

    // MARK: Keys and tables

    private mutating func keys() throws(TOMLError) -> [Key] {
        var keys: [Key] = []
        repeat {
            if !keys.isEmpty { at += 1 }
            skipBlanks()
            keys.append(try key())
            skipBlanks()
            guard keys.count < Self.deepest else { throw fail("a key of too many parts") }
        } while at < text.count && text[at] == UInt8(ascii: ".")
        return keys
    }

    private mutating func key() throws(TOMLError) -> Key {
        let mark = mark
        if has("\"") { return (try basicString(), mark) }
        if has("'") { return (try literalString(), mark) }
        let start = at
        while at < text.count, Self.isBare(text[at]) { at += 1 }
        guard at > start else { throw fail("a key is missing") }
        return (String(decoding: text[start..<at], as: UTF8.self), mark)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header(in root: Table) throws(TOMLError) -> Table {
        let start = mark
        let isArray = has("[[")
        at += isArray ? 2 : 1
        let keys = try keys()
        guard has(isArray ? "]]" : "]") else { throw fail("a header without its end") }
        at += isArray ? 2 : 1
        var table = root
        for key in keys.dropLast() {
            switch table[key.name] {
            case nil:
                let inner = Table(.implied, start)
                table.set(key.name, .table(inner), start)
                table = inner
            case .table(let inner)? where inner.origin != .inline: table = inner
            case .tables(let tables)?: table = tables[tables.count - 1]
            default: throw fail("'\(key.name)' is no table", key.mark)
            }
        }
        let last = keys[keys.count - 1]
        let fresh = Table(.header, start)
        switch (table[last.name], isArray) {
        case (nil, true): table.set(last.name, .tables([fresh]), start)
        case (nil, false): table.set(last.name, .table(fresh), start)
        case (.tables(let tables)?, true): table.set(last.name, .tables(tables + [fresh]), start)
        case (.table(let known)?, false) where known.origin == .implied:
            known.origin = .header
            return known
        default: throw fail("'\(last.name)' stands twice", last.mark)
        }
        return fresh
    }

    /// `a.b = value`.
    private mutating func assignment(in table: Table, depth: Int) throws(TOMLError) {
        let keys = try keys()
        guard has("=") else { throw fail("'=' is missing") }
        at += 1
        skipBlanks()
        var table = table
        for key in keys.dropLast() {
            switch table[key.name] {
            case nil:
                let inner = Table(.dotted, key.mark)
                table.set(key.name, .table(inner), key.mark)
                table = inner
            case .table(let inner)? where inner.origin == .dotted: table = inner
            default: throw fail("'\(key.name)' stands twice", key.mark)
            }
        }
        let last = keys[keys.count - 1]
        guard table[last.name] == nil else { throw fail("'\(last.name)' stands twice", last.mark) }
        table.set(last.name, try value(depth: depth), last.mark)
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(TOMLError) -> Table.Value {
        guard depth < Self.deepest else { throw fail("nested too deep") }
        let mark = mark
        guard at < text.count else { throw fail("a value is missing") }
        switch text[at] {
        case UInt8(ascii: "\""):
            let string = has(#"""""#) ? try longString(quote: "\"") : try basicString()
            return .node(YAMLNode(content: .scalar(string, isPlain: false), mark: mark))
        case UInt8(ascii: "'"):
            let string = has("'''") ? try longString(quote: "'") : try literalString()
            return .node(YAMLNode(content: .scalar(string, isPlain: false), mark: mark))
        case UInt8(ascii: "["): return .node(try array(depth: depth))
        case UInt8(ascii: "{"): return .table(try inlineTable(depth: depth))
        default: return .node(try plain())
        }
    }

    private mutating func array(depth: Int) throws(TOMLError) -> YAMLNode {
        let mark = mark
        at += 1
        var items: [YAMLNode] = []
        while true {
            try skipLines()
            if has("]") { break }
            switch try value(depth: depth + 1) {
            case .node(let node): items.append(node)
            case .table(let table): items.append(table.node)
            case .tables: break
            }
            try skipLines()
            if has(",") {
                at += 1
            } else if !has("]") {
                throw fail("',' or ']' is missing")
            }
        }
        at += 1
        return YAMLNode(content: .sequence(items), mark: mark)
    }

    private mutating func inlineTable(depth: Int) throws(TOMLError) -> Table {
        let table = Table(.dotted, mark)
        at += 1
        skipBlanks()
        if has("}") {
            at += 1
        } else {
            while true {
                try assignment(in: table, depth: depth + 1)
                skipBlanks()
                guard has(",") || has("}") else { throw fail("',' or '}' is missing") }
                at += 1
                if text[at - 1] == UInt8(ascii: "}") { break }
            }
        }
        table.origin = .inline
        return table
    }

    /// A number, a boolean or a date.
    private mutating func plain() throws(TOMLError) -> YAMLNode {
        let mark = mark
        let start = at
        while at < text.count, Self.isBare(text[at]) || "+.:".utf8.contains(text[at]) { at += 1 }
        var word = String(decoding: text[start..<at], as: UTF8.self)
        let isDate =
            word.utf8.count >= 8 && (word.contains(":") || word.dropFirst().contains("-"))
            && !word.contains("e")
        // A blank may stand between a date and its time.
        if isDate, word.utf8.count == 10, has(" "), at + 1 < text.count,
            (0x30...0x39).contains(text[at + 1])
        {
            at += 1
            while at < text.count, Self.isBare(text[at]) || "+.:".utf8.contains(text[at]) {
                at += 1
            }
            word = String(decoding: text[start..<at], as: UTF8.self)
        }
        guard !word.isEmpty else { throw fail("a value is missing") }
        guard isDate || Self.isNumber(word) || word == "true" || word == "false" else {
            throw fail("'\(word)' is no value: is it a text without quotes?", mark)
        }
        if !isDate { word.removeAll { $0 == "_" } }
        if let number = Self.integer(word) { word = "\(number)" }
        return YAMLNode(content: .scalar(word, isPlain: true), mark: mark)
    }

    private static func isNumber(_ word: String) -> Bool {
        let digits = word.filter { $0 != "_" }
        if integer(digits) != nil { return true }
        let unsigned =
            digits.hasPrefix("+") || digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
        if unsigned == "inf" || unsigned == "nan" { return true }
        return unsigned.first?.isNumber == true && !unsigned.hasPrefix("0x")
            && Double(digits) != nil
    }

    /// `0x1F`, `0o17`, `0b11` and decimal numbers.
    private static func integer(_ word: String) -> Int? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
            return Int(word.dropFirst(2), radix: radix)
        }
        return Int(word)
    }

    // MARK: Texts

    private mutating func literalString() throws(TOMLError) -> String {
        let mark = mark
        at += 1
        let start = at
        while at < text.count, text[at] != UInt8(ascii: "'") {
            if text[at] == 0x0A { break }
            try checkControl()
            at += 1
        }
        guard has("'") else { throw fail("a text without its closing quote", mark) }
        at += 1
        return String(decoding: text[start..<(at - 1)], as: UTF8.self)
    }

    private mutating func basicString() throws(TOMLError) -> String {
        let mark = mark
        at += 1
        var result: [UInt8] = []
        while at < text.count, text[at] != UInt8(ascii: "\""), text[at] != 0x0A {
            if text[at] == UInt8(ascii: "\\") {
                try escape(into: &result)
            } else {
                try checkControl()
                result.append(text[at])
                at += 1
            }
        }
        guard has("\"") else { throw fail("a text without its closing quote", mark) }
        at += 1
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func longString(quote: String) throws(TOMLError) -> String {
        let mark = mark
        at += 3
        _ = skipLineEnding()
        var result: [UInt8] = []
        while at < text.count {
            let start = at
            if has(quote + quote + quote) {
                at += 3
                // One or two quotes before the closing three belong to the text.
                for _ in 0..<2 where has(quote) {
                    result += quote.utf8
                    at += 1
                }
                return String(decoding: result, as: UTF8.self)
            }
            if skipLineEnding() {
                result += text[start..<at]
            } else if quote == "\"", text[at] == UInt8(ascii: "\\") {
                if !skipFoldedLines() { try escape(into: &result) }
            } else {
                try checkControl()
                result.append(text[at])
                at += 1
            }
        }
        throw fail("a text without its closing quotes", mark)
    }

    /// A backslash at the end of a line, and all blanks and line endings behind it.
    private mutating func skipFoldedLines() -> Bool {
        let start = at
        at += 1
        skipBlanks()
        guard skipLineEnding() else {
            at = start
            return false
        }
        repeat { skipBlanks() } while skipLineEnding()
        return true
    }

    private mutating func escape(into result: inout [UInt8]) throws(TOMLError) {
        let mark = mark
        guard at + 1 < text.count else { throw fail("an escape without its end") }
        let byte = text[at + 1]
        at += 2
        let letters: [UInt8: UInt8] = [
            UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A,
            UInt8(ascii: "f"): 0x0C, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "\""): 0x22,
            UInt8(ascii: "\\"): 0x5C,
        ]
        if let letter = letters[byte] {
            result.append(letter)
            return
        }
        let count = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : 0
        let digits = text[at..<min(text.count, at + count)]
        guard count > 0, digits.count == count, digits.allSatisfy(Self.isHex),
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
        else { throw fail("an unknown escape; a regex is best written in '''…'''", mark) }
        at += count
        result += UTF8.encode(scalar).map(Array.init) ?? []
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte & 0xDF)
    }
}
