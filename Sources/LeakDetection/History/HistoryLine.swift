/// A line of a record that is made of lines.
struct HistoryLine: Equatable {
    /// The line without its line feed.
    let content: Range<Int>
    /// Just after the line feed, or the end of the buffer if the line has none.
    let next: Int

    /// Where its line feed stands; empty if it has none.
    var ending: Range<Int> { content.upperBound..<next }

    /// More bytes than this are no record.
    static let limit = 1 << 20

    /// What is known of a line.
    enum Reading: Equatable {
        case line(HistoryLine)
        case incomplete
        /// With it the record would be too long, or there is nothing left.
        case none
    }

    /// The line at an offset, as a part of a record that begins at `start`.
    static func read(
        _ buffer: UnsafeRawBufferPointer, at offset: Int, ofRecordAt start: Int, isFinal: Bool
    ) -> Reading {
        let end = min(buffer.count, start + limit)
        if offset < end,
            let feed = buffer.slice(offset..<end).firstOffset(of: UInt8(ascii: "\n"), from: 0)
        {
            return .line(
                HistoryLine(content: offset..<(offset + feed), next: offset + feed + 1))
        }
        if buffer.count >= start + limit { return .none }
        guard isFinal else { return .incomplete }
        guard offset < buffer.count else { return .none }
        return .line(HistoryLine(content: offset..<buffer.count, next: buffer.count))
    }
}

extension HistoryLine.Reading {
    /// What the record is as long as this line is not there; nil if it is.
    var failure: Reading? {
        switch self {
        case .line: nil
        case .incomplete: .incomplete
        case .none: .foreign
        }
    }
}

extension StreamKey {
    /// The commands of a history, one after another.
    static let history = StreamKey("history")
}

extension UnsafeRawBufferPointer {
    /// Where the run of decimal digits at an offset ends.
    func endOfDigits(at offset: Int) -> Int {
        var at = offset
        while at < count, self[at].isDigit { at += 1 }
        return at
    }

    /// Whether `text` stands at an offset; nil if the buffer ends before that is known.
    func stands(_ text: StaticString, at offset: Int) -> Bool? {
        let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        let known = Swift.min(text.count, Swift.max(0, count - offset))
        guard offset <= count, self[offset..<(offset + known)].elementsEqual(text[..<known])
        else { return false }
        return known == text.count ? true : nil
    }
}
