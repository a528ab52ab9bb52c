/// Redacts a text that is in memory as a whole.
///
/// - Parameters:
///   - text: The bytes.
///   - detector: The rules.
///   - options: How to scan.
/// - Returns: The redacted bytes, and what was found.
public func redact(
    _ text: [UInt8], with detector: Detector, options: ScanOptions = ScanOptions()
) -> (output: [UInt8], events: [ScanEvent]) {
    let scanner = StreamScanner(detector: detector, options: options)
    var output: [UInt8] = []
    var events: [ScanEvent] = []
    text.withUnsafeBytes { bytes in
        _ = scanner.scan(
            bytes, isFinal: true, sink: { output += $0 }, report: { events.append($0) })
    }
    return (output, events)
}
