/// What a reader makes of the bytes at a place.
enum Reading: Sendable, Equatable {
    case record(Record)
    /// A record may begin here, but its end has not come yet.
    case incomplete
    /// No record of this format begins here.
    case foreign
}

/// Reads the records of one log format.
///
/// A reader may remember things from record to record (which stream was cut, what time a history
/// gave); it is asked for each record exactly once with success, in order, and must give the same
/// answer however much of what follows is in the buffer, but for ``Reading/incomplete``.
protocol RecordReader: Sendable {
    /// What the format is called in messages, such as `docker json-file`.
    static var name: String { get }

    /// Whether lines of other formats are to be expected between its records.
    static var standsAmongOthers: Bool { get }

    /// Whether records that hold nothing of note are left to the scan of plain lines, which is
    /// faster: ``LineSearch/isPlain(_:candidate:in:detector:)``.
    static var leavesPlainRecords: Bool { get }

    /// Reads the record that begins at `start`.
    ///
    /// - Parameters:
    ///   - buffer: The bytes at hand.
    ///   - start: Where the record before it ended; the beginning of a line in line formats.
    ///   - isFinal: Whether nothing follows the buffer. Never ``Reading/incomplete`` then.
    mutating func read(_ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool) -> Reading

    /// What a record says about itself, for a record that was read.
    ///
    /// - Parameters:
    ///   - buffer: The bytes at hand.
    ///   - record: From its start to its end.
    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin
}

extension RecordReader {
    static var standsAmongOthers: Bool { false }
    static var leavesPlainRecords: Bool { false }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        RecordOrigin()
    }
}
