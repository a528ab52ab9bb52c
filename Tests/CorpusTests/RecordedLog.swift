import Foundation
import Testing

/// A log as other programs than blot read it: strictly, and with nothing of blot's code.
struct RecordedLog {
    /// A record: what the container wrote, and everything else.
    struct Record {
        /// The container's stream: `stdout`, `stderr`.
        let stream: String
        var text: String
        /// Whether the container's line goes on in the stream's next record.
        let goesOn: Bool
        /// Times, identifiers, labels.
        let others: [String: String]
    }

    let records: [Record]

    /// Reads a log in the format that the name of a case ends in.
    init(_ bytes: [UInt8], of name: String) throws {
        switch name.split(separator: "-").dropFirst().joined(separator: "-") {
        case "json-file", "json-file-attrs": records = try Self.dockerJSON(bytes)
        case "local": records = try Self.dockerLocal(bytes)
        case "api": records = try Self.frames(bytes, hasTimestamps: false)
        case "api-timestamps": records = try Self.frames(bytes, hasTimestamps: true)
        case "file", "cri": records = try Self.cri(bytes)
        case "journald-export": records = try Self.journalExport(bytes)
        case "journald-json": records = try Self.journalJSON(bytes)
        default: throw Damage(what: "\(name): no such format")
        }
    }

    /// What the container wrote to each stream.
    var texts: [String: String] {
        records.reduce(into: [:]) { texts, record in
            let isLine = !record.goesOn && !record.text.hasSuffix("\n")
            texts[record.stream, default: ""] += record.text + (isLine ? "\n" : "")
        }
    }

    /// Why a log cannot be read.
    struct Damage: Error {
        let what: String
    }

    private static func lines(_ bytes: [UInt8]) throws -> [ArraySlice<UInt8>] {
        guard bytes.last == UInt8(ascii: "\n") else { throw Damage(what: "no last newline") }
        return bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
    }

