/// A line of a container's log as the CRI has it: `2026-11-24T10:00:00.0Z stdout F text`.
///
/// The engine reads lines in one piece as they stand, so what they say of themselves is read here.
enum CRILine {
    /// The stream that the line was written to; nil for any other line.
    ///
    /// - Parameter start: The beginning of the line.
    static func stream(_ start: ArraySlice<UInt8>) -> String? {
        guard let first = start.first, (0x30...0x39).contains(first),
            let blank = start.prefix(64).firstIndex(of: UInt8(ascii: " "))
        else { return nil }
        let rest = start[(blank + 1)...].prefix(9)
        if rest.elementsEqual("stdout F ".utf8) { return "stdout" }
        if rest.elementsEqual("stderr F ".utf8) { return "stderr" }
        return nil
    }
}
