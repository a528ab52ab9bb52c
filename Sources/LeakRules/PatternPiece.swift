/// The smallest part of a pattern that means something, in PCRE2's syntax.
package struct PatternPiece {
    /// What a piece does.
    package enum Kind: Equatable {
        /// Matches one byte out of a set. Case is not looked at: with `(?i)` it matches the other
        /// case, too.
        case bytes(Set<UInt8>)
        /// Matches something that cannot be told from the pattern alone, perhaps nothing.
        case unknown
        /// Matches a position, such as `^` and `\b`.
        case position
        /// A comment, a change of flags, blanks in free spacing.
        case nothing
        case open(Group)
        case close
        case bar
        case quantifier(least: Int, most: Int?)
    }

    /// What an opening parenthesis opens.
    package enum Group: Equatable {
        case capture
        case plain
        /// A look-ahead or look-behind, be it negative or not.
        case look
    }

    package let kind: Kind

    /// Bytes of the pattern. What lies between two pieces (`\Q`, `\E`) means nothing by itself.
    package let range: Range<Int>

    /// Whether it stands between `\Q` and `\E`.
    package var isQuoted = false

    /// The name of a capture group.
    package var name: String?

    /// A syntax that this reader does not know, or a pattern that PCRE2 would refuse.
    package struct Unreadable: Error {
        /// Where, in bytes.
        package let offset: Int
    }

    /// Cuts a pattern into pieces.
    ///
    /// - Throws: ``Unreadable`` at what is not understood: conditionals, verbs, branch reset,
    ///   callouts.
    /// - Complexity: O(n).
    package static func pieces(of pattern: String) throws(Unreadable) -> [PatternPiece] {
        var reader = PieceReader(text: Array(pattern.utf8))
        return try reader.all()
    }
}

/// Reads pieces from left to right; keeps the flags that change what a byte means.
private struct PieceReader {
    typealias Unreadable = PatternPiece.Unreadable

    private struct Flags {
        /// `x`: blanks and `#` comments mean nothing outside classes.
        var isFreeSpacing = false
        /// `s`: the dot matches line endings, too.
        var isDotAll = false
    }

    let text: [UInt8]
    var at = 0
    private var flags = Flags()
    /// The flags outside of each open group.
    private var outer: [Flags] = []
    private var isQuoting = false
    private var result: [PatternPiece] = []

    init(text: [UInt8]) {
        self.text = text
    }

    mutating func all() throws(Unreadable) -> [PatternPiece] {
        while at < text.count {
            if isQuoting {
                quoted()
            } else {
                try piece()
            }
        }
        guard outer.isEmpty else { throw Unreadable(offset: at) }
        return result
    }

    private mutating func quoted() {
        if has(#"\E"#) {
            isQuoting = false
            at += 2
            return
        }
        result.append(
            PatternPiece(kind: .bytes([text[at]]), range: at..<(at + 1), isQuoted: true))
        at += 1
    }

    private mutating func piece() throws(Unreadable) {
        let start = at
        let byte = text[at]
        switch byte {
        case UInt8(ascii: "\\"): try escape()
        case UInt8(ascii: "["):
            let (set, end) = try ClassReader(text: text).read(from: at)
            at = end
            add(set.map { .bytes($0) } ?? .unknown, start)
        case UInt8(ascii: "("): try open()
        case UInt8(ascii: ")"):
            guard let before = outer.popLast() else { throw Unreadable(offset: at) }
            flags = before
            at += 1
            add(.close, start)
        case UInt8(ascii: "|"):
            at += 1
            add(.bar, start)
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            at += 1
            add(.position, start)
        case UInt8(ascii: "."):
            at += 1
            add(.bytes(flags.isDotAll ? ByteSets.all : ByteSets.all.subtracting([0x0A])), start)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            try quantifier()
        case _ where flags.isFreeSpacing && ByteSets.blanks.contains(byte):
            while at < text.count, ByteSets.blanks.contains(text[at]) { at += 1 }
            add(.nothing, start)
        case UInt8(ascii: "#") where flags.isFreeSpacing:
            while at < text.count, text[at] != 0x0A { at += 1 }
            add(.nothing, start)
        default:
            at += 1
            add(.bytes([byte]), start)
        }
    }

    private mutating func add(_ kind: PatternPiece.Kind, _ start: Int, name: String? = nil) {
        result.append(PatternPiece(kind: kind, range: start..<at, name: name))
    }

    private func has(_ prefix: String) -> Bool {
        text[at...].starts(with: prefix.utf8)
    }

    // MARK: Escapes

