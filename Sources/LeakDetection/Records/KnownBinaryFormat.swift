/// Whether a stream that begins so is written in a format that the scanner reads though it is not
/// text: UTF-16, Docker's `local` and multiplexed streams, the journal's export with binary fields.
///
/// - Parameter head: The first bytes: four KiB of them, or all.
public func isKnownBinaryFormat(_ head: UnsafeRawBufferPointer) -> Bool {
    let start = head.slice(0..<min(head.count, RecordFormat.sniffedCount))
    if start.starts(with: "__CURSOR=".utf8) || start.starts(with: "__REALTIME_TIMESTAMP=".utf8) {
        return true
    }
    return RecordFormat.sniffBinary(start) != nil
}
