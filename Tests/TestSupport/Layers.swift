import Foundation

/// An encoding of a text: how it is written, and a decoder that shares nothing with the one under
/// test.
public struct TextLayer: Sendable, CustomStringConvertible {
    /// What a redaction leaves of the encoding.
    public enum Outcome: Sendable {
        /// It decodes as before, with the placeholder in the secret's place.
        case decodes
        /// The same, with a star for each byte of the secret.
        case stars
        /// All of it is replaced.
        case replaced
    }

    public let name: String
    public let outcome: Outcome

    /// Whether the encoded text has lines of its own.
    public let isLines: Bool

    public let encode: @Sendable ([UInt8]) -> [UInt8]

    /// Nil where the text is damaged.
    public let decode: @Sendable ([UInt8]) -> [UInt8]?

    public var description: String { name }

    init(
        _ name: String, _ outcome: Outcome = .decodes, isLines: Bool = false,
        encode: @escaping @Sendable ([UInt8]) -> [UInt8],
        decode: @escaping @Sendable ([UInt8]) -> [UInt8]? = { $0 }
    ) {
        self.name = name
        self.outcome = outcome
        self.isLines = isLines
        self.encode = encode
        self.decode = decode
    }

    /// Those that stay in one line.
    public static let inLine: [TextLayer] = [
        TextLayer("none", encode: { $0 }),
        ansi("around") { Array("\u{1B}[1;31m".utf8) + $0 + Array("\u{1B}[0m".utf8) },
        ansi("inside") { text in
            Array(text[..<(text.count / 2)]) + Array("\u{1B}[7m".utf8)
                + Array(text[(text.count / 2)...])
        },
        ansi("per character") { text in
            text.text.flatMap { Array("\u{1B}[32m\($0)\u{1B}[0m".utf8) }
        },
        json(levels: 1), json(levels: 2), json(levels: 3), unicode, hexEscape, percent(times: 1),
        percent(times: 2), html, base64(lead: 0), base64(lead: 1), base64(lead: 2), base64URL,
        base64(times: 2), base64(times: 3), hex, quotedPrintable, gzip, utf16,
    ]

    /// Those that break lines.
    public static let inLines: [TextLayer] = [base64Wrapped, xxd, hexdump, softBreak]
}

// MARK: Characters

