internal import CBytes

/// Counts records that were passed as plain lines, and the lines between records.
struct PassedRecords {
    private(set) var records = 0
    /// Lines of no format between two records.
    private(set) var foreign = 0
    /// Lines of no format since the last record, up to `countedTo`; nil before the first one, and
    /// when there are many.
    private var gap: Int?
    private var countedTo = 0
    /// Where the first record begins, be it passed or read.
    private(set) var first: Int?

    /// After so many lines of no format a new run of records begins.
    static let longestGap = 64

    /// Counts a record.
    mutating func count(_ record: Range<Int>, in text: Text) {
        first = first ?? record.lowerBound
        records += 1
        foreign += gap(before: record.lowerBound, in: text)
        goOn(behind: record.upperBound)
    }

    /// Takes note that records were read up to a place.
    mutating func goOn(behind place: Int) {
        gap = 0
        countedTo = place
    }

    /// Takes note of a record that is to be read; returns the lines of no format before it.
    mutating func meet(recordAt place: Int, in text: Text) -> Int {
        first = first ?? place
        return gap(before: place, in: text)
    }

    /// Goes on behind a text of which another has counted what is in it, as if nothing came before.
    mutating func add(_ later: PassedRecords, of text: Text) {
        guard let first = later.first else {
            gap(before: text.end, in: text)
            return
        }
        foreign += gap(before: first, in: text) + later.foreign
        records += later.records
        (gap, countedTo) = (later.gap, later.countedTo)
        self.first = self.first ?? first
    }

    /// Lines of no format between the last record and a place; none if there are many.
    @discardableResult
    mutating func gap(before place: Int, in text: Text) -> Int {
        if let lines = gap, countedTo < place, let base = text.bytes.baseAddress {
            // A long line may have begun before the buffer.
            let range = text.range(max(countedTo, text.offset)..<max(place, text.offset))
            let all = lines + blot_count_lines(base, range.lowerBound, range.upperBound)
            gap = all < Self.longestGap ? all : nil
            countedTo = place
        }
        return gap ?? 0
    }
}
