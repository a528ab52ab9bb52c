import Configuration
import LeakReport
import LogSources

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Says things to people: everything but the product goes to stderr.
enum Terminal {
    /// Writes a line to stderr, control characters neutralised.
    static func complain(_ text: String) {
        write(printable(text) + "\n", to: .standardError)
    }

    /// Writes text as it is. A failure to do so is not worth failing for.
    static func write(_ text: String, to target: Descriptor) {
        var text = text
        text.withUTF8 { bytes in
            try? target.write(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Whether output to a descriptor is coloured.
    static func isColored(_ when: When, on target: Descriptor) -> Bool {
        switch when {
        case .always: true
        case .never: false
        case .auto: target.isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
        }
    }
}
