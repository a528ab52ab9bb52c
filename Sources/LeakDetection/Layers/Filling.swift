/// Bytes that can be made longer without meaning anything else.
///
/// Base64 is decoded in groups of three bytes: what replaces a part of it must have a length that
/// leaves the groups behind it as they are. Stars fill it. Where the text inside is encoded again,
/// the stars must be inside that encoding, right behind the replacement, or they would part it: so
/// a length is not settled before the outermost level.
struct Filling: Sendable {
    /// The length of ``bytes(stars:)`` without stars.
    let count: Int

    /// How much longer each star makes it; no multiple of three.
    let step: Int

    private let make: @Sendable (Int) -> [UInt8]

    /// Bytes that stars may follow.
    init(_ bytes: [UInt8]) {
        self.init(count: bytes.count, step: 1) { stars in
            bytes + repeatElement(UInt8(ascii: "*"), count: stars)
        }
    }

    init(count: Int, step: Int, make: @escaping @Sendable (Int) -> [UInt8]) {
        self.count = count
        self.step = step
        self.make = make
    }

    /// The bytes, as long as so many stars make them.
    func bytes(stars: Int = 0) -> [UInt8] { make(stars) }

    /// What the bytes are written as, where each byte is written by itself.
    func mapped(_ write: @escaping @Sendable ([UInt8]) -> [UInt8]) -> Filling {
        let count = write(make(0)).count
        return Filling(count: count, step: write(make(1)).count - count) { [make] stars in
            write(make(stars))
        }
    }

    /// The base64 of the bytes between others.
    ///
    /// - Parameters:
    ///   - isAligned: Whether stars must make the length a multiple of three.
    ///   - encode: Writes bytes as base64.
    func encoded(
        after head: [UInt8], before tail: [UInt8], isAligned: Bool,
        encode: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> Filling {
        let outside = head.count + tail.count
        let needed =
            isAligned ? (0..<3).first { (outside + count + $0 * step) % 3 == 0 } ?? 0 : 0
        let make: @Sendable (Int) -> [UInt8] = { [self] stars in
            var bytes = head + self.bytes(stars: needed + 3 * stars)
            // A step may differ where characters of base64 are escaped.
            while isAligned, (bytes.count + tail.count) % 3 > 0 { bytes.append(UInt8(ascii: "*")) }
            return encode(bytes + tail)
        }
        return Filling(count: make(0).count, step: 4 * step, make: make)
    }
}
