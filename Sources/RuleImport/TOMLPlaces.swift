/// Where keys stand in a TOML text: what the parser does not tell.
///
/// Paths are written `rules[1].allowlists[0].regexes[2]`. Keys inside inline tables have no place of their own; ask for
/// the nearest one around.
struct TOMLPlaces {
    private var lines: [String: Int] = [:]
    private var tables: [String: Int] = [:]

    /// - Parameter text: TOML that was parsed without errors.
    init(_ text: [UInt8]) {
        var cursor = Cursor(text: text)
        var table = ""
        while cursor.skipBlanksAndComments() {
            let line = cursor.line
            if cursor.peek == UInt8(ascii: "[") {
                let isArray = cursor.next() == UInt8(ascii: "[") && cursor.peek == UInt8(ascii: "[")
                if isArray { cursor.advance() }
                let keys = cursor.keys(until: UInt8(ascii: "]"))
                cursor.skipLine()
                table = enter(keys, isArray: isArray)
                lines[table] = lines[table] ?? line
                // An array of tables stands where its first one does.
                if isArray, table.hasSuffix("[0]") { lines[String(table.dropLast(3))] = line }
            } else {
                let keys = cursor.keys(until: UInt8(ascii: "="))
                let path = ([table] + keys).filter { !$0.isEmpty }.joined(separator: ".")
                lines[path] = line
                for (index, line) in cursor.skipValue().enumerated() {
                    lines["\(path)[\(index)]"] = line
                }
            }
        }
    }

    /// The path of the table that a header opens.
    private mutating func enter(_ keys: [String], isArray: Bool) -> String {
        var path = ""
        for (index, key) in keys.enumerated() {
            path += (path.isEmpty ? "" : ".") + key
            if isArray && index == keys.count - 1 {
                let number = tables[path] ?? 0
                tables[path] = number + 1
                path += "[\(number)]"
            } else if let number = tables[path] {
                path += "[\(number - 1)]"
            }
        }
        return path
    }

    /// The line of a key, or of the nearest thing around it.
    func line(_ path: String) -> Int {
        var path = Substring(path)
        while true {
            if let line = lines[String(path)] { return line }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return 1 }
            path = path[..<cut]
        }
    }
}

/// Steps over TOML; its grammar was checked already.
private struct Cursor {
    let text: [UInt8]
    var at = 0
    var line = 1

    init(text: [UInt8]) {
        self.text = text
    }

    var peek: UInt8? { at < text.count ? text[at] : nil }

    mutating func advance() {
        if peek == 0x0A { line += 1 }
        at += 1
    }

    /// The byte here; moves on.
    mutating func next() -> UInt8? {
        let byte = peek
        advance()
        return byte
    }

    /// - Returns: Whether anything is left.
    mutating func skipBlanksAndComments() -> Bool {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                skipLine()
            } else if byte <= 0x20 || byte >= 0x80 {
                advance()
            } else {
                return true
            }
        }
        return false
    }

    mutating func skipLine() {
        while let byte = peek, byte != 0x0A { _ = byte; advance() }
    }

    /// The parts of a dotted key, and moves behind `end`.
    mutating func keys(until end: UInt8) -> [String] {
        var keys: [String] = []
        var key: [UInt8] = []
        while let byte = next(), byte != end {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                while let inner = next(), inner != byte { key.append(inner) }
            case UInt8(ascii: "."):
                keys.append(String(decoding: key, as: UTF8.self))
                key = []
            case 0x09, 0x20: break
            default: key.append(byte)
            }
        }
        keys.append(String(decoding: key, as: UTF8.self))
        return keys
    }

    /// Moves behind a value.
    ///
    /// - Returns: The lines of its items, when it is an array.
    mutating func skipValue() -> [Int] {
        var depth = 0
        var items: [Int] = []
        var isExpectingItem = false
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if depth == 1 && isExpectingItem { items.append(line) }
                isExpectingItem = false
                skipString(byte)
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth == 1 && isExpectingItem { items.append(line) }
                isExpectingItem = depth == 0 && byte == UInt8(ascii: "[")
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","): isExpectingItem = depth == 1
            case UInt8(ascii: "#"):
                skipLine()
                continue
            case 0x0A where depth == 0: return items
            default: break
            }
            advance()
        }
        return items
    }

    private mutating func skipString(_ quote: UInt8) {
        let isLong = at + 2 < text.count && text[at + 1] == quote && text[at + 2] == quote
        let length = isLong ? 3 : 1
        for _ in 0..<length { advance() }
        let hasEscapes = quote == UInt8(ascii: "\"")
        while at < text.count {
            if hasEscapes, peek == UInt8(ascii: "\\") {
                advance()
                advance()
                continue
            }
            if text[at...].prefix(length).elementsEqual(repeatElement(quote, count: length)) {
                for _ in 0..<length { advance() }
                // Up to two more quotes belong to the text.
                while isLong, peek == quote { advance() }
                return
            }
            advance()
        }
    }
}
