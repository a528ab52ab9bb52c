import Foundation

/// What a program wrote at once: a line, or a part of one.
public struct Part: Sendable, Equatable {
    /// Without a line ending.
    public var bytes: [UInt8]

    /// Whether it went to stderr.
    public var isError: Bool

    /// Whether the line ends with it.
    public var endsLine: Bool

    public init(_ bytes: [UInt8], isError: Bool = false, endsLine: Bool = true) {
        self.bytes = bytes
        self.isError = isError
        self.endsLine = endsLine
    }

    public init(_ text: String, isError: Bool = false, endsLine: Bool = true) {
        self.init(Array(text.utf8), isError: isError, endsLine: endsLine)
    }

    /// With a newline where its line ends.
    var line: [UInt8] { endsLine ? bytes + [0x0A] : bytes }
}

/// A log format as its producer writes it, and a parser that shares nothing with the readers under
/// test.
public struct Envelope: Sendable, CustomStringConvertible {
    /// Where a line may go on in another record.
    public enum Splitting: Sendable, Equatable {
        case anywhere
        /// Only a text of just so many bytes goes on.
        case at(Int)
        case never
    }

    public let name: String
    public let splitting: Splitting

    /// Whether a record tells stdout from stderr.
    public let hasStreams: Bool

    /// Whether records are lines, so that others may stand between them.
    public let isLines: Bool

    /// Whether a cut within a character leaves its bytes as they are.
    public var keepsBytes: Bool { name != "docker json-file" }

    /// Writes parts as a stream.
    public let write: @Sendable ([Part]) -> [UInt8]

    /// The parts of a stream, or nil where it is damaged.
    public let read: @Sendable ([UInt8]) -> [Part]?

    public var description: String { name }

    init(
        _ name: String, _ splitting: Splitting = .anywhere, hasStreams: Bool = true,
        isLines: Bool = true, write: @escaping @Sendable ([Part]) -> [UInt8],
        read: @escaping @Sendable ([UInt8]) -> [Part]?
    ) {
        self.name = name
        self.splitting = splitting
        self.hasStreams = hasStreams
        self.isLines = isLines
        self.write = write
        self.read = read
    }

    /// All of them.
    public static let all: [Envelope] = [
        dockerJSON, dockerLocal, cri(stamp: stamp),
        cri(stamp: "2026-11-23T22:47:19.425434686+00:00"),
        multiplexed(isStamped: false), multiplexed(isStamped: true), journalExport(isBinary: false),
        journalExport(isBinary: true), unitExport, journalJSON(isBinary: false),
        journalJSON(isBinary: true), syslog5424, syslog3164, octetCounted, gelf(end: 0),
        gelf(end: 0x0A), utf16(isBigEndian: false), utf16(isBigEndian: true), byteOrderMark,
        repeatedTimestamps, plain,
    ]

    static let stamp = "2026-11-23T22:29:07.480111760Z"
}

// MARK: Docker

