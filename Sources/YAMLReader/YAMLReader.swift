internal import CYAML

/// Reads one YAML document with libyaml.
///
/// Aliases and anchors are refused (a rule file needs none, and they are how small files become
/// large ones).
/// - Parameter text: The document.
/// - Returns: The root node, or nil where the text holds no document.
/// - Throws: ``YAMLError`` with the place of the first mistake.
public func readYAML(_ text: [UInt8]) throws(YAMLError) -> YAMLNode? {
    let result: Result<YAMLNode?, YAMLError> = text.withUnsafeBufferPointer { bytes in
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            preconditionFailure("out of memory for the YAML parser")
        }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
        var events = EventReader(parser: &parser, text: bytes)
        return Result { () throws(YAMLError) in try events.document() }
    }
    return try result.get()
}

/// A recursive-descent reader over libyaml's event stream.
private struct EventReader {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeBufferPointer<UInt8>
    private var depth = 0
    private static let deepest = 64

    init(parser: UnsafeMutablePointer<yaml_parser_t>, text: UnsafeBufferPointer<UInt8>) {
        self.parser = parser
        self.text = text
    }

    mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            var event = try next()
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT: return root
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
            case YAML_DOCUMENT_START_EVENT:
                guard root == nil else {
                    throw YAMLError(message: "more than one document", mark: mark(event))
                }
                var first = try next()
                defer { yaml_event_delete(&first) }
                root = try node(first)
            default:
                throw YAMLError(message: "unexpected content", mark: mark(event))
            }
        }
    }

    private mutating func node(_ event: yaml_event_t) throws(YAMLError) -> YAMLNode {
        let start = mark(event)
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw YAMLError(message: "nested deeper than \(Self.deepest) levels", mark: start)
        }
        guard !hasAnchor(event) else {
            throw YAMLError(message: "anchors (&name) are not supported", mark: start)
        }
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return YAMLNode(
                content: .scalar(
                    String(decoding: bytes, as: UTF8.self),
                    isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
                mark: start)
        case YAML_SEQUENCE_START_EVENT:
            var items: [YAMLNode] = []
            while true {
                var event = try next()
                defer { yaml_event_delete(&event) }
                if event.type == YAML_SEQUENCE_END_EVENT { break }
                items.append(try node(event))
            }
            return YAMLNode(content: .sequence(items), mark: start)
        case YAML_MAPPING_START_EVENT:
            var entries: [(key: YAMLNode, value: YAMLNode)] = []
            while true {
                var keyEvent = try next()
                defer { yaml_event_delete(&keyEvent) }
                if keyEvent.type == YAML_MAPPING_END_EVENT { break }
                let key = try node(keyEvent)
                var valueEvent = try next()
                defer { yaml_event_delete(&valueEvent) }
                entries.append((key, try node(valueEvent)))
            }
            return YAMLNode(content: .mapping(entries), mark: start)
        case YAML_ALIAS_EVENT:
            throw YAMLError(message: "aliases (*name) are not supported", mark: start)
        default:
            throw YAMLError(message: "unexpected content", mark: start)
        }
    }

    private func next() throws(YAMLError) -> yaml_event_t {
        var event = yaml_event_t()
        if yaml_parser_parse(parser, &event) == 1 { return event }
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not readable as YAML"
        // What is no text has an offset, but no mark.
        if parser.pointee.error == YAML_READER_ERROR {
            throw YAMLError(message: problem, mark: mark(offset: parser.pointee.problem_offset))
        }
        let at = parser.pointee.problem_mark
        throw YAMLError(
            message: problem, mark: YAMLMark(line: Int(at.line) + 1, column: Int(at.column) + 1))
    }

    private func hasAnchor(_ event: yaml_event_t) -> Bool {
        switch event.type {
        case YAML_SCALAR_EVENT: event.data.scalar.anchor != nil
        case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.anchor != nil
        case YAML_MAPPING_START_EVENT: event.data.mapping_start.anchor != nil
        default: false
        }
    }

    private func mark(offset: Int) -> YAMLMark {
        let before = text.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return YAMLMark(
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1)
    }

    private func mark(_ event: yaml_event_t) -> YAMLMark {
        YAMLMark(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
    }
}