    private mutating func escape() throws(Unreadable) {
        let start = at
        if has(#"\Q"#) {
            isQuoting = true
            at += 2
            return
        }
        if has(#"\E"#) {
            at += 2
            return
        }
        let (kind, end) = try EscapeReader(text: text).read(from: at)
        at = end
        add(kind, start)
    }

    // MARK: Quantifiers

    private mutating func quantifier() throws(Unreadable) {
        let start = at
        var least = 0
        var most: Int?
        switch text[at] {
        case UInt8(ascii: "*"): break
        case UInt8(ascii: "+"): least = 1
        case UInt8(ascii: "?"): most = 1
        default:
            guard let bounds = try braces() else {
                at += 1
                add(.bytes([UInt8(ascii: "{")]), start)
                return
            }
            (least, most) = bounds
            at -= 1
        }
        at += 1
        if at < text.count, text[at] == UInt8(ascii: "?") || text[at] == UInt8(ascii: "+") {
            at += 1
        }
        add(.quantifier(least: least, most: most), start)
    }

    /// `{2}`, `{2,}`, `{2,3}`, and moves behind it; nil where the brace stands for itself.
    private mutating func braces() throws(Unreadable) -> (Int, Int?)? {
        guard let end = text[at...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let inside = String(decoding: text[(at + 1)..<end], as: UTF8.self)
        let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { $0.utf8.allSatisfy(ByteSets.digits.contains) }
        if isPlain, let least = Int(parts[0]), parts.count <= 2 {
            let most = parts.count == 1 ? least : Int(parts[1])
            if most != nil || parts[1].isEmpty {
                at = end + 1
                return (least, most)
            }
        }
        // `{,3}` and `{ 2 }` are quantifiers in newer versions of PCRE2 only.
        let isDoubtful =
            !inside.isEmpty && inside.utf8.allSatisfy { $0 <= 0x39 && $0 != UInt8(ascii: ".") }
        if isDoubtful { throw Unreadable(offset: at) }
        return nil
    }

    // MARK: Groups

    private mutating func open() throws(Unreadable) {
        let start = at
        if has("(*") { throw Unreadable(offset: at) }
        guard has("(?") else {
            at += 1
            push(.capture, start)
            return
        }
        for (prefix, kind) in [
            ("(?:", PatternPiece.Group.plain), ("(?>", .plain), ("(?=", .look), ("(?!", .look),
            ("(?<=", .look), ("(?<!", .look),
        ] where has(prefix) {
            at += prefix.utf8.count
            push(kind, start)
            return
        }
        if has("(?#") {
            at = try after(UInt8(ascii: ")"))
            add(.nothing, start)
            return
        }
        for (prefix, end) in [("(?P<", ">"), ("(?<", ">"), ("(?'", "'")] where has(prefix) {
            let from = at + prefix.utf8.count
            at = from
            at = try after(Array(end.utf8)[0])
            push(.capture, start, name: String(decoding: text[from..<(at - 1)], as: UTF8.self))
            return
        }
        if isReference() {
            at = try after(UInt8(ascii: ")"))
            add(.unknown, start)
            return
        }
        try readFlags(start)
    }

    private mutating func push(_ group: PatternPiece.Group, _ start: Int, name: String? = nil) {
        outer.append(flags)
        add(.open(group), start, name: name)
    }

    /// `(?R)`, `(?1)`, `(?+1)`, `(?-1)`, `(?&name)`, `(?P>name)`, `(?P=name)`.
    private func isReference() -> Bool {
        if has("(?P>") || has("(?P=") || has("(?&") || has("(?R)") { return true }
        var next = at + 2
        if next < text.count, text[next] == UInt8(ascii: "+") || text[next] == UInt8(ascii: "-") {
            next += 1
        }
        return next < text.count && ByteSets.digits.contains(text[next])
    }

    private mutating func readFlags(_ start: Int) throws(Unreadable) {
        var changed = flags
        var isOn = true
        at += 2
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "-"): isOn = false
            case UInt8(ascii: "^"): changed = Flags()
            case UInt8(ascii: "x"): changed.isFreeSpacing = isOn
            case UInt8(ascii: "s"): changed.isDotAll = isOn
            case UInt8(ascii: "i"), UInt8(ascii: "m"), UInt8(ascii: "U"), UInt8(ascii: "J"): break
            case UInt8(ascii: ")"):
                flags = changed
                at += 1
                add(.nothing, start)
                return
            case UInt8(ascii: ":"):
                at += 1
                push(.plain, start)
                flags = changed
                return
            default: throw Unreadable(offset: at)
            }
            // (?xx) changes what a class means.
            if has("xx") { throw Unreadable(offset: at) }
            at += 1
        }
        throw Unreadable(offset: start)
    }

    /// The offset after the next `byte`.
    private func after(_ byte: UInt8) throws(Unreadable) -> Int {
        guard let end = text[at...].firstIndex(of: byte) else { throw Unreadable(offset: at) }
        return end + 1
    }
}

