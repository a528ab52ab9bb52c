public import LeakDetection

/// What a scan gave, in a form that compares.
public struct ScanResult: Equatable {
    public var output: [UInt8] = []
    public var events: [String] = []
    public var findings: [Finding] = []
    public var blindSpots: [BlindSpot] = []
    /// What was said of the stream as a whole.
    public var notes: [String] = []
    /// The most bytes that were left unconsumed.
    public var longestRemainder = 0

    public init() {}

    public static func == (a: ScanResult, b: ScanResult) -> Bool {
        a.output == b.output && a.events == b.events
    }

    /// The output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
}

/// Scans a text that arrives in pieces.
///
/// - Parameters:
///   - text: The bytes.
///   - sizes: The lengths of the pieces, used again from the first when they run out.
///   - detector: The rules.
///   - options: How to scan.
///   - pauses: Whether the producer pauses after each piece long enough for a prompt to be shown.
public func scan(
    _ text: [UInt8], inPiecesOf sizes: [Int], with detector: Detector,
    options: ScanOptions = ScanOptions(), pauses: Bool = false
) -> ScanResult {
    let scanner = StreamScanner(detector: detector, options: options)
    var result = ScanResult()
    var pending: [UInt8] = []
    var at = 0
    var piece = 0
    func take(_ event: ScanEvent) {
        result.events.append("\(event)")
        switch event {
        case .finding(let finding): result.findings.append(finding)
        case .blindSpot(let spot): result.blindSpots.append(spot)
        }
    }
    while true {
        let size = max(1, sizes[piece % sizes.count])
        piece += 1
        let end = min(text.count, at + size)
        pending += text[at..<end]
        at = end
        let isFinal = at == text.count
        let consumed = pending.withUnsafeBytes { bytes in
            scanner.scan(
                bytes, isFinal: isFinal, sink: { result.output += $0 }, report: take)
        }
        pending.removeFirst(consumed)
        result.longestRemainder = max(result.longestRemainder, pending.count)
        if isFinal {
            result.notes = scanner.notes
            return result
        }
        if pauses {
            pending.withUnsafeBytes { bytes in
                scanner.releasePrompt(bytes, sink: { result.output += $0 }, report: take)
            }
        }
    }
}

/// Scans a text at once.
public func scan(
    _ text: [UInt8], with detector: Detector, options: ScanOptions = ScanOptions()
) -> ScanResult {
    scan(text, inPiecesOf: [max(1, text.count)], with: detector, options: options)
}

/// A generator of the same numbers in every run (SplitMix64, Steele et al. 2014).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

/// Makes texts out of pieces: the same for the same seed.
public struct TextGenerator {
    private var generator: SeededGenerator
    private let pieces: [[UInt8]]

    /// - Parameters:
    ///   - seed: Where the generator begins.
    ///   - pieces: What texts are made of, beside noise.
    public init(seed: UInt64, pieces: [[UInt8]]) {
        generator = SeededGenerator(seed: seed)
        self.pieces = pieces
    }

    /// A number in a range.
    public mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// A text of so many pieces, parted by blanks, line endings, quotes and noise.
    public mutating func text(pieces count: Int) -> [UInt8] {
        (0..<count).reduce(into: []) { text, _ in
            switch number(0...9) {
            case 0...5: text += pieces[number(0...(pieces.count - 1))]
            case 6:
                text += (0..<number(1...40)).map { _ in
                    UInt8.random(in: .min ... .max, using: &generator)
                }
            case 7: text += repeatElement(UInt8(number(0x20...0x7E)), count: number(1...200))
            default: text += Array("the quick brown fox 42 jumps".utf8.prefix(number(1...28)))
            }
            text += [[0x20], [0x0A], [0x0D, 0x0A], [0x22], [0x2C, 0x20], []][number(0...5)]
        }
    }

    /// Lengths of pieces in which a text may arrive.
    public mutating func plan() -> [Int] {
        switch number(0...3) {
        case 0: [1]
        case 1: (0..<8).map { _ in number(1...7) }
        case 2: (0..<8).map { _ in number(1...300) }
        default: [number(1000...5000), 1, number(1...2000)]
        }
    }
}
