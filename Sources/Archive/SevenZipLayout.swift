/// Where a 7z ends, told by its first bytes: and what stands behind.
public struct SevenZipLayout: Sendable {
    /// Stretches of bytes that no member accounts for; zeros do not count.
    public let unaccounted: [Range<Int>]

    /// Reads the header of the signature (7zFormat.txt: the place of the next header counts from
    /// its own end, at byte 32).
    ///
    /// - Parameter input: The whole archive, in which can be sought; its place is changed.
    /// - Throws: What reading throws.
    public init(_ input: ArchiveInput) throws {
        let bytes = SeekableBytes(input)
        let header = try bytes.read(0..<32)
        let number = { (at: Int) in
            header[at..<at + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let (length, isOver) = number(12).addingReportingOverflow(number(20))
        guard bytes.count > 32, !isOver, length < UInt64(bytes.count - 32) else {
            unaccounted = []
            return
        }
        let behind = 32 + Int(length)..<bytes.count
        unaccounted = try bytes.isZero(behind) ? [] : [behind]
    }
}
