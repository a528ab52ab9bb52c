import PCRE2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Marks what a pattern finds in an example, as the house's rule files do.
struct ExampleMarker {
    let regex: Regex
    let minimumEntropy: Double?
    private let scratch = MatchScratch()

    init(regex: Regex, minimumEntropy: Double?) {
        self.regex = regex
        self.minimumEntropy = minimumEntropy
    }

    enum Outcome {
        /// With `«…»` around each secret and `·` in it.
        case marked(String)
        /// Nothing matches.
        case silent
        /// The example has characters that mean something in ours.
        case unmarkable
    }

    /// Marks every secret in every line.
    func mark(_ text: String) -> Outcome {
        guard !text.contains(where: { "«»·".contains($0) }) else { return .unmarkable }
        var hasMatch = false
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            var result: [UInt8] = []
            let bytes = Array(line)
            var at = 0
            for secret in secrets(in: bytes) {
                hasMatch = true
                result += bytes[at..<secret.lowerBound]
                result += "«".utf8
                result += Self.splintered(bytes[secret])
                result += "»".utf8
                at = secret.upperBound
            }
            return result + bytes[at...]
        }
        guard hasMatch else { return .silent }
        return .marked(String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self))
    }

    /// A text with `·` in the middle, so that it has no secret's shape in a file.
    static func splintered(_ text: String) -> String {
        String(decoding: splintered(Array(text.utf8)[...]), as: UTF8.self)
    }

    private static func splintered(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var middle = bytes.startIndex + bytes.count / 2
        // Not inside a character.
        while middle < bytes.endIndex, bytes[middle] & 0xC0 == 0x80 { middle += 1 }
        return bytes[..<middle] + Array("·".utf8) + bytes[middle...]
    }

    private func secrets(in line: [UInt8]) -> [Range<Int>] {
        let groups = regex.groups(named: "secret") + regex.groups(named: "otherwise")
        return line.withUnsafeBytes { bytes in
            var result: [Range<Int>] = []
            var from = 0
            while from < bytes.count,
                regex.firstMatch(in: bytes, from: from, scratch: scratch) == .matched,
                let whole = scratch.range(of: 0)
            {
                let secret = groups.lazy.compactMap { self.scratch.range(of: $0) }.first {
                    !$0.isEmpty
                }
                from = max(secret?.upperBound ?? 0, whole.lowerBound + 1, from + 1)
                guard let secret, secret.lowerBound >= result.last?.upperBound ?? 0 else {
                    continue
                }
                if let floor = minimumEntropy, entropy(bytes[secret]) < floor { continue }
                result.append(secret)
            }
            return result
        }
    }

    /// Shannon entropy in bits per byte.
    private func entropy(_ bytes: Slice<UnsafeRawBufferPointer>) -> Double {
        var counts = [Double](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        return counts.reduce(0) { $1 > 0 ? $0 - $1 / total * log2($1 / total) : $0 }
    }
}
