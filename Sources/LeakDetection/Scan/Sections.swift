/// Remembers the lines that give a line its meaning: the machine of a `.netrc` entry, the kind of a
/// Kubernetes manifest.
///
/// A line of a section is read a second time, behind what it belongs to, so that a rule can tell
/// it: `  password x7` reads `machine api.acme.io login bob password x7`, and an entry of a
/// Secret's data reads `kubernetes Secret data: name: value`. Several may be open at once, each
/// with what its producer puts before each line.
struct Sections {
    /// Texts of which one stands in a line that begins a section.
    static let literals = ["machine ", "apiVersion"]

    private static let most = 16

    private var netrc: [NetrcSection] = []
    private var manifests: [ManifestSection] = []

    var isEmpty: Bool { netrc.isEmpty && manifests.isEmpty }

    /// Takes a line.
    ///
    /// - Returns: How it reads behind what it belongs to; nil when it belongs to nothing, or adds
    ///   nothing.
    mutating func take(_ line: UnsafeRawBufferPointer, mayBegin: Bool) -> DecodedText? {
        var reading: DecodedText?
        for index in netrc.indices where reading == nil {
            reading = netrc[index].take(line)
        }
        for index in manifests.indices where reading == nil {
            reading = manifests[index].take(line)
        }
        netrc.removeAll(where: \.isOver)
        manifests.removeAll(where: \.isOver)
        guard mayBegin else { return reading }
        if let section = NetrcSection(beginningIn: line) {
            netrc.removeAll { $0.prefix == section.prefix }
            if netrc.count < Self.most { netrc.append(section) }
        }
        if let section = ManifestSection(beginningIn: line) {
            manifests.removeAll { $0.prefix == section.prefix }
            if manifests.count < Self.most { manifests.append(section) }
        }
        return reading
    }
}

/// Where a section's lines may go on behind those of other producers.
private struct Patience {
    private var strangers = 0

    var isOver: Bool { strangers > 64 }

    mutating func pass() { strangers += 1 }
    mutating func reset() { strangers = 0 }
}

/// An entry of a `.netrc` file over several lines (GNU inetutils, "The .netrc file").
private struct NetrcSection {
    let prefix: LinePrefix
    private var head: [UInt8]
    private var patience = Patience()
    private var isClosed = false

    private static let words: [StaticString] = ["login ", "account ", "password ", "port "]
    private static let longest = 512

    var isOver: Bool { isClosed || patience.isOver }

    init?(beginningIn line: UnsafeRawBufferPointer) {
        guard let start = line.firstOffset(of: "machine "),
            start == 0 || line[start - 1].isBlank || line[start - 1] == UInt8(ascii: "|")
        else { return nil }
        let words = line[start...].split(whereSeparator: \.isSpace)
        guard [2, 4].contains(words.count), line.count - start <= Self.longest,
            words.count == 2 || words[2].elementsEqual("login".utf8)
        else { return nil }
        prefix = LinePrefix(line.slice(0..<start))
        head = Array(words.joined(separator: [0x20]))
    }

    mutating func take(_ line: UnsafeRawBufferPointer) -> DecodedText? {
        guard let start = prefix.end(in: line) else {
            patience.pass()
            return nil
        }
        var at = start
        while at < line.count, line[at].isBlank { at += 1 }
        let body = line.slice(at..<line.count)
        guard !body.isEmpty else { return nil }
        guard at > start, Self.words.contains(where: { body.stands($0, at: 0) == true }),
            head.count + body.count <= Self.longest
        else {
            isClosed = true
            return nil
        }
        patience.reset()
        var reading = DecodedText()
        reading.put(head + [0x20], for: 0..<0)
        reading.copy(at..<line.count, of: line)
        if body.stands("password ", at: 0) != true { head += [0x20] + body }
        return reading
    }
}

/// A Kubernetes manifest in YAML, or in JSON with a member a line, as `kubectl get -o` prints it.
private struct ManifestSection {
    let prefix: LinePrefix

    /// Where the manifest's own keys stand.
    private let column: Int

    private enum Kind { case unknown, secret, other }
    private var kind = Kind.unknown

    private enum Part { case data, stringData }
    private var part: Part?

    /// A value that goes on in deeper lines: its name and column.
    private var open: (name: [UInt8], column: Int)?
    private var patience = Patience()
    private var isClosed = false

    var isOver: Bool { isClosed || patience.isOver }

