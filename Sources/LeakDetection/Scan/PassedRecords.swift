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

    /// After so many lines of no format a new run of records begins.
    static let longestGap = 64

    /// Counts a record.
    mutating func count(_ record: Range<Int>, in text: Text) {
        records += 1
        foreign += gap(before: record.lowerBound, in: text)
        goOn(behind: record.upperBound)
    }

    /// Takes note that records were read up to a place.
    mutating func goOn(behind place: Int) {
        gap = 0
        countedTo = place
    }

    /// Lines of no format between the last record and a place; none if there are many.
    mutating func gap(before place: Int, in text: Text) -> Int {
        if let lines = gap, countedTo < place, let base = text.bytes.baseAddress {
            let range = text.range(countedTo..<place)
            let all = lines + blot_count_lines(base, range.lowerBound, range.upperBound)
            gap = all < Self.longestGap ? all : nil
            countedTo = place
        }
        return gap ?? 0
    }
}
