/// How a line of a command goes on in the next.
enum LineJoint {
    /// The shell takes the line ending out.
    case seamless
    /// The command goes on after a blank.
    case blank
    /// The line ending belongs to the command.
    case newline

    /// How a line ending that belongs to a command is read: as a blank where the command cannot
    /// have ended, because a pipe is open or options follow.
    static func joint(
        after text: DecodedText, before next: Range<Int>, of source: UnsafeRawBufferPointer
    ) -> LineJoint {
        if text.bytes.last(where: { !$0.isBlank }) == UInt8(ascii: "|") { return .blank }
        let words = source[next].drop(while: \.isBlank)
        let dashes = words.prefix { $0 == UInt8(ascii: "-") }
        guard 1...2 ~= dashes.count, let first = words.dropFirst(dashes.count).first,
            first.isLetter
        else { return .newline }
        return .blank
    }
}

extension DecodedText {
    /// Goes on in the next line of a command: what ends the line is kept, and where the lines
    /// become one, so is the next line's indentation after a blank.
    ///
    /// - Parameters:
    ///   - ending: What the source writes for the end of the line, the shell's own mark included.
    ///   - limit: Where the source of the command ends.
    /// - Returns: Where the source goes on.
    mutating func join(
        _ joint: LineJoint, over ending: Range<Int>, limit: Int, of source: UnsafeRawBufferPointer
    ) -> Int {
        var end = ending.upperBound
        let isAfterBlank = bytes.last.map(\.isBlank) ?? true
        switch joint {
        case .newline:
            put(CollectionOfOne(UInt8(ascii: "\n")), for: ending)
        case .blank, .seamless:
            if isAfterBlank || joint == .blank {
                while end < limit, source[end].isBlank { end += 1 }
            }
            if joint == .blank, !isAfterBlank {
                put(CollectionOfOne(UInt8(ascii: " ")), for: ending)
            }
        }
        keep(ending.lowerBound..<end)
        return end
    }
}