    init?(beginningIn line: UnsafeRawBufferPointer) {
        guard let mark = line.firstOffset(of: "apiVersion") else { return nil }
        var start = mark
        if start > 0, line[start - 1] == UInt8(ascii: "\"") { start -= 1 }
        guard let entry = Entry(in: line, at: start), entry.value.elementsEqual("v1".utf8) else {
            return nil
        }
        var end = start
        while end > 0, line[end - 1].isBlank || line[end - 1] == UInt8(ascii: "-") { end -= 1 }
        prefix = LinePrefix(line.slice(0..<end))
        column = start - end
    }

    /// `name: value`, both without quotes.
    private struct Entry {
        let name: UnsafeRawBufferPointer
        let value: UnsafeRawBufferPointer
        /// Where the value begins in the line.
        let start: Int

        init?(in line: UnsafeRawBufferPointer, at place: Int) {
            let rest = line.slice(place..<line.count)
            guard let colon = rest.firstOffset(of: UInt8(ascii: ":"), from: 0), colon > 0,
                colon <= 253 + 2, colon + 1 == rest.count || rest[colon + 1].isBlank
            else { return nil }
            name = Self.unquoted(rest.slice(0..<colon))
            guard !name.isEmpty,
                name.allSatisfy({ $0.isPlain || $0 == UInt8(ascii: ".") })
            else { return nil }
            var from = colon + 1
            while from < rest.count, rest[from].isBlank { from += 1 }
            var to = rest.count
            while to > from, rest[to - 1].isSpace || rest[to - 1] == UInt8(ascii: ",") { to -= 1 }
            start = place + from
            value = Self.unquoted(rest.slice(from..<to))
        }

        private static func unquoted(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
            guard text.count >= 2, text[0] == UInt8(ascii: "\"") || text[0] == UInt8(ascii: "'"),
                text[text.count - 1] == text[0]
            else { return text }
            return text.slice(1..<(text.count - 1))
        }
    }

    mutating func take(_ line: UnsafeRawBufferPointer) -> DecodedText? {
        guard let start = prefix.end(in: line) else {
            patience.pass()
            return nil
        }
        patience.reset()
        var at = start
        while at < line.count, line[at].isBlank { at += 1 }
        guard at < line.count, line[at] != UInt8(ascii: "#") else { return nil }
        let place = at - start
        if place < column || place == column && line[at] == UInt8(ascii: "-") {
            isClosed = true
            return nil
        }
        if place == column { return begin(line, at: at) }
        guard let part else { return nil }
        if let open, place > open.column {
            return reading(line, part, name: open.name, from: at)
        }
        open = nil
        guard let entry = Entry(in: line, at: at), !entry.value.isEmpty else { return nil }
        if entry.value[0] == UInt8(ascii: "|") || entry.value[0] == UInt8(ascii: ">") {
            open = (Array(entry.name), place)
            return nil
        }
        if part == .data {
            guard kind == .secret || Self.isEncodedText(entry.value) else { return nil }
        }
        return reading(line, part, name: Array(entry.name), from: entry.start)
    }

    /// A key of the manifest itself.
    private mutating func begin(_ line: UnsafeRawBufferPointer, at place: Int) -> DecodedText? {
        (part, open) = (nil, nil)
        guard let entry = Entry(in: line, at: place) else { return nil }
        if entry.name.elementsEqual("kind".utf8) {
            kind = entry.value.elementsEqual("Secret".utf8) ? .secret : .other
        } else if kind != .other, entry.name.elementsEqual("data".utf8) {
            part = .data
        } else if kind != .other, entry.name.elementsEqual("stringData".utf8) {
            part = .stringData
        }
        return nil
    }

    private func reading(
        _ line: UnsafeRawBufferPointer, _ part: Part, name: [UInt8], from start: Int
    ) -> DecodedText {
        var reading = DecodedText()
        let head = part == .data ? "kubernetes Secret data: " : "kubernetes Secret stringData: "
        reading.put(Array(head.utf8) + name + Array(": ".utf8), for: 0..<0)
        reading.copy(start..<line.count, of: line)
        return reading
    }

    /// Whether a value is base64 of text: the data of a manifest whose kind comes later.
    private static func isEncodedText(_ value: UnsafeRawBufferPointer) -> Bool {
        guard value.count >= 4, value.count % 4 == 0, let text = Base64.decode(value) else {
            return false
        }
        return !text.isEmpty && text.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0.isSpace }
    }
}
