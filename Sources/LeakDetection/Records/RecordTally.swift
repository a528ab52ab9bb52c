/// Counts the records of a stream, and what stood between them.
struct RecordTally {
    private var counts: [String: (records: Int, foreign: Int)] = [:]
    private var remarks: Set<String> = []

    /// Counts a record.
    ///
    /// - Parameters:
    ///   - format: What its format is called.
    ///   - foreign: Lines of no format between the record before and this one.
    mutating func count(_ format: String, foreignBefore foreign: Int) {
        counts[format, default: (0, 0)].records += 1
        counts[format, default: (0, 0)].foreign += foreign
    }

    /// Counts records that were passed.
    mutating func count(_ format: String, _ passed: PassedRecords) {
        guard passed.records + passed.foreign > 0 else { return }
        counts[format, default: (0, 0)].records += passed.records
        counts[format, default: (0, 0)].foreign += passed.foreign
    }

    mutating func remark(_ text: String) { remarks.insert(text) }

    mutating func add(_ other: RecordTally) {
        for (format, count) in other.counts {
            counts[format, default: (0, 0)].records += count.records
            counts[format, default: (0, 0)].foreign += count.foreign
        }
        remarks.formUnion(other.remarks)
    }

    /// Whether no records were counted but those of one format.
    func holdsOnly(_ format: String) -> Bool { counts.keys.allSatisfy { $0 == format } }

    var isEmpty: Bool { counts.isEmpty && remarks.isEmpty }

    /// Sentences for people.
    var notes: [String] {
        let damaged = counts.sorted { $0.key < $1.key }.filter { $0.value.foreign > 0 }
        return damaged.map { format, count in
            let lines = count.foreign == 1 ? "1 line is" : "\(count.foreign) lines are"
            return "\(lines) no \(format) record, or a damaged one, among \(count.records); "
                + "scanned as text"
        } + remarks.sorted()
    }
}