extension TextLayer {
    private static func ansi(
        _ name: String, encode: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> TextLayer {
        TextLayer("ANSI " + name, encode: encode) { text in
            Array(text.text.replacing(/\u{1B}\[[0-9;]*m/, with: "").utf8)
        }
    }

    /// JSON strings in JSON strings.
    public static func json(levels: Int) -> TextLayer {
        TextLayer(
            "JSON, \(levels) levels",
            encode: { text in
                (0..<levels).reduce(text) { text, _ in
                    Array(#"{"m":""#.utf8)
                        + text.flatMap { byte -> [UInt8] in
                            switch byte {
                            case 0x22, 0x5C: [0x5C, byte]
                            case 0x00..<0x20: Array(String(format: "\\u%04x", byte).utf8)
                            default: [byte]
                            }
                        } + Array(#""}"#.utf8)
                }
            },
            decode: { text in
                (0..<levels).reduce(text as [UInt8]?) { text, _ in
                    let object = text.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) }
                    return ((object as? [String: Any])?["m"] as? String).map { Array($0.utf8) }
                }
            })
    }

    /// `\uXXXX` for every character.
    public static let unicode = TextLayer(
        "\\u",
        encode: { text in
            text.text.utf16.flatMap { Array(String(format: "\\u%04x", $0).utf8) }
        },
        decode: { text in
            let string = try? JSONSerialization.jsonObject(
                with: Data([0x22] + text + [0x22]), options: .fragmentsAllowed)
            return (string as? String).map { Array($0.utf8) }
        })

    /// `\xNN` for every byte.
    public static let hexEscape = TextLayer(
        "\\x", encode: { escape($0, "\\x") },
        // What is kept of a text may be escaped in another way.
        decode: { text in
            let plain = text.text.replacing("\\\\", with: "\\x5C").replacing("\\u00", with: "\\x")
            return unescape(Array(plain.utf8), Array("\\x".utf8))
        })

    /// Percent-encoding of every byte.
    public static func percent(times: Int) -> TextLayer {
        TextLayer(
            "percent, \(times) times",
            encode: { text in (0..<times).reduce(text) { text, _ in escape(text, "%") } },
            decode: { text in
                (0..<times).reduce(text.text as String?) { text, _ in text?.removingPercentEncoding
                }
                .map { Array($0.utf8) }
            })
    }

    /// Character references: names where there are, numbers otherwise.
    public static let html = TextLayer(
        "HTML",
        encode: { text in
            text.text.unicodeScalars.flatMap { scalar -> [UInt8] in
                switch scalar {
                case "<": Array("&lt;".utf8)
                case "\"": Array("&quot;".utf8)
                case "a"..."m": Array("&#x\(String(scalar.value, radix: 16));".utf8)
                default: Array("&#\(scalar.value);".utf8)
                }
            }
        },
        decode: { text in
            Array(
                text.text.replacing("&lt;", with: "<").replacing("&quot;", with: "\"")
                    .replacing(/&#(x?)([0-9a-f]+);/) { match in
                        UInt32(match.2, radix: match.1.isEmpty ? 10 : 16)
                            .flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
                    }.utf8)
        })

    /// Quoted-printable without line breaks; the equals sign tells what it is.
    public static let quotedPrintable = TextLayer(
        "quoted-printable",
        encode: { text in
            text.flatMap { byte -> [UInt8] in
                0x20...0x7E ~= byte && byte != 0x3D
                    ? [byte] : Array(String(format: "=%02X", byte).utf8)
            }
        },
        decode: { unescape(Array($0.text.replacing("=\n", with: "").utf8), [0x3D]) })

    /// Quoted-printable in lines of 76 characters.
    public static let softBreak = TextLayer(
        "quoted-printable with soft breaks", isLines: true,
        encode: { text in
            var rest = quotedPrintable.encode(text)[...]
            var lines: [[UInt8]] = []
            while rest.count > 76 {
                var count = 75
                // An escape is not broken.
                while rest.prefix(count).suffix(2).contains(0x3D) { count -= 1 }
                lines.append(rest.prefix(count) + [0x3D])
                rest = rest.dropFirst(count)
            }
            return Array((lines + [Array(rest)]).joined(separator: [0x0A]))
        }, decode: quotedPrintable.decode)

    private static func escape(_ text: [UInt8], _ mark: String) -> [UInt8] {
        text.flatMap { Array((mark + String(format: "%02X", $0)).utf8) }
    }

    /// Decodes a mark with two digits.
    private static func unescape(_ text: [UInt8], _ mark: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var at = 0
        while at < text.count {
            if text[at...].starts(with: mark) {
                at += mark.count
                guard at + 2 <= text.count,
                    let byte = UInt8(text[at..<(at + 2)].map { [$0].text }.joined(), radix: 16)
                else { return nil }
                result.append(byte)
                at += 2
            } else {
                result.append(text[at])
                at += 1
            }
        }
        return result
    }
}

// MARK: Whole texts

extension TextLayer {
    /// Base64 of a text behind so many other bytes, so that it begins anywhere in a group.
    public static func base64(lead: Int) -> TextLayer {
        TextLayer(
            "base64 behind \(lead) bytes",
            encode: { Array(Data(Array("abc".utf8.prefix(lead)) + $0).base64EncodedString().utf8) },
            decode: { unbase64($0).map { Array($0.dropFirst(lead)) } })
    }

    /// Base64 of base64.
    public static func base64(times: Int) -> TextLayer {
        TextLayer(
            "base64, \(times) times",
            encode: { text in
                (0..<times).reduce(text) { text, _ in
                    Array(Data(text).base64EncodedString().utf8)
                }
            },
            decode: { text in
                (0..<times).reduce(text as [UInt8]?) { text, _ in text.flatMap(unbase64) }
            })
    }

    /// RFC 4648, section 5, without padding.
    public static let base64URL = TextLayer(
        "base64url",
        encode: { text in
            let plain = Data(text).base64EncodedString()
            return Array(
                plain.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
                    .utf8)
        }, decode: unbase64)

    /// MIME's lines.
    public static let base64Wrapped = TextLayer(
        "base64 wrapped at 76", isLines: true,
        encode: { text in
            Array(
                Data(text).base64EncodedString(options: [
                    .lineLength76Characters, .endLineWithLineFeed,
                ]).utf8)
        }, decode: { unbase64($0.filter { $0 != 0x0A }) })

    private static func unbase64(_ text: [UInt8]) -> [UInt8]? {
        let plain = text.text.replacing("-", with: "+").replacing("_", with: "/")
            .replacing("=", with: "")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain + padding).map { [UInt8]($0) }
    }

    public static let hex = TextLayer(
        "hex", encode: { escape($0, "") }, decode: { unescape($0, []) })

    /// `xxd`.
    public static let xxd = TextLayer(
        "xxd", .stars, isLines: true,
        encode: { text in
            dump(text) { offset, row in
                let digits = stride(from: 0, to: row.count, by: 2).map { at in
                    row[at..<min(at + 2, row.count)].map { String(format: "%02x", $0) }.joined()
                }
                return String(format: "%08x: ", offset)
                    + digits.joined(separator: " ").padding(
                        toLength: 39, withPad: " ", startingAt: 0) + "  " + shown(row)
            }
        }, decode: { undump($0, digitsAt: 10..<49) { $0.dropFirst(51) } })

    /// `hexdump -C`, without the line that gives the length.
    public static let hexdump = TextLayer(
        "hexdump -C", .stars, isLines: true,
        encode: { text in
            dump(text) { offset, row in
                let digits = row.map { String(format: "%02x", $0) }
                return String(format: "%08x  ", offset)
                    + (digits.prefix(8).joined(separator: " ") + "  "
                    + digits.dropFirst(8).joined(separator: " ")).padding(
                        toLength: 48, withPad: " ", startingAt: 0)
                    + "  |" + shown(row) + "|"
            }
        }, decode: { undump($0, digitsAt: 10..<58) { $0.dropFirst(61).dropLast() } })

    private static func dump(_ text: [UInt8], line: (Int, ArraySlice<UInt8>) -> String) -> [UInt8] {
        let rows = stride(from: 0, to: text.count, by: 16).map { at in
            line(at, ArraySlice(Array(text[at..<min(at + 16, text.count)])))
        }
        return Array(rows.joined(separator: "\n").utf8)
    }

    private static func shown(_ row: ArraySlice<UInt8>) -> String {
        Array(row.map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: ".") }).text
    }

    /// The bytes of a dump whose characters say the same as its digits.
    private static func undump(
        _ text: [UInt8], digitsAt columns: Range<Int>,
        characters: (ArraySlice<UInt8>) -> ArraySlice<UInt8>
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        for line in text.lines() {
            guard line.count > columns.upperBound,
                let row = unescape(line[columns].filter { $0 != 0x20 }, [])
            else { return nil }
            guard characters(line[...]).elementsEqual(shown(row[...]).utf8) else { return nil }
            bytes += row
        }
        return bytes
    }

    /// A gzip file in base64: stored blocks (RFC 1951, section 3.2.4).
    public static let gzip = TextLayer(
        "gzip in base64", .replaced,
        encode: { text in
            var check: UInt32 = 0xFFFF_FFFF
            for byte in text {
                check ^= UInt32(byte)
                for _ in 0..<8 { check = check >> 1 ^ (check & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            func little(_ value: Int, _ count: Int) -> [UInt8] {
                (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
            let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
            let file =
                head + little(text.count, 2) + little(~text.count, 2) + text
                + little(Int(~check), 4) + little(text.count, 4)
            return Array(Data(file).base64EncodedString().utf8)
        })

    /// What PowerShell takes as `-EncodedCommand`.
    public static let utf16 = TextLayer(
        "UTF-16 in base64", .replaced,
        encode: { text in
            let units = text.text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            return Array(Data(units).base64EncodedString().utf8)
        })
}
