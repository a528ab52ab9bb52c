/// Which parts of a decoded text were encoded, and how.
struct LayerSpans: Sendable, Equatable {
    private struct Span: Equatable {
        var decoded: Range<Int>
        let layer: Layer
    }

    private var spans: [Span] = []

    /// The layers that occur.
    private(set) var present: Set<Layer> = []

    var isEmpty: Bool { spans.isEmpty }

    /// Adds a range that does not begin before the last; it is empty where something decoded to
    /// nothing.
    mutating func add(_ layer: Layer, at decoded: Range<Int>) {
        if let last = spans.last, last.layer == layer, last.decoded.upperBound == decoded.lowerBound
        {
            spans[spans.count - 1].decoded = last.decoded.lowerBound..<decoded.upperBound
            return
        }
        present.insert(layer)
        spans.append(Span(decoded: decoded, layer: layer))
    }

    /// Follows a text that became shorter.
    mutating func truncate(to count: Int) {
        var index = spans.count
        while index > 0, spans[index - 1].decoded.upperBound > count {
            index -= 1
            let start = min(spans[index].decoded.lowerBound, count)
            spans[index].decoded = start..<count
        }
    }

    /// The layers that touch a range of the decoded text, in the order of `Layer.allCases`. What
    /// decoded to nothing at its very ends is outside.
    func layers(in range: Range<Int>) -> [Layer] {
        let first = spans.partitioningIndex { $0.decoded.upperBound > range.lowerBound }
        let found = Set(
            spans[first...].prefix { $0.decoded.lowerBound < range.upperBound }.map(\.layer))
        return Layer.allCases.filter(found.contains)
    }
}
