/// The account that a password belongs to, as a redacted line tells it.
enum AccountName {
    /// What stands before a name, in lower case; then `=`, `:` or a blank, and quotes.
    private static let words = ["username", "user_name", "user-name", "user", "login", "account"]

    private static let longest = 64

    /// The name that is nearest to a place in a line, rather before it than behind.
    ///
    /// Reads `user=app`, `--user app`, `"username": "app"`, `User 'app'`, and `//app:` of a URL. A
    /// name is letters, digits, `.`, `_`, `-`, `@` and `\`; words of a sentence (`user logged in`)
    /// are none, so after a mere blank a quote or an option must show that it is one.
    ///
    /// - Parameters:
    ///   - line: A redacted line.
    ///   - place: Where the placeholder begins in it.
    static func nearest(in line: [UInt8], to place: Int) -> String? {
        if let name = urlUser(in: line, before: place) { return name }
        var best: (distance: Int, name: String)?
        for (index, byte) in line.enumerated() where "ula".utf8.contains(byte | 0x20) {
            guard index == 0 || !isLetter(line[index - 1]),
                let word = words.first(where: { holds(line, $0, at: index) }),
                let name = name(in: line, behind: index + word.utf8.count, from: index)
            else { continue }
            // A name stands before its password, as a rule.
            let distance = index < place ? place - index : 3 * (index - place)
            if distance < best?.distance ?? .max { best = (distance, name) }
        }
        return best?.name
    }

    /// `://app:[REDACTED…`
    private static func urlUser(in line: [UInt8], before place: Int) -> String? {
        guard place > 3, place <= line.count, line[place - 1] == UInt8(ascii: ":") else {
            return nil
        }
        let name = line[..<(place - 1)].reversed().prefix(while: isNameByte)
        let start = place - 1 - name.count
        guard !name.isEmpty, name.count <= longest, start >= 3,
            line[(start - 3)..<start].elementsEqual("://".utf8)
        else { return nil }
        return String(decoding: line[start..<(place - 1)], as: UTF8.self)
    }

    private static func name(in line: [UInt8], behind end: Int, from start: Int) -> String? {
        var at = end
        var isAssigned = false
        var isQuoted = false
        let isOption = start >= 2 && line[start - 1] == UInt8(ascii: "-")
        while at < line.count, at - end < 6 {
            switch line[at] {
            case UInt8(ascii: "="), UInt8(ascii: ":"): isAssigned = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): isQuoted = true
            case UInt8(ascii: " "): break
            default:
                guard at > end, isAssigned || isQuoted || isOption else { return nil }
                let name = line[at...].prefix(while: isNameByte)
                guard !name.isEmpty, name.count <= longest, name.contains(where: isLetter),
                    name.first != UInt8(ascii: "-")
                else { return nil }
                return String(decoding: name, as: UTF8.self)
            }
            at += 1
        }
        return nil
    }

    private static func holds(_ line: [UInt8], _ word: String, at index: Int) -> Bool {
        index + word.utf8.count <= line.count
            && zip(line[index...], word.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || "._-@".utf8.contains(byte)
    }
}
