/// A text from which one level of encoding was taken, with the way back.
struct Peeled: Sendable {
    /// The text; where nothing was encoded it is the source's.
    let text: DecodedText

    /// Which parts of it were encoded, and how.
    let layers: LayerSpans

    /// Parts that were decoded as a whole: base64, hex and what was inside them. In order; empty
    /// where single characters were decoded.
    var blobs: [Blob] = []

    /// The sequences that set colours and that decoded to nothing, in order.
    var renditions: [Rendition] = []

    /// Select Graphic Rendition (ECMA-48, 8.3.117).
    struct Rendition: Sendable {
        /// Where it begins in the source.
        let start: Int
        let bytes: [UInt8]
    }
}

/// A part of the source that was decoded as a whole.
struct Blob: Sendable {
    /// How what replaces a secret is written into the source.
    enum Form: Sendable, Equatable {
        case base64(isURL: Bool, ending: Ending)
        /// Two digits for each byte.
        case hex(isUpper: Bool)
        /// Two digits for each byte, in columns: nothing may change its place.
        case columns(isUpper: Bool)
        /// Bytes inside cannot be replaced.
        case opaque
    }

    /// How base64 ends.
    enum Ending: Sendable, Equatable {
        /// With a whole group: it must stay one, as more may follow.
        case whole
        /// With a short group, padded with equals signs or not.
        case padded, bare
    }

    let form: Form

    /// The place in the decoded text.
    let decoded: Range<Int>

    /// The encoded characters in the source, without what stands between them: a piece for each
    /// line, or for each byte where the form has columns.
    let pieces: [Range<Int>]

    /// For each byte of a dump, where the source shows it as a character; otherwise empty.
    let mirrors: [Int]
}