extension Envelope {
    /// Docker's default driver (`jsonlogbytes.go`).
    public static let dockerJSON = Envelope(
        "docker json-file",
        write: { parts in
            parts.flatMap { part -> [UInt8] in
                let log = goJSON(part.line).text
                let stream = part.isError ? "stderr" : "stdout"
                return Array(
                    (#"{"log":"\#(log)","stream":"\#(stream)","time":"\#(stamp)"}"# + "\n").utf8)
            }
        },
        read: { bytes in
            bytes.objects(endingIn: 0x0A)?.all { object in
                guard object.count == 3, object["time"] as? String == stamp,
                    let log = object["log"] as? String, let stream = object["stream"] as? String
                else { return nil }
                let isWhole = log.utf8.last == 0x0A
                return Part(
                    isWhole ? Array(log.utf8.dropLast()) : Array(log.utf8),
                    isError: stream == "stderr", endsLine: isWhole)
            }
        })

    /// Docker's `local` driver: Protocol Buffers between two lengths.
    public static let dockerLocal = Envelope(
        "docker local", isLines: false,
        write: { parts in
            var isInLine: Set<Bool> = []
            return parts.flatMap { part -> [UInt8] in
                let source = Array((part.isError ? "stderr" : "stdout").utf8)
                var body = field(1, source)
                body += [0x10] + varint(1_795_472_947_480_111_760) + field(3, part.bytes)
                if !part.endsLine || isInLine.contains(part.isError) {
                    body += [0x20, 1] + field(5, [0x08, part.endsLine ? 1 : 0] + field(2, [0x61]))
                }
                if part.endsLine {
                    isInLine.remove(part.isError)
                } else {
                    isInLine.insert(part.isError)
                }
                return big32(body.count) + body + big32(body.count)
            }
        },
        read: { bytes in
            var at = 0
            var parts: [Part] = []
            while at < bytes.count {
                guard let count = bytes.big32(at), at + 8 + count <= bytes.count,
                    bytes.big32(at + 4 + count) == count,
                    let fields = protobuf(bytes[(at + 4)..<(at + 4 + count)]),
                    let source = fields.first(where: { $0.number == 1 })?.bytes,
                    let line = fields.first(where: { $0.number == 3 })?.bytes
                else { return nil }
                var endsLine = !fields.contains { $0.number == 4 }
                if let part = fields.first(where: { $0.number == 5 })?.bytes {
                    guard let inner = protobuf(part[...]) else { return nil }
                    endsLine = inner.contains { $0.number == 1 && $0.value == 1 }
                }
                parts.append(
                    Part(line, isError: source == Array("stderr".utf8), endsLine: endsLine))
                at += 8 + count
            }
            return parts
        })

    /// Frames of the Engine API, with timestamps or without.
    public static func multiplexed(isStamped: Bool) -> Envelope {
        let head = isStamped ? Array((stamp + " ").utf8) : []
        return Envelope(
            isStamped ? "Engine API frames with timestamps" : "Engine API frames", isLines: false,
            write: { parts in
                parts.flatMap { part in
                    let text = head + part.line
                    return [part.isError ? 2 : 1, 0, 0, 0] + big32(text.count) + text
                }
            },
            read: { bytes in
                var at = 0
                var parts: [Part] = []
                while at < bytes.count {
                    guard let count = bytes.big32(at + 4), at + 8 + count <= bytes.count,
                        bytes[(at + 1)..<(at + 4)].allSatisfy({ $0 == 0 })
                    else { return nil }
                    var text = bytes[(at + 8)..<(at + 8 + count)]
                    guard text.starts(with: head) else { return nil }
                    text = text.dropFirst(head.count)
                    let endsLine = text.last == 0x0A
                    parts.append(
                        Part(
                            Array(endsLine ? text.dropLast() : text), isError: bytes[at] == 2,
                            endsLine: endsLine))
                    at += 8 + count
                }
                return parts
            })
    }

    /// `docker logs -t`: the timestamp again before each part of a line.
    public static let repeatedTimestamps = Envelope(
        "docker logs -t", hasStreams: false,
        write: { parts in
            parts.flatMap { Array((stamp + " ").utf8) + $0.line }
        },
        read: { bytes in
            let head = Array((stamp + " ").utf8)
            var parts: [Part] = []
            for line in bytes.lines() {
                guard line.starts(with: head) else { return nil }
                let pieces = line.split(around: head).dropFirst()
                for (index, piece) in pieces.enumerated() {
                    parts.append(Part(piece, endsLine: index == pieces.count - 1))
                }
            }
            return parts
        })
}

// MARK: Kubernetes and systemd

extension Envelope {
    /// CRI: `Z` is containerd's, an offset podman's.
    public static func cri(stamp: String) -> Envelope {
        Envelope(
            "CRI \(stamp.suffix(6))",
            write: { parts in
                parts.flatMap { part in
                    let stream = part.isError ? "stderr" : "stdout"
                    return Array("\(stamp) \(stream) \(part.endsLine ? "F" : "P") ".utf8)
                        + part.bytes + [0x0A]
                }
            },
            read: { bytes in
                bytes.lines().all { line in
                    let words = line.split(
                        separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
                    guard words.count == 4, words[0].elementsEqual(stamp.utf8),
                        words[2].elementsEqual("P".utf8) || words[2].elementsEqual("F".utf8)
                    else { return nil }
                    return Part(
                        Array(words[3]), isError: words[1].elementsEqual("stderr".utf8),
                        endsLine: words[2].elementsEqual("F".utf8))
                }
            })
    }

    /// What Docker's journald driver says about a part.
    private static func containerFields(
        _ part: Part, isInLine: Bool
    ) -> [(String, [UInt8])] {
        var fields = [
            ("__CURSOR", "s=1;i=2"), ("__REALTIME_TIMESTAMP", "1795472947480111"),
            ("__MONOTONIC_TIMESTAMP", "48011176"),
            ("_BOOT_ID", "0123456789abcdef0123456789abcdef"),
            ("PRIORITY", part.isError ? "3" : "6"), ("CONTAINER_ID_FULL", "f00d"),
        ]
        if !part.endsLine || isInLine { fields.append(("CONTAINER_PARTIAL_MESSAGE", "true")) }
        if part.endsLine, isInLine { fields.append(("CONTAINER_PARTIAL_LAST", "true")) }
        return fields.map { ($0.0, Array($0.1.utf8)) } + [("MESSAGE", part.bytes)]
    }

    private static func containerPart(_ fields: [String: [UInt8]]) -> Part? {
        guard let message = fields["MESSAGE"], let priority = fields["PRIORITY"] else { return nil }
        return Part(
            message, isError: priority == Array("3".utf8),
            endsLine: fields["CONTAINER_PARTIAL_MESSAGE"] == nil
                || fields["CONTAINER_PARTIAL_LAST"] != nil)
    }

    /// Entries of a container.
    private static func entries(_ parts: [Part]) -> [[(String, [UInt8])]] {
        var isInLine: [Bool: Bool] = [:]
        return parts.map { part in
            let fields = containerFields(part, isInLine: isInLine[part.isError] ?? false)
            isInLine[part.isError] = !part.endsLine
            return fields
        }
    }

    /// `journalctl -o export`, messages as text where they are, or always with a length.
    public static func journalExport(isBinary: Bool) -> Envelope {
        Envelope(
            isBinary ? "journald export, binary" : "journald export", isLines: false,
            write: { parts in
                entries(parts).flatMap { export($0, isBinary: isBinary) }
            },
            read: { exported($0)?.all(containerPart) })
    }

    /// `journalctl -o export` of a unit whose long lines journald cut.
    public static let unitExport = Envelope(
        "journald export of a unit", isLines: false,
        write: { parts in
            parts.flatMap { part in
                var fields = [
                    ("__CURSOR", "s=1;i=2"), ("__REALTIME_TIMESTAMP", "1795472947480111"),
                    ("_STREAM_ID", part.isError ? "e1" : "o1"),
                    ("_SYSTEMD_UNIT", "leaky.service"),
                ].map { ($0.0, Array($0.1.utf8)) }
                fields.append(("MESSAGE", part.bytes))
                if !part.endsLine { fields.append(("_LINE_BREAK", Array("line-max".utf8))) }
                return export(fields, isBinary: false)
            }
        },
        read: { bytes in
            exported(bytes)?.all { fields in
                fields["MESSAGE"].map {
                    Part(
                        $0, isError: fields["_STREAM_ID"] == Array("e1".utf8),
                        endsLine: fields["_LINE_BREAK"] == nil)
                }
            }
        })

    private static func export(_ fields: [(String, [UInt8])], isBinary: Bool) -> [UInt8] {
        fields.flatMap { name, value -> [UInt8] in
            let needsLength =
                name == "MESSAGE" && isBinary || value.contains { $0 < 0x20 && $0 != 0x09 }
            guard needsLength else { return Array((name + "=").utf8) + value + [0x0A] }
            return Array((name + "\n").utf8) + little64(value.count) + value + [0x0A]
        } + [0x0A]
    }

    private static func exported(_ bytes: [UInt8]) -> [[String: [UInt8]]]? {
        var entries: [[String: [UInt8]]] = []
        var fields: [String: [UInt8]] = [:]
        var at = 0
        while at < bytes.count {
            guard let end = bytes[at...].firstIndex(of: 0x0A) else { return nil }
            let line = bytes[at..<end]
            at = end + 1
            if line.isEmpty {
                entries.append(fields)
                fields = [:]
            } else if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                fields[String(decoding: line[..<equals], as: UTF8.self)] = Array(
                    line[(equals + 1)...])
            } else {
                guard at + 8 <= bytes.count else { return nil }
                let count = bytes[at..<(at + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
                at += 8
                guard count >= 0, at + count < bytes.count, bytes[at + count] == 0x0A else {
                    return nil
                }
                fields[String(decoding: line, as: UTF8.self)] = Array(bytes[at..<(at + count)])
                at += count + 1
            }
        }
        return fields.isEmpty ? entries : nil
    }

    /// `journalctl -o json`, messages as strings where they are text, or always as numbers.
    public static func journalJSON(isBinary: Bool) -> Envelope {
        Envelope(
            isBinary ? "journald JSON, byte arrays" : "journald JSON",
            write: { parts in
                entries(parts).flatMap { fields in
                    let members = fields.map { name, value -> String in
                        let isText =
                            !(isBinary && name == "MESSAGE")
                            && !value.contains { $0 < 0x20 || $0 == 0x7F }
                            && String(validating: value, as: UTF8.self) != nil
                        let text =
                            isText
                            ? "\"" + String(decoding: plainJSON(value), as: UTF8.self) + "\""
                            : "[" + value.map(String.init).joined(separator: ", ") + "]"
                        return "\"\(name)\" : \(text)"
                    }
                    return Array(("{ " + members.joined(separator: ", ") + " }\n").utf8)
                }
            },
            read: { bytes in
                bytes.objects(endingIn: 0x0A)?.all { object in
                    containerPart(
                        object.compactMapValues { value in
                            if let text = value as? String { return Array(text.utf8) }
                            return (value as? [Int])?.compactMap(UInt8.init(exactly:))
                        })
                }
            })
    }
}

// MARK: Syslog, GELF and text

extension Envelope {
    private static func syslog(_ name: String, head: @escaping @Sendable (Bool) -> String)
        -> Envelope
    {
        Envelope(
            name, .at(4096),
            write: { parts in
                parts.flatMap { Array(head($0.isError).utf8) + $0.bytes + [0x0A] }
            },
            read: { bytes in bytes.lines().all { message($0, head: head) } })
    }

    private static func message(_ line: [UInt8], head: (Bool) -> String) -> Part? {
        for isError in [false, true] where line.starts(with: head(isError).utf8) {
            let text = Array(line.dropFirst(head(isError).utf8.count))
            return Part(text, isError: isError, endsLine: text.count != 4096)
        }
        return nil
    }

    private static let modern: @Sendable (Bool) -> String = { isError in
        "<\(isError ? 27 : 30)>1 2026-11-23T22:14:15.003Z host \(isError ? "err" : "out") 12 f00d - "
    }

    public static let syslog5424 = syslog("syslog, RFC 5424", head: modern)

    public static let syslog3164 = syslog(
        "syslog, RFC 3164",
        head: { "<\($0 ? 27 : 30)>Nov 23 22:14:15 host f00d/\($0 ? "err" : "out")[12]: " })

    /// RFC 6587, section 3.4.1.
    public static let octetCounted = Envelope(
        "syslog, octet-counted", .at(4096), isLines: false,
        write: { parts in
            parts.flatMap { part in
                let message = Array(modern(part.isError).utf8) + part.bytes
                return Array("\(message.count) ".utf8) + message
            }
        },
        read: { bytes in
            var parts: [Part] = []
            var at = 0
            while at < bytes.count {
                guard let blank = bytes[at...].firstIndex(of: 0x20),
                    let count = Int(String(decoding: bytes[at..<blank], as: UTF8.self)),
                    blank + 1 + count <= bytes.count,
                    let part = message(Array(bytes[(blank + 1)...].prefix(count)), head: modern)
                else { return nil }
                parts.append(part)
                at = blank + 1 + count
            }
            return parts
        })

    /// GELF over TCP ends in a zero byte, in files in a newline.
    public static func gelf(end: UInt8) -> Envelope {
        Envelope(
            end == 0 ? "GELF" : "GELF in lines", .never, isLines: end != 0,
            write: { parts in
                parts.flatMap { part -> [UInt8] in
                    let head = #"{"version":"1.1","host":"h","short_message":""#
                    let level = part.isError ? 3 : 6
                    let tail =
                        #"","timestamp":1385053862.307,"level":\#(level),"_container_name":"c"}"#
                    return Array((head + goJSON(part.bytes).text + tail).utf8) + [end]
                }
            },
            read: { bytes in
                bytes.objects(endingIn: end)?.all { object in
                    guard let text = object["short_message"] as? String,
                        let level = object["level"] as? Int, object["version"] as? String == "1.1"
                    else { return nil }
                    return Part(text, isError: level == 3)
                }
            })
    }

    /// UTF-16 with a byte order mark.
    public static func utf16(isBigEndian: Bool) -> Envelope {
        Envelope(
            isBigEndian ? "UTF-16 BE" : "UTF-16 LE", .never, hasStreams: false, isLines: false,
            write: { parts in
                let text = "\u{FEFF}" + parts.map { $0.bytes.text + "\r\n" }.joined()
                return text.utf16.flatMap { unit -> [UInt8] in
                    let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                    return isBigEndian ? bytes : bytes.reversed()
                }
            },
            read: { bytes in
                guard bytes.count % 2 == 0,
                    let text = String(
                        data: Data(bytes.dropFirst(2)),
                        encoding: isBigEndian ? .utf16BigEndian : .utf16LittleEndian),
                    bytes.starts(with: isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE])
                else { return nil }
                return Array(text.utf8).lines().all { line in
                    line.last == 0x0D ? Part(Array(line.dropLast())) : nil
                }
            })
    }

    /// UTF-8 with the mark that Windows puts first.
    public static let byteOrderMark = Envelope(
        "UTF-8 with a byte order mark", .never, hasStreams: false, isLines: false,
        write: { [0xEF, 0xBB, 0xBF] + plain.write($0) },
        read: { $0.starts(with: [0xEF, 0xBB, 0xBF]) ? plain.read(Array($0.dropFirst(3))) : nil })

    /// Nothing around a line.
    public static let plain = Envelope(
        "plain", .never, hasStreams: false,
        write: { $0.flatMap(\.line) },
        read: { $0.lines().map { Part($0) } })
}

// MARK: Bytes

/// A JSON string as Go writes it: `<`, `>` and `&` are escaped, what is no UTF-8 is replaced.
private func goJSON(_ bytes: [UInt8]) -> [UInt8] {
    Array(
        bytes.text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\" + String(scalar)
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "<", ">", "&", "\u{0}"..<" ", "\u{2028}", "\u{2029}":
                String(format: "\\u%04x", scalar.value)
            default: String(scalar)
            }
        }.joined().utf8)
}

/// A JSON string of text without control characters, as systemd writes it.
private func plainJSON(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == 0x22 || $0 == 0x5C ? [0x5C, $0] : [$0] }
}

