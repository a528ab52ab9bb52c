/// The formats that the engine knows how to read.
struct RecordFormat: Sendable {
    /// What the reader calls itself.
    let name: String

    /// The bytes that a record can begin with.
    let initials: StaticString

    /// Texts of which one stands in the line that a record begins with, if it needs to be read as
    /// one; none if the initials must do.
    let literals: [StaticString]

    /// A reader for a stream.
    let makeReader: @Sendable () -> any RecordReader

    private init<Reader: RecordReader>(
        _ initials: StaticString, literals: [StaticString],
        _ makeReader: @escaping @Sendable () -> Reader
    ) {
        name = Reader.name
        self.initials = initials
        self.literals = literals
        self.makeReader = makeReader
    }

    /// Formats whose records begin where a line begins, in the order in which to try them.
    static let lineFormats: [RecordFormat] = [
        RecordFormat("{", literals: [#""stream":"std"#, #""stream": "std"#]) { DockerJSONReader() },
        // Lines in one piece are read as they are.
        RecordFormat("0123456789", literals: [" stdout P", " stderr P"]) { CRIReader() },
        RecordFormat("{", literals: [#""__REALTIME_TIMESTAMP""#, #""__CURSOR""#]) {
            JournalJSONReader()
        },
        RecordFormat("_", literals: ["__REALTIME_TIMESTAMP=", "__CURSOR="]) {
            JournalExportReader()
        },
        RecordFormat("{", literals: [#""short_message""#]) { GELFReader() },
        RecordFormat("<", literals: []) { SyslogReader() },
        RecordFormat("0123456789", literals: []) { RepeatedTimestampReader() },
    ]

    /// Bytes of a stream's start that suffice to tell what it is, but for messages that end in a
    /// zero byte: those must have come in full.
    static let sniffedCount = 4_096

    /// The reader of a format that is told at the start of a stream, and holds for all of it.
    ///
    /// - Parameter head: The first bytes: ``sniffedCount`` of them, or all.
    static func sniffBinary(_ head: UnsafeRawBufferPointer) -> (any RecordReader)? {
        if DockerLocalReader.sniff(head) { return DockerLocalReader() }
        if MultiplexedReader.sniff(head) { return MultiplexedReader() }
        if OctetCountedSyslogReader.sniff(head) { return OctetCountedSyslogReader() }
        if GELFReader.sniff(head) { return GELFReader() }
        return UTF16Reader.sniff(head)
    }

    /// The literals of all formats whose records begin where a line begins.
    static var literals: [String] {
        lineFormats.flatMap(\.literals).map { "\($0)" } + AuditReader.literals
            + PowerShellHistoryReader.literals
    }

    /// A reader of each of these formats, in the order in which to try them.
    static func lineReaders() -> [any RecordReader] {
        lineFormats.map { $0.makeReader() }
            + [AuditReader(), PowerShellHistoryReader(onlyContinued: true)]
    }

    /// The reader of a history of commands, told by its first lines.
    static func sniffHistory(_ head: UnsafeRawBufferPointer) -> (any RecordReader)? {
        if BashHistoryReader.recognises(head) { return BashHistoryReader() }
        if ZshHistoryReader.recognises(head) { return ZshHistoryReader() }
        if FishHistoryReader.recognises(head) { return FishHistoryReader() }
        if LibeditHistoryReader.recognises(head) { return LibeditHistoryReader() }
        return nil
    }

    /// Whether a few bytes may begin such a history.
    static func mayBeginHistory(_ head: UnsafeRawBufferPointer) -> Bool {
        ["#1", ": 1", "- cmd: ", "_HiStOrY_V2_\n"].contains { (mark: StaticString) in
            let beginning = UnsafeRawBufferPointer(
                start: mark.utf8Start, count: mark.utf8CodeUnitCount)
            return head.prefix(beginning.count).elementsEqual(beginning.prefix(head.count))
        }
    }
}
