/// Bytes of the stream as it was read, and what is written instead.
struct PhysicalEdit: Equatable {
    var range: Range<Int>
    var replacement: [UInt8]

    /// How many bytes longer the stream gets.
    private var growth: Int { replacement.count - range.count }

    /// The edits of a record, and those of the lengths that they change.
    ///
    /// - Parameters:
    ///   - edits: In order and disjoint; none touches a length.
    ///   - lengths: Innermost first.
    static func withLengths(
        _ edits: [PhysicalEdit], lengths: [RecordLength], in text: Text
    ) -> [PhysicalEdit] {
        var all = edits
        for length in lengths {
            let growth = all.lazy.filter { length.counted.contains($0.range.lowerBound) }
                .map(\.growth).reduce(0, +)
            guard growth != 0 else { continue }
            all.append(
                PhysicalEdit(
                    range: length.place,
                    replacement: length.encoding.encode(length.counted.count + growth)))
        }
        return all.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