    private static func object(_ line: some Sequence<UInt8>) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line))
        return try #require(value as? [String: Any])
    }

    /// A value of JSON in the same form each time.
    private static func text(_ value: Any) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return String(decoding: data, as: UTF8.self)
    }

    // MARK: Formats

    private static func dockerJSON(_ bytes: [UInt8]) throws -> [Record] {
        try lines(bytes).map { line in
            var members = try object(line)
            let text = try #require(members["log"] as? String)
            let stream = try #require(members["stream"] as? String)
            members["log"] = nil
            return Record(
                stream: stream, text: text, goesOn: !text.hasSuffix("\n"),
                others: try members.mapValues(Self.text))
        }
    }

    private static func frames(_ bytes: [UInt8], hasTimestamps: Bool) throws -> [Record] {
        var records: [Record] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let head = Array(rest.prefix(8))
            guard head.count == 8, 1...2 ~= head[0], head[1...3].allSatisfy({ $0 == 0 }) else {
                throw Damage(what: "\(head) begins no frame")
            }
            rest = rest.dropFirst(8)
            let count = head[4...].reduce(0) { $0 << 8 | Int($1) }
            guard count <= rest.count else { throw Damage(what: "the last frame is short") }
            var text = String(decoding: rest.prefix(count), as: UTF8.self)
            rest = rest.dropFirst(count)
            var others: [String: String] = [:]
            if hasTimestamps {
                // `2026-11-24T20:30:31.212730455Z `.
                others["time"] = String(text.prefix(31))
                text = String(text.dropFirst(31))
            }
            records.append(
                Record(
                    stream: head[0] == 1 ? "stdout" : "stderr", text: text,
                    goesOn: !text.hasSuffix("\n"), others: others))
        }
        return records
    }

    private static func cri(_ bytes: [UInt8]) throws -> [Record] {
        try lines(bytes).map { line in
            let words = line.split(
                separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false
            ).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 4, ["P", "F"].contains(words[2]),
                ["stdout", "stderr"].contains(words[1])
            else { throw Damage(what: "\(words) are no fields") }
            return Record(
                stream: words[1], text: words[3], goesOn: words[2] == "P",
                others: ["time": words[0]])
        }
    }

    private static func dockerLocal(_ bytes: [UInt8]) throws -> [Record] {
        var records: [Record] = []
        var rest = bytes[...]
        func takeLength() -> Int {
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        while !rest.isEmpty {
            let count = takeLength()
            guard count + 4 <= rest.count else { throw Damage(what: "the last entry is short") }
            let fields = try message(rest.prefix(count))
            rest = rest.dropFirst(count)
            guard takeLength() == count else { throw Damage(what: "two lengths differ") }
            let part = try fields[5].map { try message($0[...]) }
            let text = String(decoding: fields[3] ?? [], as: UTF8.self)
            records.append(
                Record(
                    stream: String(decoding: fields[1] ?? [], as: UTF8.self), text: text,
                    goesOn: fields[4] == [1] && part?[1] != [1],
                    others: [
                        "time": "\(fields[2] ?? [])", "part": "\(part?[2] ?? [])",
                        "ordinal": "\(part?[3] ?? [])",
                    ]))
        }
        return records
    }

    /// The fields of a message of Protocol Buffers: varints as their bytes, and strings.
    private static func message(_ bytes: ArraySlice<UInt8>) throws -> [Int: [UInt8]] {
        var fields: [Int: [UInt8]] = [:]
        var rest = bytes
        func takeVarint() -> [UInt8] {
            let count = rest.prefix { $0 >= 0x80 }.count + 1
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        while !rest.isEmpty {
            let tag = takeVarint()[0]
            switch tag & 7 {
            case 0: fields[Int(tag >> 3)] = takeVarint()
            case 2:
                let count = takeVarint().reversed().reduce(0) { $0 << 7 | Int($1 & 0x7F) }
                guard count <= rest.count else { throw Damage(what: "a field is too long") }
                fields[Int(tag >> 3)] = Array(rest.prefix(count))
                rest = rest.dropFirst(count)
            default: throw Damage(what: "the tag \(tag)")
            }
        }
        return fields
    }

    private static func journalExport(_ bytes: [UInt8]) throws -> [Record] {
        var records: [Record] = []
        var fields: [String: String] = [:]
        var rest = bytes[...]
        while let feed = rest.firstIndex(of: 0x0A) {
            let line = rest[..<feed]
            rest = rest[(feed + 1)...]
            if line.isEmpty {
                records.append(try record(fields))
                fields = [:]
            } else if let sign = line.firstIndex(of: UInt8(ascii: "=")) {
                fields[String(decoding: line[..<sign], as: UTF8.self)] =
                    String(decoding: line[(sign + 1)...], as: UTF8.self)
            } else {
                let count = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(8)
                guard rest.dropFirst(count).first == 0x0A else {
                    throw Damage(what: "a field does not end where its length says")
                }
                fields[String(decoding: line, as: UTF8.self)] =
                    String(decoding: rest.prefix(count), as: UTF8.self)
                rest = rest.dropFirst(count + 1)
            }
        }
        guard rest.isEmpty, fields.isEmpty else { throw Damage(what: "the last entry is short") }
        return records
    }

    private static func journalJSON(_ bytes: [UInt8]) throws -> [Record] {
        try lines(bytes).map { line in
            try record(object(line).mapValues { try #require($0 as? String) })
        }
    }

    private static func record(_ fields: [String: String]) throws -> Record {
        var others = fields
        let text = try #require(fields["MESSAGE"])
        others["MESSAGE"] = nil
        return Record(
            stream: fields["PRIORITY"] == "3" ? "stderr" : "stdout", text: text,
            goesOn: fields["CONTAINER_PARTIAL_MESSAGE"] == "true"
                && fields["CONTAINER_PARTIAL_LAST"] != "true",
            others: others)
    }
}
