/// How much room text takes on a terminal, and how it is made to fit. Takes printable text only.
enum TextLayout {
    /// Columns that a text takes.
    static func width(of text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// 0 for marks that combine, 2 for what is wide in East Asia (UAX #11) and for pictures, else
    /// 1.
    static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
            0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }

    /// A text with blanks behind it up to a width.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - self.width(of: text)))
    }

    /// A number or so, with blanks before it.
    static func right(_ text: String, in width: Int) -> String {
        String(repeating: " ", count: max(0, width - self.width(of: text))) + text
    }

    /// The beginning of a text that fits; what is cut off is marked.
    static func cut(_ text: String, to width: Int, mark: String) -> String {
        guard self.width(of: text) > width else { return text }
        return prefix(of: text, width: width - self.width(of: mark)) + mark
    }

    /// A window of a text around a part of it, cut on both sides where it must be.
    static func window(_ text: String, around part: String, width: Int, mark: String) -> String {
        guard self.width(of: text) > width, !part.isEmpty,
            let range = text.firstRange(of: part)
        else { return cut(text, to: width, mark: mark) }
        let before = self.width(of: text[..<range.lowerBound])
        let room = max(4, (width - self.width(of: part)) / 2)
        guard before > room, before + self.width(of: part) + 4 > width else {
            return cut(text, to: width, mark: mark)
        }
        var dropped = 0
        let rest = text.unicodeScalars.drop { scalar in
            guard dropped < before - room else { return false }
            dropped += self.width(of: scalar)
            return true
        }
        return mark + cut(String(rest), to: width - self.width(of: mark), mark: mark)
    }

    /// A text in lines of a width, broken at blanks, and within words that are too long.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            var word = String(word)
            while true {
                let gap = line.isEmpty ? 0 : 1
                let size = self.width(of: word)
                if used + gap + size <= width {
                    line += (gap == 1 ? " " : "") + word
                    used += gap + size
                    break
                }
                if !line.isEmpty {
                    lines.append(line)
                    line = ""
                    used = 0
                } else {
                    let head = prefix(of: word, width: width)
                    guard !head.isEmpty else { break }
                    lines.append(head)
                    word = String(word.unicodeScalars.dropFirst(head.unicodeScalars.count))
                }
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func prefix(of text: String, width: Int) -> String {
        var used = 0
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix { scalar in
                    used += self.width(of: scalar)
                    return used <= width
                }))
    }
}