private func big32(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func little64(_ value: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

private func varint(_ value: Int) -> [UInt8] {
    let group = UInt8(value & 0x7F)
    return value < 0x80 ? [group] : [group | 0x80] + varint(value >> 7)
}

private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var field = [number << 3 | 2]
    field += varint(bytes.count)
    return field + bytes
}

/// The fields of a message: numbers and bytes only.
private func protobuf(_ message: ArraySlice<UInt8>) -> [(number: Int, value: Int, bytes: [UInt8])]?
{
    var rest = message
    func number() -> Int? {
        var value = 0
        var shift = 0
        while let byte = rest.popFirst(), shift < 64 {
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
    var fields: [(number: Int, value: Int, bytes: [UInt8])] = []
    while !rest.isEmpty {
        guard let tag = number(), let value = number() else { return nil }
        switch tag & 7 {
        case 0: fields.append((tag >> 3, value, []))
        case 2:
            guard value <= rest.count else { return nil }
            fields.append((tag >> 3, 0, Array(rest.prefix(value))))
            rest = rest.dropFirst(value)
        default: return nil
        }
    }
    return fields
}

extension Sequence {
    /// What all elements are turned into, or nil if one of them cannot be.
    fileprivate func all<Result>(_ transform: (Element) -> Result?) -> [Result]? {
        var results: [Result] = []
        for element in self {
            guard let result = transform(element) else { return nil }
            results.append(result)
        }
        return results
    }
}

extension [UInt8] {
    /// As text.
    public var text: String { String(decoding: self, as: UTF8.self) }

    /// Complete lines, without their ends; what follows the last is one, too.
    public func lines(_ end: UInt8 = 0x0A) -> [[UInt8]] {
        var lines = split(separator: end, omittingEmptySubsequences: false).map { [UInt8]($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// JSON objects that each end in a byte.
    fileprivate func objects(endingIn end: UInt8) -> [[String: Any]]? {
        guard last == end || isEmpty else { return nil }
        return lines(end).all {
            (try? JSONSerialization.jsonObject(with: Data($0))) as? [String: Any]
        }
    }

    fileprivate func big32(_ place: Int) -> Int? {
        guard place >= 0, place + 4 <= count else { return nil }
        return self[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The pieces between occurrences of a text.
    public func split(around separator: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var at = 0
        while at < count {
            if self[at...].starts(with: separator) {
                pieces.append([])
                at += separator.count
            } else {
                pieces[pieces.count - 1].append(self[at])
                at += 1
            }
        }
        return pieces
    }
}
