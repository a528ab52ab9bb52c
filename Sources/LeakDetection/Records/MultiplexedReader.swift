/// What the Engine API sends of a container without a terminal: frames of a stream's number, three
/// zeros, a length and that many bytes. Frames have nothing to do with lines.
///
/// Asked for timestamps, the engine puts one in front of each frame, in the middle of a line that
/// came in several. There it is left out of the text.
///
/// Source: "Stream format" of ContainerAttach, https://docs.docker.com/reference/api/engine/; moby,
/// `pkg/stdcopy/stdcopy.go`.
struct MultiplexedReader: RecordReader {
    static let name = "docker multiplexed stream"

    /// How the stream's last frame left off.
    private struct State {
        /// The size of the timestamp that the current line began with; 0 without one.
        var stamp = 0
        var isInLine = false
    }

    private var states = [State](repeating: State(), count: 4)

    /// A frame's bytes; the engine sends 16 KiB at most, and a timestamp.
    private static let limit = 1 << 20

    mutating func read(
        _ buffer: UnsafeRawBufferPointer, at start: Int, isFinal: Bool
    ) -> Reading {
        guard Self.couldBegin(buffer, at: start) else { return .foreign }
        guard buffer.count - start >= 8 else { return .more(isFinal: isFinal) }
        let count = buffer.bigEndian32(at: start + 4)
        guard count <= Self.limit else { return .foreign }
        let payload = start + 8..<start + 8 + count
        guard payload.upperBound <= buffer.count else { return .more(isFinal: isFinal) }
        let stream = Int(buffer[start])
        let field = RecordField(
            stream: Self.keys[stream], text: text(of: payload, stream, in: buffer), endsLine: false)
        let length = RecordLength(
            place: start + 4..<start + 8, encoding: .bigEndian32, counted: payload)
        return .record(Record(end: payload.upperBound, fields: [field], lengths: [length]))
    }

    func origin(_ buffer: UnsafeRawBufferPointer, of record: Range<Int>) -> RecordOrigin {
        guard record.count >= 8 else { return RecordOrigin() }
        let payload = record.lowerBound + 8..<record.upperBound
        let streams = ["stdin", "stdout", "stderr"]
        let stream = Int(buffer[record.lowerBound])
        let stamp = Self.stamp(buffer, in: payload)
        return RecordOrigin(
            stream: stream < streams.count ? streams[stream] : nil,
            timestamp: stamp > 0
                ? buffer.string(payload.lowerBound..<payload.lowerBound + stamp - 1) : nil)
    }

    /// Whether a stream begins with a frame of a container's output, and the next frame, as far as
    /// it has come, is one, too.
    static func sniff(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= 8, head[0] > 0, couldBegin(head, at: 0) else { return false }
        let count = head.bigEndian32(at: 4)
        return 1...limit ~= count && couldBegin(head, at: 8 + count)
    }

    /// 0 to 2 are the process's streams; 3 is what the engine has to say itself.
    private static func couldBegin(_ buffer: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start < buffer.count else { return true }
        return buffer[start] <= 3 && buffer.couldHold("\u{0}\u{0}\u{0}", at: start + 1)
    }

    private static let keys: [StreamKey] = [
        .dockerInput, .dockerOutput, .dockerError, StreamKey("docker:engine"),
    ]

    private mutating func text(
        of payload: Range<Int>, _ stream: Int, in buffer: UnsafeRawBufferPointer
    ) -> DecodedText {
        var text = DecodedText()
        guard !payload.isEmpty else { return text }
        var state = states[stream]
        var textStart = payload.lowerBound
        if !state.isInLine {
            state.stamp = Self.stamp(buffer, in: payload)
        } else if state.stamp > 0, Self.stamp(buffer, in: payload) == state.stamp {
            textStart += state.stamp
            text.keep(payload.lowerBound..<textStart)
        }
        text.copy(textStart..<payload.upperBound, of: buffer)
        state.isInLine = buffer[payload.upperBound - 1] != UInt8(ascii: "\n")
        states[stream] = state
        return text
    }

    /// The size of the timestamp that a payload begins with and of the blank after it.
    private static func stamp(_ buffer: UnsafeRawBufferPointer, in payload: Range<Int>) -> Int {
        guard !payload.isEmpty, buffer[payload.lowerBound].isDigit else { return 0 }
        var cursor = HeaderCursor(buffer, in: payload)
        guard cursor.takeTimestamp() != nil, cursor.take(" ") else { return 0 }
        return cursor.at - payload.lowerBound
    }
}
