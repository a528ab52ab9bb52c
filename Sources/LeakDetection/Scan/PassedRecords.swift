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
    /// Records that may be passed, once all before them is decided.
    private var ahead: [Range<Int>] = []
    private var firstAhead = 0

    /// After so many lines of no format a new run of records begins.
    static let longestGap = 64

    /// Just behind the last record that may be passed, if one lies ahead.
    var aheadTo: Int { ahead.last?.upperBound ?? 0 }

    /// Takes note of a record that may be passed, behind those noted before.
    mutating func add(_ record: Range<Int>) { ahead.append(record) }

    /// Forgets what lies ahead no more: somebody else has read it.
    mutating func forget(before place: Int) {
        while firstAhead < ahead.count, ahead[firstAhead].lowerBound < place { firstAhead += 1 }
        removeFirst()
    }

    /// Counts the records up to a place.
    mutating func pass(before place: Int, in text: Text) {
        while firstAhead < ahead.count, ahead[firstAhead].lowerBound < place {
            count(ahead[firstAhead], in: text)
            firstAhead += 1
        }
        removeFirst()
    }

    private mutating func removeFirst() {
        guard firstAhead == ahead.count else { return }
        ahead.removeAll(keepingCapacity: true)
        firstAhead = 0
    }

    private mutating func count(_ record: Range<Int>, in text: Text) {
        // Lines that go on are decided twice.
        guard record.lowerBound >= countedTo else { return }
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
            // The beginning of a long line is not there any more.
            let range = text.range(max(countedTo, text.offset)..<max(place, text.offset))
            let all = lines + blot_count_lines(base, range.lowerBound, range.upperBound)
            gap = all < Self.longestGap ? all : nil
            countedTo = place
        }
        return gap ?? 0
    }
}
