import LeakRules

/// Weighs a word of a command line that stands where a secret would.
enum ArgumentEvidence {
    static func weigh(_ value: UnsafeRawBufferPointer) -> Evidence? {
        guard let first = value.first else { return nil }
        // An option, a redirection or a pipe.
        if first == UInt8(ascii: "-") && value.count < 12 { return nil }
        if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") || first == UInt8(ascii: "&") {
            return nil
        }
        if value.contains(UInt8(ascii: ":")), value.contains("://") { return nil }
        return Evidence(kind: "context", note: "an argument that is a secret here", weight: 0.15)
    }
}
