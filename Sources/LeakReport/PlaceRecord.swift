import LeakDetection

/// Where a secret stands, in JSON: the contract's `origin`.
struct PlaceRecord: Encodable {
    struct Line: Encodable {
        let line: Int
        let text: String
    }

    let path: String
    let line: Int
    let column: Int
    let byteStart: Int
    let byteEnd: Int
    let container: String?
    let stream: String?
    let unit: String?
    let timestamp: String?
    let member: String?
    /// The redacted lines around it, where an audit kept them.
    let context: [Line]

    init(_ finding: Finding, origin: Origin) {
        self.init(
            path: origin.path, member: nil, line: finding.line, column: finding.column,
            span: finding.span, record: finding.record, context: [])
    }

    init(_ place: Place, hasContext: Bool = true) {
        self.init(
            path: place.path, member: place.member, line: place.line, column: place.column,
            span: place.span, record: place.record, context: hasContext ? place.context : [])
    }

    private init(
        path: String, member: String?, line: Int, column: Int, span: Range<Int>,
        record: RecordOrigin, context: [ContextLine]
    ) {
        self.path = path
        self.member = member
        self.line = line
        self.column = column
        byteStart = span.lowerBound
        byteEnd = span.upperBound
        container = record.container
        stream = record.stream
        unit = record.unit
        timestamp = record.timestamp
        self.context = context.map { Line(line: $0.number, text: $0.text) }
    }

    enum CodingKeys: CodingKey {
        case path, line, column, byteStart, byteEnd, container, stream, unit, timestamp, member
        case context
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(line, forKey: .line)
        try container.encode(column, forKey: .column)
        try container.encode(byteStart, forKey: .byteStart)
        try container.encode(byteEnd, forKey: .byteEnd)
        // Unknown is null, not absent.
        try container.encode(self.container, forKey: .container)
        try container.encode(stream, forKey: .stream)
        try container.encode(unit, forKey: .unit)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encode(member, forKey: .member)
        if !context.isEmpty { try container.encode(context, forKey: .context) }
    }
}

/// A blind spot as it stands in JSON.
struct BlindSpotRecord: Encodable {
    let path: String
    let line: Int
    let byteStart: Int
    let byteEnd: Int
    let reason: String
    /// Of an archive; absent elsewhere.
    let member: String?

    init(_ spot: BlindSpot, origin: Origin) {
        path = origin.path
        line = spot.line
        byteStart = spot.span.lowerBound
        byteEnd = spot.span.upperBound
        reason = spot.reason
        member = nil
    }

    init(_ note: AuditNote) {
        path = note.path
        line = note.line
        byteStart = note.span?.lowerBound ?? 0
        byteEnd = note.span?.upperBound ?? 0
        reason = note.reason
        member = note.member
    }
}