/// Reads what begins with a backslash, outside of classes.
private struct EscapeReader {
    let text: [UInt8]

    /// - Returns: What it is, and where it ends.
    func read(
        from start: Int
    ) throws(PatternPiece.Unreadable) -> (kind: PatternPiece.Kind, end: Int) {
        guard start + 1 < text.count else { throw PatternPiece.Unreadable(offset: start) }
        let byte = text[start + 1]
        let end = start + 2
        if let set = ByteSets.escapes[byte] { return (.bytes(set), end) }
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"),
            UInt8(ascii: "Z"), UInt8(ascii: "G"), UInt8(ascii: "K"):
            return (.position, end)
        case UInt8(ascii: "x"): return try hex(from: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            // A reference or octal: what it is depends on the number of groups.
            var at = end
            while at < text.count, ByteSets.digits.contains(text[at]) { at += 1 }
            return (.unknown, at)
        case UInt8(ascii: "p"), UInt8(ascii: "P"): return (.unknown, skippingName(from: end))
        case UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "o"):
            let after = skippingName(from: end)
            return (.unknown, after)
        case UInt8(ascii: "R"), UInt8(ascii: "X"), UInt8(ascii: "C"): return (.unknown, end)
        case UInt8(ascii: "c"):
            guard end < text.count else { throw PatternPiece.Unreadable(offset: start) }
            return (.unknown, end + 1)
        case _ where ByteSets.letters.contains(byte):
            throw PatternPiece.Unreadable(offset: start)
        default: return (.bytes([byte]), end)
        }
    }

    /// `\x41`, `\x{41}`.
    func hex(
        from start: Int
    ) throws(PatternPiece.Unreadable) -> (kind: PatternPiece.Kind, end: Int) {
        var at = start + 2
        let isBraced = at < text.count && text[at] == UInt8(ascii: "{")
        if isBraced { at += 1 }
        let from = at
        while at < text.count, ByteSets.hex.contains(text[at]), isBraced || at - from < 2 {
            at += 1
        }
        let number = Int(String(decoding: text[from..<at], as: UTF8.self), radix: 16) ?? 0
        if isBraced {
            guard at < text.count, text[at] == UInt8(ascii: "}"), at > from else {
                throw PatternPiece.Unreadable(offset: start)
            }
            at += 1
        }
        guard let byte = UInt8(exactly: number) else {
            throw PatternPiece.Unreadable(offset: start)
        }
        return (.bytes([byte]), at)
    }

    /// Behind `{name}`, `<name>`, `'name'`, or one character.
    private func skippingName(from start: Int) -> Int {
        guard start < text.count else { return start }
        let closers: [UInt8: UInt8] = [
            UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "<"): UInt8(ascii: ">"),
            UInt8(ascii: "'"): UInt8(ascii: "'"),
        ]
        if let closer = closers[text[start]] {
            return (text[(start + 1)...].firstIndex(of: closer) ?? text.count - 1) + 1
        }
        var at = start
        if text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") { at += 1 }
        at += 1
        while at < text.count, ByteSets.digits.contains(text[at]),
            ByteSets.digits.contains(text[at - 1])
        {
            at += 1
        }
        return at
    }
}

/// Reads `[…]`.
private struct ClassReader {
    let text: [UInt8]

    /// - Returns: The bytes, or nil where that cannot be told; and where the class ends.
    func read(from start: Int) throws(PatternPiece.Unreadable) -> (set: Set<UInt8>?, end: Int) {
        var at = start + 1
        let isNegated = at < text.count && text[at] == UInt8(ascii: "^")
        if isNegated { at += 1 }
        var set: Set<UInt8> = []
        var isKnown = true
        let first = at
        while true {
            guard at < text.count else { throw PatternPiece.Unreadable(offset: start) }
            if text[at] == UInt8(ascii: "]"), at > first { break }
            guard let (lower, end) = try item(at) else {
                isKnown = false
                at = try escapeEnd(at)
                continue
            }
            at = end
            guard lower.count == 1, let from = lower.first, at + 1 < text.count,
                text[at] == UInt8(ascii: "-"), text[at + 1] != UInt8(ascii: "]")
            else {
                set.formUnion(lower)
                continue
            }
            guard let (upper, after) = try item(at + 1), upper.count == 1, let to = upper.first,
                from <= to
            else {
                // `[a-\d]`: the dash stands for itself.
                set.formUnion(lower)
                set.insert(UInt8(ascii: "-"))
                at += 1
                continue
            }
            set.formUnion(from...to)
            at = after
        }
        guard isKnown else { return (nil, at + 1) }
        // Under (?i) the other case is excluded, too; that only makes the set smaller.
        return (isNegated ? ByteSets.all.subtracting(set) : set, at + 1)
    }

