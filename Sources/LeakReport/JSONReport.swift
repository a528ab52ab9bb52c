public import LeakDetection

/// One JSON object a line: a finding each, and `{"blindSpot":…}` for what could not be scanned.
public final class JSONLinesReport: Report {
    private let keyID: String?
    private let write: (String) -> Void

    init(_ settings: ReportSettings, write: @escaping (String) -> Void) {
        keyID = settings.keyID
        self.write = write
    }

    public func add(_ event: ScanEvent, origin: Origin) {
        switch event {
        case .finding(let finding):
            let record = FindingRecord(finding: finding, origin: origin, keyID: keyID)
            write(jsonLine(record) + "\n")
        case .blindSpot(let spot):
            write(jsonLine(["blindSpot": BlindSpotRecord(spot, origin: origin)]) + "\n")
        }
    }

    public func finish(_ outcome: Outcome) {}
}

/// One JSON document: `{"schema":1,"findings":[…],"blindSpots":[…],"failures":[…],"complete":…}`.
///
/// Findings are written as they come; blind spots, which are rare, are kept up to a bound, and
/// counted.
public final class JSONReport: Report {
    private let keyID: String?
    private let write: (String) -> Void
    private var isFirst = true
    private var blindSpots: [BlindSpotRecord] = []
    private var blindSpotCount = 0
    private static let keptBlindSpots = 1000

    init(_ settings: ReportSettings, write: @escaping (String) -> Void) {
        keyID = settings.keyID
        self.write = write
        write("{\"schema\":1,\"findings\":[")
    }

    public func add(_ event: ScanEvent, origin: Origin) {
        switch event {
        case .finding(let finding):
            let record = FindingRecord(finding: finding, origin: origin, keyID: keyID)
            write((isFirst ? "\n" : ",\n") + jsonLine(record))
            isFirst = false
        case .blindSpot(let spot):
            blindSpotCount += 1
            if blindSpots.count < Self.keptBlindSpots {
                blindSpots.append(BlindSpotRecord(spot, origin: origin))
            }
        }
    }

    public func finish(_ outcome: Outcome) {
        let isComplete = blindSpotCount == 0 && outcome.failures.isEmpty
        write(
            "\n],\"blindSpotCount\":\(blindSpotCount),\"blindSpots\":\(jsonLine(blindSpots)),"
                + "\"failures\":\(jsonLine(outcome.failures)),\"keyID\":\(jsonLine(keyID)),"
                + "\"known\":\(outcome.known),\"bytes\":\(outcome.bytes),"
                + "\"complete\":\(isComplete)}\n")
    }
}
