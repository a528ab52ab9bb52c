/// What the fields of a journal entry say about its message.
///
/// Sources: https://www.freedesktop.org/software/systemd/man/systemd.journal-fields.html; moby,
/// `daemon/logger/journald/journald.go`; systemd, `src/journal/journald-stream.c`.
struct JournalEntry {
    /// The fields that say something.
    private enum Field: Int, CaseIterable {
        case time, fullContainerID, containerID, containerName, isPartial, isLastPart, priority
        case streamID, lineBreak, unit, identifier, process

        var name: StaticString {
            switch self {
            case .time: "__REALTIME_TIMESTAMP"
            case .fullContainerID: "CONTAINER_ID_FULL"
            case .containerID: "CONTAINER_ID"
            case .containerName: "CONTAINER_NAME"
            case .isPartial: "CONTAINER_PARTIAL_MESSAGE"
            case .isLastPart: "CONTAINER_PARTIAL_LAST"
            case .priority: "PRIORITY"
            case .streamID: "_STREAM_ID"
            case .lineBreak: "_LINE_BREAK"
            case .unit: "_SYSTEMD_UNIT"
            case .identifier: "SYSLOG_IDENTIFIER"
            case .process: "_PID"
            }
        }
    }

    private let buffer: UnsafeRawBufferPointer
    private var values = [Range<Int>?](repeating: nil, count: Field.allCases.count)

    init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
    }

    /// Takes notice of a field. Of a repeated one the first counts.
    mutating func add(_ name: Range<Int>, _ value: Range<Int>) {
        guard let field = Field.allCases.first(where: { buffer.holds($0.name, at: name) }),
            values[field.rawValue] == nil
        else { return }
        values[field.rawValue] = value
    }

    private func value(_ field: Field) -> String? {
        values[field.rawValue].map(buffer.string)
    }

    private func holds(_ text: StaticString, _ field: Field) -> Bool {
        values[field.rawValue].map { buffer.holds(text, at: $0) } ?? false
    }

    /// Whether the message goes on in the stream's next entry: Docker and podman mark the parts of
    /// a line, journald those of a unit's line that is longer than `LineMax=`.
    var goesOn: Bool {
        holds("true", .isPartial) && !holds("true", .isLastPart) || holds("line-max", .lineBreak)
    }

    /// What the message continues. A container's stdout has priority 6, its stderr 3.
    var stream: StreamKey {
        if let container = value(.fullContainerID) ?? value(.containerID) {
            return StreamKey("journal:" + container + "/" + (value(.priority) ?? ""))
        }
        if let stream = value(.streamID) { return StreamKey("journal:" + stream) }
        let program = value(.unit) ?? value(.identifier) ?? ""
        return StreamKey("journal:" + program + "/" + (value(.process) ?? ""))
    }

    /// - Parameter decode: Reads a value as it is written.
    func origin(_ decode: (Range<Int>) -> String) -> RecordOrigin {
        let microseconds = values[Field.time.rawValue].flatMap(buffer.decimal)
        let nanoseconds = microseconds.flatMap { time -> Int? in
            let product = time.multipliedReportingOverflow(by: 1_000)
            return product.overflow ? nil : product.partialValue
        }
        var stream: String?
        if values[Field.containerID.rawValue] != nil {
            stream =
                holds("6", .priority) ? "stdout" : holds("3", .priority) ? "stderr" : nil
        }
        return RecordOrigin(
            container: values[Field.containerName.rawValue].map(decode), stream: stream,
            unit: (values[Field.unit.rawValue] ?? values[Field.identifier.rawValue]).map(decode),
            timestamp: Timestamp.rfc3339(nanoseconds: nanoseconds, places: 6))
    }
}