    /// One letter, escape or POSIX name.
    ///
    /// - Returns: nil where it is not known what it stands for.
    private func item(
        _ at: Int
    ) throws(PatternPiece.Unreadable) -> (set: Set<UInt8>, end: Int)? {
        if text[at] == UInt8(ascii: "["), at + 1 < text.count, text[at + 1] == UInt8(ascii: ":"),
            let end = text[at...].firstIndex(of: UInt8(ascii: "]")),
            text[end - 1] == UInt8(ascii: ":"),
            end > at + 2
        {
            let name = String(decoding: text[(at + 2)..<(end - 1)], as: UTF8.self)
            guard let set = ByteSets.posix(name) else { throw PatternPiece.Unreadable(offset: at) }
            return (set, end + 1)
        }
        guard text[at] == UInt8(ascii: "\\") else { return ([text[at]], at + 1) }
        guard at + 1 < text.count, text[at + 1] != UInt8(ascii: "Q"),
            text[at + 1] != UInt8(ascii: "E")
        else { throw PatternPiece.Unreadable(offset: at) }
        if text[at + 1] == UInt8(ascii: "b") { return ([0x08], at + 2) }
        if ByteSets.digits.contains(text[at + 1]) {
            var end = at + 1
            while end < text.count, end < at + 4, (0x30...0x37).contains(text[end]) { end += 1 }
            let number = Int(String(decoding: text[(at + 1)..<end], as: UTF8.self), radix: 8)
            guard let byte = number.flatMap({ UInt8(exactly: $0) }) else {
                throw PatternPiece.Unreadable(offset: at)
            }
            return ([byte], end)
        }
        let (kind, end) = try EscapeReader(text: text).read(from: at)
        if case .bytes(let set) = kind { return (set, end) }
        return nil
    }

    private func escapeEnd(_ at: Int) throws(PatternPiece.Unreadable) -> Int {
        try EscapeReader(text: text).read(from: at).end
    }
}

/// The sets that names and escapes stand for, in byte mode and the C locale.
private enum ByteSets {
    static let all = Set<UInt8>(0...255)
    static let digits = Set<UInt8>(0x30...0x39)
    static let letters = Set<UInt8>(0x41...0x5A).union(0x61...0x7A)
    static let hex = digits.union(0x41...0x46).union(0x61...0x66)
    static let blanks: Set<UInt8> = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20]
    static let word = digits.union(letters).union([0x5F])
    static let horizontal: Set<UInt8> = [0x09, 0x20, 0xA0]
    static let vertical: Set<UInt8> = [0x0A, 0x0B, 0x0C, 0x0D, 0x85]

    /// What follows a backslash and matches one byte, in a class or outside.
    static let escapes: [UInt8: Set<UInt8>] = [
        UInt8(ascii: "d"): digits, UInt8(ascii: "D"): all.subtracting(digits),
        UInt8(ascii: "w"): word, UInt8(ascii: "W"): all.subtracting(word),
        UInt8(ascii: "s"): blanks, UInt8(ascii: "S"): all.subtracting(blanks),
        UInt8(ascii: "h"): horizontal, UInt8(ascii: "H"): all.subtracting(horizontal),
        UInt8(ascii: "v"): vertical, UInt8(ascii: "V"): all.subtracting(vertical),
        UInt8(ascii: "N"): all.subtracting([0x0A]),
        UInt8(ascii: "a"): [0x07], UInt8(ascii: "e"): [0x1B], UInt8(ascii: "f"): [0x0C],
        UInt8(ascii: "n"): [0x0A], UInt8(ascii: "r"): [0x0D], UInt8(ascii: "t"): [0x09],
    ]

    /// `alpha`, `^digit`, …
    static func posix(_ name: String) -> Set<UInt8>? {
        if name.hasPrefix("^") {
            return posix(String(name.dropFirst())).map { all.subtracting($0) }
        }
        return switch name {
        case "alpha": letters
        case "alnum": letters.union(digits)
        case "digit": digits
        case "xdigit": hex
        case "upper", "lower": letters
        case "word": word
        case "space": blanks
        case "blank": [0x09, 0x20]
        case "punct": Set(0x21...0x7E).subtracting(letters).subtracting(digits)
        case "graph": Set(0x21...0x7E)
        case "print": Set(0x20...0x7E)
        case "cntrl": Set(0x00...0x1F).union([0x7F])
        case "ascii": Set(0x00...0x7F)
        default: nil
        }
    }
}
